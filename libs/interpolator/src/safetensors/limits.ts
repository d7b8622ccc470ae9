/**
 * What the codec reads and writes at most, and which names it takes. The format itself sets none but the header's 100
 * MB.
 */

/**
 * 4 MiB; some 40,000 tensors would fit, or a metadata text of millions of characters. What is parsed of it is bounded
 * too.
 */
export const MAX_HEADER_BYTES = 2 ** 22;

/** For tensors, and for entries of the metadata. */
export const MAX_MEMBERS = 10_000;

/** As many as NumPy has. */
export const MAX_DIMENSIONS = 64;

/** Where the metadata stands among the tensors, so no tensor's name. */
export const METADATA_KEY = '__metadata__';

/**
 * Says why a key of the header cannot be taken, or nothing if it can. Of other texts, only half characters are refused.
 */
export const keyProblem = (key: string): string | undefined => {
  if (/\p{Cc}/u.test(key)) return 'holds a control character';
  return textProblem(key);
};

/** A lone surrogate has no UTF-8: it would be written as another character. */
export const textProblem = (text: string): string | undefined =>
  /\p{Cs}/u.test(text) ? 'holds half of a surrogate pair' : undefined;
