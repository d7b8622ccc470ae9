/** The lines below the title of a figure about a training. */
import type { RunRecord, RunSettings, SetMetrics } from '@fived/records';
import { SEPARATOR } from './describe.js';
import { counted, countedRange, r2Text, shortened, significant } from './number-text.js';

const LONGEST_FILE_NAME = 40;
const LONGEST_TARGET_NAME = 30;

/** The target's name, short enough for an axis. */
export const targetName = ({ target }: RunRecord): string => shortened(target.name, LONGEST_TARGET_NAME);

const fileName = (path: string): string => shortened(path.split(/[\\/]/).at(-1) ?? path, LONGEST_FILE_NAME);

const networks = ({ network, members }: RunRecord): string => {
  const text = `${network.sizes.join('-')} (${network.activation})`;
  if (members.length === 1) return `network ${text}`;
  const dropped = members.filter(({ kept }) => !kept).length;
  return `${members.length} networks ${text}${dropped === 0 ? '' : `, ${dropped} left out`}`;
};

const OPTIMIZERS = { adam: 'Adam', 'levenberg-marquardt': 'Levenberg-Marquardt' } as const;

const optimizer = (settings: RunSettings): readonly string[] => [
  OPTIMIZERS[settings.optimizer],
  ...(settings.optimizer === 'adam'
    ? [
        `batch size ${settings.batch_size}`,
        `learning rate ${settings.learning_rate}${settings.schedule === 'constant' ? '' : `, ${settings.schedule}`}`,
      ]
    : []),
];

const ENDS = { epochs: '', converged: ' (converged)', patience: ' (stopped early)', interrupted: '' } as const;

/** "120 epochs", "60 to 120 epochs", and how all of them ended if they ended alike. */
const epochs = ({ members, stopped }: RunRecord): string => {
  const isAlike = members.every((member) => member.stopped === members[0].stopped);
  const end = stopped === 'interrupted' ? ' (interrupted)' : isAlike ? ENDS[members[0].stopped] : '';
  return `${countedRange(
    members.map(({ epochs_run }) => epochs_run),
    'epoch',
  )}${end}`;
};

/** Data, networks and training, then the figure's own `lines`. */
export const runSubtitle = (record: RunRecord, lines: readonly string[]): readonly string[] => {
  const { source, features, settings } = record;
  return [
    [fileName(source.file), counted(source.rows, 'row'), counted(features.length, 'feature'), networks(record)].join(
      SEPARATOR,
    ),
    [...optimizer(settings), epochs(record), `seed ${settings.seed}`].join(SEPARATOR),
    ...lines,
  ];
};

/** "R² 0.9987 · RMSE 0.0123". */
export const accuracyText = ({ r2, rmse }: SetMetrics): string =>
  [`R² ${r2Text(r2)}`, `RMSE ${significant(rmse)}`].join(SEPARATOR);

/** "94.7% in the 95% band". */
export const coverageText = (share: number): string => `${(100 * share).toFixed(1)}% in the 95% band`;
