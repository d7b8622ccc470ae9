/**
 * `peers_ratio.png`: how many times as long as ours each program trains, at the largest size. A dot a program with its
 * interval, from the fastest down, on a logarithmic axis: twice as slow is as far from ours as twice as fast.
 */
import { GREY, roundDomain, type Figure, type Mark, type Panel } from '@fived/charts';
import { OUR_PEER, type PeersRecord, type PeerSummary, type PeerThreads } from '@fived/records';
import { peersSubtitle, scaledCaption } from './describe-peers.js';
import { significant } from './number-text.js';
import { peerStyle } from './peers-style.js';

const WIDTH = 1300;
/** Of all but the rows. */
const HEAD_AND_AXIS = 400;
const ROW_HEIGHT = 46;

/** "1.32 (1.08 to 1.84)". */
const ratioText = ({ ratio, ratio_ci95 }: PeerSummary): string =>
  `${significant(ratio)}${ratio_ci95 === null ? '' : ` (${ratio_ci95.map((end) => significant(end)).join(' to ')})`}`;

/** The values stand in a column at the right edge. */
const rowMarks = (summary: PeerSummary, row: number, edge: number): readonly Mark[] => {
  const { colour, fill } = peerStyle(summary.peer);
  const [low, high] = summary.ratio_ci95 ?? [];
  return [
    ...(low === undefined || high === undefined
      ? []
      : [{ kind: 'row-whiskers', intervals: [{ y: row, low, high }], colour } satisfies Mark]),
    { kind: 'points', points: [{ x: summary.ratio, y: row }], colour, fill },
    { kind: 'series-label', points: [{ x: edge, y: row }], lines: [ratioText(summary)], colour: GREY.ink },
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
  const hasIntervals = shown.some(({ ratio_ci95 }) => ratio_ci95 !== null);
  const caption = scaledCaption(record, shown);
  return {
    width: WIDTH,
    height: HEAD_AND_AXIS + ROW_HEIGHT * shown.length,
    title: `Training time over that of ${OUR_PEER}, ${largest.toLocaleString('en-US')} samples`,
    subtitle: peersSubtitle(
      record,
      threads,
      shown,
      `Geometric means of theirs / ours${hasIntervals ? ', 95% intervals' : ''}`,
    ),
    ...(caption === undefined ? {} : { caption }),
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
          { kind: 'line', points: rows.map((y) => ({ x: 1, y })), colour: GREY.text, stroke: 'dashed' },
          ...shown.flatMap((summary, row) => rowMarks(summary, row, domain[1])),
        ],
      },
    ],
  };
};
