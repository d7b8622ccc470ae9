/** Names of the features and of the target. Columns of other files are found by them. */

export interface ColumnNames {
  readonly features: readonly string[];
  readonly target: string;
}

export interface NamesOptions {
  /** One a feature, all different; default x1, x2, ... */
  readonly featureNames?: readonly string[];
  /** Default y. */
  readonly targetName?: string;
}

/** Half of a surrogate pair, which UTF-8 cannot hold; control characters, which terminals obey. */
const NOT_TEXT = /[\p{Surrogate}\p{Cc}]/u;

/** @throws RangeError unless there is one name a feature and all are different and valid text */
export function chooseNames({ featureNames, targetName = 'y' }: NamesOptions, dimensions: number): ColumnNames {
  const features =
    featureNames === undefined ? Array.from({ length: dimensions }, (_, i) => `x${i + 1}`) : [...featureNames];
  if (features.length !== dimensions) {
    throw new RangeError(
      `There must be one feature name for each of the ${dimensions} features; got ${features.length}.`,
    );
  }
  for (const name of [...features, targetName]) {
    if (typeof name !== 'string' || name === '' || NOT_TEXT.test(name)) {
      throw new RangeError(
        `Names must be text of at least one character, and no control characters; got ${JSON.stringify(name)}.`,
      );
    }
  }
  const repeated = features.find((name, i) => features.indexOf(name) !== i);
  if (repeated !== undefined) throw new RangeError(`Feature names must be different; "${repeated}" is there twice.`);
  return { features, target: targetName };
}
