/** How a tensor appears in a message. */
import { quoted } from '@fived/data';

const MAX_SHAPE_LENGTH = 40;

export const tensorLabel = (name: string): string => `tensor ${quoted(name)}`;

/** `[3, 4]`; only the first ones of many dimensions. */
export const formatShape = (shape: readonly number[]): string => {
  const text = shape.join(', ');
  return text.length > MAX_SHAPE_LENGTH ? `[${text.slice(0, MAX_SHAPE_LENGTH)}...]` : `[${text}]`;
};
