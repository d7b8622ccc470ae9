import { GREY, OKABE_ITO, layoutFigure, paintPng, textBox, type DataPoint, type Figure, type Mark, type Panel } from '@fived/charts';
import { describe, expect, it } from 'vitest';
import { madeUpTrainedRun } from '../trained-run.fixture.js';
import { lossCurveFigure } from './loss-curve.js';
import { parityFigure } from './parity.js';
import { residualsFigure } from './residuals.js';

const FIGURES = [lossCurveFigure, parityFigure, residualsFigure];

const kinds = <Kind extends Mark['kind']>(figure: Figure<Panel>, kind: Kind, panel = 0): readonly Extract<Mark, { kind: Kind }>[] =>
  figure.panels[panel].marks.filter((mark): mark is Extract<Mark, { kind: Kind }> => mark.kind === kind);

const names = (figure: Figure<Panel>): readonly (readonly string[])[] => kinds(figure, 'series-label').map(({ lines }) => lines);

/** From 0 to 1, without a pattern: the fractions of multiples of the golden ratio. */
const even = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => ((index + 1) * 0.6180339887498949) % 1);

describe('lossCurveFigure', () => {
  it('shows both losses by epoch on a logarithmic axis, and the epoch whose weights were kept', () => {
    const figure = lossCurveFigure(madeUpTrainedRun());
    const points = (losses: readonly number[]): readonly DataPoint[] => losses.map((y, index) => ({ x: index + 1, y }));
    expect(kinds(figure, 'line').map((line) => [line.colour, line.points])).toEqual([
      [OKABE_ITO.blue, points([0.5, 0.25, 0.125, 0.1])],
      [OKABE_ITO.vermillion, points([0.75, 0.5, 0.25, 0.375])],
    ]);
    expect(kinds(figure, 'points').map((mark) => mark.points)).toEqual([[{ x: 3, y: 0.25 }]]);
    expect(names(figure)).toEqual([['training', '0.100'], ['validation', '0.375'], ['best: epoch 3', '0.250']]);
    expect(figure.panels[0].y).toMatchObject({ scale: 'log', domain: [0.05, 1] });
    expect(figure.panels[0].y.label).toContain('scaled target');
  });

  it('has thin lines for hundreds of epochs, and full ones for a few', () => {
    const losses = even(300).map((value) => value + 0.1);
    const stroke = (count: number) => kinds(lossCurveFigure(madeUpTrainedRun({ trainLoss: losses.slice(0, count), validationLoss: losses.slice(0, count) })), 'line').map((line) => line.stroke);
    expect(stroke(300)).toEqual(['thin', 'thin']);
    expect(stroke(10)).toEqual([undefined, undefined]);
  });

  it('shows a single epoch as circles', () => {
    const figure = lossCurveFigure(madeUpTrainedRun({ trainLoss: [0.5], validationLoss: [0.25], bestEpoch: 1 }));
    expect(kinds(figure, 'line')).toEqual([]);
    expect(kinds(figure, 'points').map((mark) => mark.points)).toEqual([[{ x: 1, y: 0.5 }], [{ x: 1, y: 0.25 }], [{ x: 1, y: 0.25 }]]);
    expect(figure.panels[0].x).toMatchObject({ tickValues: [1] });
  });

  it('shows training loss alone where there are no validation rows', () => {
    const figure = lossCurveFigure(madeUpTrainedRun({ validationLoss: [], bestEpoch: 4 }));
    expect(names(figure)).toEqual([['training', '0.100'], ['kept: epoch 4', '0.100']]);
    expect(figure.title).toBe('Training loss');
    expect(figure.subtitle.join(' ')).toContain('there were no validation rows');
  });

  it('is linear where a loss of zero has no place on a logarithmic axis', () => {
    const axis = (trainLoss: readonly number[]) => lossCurveFigure(madeUpTrainedRun({ trainLoss, validationLoss: trainLoss, bestEpoch: 1 })).panels[0].y;
    expect(axis([1, 0, 0])).toMatchObject({ scale: 'linear', domain: [0, 1] });
    expect(axis([0, 0, 0])).toMatchObject({ scale: 'linear' });
  });

  it('says what was trained on what, and how it ended', () => {
    const text = lossCurveFigure(madeUpTrainedRun()).subtitle.join(' ');
    for (const part of ['up.csv', '12 rows', '5 features', '5-64-32-16-1', 'relu', '4 epochs (stopped early)', 'batch size 32', '0.003, cosine', 'seed 42']) expect(text).toContain(part);
    expect(text).not.toContain('made/');
  });
});

