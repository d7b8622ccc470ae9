/** The lines below the title of a figure that compares programs. */
import { OUR_PEER, type PeersRecord, type PeerSummary, type PeerThreads } from '@fived/records';
import { counted, machineText, networkText, SEPARATOR } from './describe.js';

const runsText = (summaries: readonly PeerSummary[]): string => {
  const counts = summaries.filter(({ peer }) => peer !== OUR_PEER).map(({ runs }) => runs);
  const [fewest, most] = [Math.min(...counts), Math.max(...counts)];
  if (most === 1) return '1 run of each';
  return fewest === most ? `${most} runs of each` : `${fewest} to ${most} runs of each`;
};

/** `shown` is what the figure is made from; `meaning` says what its marks stand for. */
export const peersSubtitle = (
  record: PeersRecord,
  threads: PeerThreads,
  shown: readonly PeerSummary[],
  meaning: string,
): readonly string[] => {
  const { hidden_sizes, learning_rate, batch_size, epochs, core } = record.settings;
  const settings = [
    networkText(hidden_sizes),
    counted(epochs, 'epoch'),
    `learning rate ${learning_rate}`,
    `batch size ${batch_size}`,
    threads === 'all' ? 'all cores' : core === null ? '1 thread' : '1 thread on 1 core',
  ];
  return [
    settings.join(SEPARATOR),
    machineText(record.environment),
    `${meaning}; ${runsText(shown)}, in turns with ours, each in a fresh process; without first-call compilation`,
  ];
};

/** The programs that ran for fewer epochs, or undefined. */
export const scaledCaption = ({ settings }: PeersRecord, shown: readonly PeerSummary[]): string | undefined => {
  const scaled = shown.filter(({ epochs_run }) => epochs_run < settings.epochs);
  if (scaled.length === 0) return undefined;
  const names = [...new Set(scaled.map(({ peer }) => peer))];
  return `Scaled from ${Math.min(...scaled.map(({ epochs_run }) => epochs_run))} epochs: ${names.join(', ')}.`;
};
