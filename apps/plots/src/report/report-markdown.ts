/** From the result files to the report in Markdown. Pure: the same files give the same text. */
import { fillIn } from './fill-in.js';
import { reportValues } from './report-values.js';
import type { Sources } from './sources.js';

/** Throws an Error of one line if the benchmark has no finished run. */
export const reportMarkdown = (sources: Sources): string =>
  // What is absent leaves its blank lines.
  fillIn('report.md.eta', 'markdown', reportValues(sources)).replaceAll(/\n{3,}/g, '\n\n');
