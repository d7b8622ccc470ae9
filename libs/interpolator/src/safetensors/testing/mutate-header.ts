/**
 * Damage that knows the format: edits of a header's numbers, keys and structure. The result still looks like a header.
 */
import type { Generator } from '@fived/random';
import { leaf, nodesOf, toText, toTree, type HeaderLeaf, type HeaderNode, type HeaderObject } from './header-tree.js';

const NUMBERS = [
  '0',
  '1',
  '2',
  '3',
  '4',
  '8',
  '-1',
  '-0',
  '00',
  '1.0',
  '0.5',
  '1e3',
  '1e400',
  '4294967295',
  '4294967296',
  '2147483648',
  '9007199254740991',
  '9007199254740992',
  '9007199254740993',
  '18446744073709551615',
  '18446744073709551616',
  '1099511627776',
  '-9223372036854775808',
  'NaN',
  'Infinity',
  '0x10',
  '1_0',
  '9'.repeat(400),
];
const OTHER_VALUES = [
  'null',
  'true',
  '""',
  '"3"',
  '"F32"',
  '[]',
  '{}',
  '[[1]]',
  '{"a":1}',
  '',
  '//',
  '"\\ud800"',
  '"\\u0000"',
  '"\\x"',
  '"\n"',
];
const DTYPES = [
  'F32',
  'F64',
  'I32',
  'U32',
  'U8',
  'F16',
  'BF16',
  'I64',
  'U64',
  'BOOL',
  'f32',
  'F32 ',
  '',
  'F4',
  'toString',
  '__proto__',
];
const KEYS = [
  '__proto__',
  'constructor',
  '__metadata__',
  'toString',
  '',
  'dtype',
  'shape',
  'data_offsets',
  '0',
  'a\u0000b',
  '\n',
  '\u007f',
  '\u202e',
  '\ud800',
  '\ud83d\ude00',
  'n'.repeat(300),
];
const MAX_DEPTH = 3000;

const pick = <T>(values: readonly T[], random: Generator): T => values[random.integers(0, values.length)];

const shuffle = (values: unknown[], random: Generator): void => {
  for (let i = values.length - 1; i > 0; i--) {
    const j = random.integers(0, i + 1);
    [values[i], values[j]] = [values[j], values[i]];
  }
};

const isNumber = (node: HeaderNode): node is HeaderLeaf => node.kind === 'leaf' && /^\d+$/.test(node.text);
const isObject = (node: HeaderNode): node is HeaderObject => node.kind === 'object';

const editNumber = (tree: HeaderNode, random: Generator): void => {
  const numbers = nodesOf(tree).filter(isNumber);
  if (numbers.length === 0) return;
  const number = pick(numbers, random);
  const other = pick(numbers, random);
  switch (random.integers(0, 4)) {
    case 0:
      number.text = pick(NUMBERS, random);
      break;
    case 1: // swapped
      [number.text, other.text] = [other.text, number.text];
      break;
    case 2: // off by a little
      number.text = String(Number(number.text) + pick([-8, -4, -1, 1, 4, 8], random));
      break;
    default:
      number.text = other.text;
  }
};

const editMembers = (tree: HeaderNode, random: Generator): void => {
  const { members } = pick(nodesOf(tree).filter(isObject), random);
  if (members.length === 0) return;
  const member = pick(members, random);
  switch (random.integers(0, 6)) {
    case 0: // the same key again, with its own or another's value
      members.push({ key: member.key, value: pick(members, random).value });
      break;
    case 1:
      member.key = random.integers(0, 2) === 0 ? pick(KEYS, random) : pick(members, random).key;
      break;
    case 2:
      members.splice(members.indexOf(member), 1);
      break;
    case 3: // an extra member, with a value from anywhere
      members.push({
        key: pick(KEYS, random),
        value: pick([leaf('"text"'), ...nodesOf(tree).filter((node) => node.kind === 'leaf')], random),
      });
      break;
    case 4: {
      // values swapped
      const other = pick(members, random);
      [member.value, other.value] = [other.value, member.value];
      break;
    }
    default: // another order, which does no harm
      shuffle(members, random);
  }
};

const editValue = (tree: HeaderObject, random: Generator): void => {
  const leaves = nodesOf(tree).filter((node) => node.kind === 'leaf');
  const lists = nodesOf(tree).filter((node) => node.kind === 'list');
  switch (random.integers(0, 5)) {
    case 0:
      if (leaves.length > 0) pick(leaves, random).text = pick(OTHER_VALUES, random);
      break;
    case 1: {
      // a dtype, or what looks like one
      const dtypes = leaves.filter(({ text }) => /^"[A-Z]+\d*"$/.test(text));
      if (dtypes.length > 0) pick(dtypes, random).text = JSON.stringify(pick(DTYPES, random));
      break;
    }
    case 2: {
      // an extra length: 1 changes only the shape
      if (lists.length > 0) pick(lists, random).items.splice(0, 0, leaf(pick(['1', '1', '0', '2', '-1'], random)));
      break;
    }
    case 3:
      if (lists.length > 0) pick(lists, random).items.pop();
      break;
    default: {
      // nesting
      const depth = random.integers(1, MAX_DEPTH);
      const [open, close] = pick(
        [
          ['[', ']'],
          ['{"a":', '}'],
          ['[', ''],
          ['{"shape":', ''],
        ],
        random,
      );
      const nested = leaf(open.repeat(depth) + close.repeat(depth));
      tree.members.splice(random.integers(0, tree.members.length + 1), 0, { key: pick(KEYS, random), value: nested });
    }
  }
};

const editText = (text: string, random: Generator): string => {
  const place = random.integers(0, text.length + 1);
  switch (random.integers(0, 6)) {
    case 0:
      return ' '.repeat(random.integers(0, 20)) + text;
    case 1:
      return text + pick([' ', '\n', '\t', '\0', '}', ',', '{}', '\ufeff'], random).repeat(random.integers(1, 9));
    case 2: // blanks between tokens, which do no harm
      return text.replace(/[,:[{]/g, (token) => token + pick(['', ' ', '\n', '\t\r\n'], random));
    case 3:
      return `\ufeff${text}`;
    case 4: // an escape for a letter, so the key is the same as before
      return text.replace(
        /"([a-z])/,
        (_, letter: string) => `"\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
      );
    default:
      return text.slice(0, place) + pick([',', '"', '\\', ']', '}', '\u2028', '/**/', '1'], random) + text.slice(place);
  }
};

/** The text of `header`, damaged in one to three ways. */
export const mutateHeader = (header: unknown, random: Generator): string => {
  const tree = toTree(header) as HeaderObject;
  let edits = random.integers(1, 4);
  const editsText = random.integers(0, 4) === 0;
  for (; edits > 0 && tree.members.length > 0; edits--)
    pick([editNumber, editMembers, editValue], random)(tree, random);
  return editsText ? editText(toText(tree), random) : toText(tree);
};
