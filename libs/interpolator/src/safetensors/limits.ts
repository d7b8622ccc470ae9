/**
 * The limits of what the codec reads and writes, and the names that it accepts. The format itself limits only the
 * header, to 100 MB.
 */

/**
 * 4 MiB: enough for about 40,000 tensors, or for metadata of millions of characters. What is parsed from it is limited
 * too.
 */
export const MAX_HEADER_BYTES = 2 ** 22;

/** For tensors, and for entries of the metadata. */
export const MAX_MEMBERS = 10_000;

/** The same limit as NumPy's. */
export const MAX_DIMENSIONS = 64;

/** The metadata's key among the tensors, so no tensor can have this name. */
export const METADATA_KEY = '__metadata__';

/** Why a key of the header is not accepted, or undefined if it is. Other texts are refused only for half characters. */
export const keyProblem = (key: string): string | undefined => {
  if (/\p{Cc}/u.test(key)) return 'holds a control character';
  return textProblem(key);
};

/** A lone surrogate has no UTF-8. It would be written as another character. */
export const textProblem = (text: string): string | undefined =>
  /\p{Cs}/u.test(text) ? 'holds half of a surrogate pair' : undefined;
