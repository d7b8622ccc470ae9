import { layoutFigure, paintPng, textBox, type DataPoint, type Figure, type Mark, type Panel } from '@fived/charts';
import { describe, expect, it } from 'vitest';
import { madeUpTrainedRun, type MadeUpRun } from '../testing/trained-run.js';
import { lossCurveFigure } from './loss-curve.js';
import { parityFigure } from './parity.js';
import { residualsFigure } from './residuals.js';

const FIGURES = [lossCurveFigure, parityFigure, residualsFigure];

const kinds = <Kind extends Mark['kind']>(
  figure: Figure<Panel>,
  kind: Kind,
  panel = 0,
): readonly Extract<Mark, { kind: Kind }>[] =>
  figure.panels[panel].marks.filter((mark): mark is Extract<Mark, { kind: Kind }> => mark.kind === kind);

const names = (figure: Figure<Panel>): readonly (readonly string[])[] =>
  kinds(figure, 'series-label').map(({ lines }) => lines);

/** Numbers from 0 to 1 without a pattern: the fractions of multiples of the golden ratio. */
const even = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => ((index + 1) * 0.6180339887498949) % 1);

describe('lossCurveFigure', () => {
  it('shows both losses by epoch on a logarithmic axis, and the epoch whose weights were kept', () => {
    const figure = lossCurveFigure(madeUpTrainedRun());
    const points = (losses: readonly number[]): readonly DataPoint[] => losses.map((y, index) => ({ x: index + 1, y }));
    expect(kinds(figure, 'line').map((line) => [line.colour, line.points])).toEqual([
      ['blue', points([0.5, 0.25, 0.125, 0.1])],
      ['vermillion', points([0.75, 0.5, 0.25, 0.375])],
    ]);
    expect(kinds(figure, 'points').map((mark) => mark.points)).toEqual([[{ x: 3, y: 0.25 }]]);
    expect(names(figure)).toEqual([['training · 0.100'], ['validation · 0.375'], ['best: epoch 3 · 0.250']]);
    expect(figure.panels[0].y).toMatchObject({ scale: 'log', domain: [0.05, 1] });
    expect(figure.panels[0].y.label).toContain('scaled target');
  });

  it('has thin lines for hundreds of epochs of minibatches, which go up and down, and full ones otherwise', () => {
    const losses = even(300).map((value) => value + 0.1);
    const stroke = (count: number, optimizer: 'adam' | 'levenberg-marquardt') =>
      kinds(
        lossCurveFigure(
          madeUpTrainedRun({ trainLoss: losses.slice(0, count), validationLoss: losses.slice(0, count), optimizer }),
        ),
        'line',
      ).map((line) => line.stroke);
    expect(stroke(300, 'adam')).toEqual(['thin', 'thin']);
    expect(stroke(10, 'adam')).toEqual([undefined, undefined]);
    expect(stroke(300, 'levenberg-marquardt')).toEqual([undefined, undefined]);
  });

  it(
    'shows the network of the least validation loss by name, and of the others the validation loss, ' +
      'paler and thin',
    () => {
      const figure = lossCurveFigure(
        madeUpTrainedRun({
          otherMembers: [
            { trainLoss: [3, 2], validationLoss: [3.5, 2.5], bestEpoch: 2, kept: false },
            { trainLoss: [0.3, 0.2, 0.1], validationLoss: [0.4, 0.125, 0.25], bestEpoch: 2 },
          ],
        }),
      );
      const named = kinds(figure, 'line').filter(({ stroke }) => stroke === undefined);
      expect(named.map(({ points }) => points.map(({ y }) => y))).toEqual([
        [0.3, 0.2, 0.1],
        [0.4, 0.125, 0.25],
      ]);
      const pale = kinds(figure, 'line').filter(({ stroke }) => stroke === 'thin');
      expect(pale.map(({ points }) => points.map(({ y }) => y))).toEqual([
        [3.5, 2.5],
        [0.75, 0.5, 0.25, 0.375],
      ]);
      expect(pale[0].colour).not.toBe(pale[1].colour);
      expect(names(figure)).toEqual([['training · 0.100'], ['validation · 0.250'], ['best: epoch 2 · 0.125']]);
      expect(figure.panels[0].x.domain[1]).toBeGreaterThan(4);
      const [least, most] = figure.panels[0].y.domain;
      expect([least < 0.1, most >= 3.5]).toEqual([true, true]);
      expect(figure.subtitle).toContain(
        'Labelled: the network with the lowest validation loss; ' +
          'pale: validation loss of the 2 other networks (grey: left out of the model)',
      );
    },
  );

  it('says it with the name of the line where the last epoch is the best', () => {
    expect(names(lossCurveFigure(madeUpTrainedRun({ validationLoss: [4, 3, 2, 1], bestEpoch: 4 })))).toEqual([
      ['training · 0.100'],
      ['validation · 1.00', 'best: epoch 4'],
    ]);
  });

  it('shows a single epoch as circles', () => {
    const figure = lossCurveFigure(madeUpTrainedRun({ trainLoss: [0.5], validationLoss: [0.25], bestEpoch: 1 }));
    expect(kinds(figure, 'line')).toEqual([]);
    expect(kinds(figure, 'points').map((mark) => mark.points)).toEqual([
      [{ x: 1, y: 0.5 }],
      [{ x: 1, y: 0.25 }],
      [{ x: 1, y: 0.25 }],
    ]);
    expect(figure.panels[0].x).toMatchObject({ tickValues: [1] });
  });

  it('is linear where a loss of zero has no place on a logarithmic axis', () => {
    const axis = (trainLoss: readonly number[]) =>
      lossCurveFigure(madeUpTrainedRun({ trainLoss, validationLoss: trainLoss, bestEpoch: 1 })).panels[0].y;
    expect(axis([1, 0, 0])).toMatchObject({ scale: 'linear', domain: [0, 1] });
    expect(axis([0, 0, 0])).toMatchObject({ scale: 'linear' });
  });

  it('says what was trained on what, and how it ended', () => {
    const text = lossCurveFigure(madeUpTrainedRun()).subtitle.join(' ');
    for (const part of [
      'up.csv',
      '12 rows',
      '5 features',
      'network 5-64-32-16-1 (relu)',
      'Adam',
      'batch size 32',
      '0.003, cosine',
      '4 epochs (stopped early)',
      'seed 42',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).not.toContain('made/');
  });

  it('speaks of no learning rate and no minibatches where there are none', () => {
    const other = { trainLoss: [3], validationLoss: [3], bestEpoch: 1, kept: false };
    const { subtitle } = lossCurveFigure(
      madeUpTrainedRun({ optimizer: 'levenberg-marquardt', otherMembers: [other, { ...other, kept: true }] }),
    );
    expect(subtitle.slice(0, 2)).toEqual([
      'up.csv · 12 rows · 5 features · 3 networks 5-64-32-16-1 (relu), 1 left out',
      'Levenberg-Marquardt · 1 to 4 epochs (stopped early) · seed 42',
    ]);
    expect(subtitle.join(' ')).not.toMatch(/batch|learning rate/);
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
    expect(kinds(figure, 'line').at(-1)).toMatchObject({
      points: [
        { x: low, y: low },
        { x: high, y: high },
      ],
      stroke: 'dashed',
    });
  });

  it('shows the 95% band of each row as a bar behind the dots, all of it in the frame', () => {
    const figure = parityFigure(madeUpTrainedRun({ halfWidth: [0.25, 7, 1] }));
    const bars = kinds(figure, 'line').filter(({ stroke }) => stroke === undefined);
    expect(bars.map(({ points }) => points.map(({ x, y }) => [x, y]))).toEqual([
      [
        [1, 1.25],
        [1, 1.75],
      ],
      [
        [2, -5],
        [2, 9],
      ],
      [
        [4, 2],
        [4, 4],
      ],
    ]);
    const order = figure.panels[0].marks.map(({ kind }) => kind);
    expect(order).toEqual(['line', 'line', 'line', 'cloud', 'line']);
    const { domain } = figure.panels[0].y;
    expect([domain[0] < -5, domain[1] > 9]).toEqual([true, true]);
    expect(kinds(figure, 'band')).toEqual([]);
    expect(figure.subtitle.join(' ')).toContain('bars: the 95% band of each row');
  });

  it(
    'shows a strip around the diagonal in place of very many bars, as wide as the bands of the ' + 'rows about there',
    () => {
      const actual = even(2000);
      // Narrow on the left half, wide on the right.
      const figure = parityFigure(
        madeUpTrainedRun({ actual, predicted: actual, halfWidth: actual.map((value) => (value < 0.5 ? 0.01 : 0.05)) }),
      );
      expect(kinds(figure, 'line')).toHaveLength(1);
      const [{ intervals }] = kinds(figure, 'band');
      const [low, high] = figure.panels[0].y.domain;
      for (const interval of intervals) {
        expect([interval.low >= low, interval.high <= high]).toEqual([true, true]);
        if (interval.x > 0.1 && interval.x < 0.45) expect(interval.x - interval.low).toBeCloseTo(0.01, 12);
        if (interval.x > 0.55 && interval.x < 0.9) expect(interval.high - interval.x).toBeCloseTo(0.05, 12);
      }
      expect(figure.subtitle.join(' ')).toContain('shaded: the median width of the 95% band around it');
    },
  );

  it('shows for each of few values how many rows have which prediction, in place of dots on each other', () => {
    const actual = even(120).map((_, row) => 3 + (row % 3));
    const figure = parityFigure(madeUpTrainedRun({ actual, predicted: actual.map((value) => value + 0.25) }));
    expect(kinds(figure, 'cloud')).toEqual([]);
    const bars = kinds(figure, 'histogram');
    expect(bars.map(({ from }) => from)).toEqual([3, 4, 5]);
    // All 40 rows of a value have one prediction: its bar takes 85% of the way to the next value.
    for (const { from = 0, bins } of bars) {
      expect(bins.map(({ count }) => count)).toEqual([expect.closeTo(0.85, 12)]);
      expect(bins.map(({ low, high }) => low <= from + 0.25 && from + 0.25 < high)).toEqual([true]);
    }
    expect(figure.panels[0].x.domain[1]).toBeGreaterThan(6);
    expect(figure.subtitle.join(' ')).toContain('Bars right of each actual value');
    expect(layoutFigure(figure).primitives.filter(({ role }) => role === 'bar')).toHaveLength(3);
  });

  it('shows dots where values are few but so are the rows, or where each row has its own', () => {
    for (const actual of [[1, 2, 1, 2], even(500)])
      expect(kinds(parityFigure(madeUpTrainedRun({ actual, predicted: actual })), 'cloud')).toHaveLength(1);
  });

  it('says how well the model fits, and least squares for comparison', () => {
    const text = parityFigure(madeUpTrainedRun()).subtitle.join(' ');
    expect(text).toContain('3 test rows · R² 0.999950 · RMSE 0.0123 · 94.7% in the 95% band');
    expect(text).toContain('Least squares, for comparison: R² 0.7500 · RMSE 0.500');
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
    for (const panel of [0, 1]) expect(kinds(figure, 'rule', panel)).toMatchObject([{ y: 0, colour: 'text' }]);
    expect(figure.panels[0].y.domain).toEqual(figure.panels[1].y.domain);
    const [low, high] = figure.panels[0].y.domain;
    expect(low).toBe(-high);
    const [{ bins }] = kinds(figure, 'histogram', 1);
    expect(bins.map(({ count }) => count)).toEqual([1, 1, 1]);
    expect(
      bins.every((bin) => [-0.5, 0, 1].filter((residual) => bin.low <= residual && residual < bin.high).length === 1),
    ).toBe(true);
    expect(figure.caption).toBeUndefined();
  });

  it('says how far residuals reach', () => {
    // The residuals are -0.5, 0 and 1, so their mean is 1/6. The median of their sizes 0, 0.5 and 1 is 0.5, and 95% of
    // them reach to 0.95.
    expect(residualsFigure(madeUpTrainedRun()).subtitle.join(' ')).toContain(
      '3 test rows: mean 0.167 · half within ±0.500 · 95% within ±0.950 · farthest 1.00',
    );
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
  const at = (offset: number, scale: number) => ({
    actual: few.map((value) => offset + scale * value),
    predicted: few.map((value) => offset + scale * value * 0.9),
  });
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
    [
      'eight networks',
      {
        optimizer: 'levenberg-marquardt',
        otherMembers: Array.from({ length: 7 }, (_, i) => ({
          trainLoss: [1, 0.1],
          validationLoss: [1, 0.2 + i / 10],
          bestEpoch: 2,
          kept: i < 5,
        })),
      },
    ],
    ['wide bands', { actual: some, predicted: some, halfWidth: 3 }],
    ['bands of no width', { actual: some, predicted: some, halfWidth: 0 }],
    ['equal predictions', { actual: some, predicted: some.map(() => 0.5) }],
    ['a long name', { target: 'Equivalent stress at the notch root after 10,000 cycles (MPa)' }],
    [
      'a long name over cells',
      {
        actual: many,
        predicted: many.map((value) => value * 0.9),
        target: 'Equivalent stress at the notch root after 10,000 cycles (MPa)',
      },
    ],
    ['noise', { actual: some, predicted: [...some].reverse() }],
  ] satisfies readonly (readonly [string, MadeUpRun])[])(
    'of %s are laid out with all texts in the frame, and none over another',
    (_, madeUp) => {
      for (const figureOf of FIGURES) {
        const figure = figureOf(madeUpTrainedRun(madeUp));
        const scene = layoutFigure(figure);
        expect(JSON.stringify(scene)).not.toMatch(/null|NaN|undefined/);
        const texts = scene.primitives
          .filter((primitive) => primitive.kind === 'text')
          .map((text) => ({ ...text, box: textBox(text) }));
        for (const { text, box } of texts)
          expect([
            text,
            box.left >= 0 && box.right <= figure.width && box.top >= 0 && box.bottom <= figure.height,
          ]).toEqual([text, true]);
        const overlaps = texts.flatMap((a, index) =>
          texts
            .slice(index + 1)
            .filter(
              (b) =>
                a.box.left < b.box.right &&
                b.box.left < a.box.right &&
                a.box.top < b.box.bottom &&
                b.box.top < a.box.bottom,
            )
            .map((b) => `${a.text} / ${b.text}`),
        );
        expect(overlaps).toEqual([]);
        for (const { text, role } of texts.filter((candidate) => candidate.role === 'tick-label'))
          expect([role, text.length <= 10 ? 'short' : text]).toEqual([role, 'short']);
      }
    },
  );

  it('stay small for 100,000 rows', () => {
    const rows = even(100_000);
    const run = madeUpTrainedRun({
      actual: rows,
      predicted: rows.map((value, index) => value + rows[(index * 3) % 100_000] / 10),
    });
    for (const figureOf of FIGURES)
      expect(paintPng(layoutFigure(figureOf(run)), { density: 2 }).length).toBeLessThan(1_000_000);
  });

  it('are the same again', () => {
    for (const figureOf of FIGURES) expect(figureOf(madeUpTrainedRun())).toEqual(figureOf(madeUpTrainedRun()));
  });
});
