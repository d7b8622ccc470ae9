/** `parity.png`: predicted against actual, for the rows that training has not seen. */
import { GREY, OKABE_ITO, type Axis, type Figure, type Panel } from '@fived/charts';
import { judgedSet, type TrainedRun } from '../run-folder.js';
import { accuracyText, runSubtitle, targetName } from './describe-run.js';
import { counted } from './describe.js';
import { extentOf, paddedDomain } from './extent.js';

const WIDTH = 900;
const HEIGHT = 1160;

/** Pure: the same run gives the same figure. */
export const parityFigure = ({ record, predictions }: TrainedRun): Figure<Panel> => {
  const set = judgedSet(record);
  const { actual, predicted } = predictions[set];
  const domain = paddedDomain(extentOf(actual, predicted));
  const axis = (label: string): Axis => ({ scale: 'linear', domain, label: `${label} ${targetName(record)}` });
  const [metrics, leastSquares] = [record.metrics[set], record.baselines.least_squares[set]];
  return {
    width: WIDTH,
    height: HEIGHT,
    title: 'Predicted against actual',
    subtitle: runSubtitle(record, [
      `${counted(actual.length, `${set} row`)}${metrics === null ? '' : `: ${accuracyText(metrics)}`}`,
      ...(leastSquares === null ? [] : [`Least squares, for comparison: ${accuracyText(leastSquares)}`]),
      'Dashed: predicted = actual',
    ]),
    panels: [
      {
        x: axis('Actual'),
        y: axis('Predicted'),
        isSquare: true,
        marks: [
          { kind: 'cloud', points: Array.from(actual, (x, index) => ({ x, y: predicted[index] })), colour: OKABE_ITO.blue },
          { kind: 'line', points: domain.map((value) => ({ x: value, y: value })), colour: GREY.text, stroke: 'dashed' },
        ],
      },
    ],
  };
};
