/** `peers_training_time.png`: training time against dataset size of all programs, both axes logarithmic. */
import { roundDomain, type Figure, type Mark, type Panel } from '@fived/charts';
import type { PeersRecord, PeerSummary, PeerThreads } from '@fived/records';
import { logSizeAxis } from './axes.js';
import { peersSubtitle, scaledCaption } from './describe-peers.js';
import { significant } from './number-text.js';
import { peerStyle } from './peers-style.js';

const WIDTH = 1784;
const HEIGHT = 1200;

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
        x: logSizeAxis(shown.map(({ dataset_size }) => dataset_size)),
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