describe('parityFigure', () => {
  it('shows predicted against actual for the test rows, with the diagonal, on equal axes', () => {
    const figure = parityFigure(madeUpTrainedRun());
    expect(kinds(figure, 'cloud').map(({ points }) => points)).toEqual([
      [
        { x: 1, y: 1.5 },
        { x: 2, y: 2 },
        { x: 4, y: 3 },
      ],
    ]);
    const [panel] = figure.panels;
    expect(panel.x.domain).toEqual(panel.y.domain);
    expect(panel.isSquare).toBe(true);
    const [low, high] = panel.x.domain;
    expect([low < 1, high > 4]).toEqual([true, true]);
    expect(kinds(figure, 'line')).toMatchObject([{ points: [{ x: low, y: low }, { x: high, y: high }], stroke: 'dashed' }]);
  });

  it('says how well the model fits, and least squares for comparison', () => {
    const text = parityFigure(madeUpTrainedRun()).subtitle.join(' ');
    expect(text).toContain('3 test rows: R² 0.999950 · RMSE 0.0123');
    expect(text).toContain('Least squares, for comparison: R² 0.7500 · RMSE 0.500');
  });

  it('shows validation rows, and says so, where there are no test rows', () => {
    const { record, history, predictions } = madeUpTrainedRun();
    const run = { record: { ...record, split: { train: 10, validation: 3, test: 0 } }, history, predictions: { ...predictions, validation: predictions.test, test: predictions.train } };
    const figure = parityFigure(run);
    expect(figure.subtitle.join(' ')).toContain('3 validation rows: R²');
    expect(kinds(figure, 'cloud')[0].points).toHaveLength(3);
  });
});

describe('residualsFigure', () => {
  it('shows actual less predicted against predicted, the zero line, and the distribution on the same axis', () => {
    const figure = residualsFigure(madeUpTrainedRun());
    expect(kinds(figure, 'cloud').map(({ points }) => points)).toEqual([
      [
        { x: 1.5, y: -0.5 },
        { x: 2, y: 0 },
        { x: 3, y: 1 },
      ],
    ]);
    for (const panel of [0, 1]) expect(kinds(figure, 'rule', panel)).toMatchObject([{ y: 0, colour: GREY.text }]);
    expect(figure.panels[0].y.domain).toEqual(figure.panels[1].y.domain);
    const [low, high] = figure.panels[0].y.domain;
    expect(low).toBe(-high);
    const [{ bins }] = kinds(figure, 'histogram', 1);
    expect(bins.map(({ count }) => count)).toEqual([1, 1, 1]);
    expect(bins.every((bin) => [-0.5, 0, 1].filter((residual) => bin.low <= residual && residual < bin.high).length === 1)).toBe(true);
    expect(figure.caption).toBeUndefined();
  });

  it('says how far residuals reach', () => {
    // Residuals -0.5, 0 and 1: their mean is 1/6; of their sizes 0, 0.5 and 1 the median is 0.5, and 95% reach to 0.95.
    expect(residualsFigure(madeUpTrainedRun()).subtitle.join(' ')).toContain('3 test rows: mean 0.167 · half within ±0.500 · 95% within ±0.950 · farthest 1.00');
  });

  it('cuts off a few that would press the others against the zero line, and says how many', () => {
    const predicted = even(1000);
    const actual = predicted.map((value, index) => value + (index < 3 ? 100 : even(1000)[(index * 7) % 1000] - 0.5));
    const figure = residualsFigure(madeUpTrainedRun({ actual, predicted }));
    expect(figure.caption).toBe('Outside the frame: 3 rows.');
    expect(figure.panels[0].y.domain[1]).toBeLessThan(2);
    expect(kinds(figure, 'cloud')[0].points).toHaveLength(997);
    expect(kinds(figure, 'histogram', 1)[0].bins.reduce((sum, { count }) => sum + count, 0)).toBe(997);
    expect(figure.subtitle.join(' ')).toContain('1,000 test rows');
    expect(figure.subtitle.join(' ')).toContain('farthest 100');
  });

  it('cuts nothing off where far residuals are many', () => {
    const predicted = even(1000);
    const actual = predicted.map((value, index) => value + (index % 50 === 0 ? 100 : 0.1));
    expect(residualsFigure(madeUpTrainedRun({ actual, predicted })).caption).toBeUndefined();
  });
});

