/** Counts what passed and what failed, and says each in a line. */

export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

export interface Tally {
  /** One check: it fails if it throws. The name says what is true when it passes. Resolves to whether it passed. */
  readonly check: (name: string, body: () => unknown) => Promise<boolean>;
  /** What another program has counted. */
  readonly add: (name: string, counts: Counts, remark?: string) => void;
  readonly counts: () => Counts;
}

/** `print` takes one line, or the several lines of an error's message. */
export const createTally = (print: (text: string) => void): Tally => {
  let passed = 0;
  let failed = 0;
  return {
    check: async (name, body) => {
      try {
        await body();
      } catch (error) {
        failed++;
        print(`  FAILED  ${name}: ${error instanceof Error ? error.message : String(error)}`);
        return false;
      }
      passed++;
      print(`  ok      ${name}`);
      return true;
    },
    add: (name, counts, remark) => {
      passed += counts.passed;
      failed += counts.failed;
      const told = `${counts.passed} passed, ${counts.failed} failed`;
      print(
        `  ${counts.failed === 0 ? 'ok    ' : 'FAILED'}  ${name}: ${told}${remark === undefined ? '' : ` (${remark})`}`,
      );
    },
    counts: () => ({ passed, failed }),
  };
};
