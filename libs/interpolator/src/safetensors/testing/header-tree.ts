/**
 * A header as a tree. Unlike the result of JSON.parse, it can hold the same key twice, and any text in place of a
 * value. So it can make headers that are almost right.
 */
export type HeaderNode = HeaderLeaf | HeaderList | HeaderObject;

/** The text of a number, a string with its quotes, or anything else in place of one. */
export interface HeaderLeaf {
  kind: 'leaf';
  text: string;
}

export interface HeaderList {
  kind: 'list';
  items: HeaderNode[];
}

export interface HeaderObject {
  kind: 'object';
  members: { key: string; value: HeaderNode }[];
}

export const leaf = (text: string): HeaderLeaf => ({ kind: 'leaf', text });

export const toTree = (value: unknown): HeaderNode => {
  if (Array.isArray(value)) return { kind: 'list', items: value.map(toTree) };
  if (typeof value !== 'object' || value === null) return leaf(JSON.stringify(value));
  return { kind: 'object', members: Object.entries(value).map(([key, member]) => ({ key, value: toTree(member) })) };
};

export const toText = (node: HeaderNode): string => {
  if (node.kind === 'leaf') return node.text;
  if (node.kind === 'list') return `[${node.items.map(toText).join(',')}]`;
  return `{${node.members.map(({ key, value }) => `${JSON.stringify(key)}:${toText(value)}`).join(',')}}`;
};

/** The node and all below it. */
export const nodesOf = (node: HeaderNode): HeaderNode[] => {
  const children =
    node.kind === 'leaf' ? [] : node.kind === 'list' ? node.items : node.members.map(({ value }) => value);
  return [node, ...children.flatMap(nodesOf)];
};
