/** The options that commands have in common. */

/** What is drawn from where to where. */
export interface Folders {
  readonly in: string;
  readonly out: string;
  /** Folder with another engine's benchmark results, or undefined. */
  readonly beside?: string;
}

/** How charts are written. */
export interface ChartOptions {
  readonly format: 'png' | 'svg';
  /** Whether charts say above the panels what they are, on what they were measured, and what their marks mean. */
  readonly title: boolean;
}

export const DEFAULT_CHART_OPTIONS: ChartOptions = { format: 'png', title: true };

export const folder = (describe: string) => ({ type: 'string', describe, requiresArg: true }) as const;

/** Where result files are by default, and charts go. */
export const folderInOutputs = (describe: string) => ({ ...folder(describe), default: 'outputs' }) as const;

export const OUT = 'Folder for the charts; made when absent';

export const CHART_OPTIONS = {
  format: {
    choices: ['png', 'svg'],
    default: DEFAULT_CHART_OPTIONS.format,
    describe: 'Of the charts: png, or svg in its place (scales without blur, dark where dark is preferred)',
    requiresArg: true,
  },
  title: {
    type: 'boolean',
    default: DEFAULT_CHART_OPTIONS.title,
    describe: 'Title and the lines below it (--no-title: without them, for a paper that says so itself)',
  },
} as const;
