/** How a percentage is read from the command line. */

const PERCENTAGE = /^(\d+(?:\.\d*)?|\.\d+)\s*(%?)$/;

/** "5%" or "0.05" as 0.05; at most 1000%. A bare number of 1 or more is refused, since 5 may mean 5% or 500%. */
export const percentage =
  (name: string) =>
  (given: unknown): number => {
    const text = String(given).trim();
    const match = PERCENTAGE.exec(text);
    const value = match === null ? NaN : match[2] === '%' ? Number(match[1]) / 100 : Number(match[1]);
    const isClear = match !== null && (match[2] === '%' ? value <= 10 : value < 1);
    if (!isClear) throw new Error(`--${name} must be a percentage such as 5% or 0.05; got "${text}".`);
    return value;
  };
