/** `training_time_vs_dataset_size.png`. */
import type { Figure, Panel } from '@fived/charts';
import type { AnyRecord } from './series.js';
import { timeFigure } from './time-figure.js';

/** Pure: the same record gives the same figure. */
export const trainingTimeFigure = (record: AnyRecord, beside?: AnyRecord): Figure<Panel> =>
  timeFigure(
    record,
    {
      title: 'Training time against dataset size',
      axisLabel: 'Training time (s)',
      quantity: 'Time of training alone, with a validation pass each epoch',
      format: (seconds) => `${seconds.toPrecision(4)} s`,
    },
    (seconds) => seconds,
    beside,
  );
