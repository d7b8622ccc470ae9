/** `scaling_analysis.png`: the training time divided by all rows of the dataset, not only by the training rows. */
import type { Figure, Panel } from '@fived/charts';
import type { AnyRecord } from './series.js';
import { timeFigure } from './time-figure.js';

const MS_PER_SECOND = 1000;

/** Pure: the same record gives the same figure. */
export const scalingFigure = (record: AnyRecord, beside?: AnyRecord): Figure<Panel> =>
  timeFigure(
    record,
    {
      title: 'Training time per sample against dataset size',
      axisLabel: 'Training time per sample (ms)',
      quantity: 'Training time divided by the number of all samples',
      format: (ms) => `${ms.toPrecision(3)} ms`,
    },
    (seconds, datasetSize) => (seconds * MS_PER_SECOND) / datasetSize,
    beside,
  );
