/** Counts what passed and what failed, and prints a line for each. */

export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

export interface Counted extends Counts {
  /** One line for each failed check, which names it. */
  readonly failures: readonly string[];
  readonly remark?: string;
}

/** `print` gets one line, or the several lines of an error's message. */
export const createTally = (print: (text: string) => void) => {
  let passed = 0;
  let failed = 0;
  const failures: string[] = [];
  return {
    /**
     * Makes one check, which fails if it throws. The name says what is true if it passes. Resolves to whether it
     * passed.
     */
    check: async (name: string, body: () => unknown): Promise<boolean> => {
      try {
        await body();
      } catch (error) {
        failed++;
        const message = error instanceof Error ? error.message : String(error);
        failures.push(`${name}: ${message.split('\n', 1)[0]}`);
        print(`  FAILED  ${name}: ${message}`);
        return false;
      }
      passed++;
      print(`  ok      ${name}`);
      return true;
    },
    /** Adds what another program has counted. */
    add: (name: string, counted: Counted): void => {
      passed += counted.passed;
      failed += counted.failed;
      failures.push(...counted.failures);
      const told = `${counted.passed} passed, ${counted.failed} failed`;
      const remark = counted.remark === undefined ? '' : ` (${counted.remark})`;
      print(`  ${counted.failed === 0 ? 'ok    ' : 'FAILED'}  ${name}: ${told}${remark}`);
    },
    counts: (): Counts => ({ passed, failed }),
    /** Everything that has failed so far, one line each. */
    failures: (): readonly string[] => failures,
  };
};

export type Tally = ReturnType<typeof createTally>;
