/** `peers.md`: one table for each number of threads and size, who is missing and why, and how each program differs. */
import { toMarkdown, toTable, type Column, type PeersRecord, type PeerSummary, type PeerThreads } from '@fived/records';

const MIB = 1024 ** 2;

const seconds = (value: number): string =>
  value < 0.0095 ? value.toFixed(4) : value < 10 ? value.toFixed(3) : value.toFixed(1);
const ratio = (value: number): string => (value < 10 ? value.toFixed(2) : value.toFixed(1));

const column = (
  header: string,
  value: (summary: PeerSummary) => string,
  unit: string | null = null,
): Column<PeerSummary> => ({
  key: header,
  header,
  unit,
  align: header === 'program' ? 'left' : 'right',
  value,
  format: String,
});

/** `epochs` is the number in the settings. Rows from fewer epochs say so. */
const columnsFor = (epochs: number): readonly Column<PeerSummary>[] => {
  const scaled = ({ epochs_run }: PeerSummary, remark: string): string => (epochs_run < epochs ? ` (${remark})` : '');
  return [
    column('program', ({ peer }) => peer),
    column('runs', ({ runs, failures }) => (failures === 0 ? String(runs) : `${runs} (${failures} failed)`)),
    column(
      'training',
      (row) => `${seconds(row.training_seconds_median)}${scaled(row, `scaled from ${row.epochs_run} epochs`)}`,
      's',
    ),
    column('ratio to ours', (row) => ratio(row.ratio)),
    column('95% interval', ({ ratio_ci95 }) => (ratio_ci95 === null ? '-' : ratio_ci95.map(ratio).join(' to '))),
    column('first call', (row) => seconds(row.first_call_seconds_median), 's'),
    column('set-up', (row) => seconds(row.setup_seconds_median), 's'),
    column('test R2', (row) => `${row.test_r2_mean.toFixed(4)}${scaled(row, `${row.epochs_run} epochs`)}`),
    column('over seeds', ({ runs, test_r2_min: low, test_r2_max: high }) =>
      runs > 1 ? `${low.toFixed(4)} to ${high.toFixed(4)}` : '-',
    ),
    column('test MSE', (row) => row.test_mse_mean.toPrecision(3)),
    column('peak resident', (row) => (row.peak_rss_bytes_max / MIB).toFixed(0), 'MiB'),
  ];
};

/** As in the tables' titles and in other lines. */
export const threadsText = (threads: PeerThreads): string => (threads === 'one' ? 'one thread' : 'all cores');

const tablesOf = (record: PeersRecord, threads: PeerThreads): readonly string[] => {
  const here = record.summaries.filter((summary) => summary.threads === threads);
  const sizes = [...new Set(here.map(({ dataset_size }) => dataset_size))];
  return sizes.flatMap((size) => {
    const rows = here
      .filter(({ dataset_size }) => dataset_size === size)
      .sort((a, b) => a.training_seconds_median - b.training_seconds_median);
    return [
      `## ${threadsText(threads).replace(/^./, (first) => first.toUpperCase())}, n = ${size.toLocaleString('en-US')}`,
      '',
      toMarkdown(toTable(rows, columnsFor(record.settings.epochs))),
      '',
    ];
  });
};

const peersText = ({ peers }: PeersRecord): readonly string[] =>
  peers.map(({ name, not_installed, versions, differs }) => {
    if (not_installed !== null) return `* ${name}: not installed: ${not_installed}`;
    const said = Object.entries(versions).map((version) => version.join(' '));
    return `* ${name}: ${said.join(', ') || 'has not run'}${differs === null ? '' : `; ${differs}`}`;
  });

const failuresText = ({ trials }: PeersRecord): readonly string[] => {
  const failed = trials.filter(({ failure }) => failure !== null);
  if (failed.length === 0) return [];
  const lines = failed.map(
    ({ peer, dataset_size, round, threads, failure }) =>
      `* ${peer}, n = ${dataset_size}, round ${round}, ${threadsText(threads)}: ${failure ?? ''}`,
  );
  return ['## Failures', '', ...lines, ''];
};

/** Pure: the same record gives the same text. */
export const peersMarkdown = (record: PeersRecord): string => {
  const { epochs } = record.settings;
  const { cpu, os } = record.environment;
  return [
    '# Side by side',
    '',
    `Training of ${epochs} epochs on the same rows; every run in a fresh process, each right after one of ours. ` +
      `${cpu.model ?? 'Unknown CPU'}, ${os.name ?? 'unknown system'}, Node ${record.environment.node ?? 'unknown'}.`,
    'Seconds are medians, without set-up (import, construction) ' +
      'and without what the first call compiles, which stand beside. The ratio is',
    "the geometric mean of the trials' theirs / ours, with its bootstrap interval; above 1 is slower than ours.",
    '',
    ...tablesOf(record, 'one'),
    ...tablesOf(record, 'all'),
    '## Programs',
    '',
    ...peersText(record),
    '',
    ...failuresText(record),
  ].join('\n');
};
