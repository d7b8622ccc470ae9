/** `peers_training_time.png`: training time of all programs against dataset size, both axes logarithmic. */
import { roundDomain, type Axis, type Figure, type Mark, type Panel } from '@fived/charts';
import type { PeersRecord, PeerSummary, PeerThreads } from '@fived/records';
import { peersSubtitle, scaledCaption } from './describe-peers.js';
import { significant } from './number-text.js';
import { peerStyle } from './peers-style.js';

const WIDTH = 1784;
const HEIGHT = 1200;

/** Free space beside the outermost sizes, as a share of the distance between them; for a single size, a factor. */
const PADDING = 0.06;
const LONE_FACTOR = 1.5;

const sizesAxis = (sizes: readonly number[]): Axis => {
  const [smallest, largest] = [Math.min(...sizes), Math.max(...sizes)];
  const factor = smallest === largest ? LONE_FACTOR : (largest / smallest) ** PADDING;
  return {
    scale: 'log',
    domain: [smallest / factor, largest * factor],
    label: 'Dataset size (samples), log scale',
    tickValues: [...new Set(sizes)],
  };
};

const marksOf = (peer: string, summaries: readonly PeerSummary[]): readonly Mark[] => {
  const { colour, fill } = peerStyle(peer);
  const points = summaries.map(({ dataset_size, training_seconds_median }) => ({
    x: dataset_size,
    y: training_seconds_median,
  }));
  const last = points[points.length - 1];
  return [
    { kind: 'line', points, colour },
    { kind: 'points', points, colour, fill },
    { kind: 'series-label', points, lines: [`${peer}  ${significant(last.y)} s`], colour },
  ];
};

/** Pure: the same record gives the same figure. Undefined if nothing was measured with this number of threads. */
export const peersTimeFigure = (record: PeersRecord, threads: PeerThreads): Figure<Panel> | undefined => {
  const shown = record.summaries
    .filter((summary) => summary.threads === threads)
    .sort((a, b) => a.dataset_size - b.dataset_size);
  if (shown.length === 0) return undefined;
  const caption = scaledCaption(record, shown);
  const peers = [...new Set(shown.map(({ peer }) => peer))];
  return {
    width: WIDTH,
    height: HEIGHT,
    title: 'Training time against dataset size, side by side',
    subtitle: peersSubtitle(record, threads, shown, 'Medians'),
    ...(caption === undefined ? {} : { caption }),
    panels: [
      {
        x: sizesAxis(shown.map(({ dataset_size }) => dataset_size)),
        y: {
          scale: 'log',
          domain: roundDomain(
            shown.map(({ training_seconds_median }) => training_seconds_median),
            'log',
          ),
          label: 'Training time (s), log scale',
        },
        marks: peers.flatMap((peer) =>
          marksOf(
            peer,
            shown.filter((summary) => summary.peer === peer),
          ),
        ),
      },
    ],
  };
};
