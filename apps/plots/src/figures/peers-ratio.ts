/**
 * `peers_ratio.png`: how many times as long as ours each program trains, at the largest size. A bar's length is its
 * value. So there are two panels: programs near ours would vanish beside those that take a hundred times as long.
 */
import { OKABE_ITO, type BarPanel, type Figure } from '@fived/charts';
import { OUR_PEER, type PeersRecord, type PeerSummary, type PeerThreads } from '@fived/records';
import { peersSubtitle, scaledCaption } from './describe-peers.js';

const WIDTH = 2084;
const HEIGHT = 883;

/** Bars up to this ratio stand in the first panel. */
const NEAR = 10;

const panel = (summaries: readonly PeerSummary[], decimals: number): BarPanel => ({
  categories: summaries.map(({ peer }) => peer),
  categoryLabel: 'Program',
  valueLabel: 'Training time / ours',
  decimals,
  series: [
    { name: 'training time / ours (1 is ours)', colour: OKABE_ITO.blue, values: summaries.map(({ ratio }) => ratio) },
  ],
});

/** Pure: the same record gives the same figure. Undefined if nothing was measured with this number of threads. */
export const peersRatioFigure = (record: PeersRecord, threads: PeerThreads): Figure<BarPanel> | undefined => {
  const sameThreads = record.summaries.filter((summary) => summary.threads === threads);
  if (sameThreads.length === 0) return undefined;
  const largest = Math.max(...sameThreads.map(({ dataset_size }) => dataset_size));
  const shown = sameThreads.filter(({ dataset_size }) => dataset_size === largest).sort((a, b) => a.ratio - b.ratio);
  const near = shown.filter(({ ratio }) => ratio < NEAR);
  const far = shown.filter(({ ratio }) => ratio >= NEAR);
  const caption = scaledCaption(record, shown);
  return {
    width: WIDTH,
    height: HEIGHT,
    title: `Training time over that of ${OUR_PEER}, n = ${largest.toLocaleString('en-US')}`,
    subtitle: peersSubtitle(record, threads, shown, 'Geometric means of theirs / ours'),
    ...(caption === undefined ? {} : { caption }),
    panels: [panel(near, 2), ...(far.length > 0 ? [panel(far, 1)] : [])],
  };
};
