/** Statements of the published page, each set against our data: it holds, it does not, or it cannot be told. */
import { inertText } from '@fived/records';
import { settingsDiffer } from '../figures/describe.js';

export type Verdict = 'holds' | 'does not hold' | 'cannot be told';

export interface Finding {
  readonly verdict: Verdict;
  /** The figures that decide, in sentences. */
  readonly found: string;
}

export interface Check extends Finding {
  readonly statement: string;
}

/** `holds`: undefined where the data do not tell. */
export const finding = (holds: boolean | undefined, found: string): Finding => ({
  verdict: holds === undefined ? 'cannot be told' : holds ? 'holds' : 'does not hold',
  found,
});

/** The statements are of the published settings. */
export const whyNotJudged = (record: Parameters<typeof settingsDiffer>[0]): string | undefined => {
  const reason = settingsDiffer(record);
  return reason && `Not judged, as ${reason}.`;
};

/** Statements, and how each is judged. */
export type Findings<Facts> = Readonly<Record<string, (facts: Facts) => Finding>>;

/** `facts`: what they are judged by, or a text that says why nothing can be told of any of them. */
export const checksOf = <Facts extends object>(findings: Findings<Facts>, facts: Facts | string): readonly Check[] =>
  Object.entries(findings).map(([statement, find]) => ({
    statement,
    ...(typeof facts === 'string' ? finding(undefined, facts) : find(facts)),
  }));

export const countOf = (checks: readonly Check[], wanted: Verdict): number =>
  checks.filter(({ verdict }) => verdict === wanted).length;

/** A list in Markdown, an item a statement: the verdict, the statement, and below what was found. */
export const checksMarkdown = (checks: readonly Check[]): string =>
  checks
    .map(({ statement, verdict, found }) => {
      const [quoted, below] = [statement, found].map((text) => inertText(text, 'markdown'));
      return `- **${verdict.charAt(0).toUpperCase()}${verdict.slice(1)}:** “${quoted}”.\\\n  ${below}`;
    })
    .join('\n');
