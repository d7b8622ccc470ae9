/** The lines below the title of a figure of a training. */
import type { RunRecord, SetMetrics } from '@fived/records';
import { SEPARATOR, counted } from './describe.js';
import { r2Text, shortened, significant } from './number-text.js';

const LONGEST_FILE_NAME = 40;
const LONGEST_TARGET_NAME = 30;

/** Short enough for an axis. */
export const targetName = ({ target }: RunRecord): string => shortened(target.name, LONGEST_TARGET_NAME);

const fileName = (path: string): string => shortened(path.split(/[\\/]/).at(-1) ?? path, LONGEST_FILE_NAME);

const STOPPED = { finished: '', early: ' (stopped early)', interrupted: ' (interrupted)' } as const;

const network = (record: RunRecord): string => {
  const { sizes, activation } = record.network;
  const { members = 1 } = record;
  return `${members === 1 ? 'network' : `${members} networks`} ${sizes.join('-')} (${activation})`;
};

/** Data, network and training, then `lines` of the figure's own. */
export const runSubtitle = (record: RunRecord, lines: readonly string[]): readonly string[] => {
  const { source, features, settings, epochs_run, stopped } = record;
  return [
    [fileName(source.file), counted(source.rows, 'row'), counted(features.length, 'feature'), network(record)].join(SEPARATOR),
    [
      `${counted(epochs_run, 'epoch')}${STOPPED[stopped]}`,
      `batch size ${settings.batch_size}`,
      `learning rate ${settings.learning_rate}${settings.schedule === 'constant' ? '' : `, ${settings.schedule}`}`,
      `seed ${settings.seed}`,
    ].join(SEPARATOR),
    ...lines,
  ];
};

/** "R² 0.9987 · RMSE 0.0123". */
export const accuracyText = ({ r2, rmse }: SetMetrics): string => [`R² ${r2Text(r2)}`, `RMSE ${significant(rmse)}`].join(SEPARATOR);
