/**
 * The figures that compare programs. `peers_training_time.png`: training time against dataset size, both axes
 * logarithmic. `peers_ratio.png`: how many times as long as ours each trains, at the largest size, from the fastest
 * down, on a logarithmic axis: twice as slow is as far from ours as twice as fast.
 */
import { roundDomain, type Colour, type Figure, type Mark, type Panel } from '@fived/charts';
import { OUR_PEER, type PeersRecord, type PeerSummary, type PeerThreads } from '@fived/records';
import { errorAxis, logSizeAxis } from './axes.js';
import { SEPARATOR, machineText, networkText } from './describe.js';
import { counted, countedRange, grouped, significant } from './number-text.js';

/** Families of programs: a colour by the beginning of the name, and the member that has solid points. */
const FAMILIES: readonly (readonly [prefix: string, colour: Colour, first: string])[] = [
  ['fived', 'blue', 'fived'],
  ['native', 'text', 'native-c'],
  ['jax', 'vermillion', 'jax'],
  ['pytorch', 'reddish-purple', 'pytorch-compile'],
  ['keras', 'orange', 'keras-jit'],
  ['scikit', 'bluish-green', 'scikit-learn'],
  ['tensorflow.js', 'sky-blue', 'tensorflow.js-wasm'],
];

/** One colour for each family, and points that tell its members apart. */
const styleOf = (peer: string) => {
  const [, colour = 'reference', first] = FAMILIES.find(([prefix]) => peer.startsWith(prefix)) ?? [];
  return { colour, fill: peer === first ? 'solid' : 'open' } as const;
};

/** What both figures say around their panels. `shown`: what the figure is made from; `meaning`: that of its marks. */
const around = (record: PeersRecord, threads: PeerThreads, shown: readonly PeerSummary[], meaning: string) => {
  const { hidden_sizes, learning_rate, batch_size, epochs, core } = record.settings;
  const settings = [
    networkText(hidden_sizes),
    counted(epochs, 'epoch'),
    `learning rate ${learning_rate}`,
    `batch size ${batch_size}`,
    threads === 'all' ? 'all cores' : core === null ? '1 thread' : '1 thread on 1 core',
  ];
  const others = shown.filter(({ peer }) => peer !== OUR_PEER).map(({ runs }) => runs);
  const scaled = shown.filter(({ epochs_run }) => epochs_run < epochs);
  const fewestEpochs = Math.min(...scaled.map(({ epochs_run }) => epochs_run));
  return {
    subtitle: [
      settings.join(SEPARATOR),
      machineText(record.environment),
      `${meaning}; ${countedRange(others, 'run')} of each, in turns with ours, each in a fresh process; ` +
        'without first-call compilation',
    ],
    // The programs that ran for fewer epochs.
    caption:
      scaled.length === 0
        ? undefined
        : `Scaled from ${fewestEpochs} epochs: ${[...new Set(scaled.map(({ peer }) => peer))].join(', ')}.`,
  };
};

const timeMarks = (peer: string, summaries: readonly PeerSummary[]): readonly Mark[] => {
  const { colour, fill } = styleOf(peer);
  const points = summaries.map(({ dataset_size: x, training_seconds_median: y }) => ({ x, y }));
  return [
    { kind: 'line', points, colour },
    { kind: 'points', points, colour, fill },
    { kind: 'series-label', points, lines: [`${peer}  ${significant(points[points.length - 1].y)} s`], colour },
  ];
};

/** Pure: the same record gives the same figure. Undefined if nothing was measured with this number of threads. */
export const peersTimeFigure = (record: PeersRecord, threads: PeerThreads): Figure<Panel> | undefined => {
  const shown = record.summaries
    .filter((summary) => summary.threads === threads)
    .sort((a, b) => a.dataset_size - b.dataset_size);
  if (shown.length === 0) return undefined;
  const times = shown.map(({ training_seconds_median }) => training_seconds_median);
  const peers = [...new Set(shown.map(({ peer }) => peer))];
  return {
    width: 1784,
    height: 1200,
    title: 'Training time against dataset size, side by side',
    ...around(record, threads, shown, 'Medians'),
    panels: [
      {
        x: logSizeAxis(shown.map(({ dataset_size }) => dataset_size)),
        y: errorAxis('Training time (s)', times),
        marks: peers.flatMap((peer) => {
          const own = shown.filter((summary) => summary.peer === peer);
          return timeMarks(peer, own);
        }),
      },
    ],
  };
};

/** "1.32 (1.08 to 1.84)". */
const ratioText = ({ ratio, ratio_ci95 }: PeerSummary): string =>
  `${significant(ratio)}${ratio_ci95 === null ? '' : ` (${ratio_ci95.map((end) => significant(end)).join(' to ')})`}`;

/** A dot with its interval. The values stand in a column at the right edge. */
const rowMarks = (summary: PeerSummary, y: number, edge: number): readonly Mark[] => {
  const { colour, fill } = styleOf(summary.peer);
  const intervals = summary.ratio_ci95 === null ? [] : [{ y, low: summary.ratio_ci95[0], high: summary.ratio_ci95[1] }];
  return [
    { kind: 'whiskers', intervals, colour },
    { kind: 'points', points: [{ x: summary.ratio, y }], colour, fill },
    { kind: 'series-label', points: [{ x: edge, y }], lines: [ratioText(summary)], colour: 'ink' },
  ];
};

/** Pure: the same record gives the same figure. Undefined where nothing was measured with so many threads. */
export const peersRatioFigure = (record: PeersRecord, threads: PeerThreads): Figure<Panel> | undefined => {
  const sameThreads = record.summaries.filter((summary) => summary.threads === threads);
  if (sameThreads.length === 0) return undefined;
  const largest = Math.max(...sameThreads.map(({ dataset_size }) => dataset_size));
  // Rows are counted from the bottom: the fastest is the last.
  const shown = sameThreads.filter(({ dataset_size }) => dataset_size === largest).sort((a, b) => b.ratio - a.ratio);
  const domain = roundDomain(
    shown.flatMap(({ ratio, ratio_ci95 }) => [ratio, ...(ratio_ci95 ?? [])]),
    'log',
  );
  const rows: readonly [number, number] = [-0.5, shown.length - 0.5];
  const intervals = shown.some(({ ratio_ci95 }) => ratio_ci95 !== null) ? ', 95% intervals' : '';
  return {
    width: 1300,
    // All but the rows, and these.
    height: 400 + 46 * shown.length,
    title: `Training time over that of ${OUR_PEER}, ${grouped(largest)} samples`,
    ...around(record, threads, shown, `Geometric means of theirs / ours${intervals}`),
    panels: [
      {
        x: { scale: 'log', domain, label: `Training time / that of ${OUR_PEER}, log scale (below 1: faster)` },
        y: {
          scale: 'linear',
          domain: rows,
          label: 'Program',
          tickValues: shown.map((_, row) => row),
          tickNames: shown.map(({ peer }) => peer),
        },
        marks: [
          { kind: 'line', points: rows.map((y) => ({ x: 1, y })), colour: 'text', stroke: 'dashed' },
          ...shown.flatMap((summary, row) => rowMarks(summary, row, domain[1])),
        ],
      },
    ],
  };
};