describe('figures of a run', () => {
  const few = [0.1, 0.9, 0.4];
  const at = (offset: number, scale: number) => ({ actual: few.map((value) => offset + scale * value), predicted: few.map((value) => offset + scale * value * 0.9) });
  const some = even(500);
  const many = even(20_000);

  it.each([
    ['three rows', {}],
    ['one row', { actual: [3], predicted: [2.5] }],
    ['an exact fit', { actual: few, predicted: few }],
    ['a constant target', { actual: [5, 5, 5], predicted: [5, 5.0001, 4.9999] }],
    ['a constant target, met exactly', { actual: [1e6, 1e6, 1e6], predicted: [1e6, 1e6, 1e6] }],
    ['a target of zero', { actual: [0, 0, 0], predicted: [0, 0, 0] }],
    ['a target that varies by rounding', { actual: [1e8, 1e8 + 1.5e-8, 1e8], predicted: [1e8, 1e8, 1e8] }],
    ['tiny numbers', at(0, 1e-8)],
    ['huge numbers', at(0, 1e12)],
    ['a small spread far from zero', at(1e6, 1e-4)],
    ['the same below zero', at(-1e6, 1e-4)],
    ['numbers at the end of float64', at(0, 1e300)],
    ['one epoch', { trainLoss: [0.5], validationLoss: [0.25], bestEpoch: 1 }],
    ['losses of zero', { trainLoss: [0, 0], validationLoss: [0, 0], bestEpoch: 1 }],
    ['tiny losses', { trainLoss: [1e-3, 1e-30], validationLoss: [1e-2, 1e-29], bestEpoch: 2 }],
    ['no validation rows', { validationLoss: [], bestEpoch: 4 }],
    ['a long name', { target: 'Equivalent stress at the notch root after 10,000 cycles (MPa)' }],
    ['a long name over cells', { actual: many, predicted: many.map((value) => value * 0.9), target: 'Equivalent stress at the notch root after 10,000 cycles (MPa)' }],
    ['noise', { actual: some, predicted: [...some].reverse() }],
  ])('of %s are laid out with all texts in the frame, and none over another', (_, madeUp) => {
    for (const figureOf of FIGURES) {
      const figure = figureOf(madeUpTrainedRun(madeUp));
      const scene = layoutFigure(figure);
      expect(JSON.stringify(scene)).not.toMatch(/null|NaN|undefined/);
      const texts = scene.primitives.filter((primitive) => primitive.kind === 'text').map((text) => ({ ...text, box: textBox(text) }));
      for (const { text, box } of texts) expect([text, box.left >= 0 && box.right <= figure.width && box.top >= 0 && box.bottom <= figure.height]).toEqual([text, true]);
      const overlaps = texts.flatMap((a, index) =>
        texts.slice(index + 1).filter((b) => a.box.left < b.box.right && b.box.left < a.box.right && a.box.top < b.box.bottom && b.box.top < a.box.bottom).map((b) => `${a.text} / ${b.text}`),
      );
      expect(overlaps).toEqual([]);
      for (const { text, role } of texts.filter((candidate) => candidate.role === 'tick-label')) expect([role, text.length <= 10 ? 'short' : text]).toEqual([role, 'short']);
    }
  });

  it('stay small for 100,000 rows', () => {
    const rows = even(100_000);
    const run = madeUpTrainedRun({ actual: rows, predicted: rows.map((value, index) => value + rows[(index * 3) % 100_000] / 10) });
    for (const figureOf of FIGURES) expect(paintPng(layoutFigure(figureOf(run)), { density: 2 }).length).toBeLessThan(1_000_000);
  });

  it('are the same again', () => {
    for (const figureOf of FIGURES) expect(figureOf(madeUpTrainedRun())).toEqual(figureOf(madeUpTrainedRun()));
  });
});
