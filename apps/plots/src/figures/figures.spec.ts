import { layoutFigure, textBox, type Figure, type Mark, type Panel, type Text } from '@fived/charts';
import { describe, expect, it } from 'vitest';
import { TEN_SIZES, madeUpBaseRecord, madeUpRecord } from '../testing/record.js';
import { accuracyFigure } from './accuracy.js';

import type { AnyRecord } from './series.js';
import { scalingFigure, trainingTimeFigure } from './time.js';

const kinds = <Kind extends Mark['kind']>(
  figure: Figure<Panel>,
  panel: number,
  kind: Kind,
): readonly Extract<Mark, { kind: Kind }>[] =>
  figure.panels[panel].marks.filter((mark): mark is Extract<Mark, { kind: Kind }> => mark.kind === kind);

/** The points of the grey series and of ours. */
const seriesOf = (figure: Figure<Panel>, panel = 0) => {
  const lines = kinds(figure, panel, 'line');
  return {
    published: lines.find(({ colour }) => colour === 'reference')?.points,
    ours: lines.find(({ colour }) => colour !== 'reference')?.points,
  };
};

describe('trainingTimeFigure', () => {
  it(
    'shows the mean of each size, whiskers from the lowest run to the highest, and the published ' + 'times in grey',
    () => {
      const record = madeUpRecord();
      const figure = trainingTimeFigure(record);
      const { ours, published } = seriesOf(figure);
      expect(ours).toEqual(
        record.results.map((result) => ({ x: result.dataset_size, y: result.training_time_seconds_mean })),
      );
      expect(published?.map(({ y }) => y)).toEqual([9.93, 12.21, 15.1, 17.15, 22.01, 23, 25.39, 26.15, 28.8, 31.67]);
      const [whiskers] = kinds(figure, 0, 'whiskers');
      expect(whiskers.intervals).toEqual(
        record.results.map((result) => ({
          x: result.dataset_size,
          low: Math.min(...result.individual_runs.map((run) => run.training_time_seconds)),
          high: Math.max(...result.individual_runs.map((run) => run.training_time_seconds)),
        })),
      );
      expect(figure.subtitle.join(' ')).toContain('whiskers from the lowest to the highest run');
    },
  );

  it('names both series, ours by its engine', () => {
    const names = kinds(trainingTimeFigure(madeUpRecord({ engine: 'made-up' })), 0, 'series-label');
    expect(names.map(({ lines }) => lines[0])).toEqual(['made-up', 'published']);
    expect(names[1].lines.slice(0, 2).join(' ')).toBe('published (Keras, Apple M2)');
  });

  it('names the wide mode in the series and in the subtitle', () => {
    const wide = trainingTimeFigure(madeUpRecord({ wide: true }));
    expect(kinds(wide, 0, 'series-label')[0].lines[0]).toBe('simd, wide');
    expect(wide.subtitle[0]).toContain('simd engine (wide: 256-bit vectors)');
    expect(trainingTimeFigure(madeUpRecord()).subtitle[0]).not.toContain('wide');
  });

  it(
    'is linear from zero where the series are near each other, logarithmic where they lie far ' + 'apart either way',
    () => {
      const axisAt = (secondsAt10000: number) => trainingTimeFigure(madeUpRecord({ secondsAt10000 })).panels[0].y;
      expect(axisAt(15)).toMatchObject({ scale: 'linear', domain: [0, 35], label: 'Training time (s)' });
      expect(axisAt(31)).toMatchObject({ scale: 'linear' });
      expect(axisAt(1.1)).toMatchObject({ scale: 'log', label: 'Training time (s), log scale' });
      expect(axisAt(400)).toMatchObject({ scale: 'log' });
    },
  );

  it('has no whiskers for one run, and says so', () => {
    const figure = trainingTimeFigure(madeUpRecord({ runs: 1 }));
    expect(kinds(figure, 0, 'whiskers').flatMap(({ intervals }) => intervals)).toEqual([]);
    expect(figure.subtitle.join(' ')).toContain('1 run a size, so no whiskers');
  });

  it('says settings and machine', () => {
    const text = trainingTimeFigure(madeUpRecord()).subtitle.join(' ');
    for (const part of [
      '5-64-32-16-1',
      '300 epochs',
      'batch size 32',
      'simd engine',
      '1 thread',
      'Made-up CPU',
      '8 GiB',
      'Node 20.20.0',
    ]) {
      expect(text).toContain(part);
    }
  });

  it("draws the published project's own file, and says that it names no machine", () => {
    const figure = trainingTimeFigure(madeUpBaseRecord({ secondsAt10000: 30 }));
    expect(figure.subtitle.join(' ')).toContain('Machine and engine are not named in the file');
    expect(figure.subtitle.join(' ')).not.toMatch(/null|undefined/);
    expect(kinds(figure, 0, 'series-label')[0].lines[0]).toBe('this file');
  });

  it('orders sizes, whatever their order in the file', () => {
    const { ours } = seriesOf(trainingTimeFigure(madeUpRecord({ sizes: [5000, 1000, 3000] })));
    expect(ours?.map(({ x }) => x)).toEqual([1000, 3000, 5000]);
  });

  it('shows only those published sizes that lie among ours, and none where there is none', () => {
    expect(seriesOf(trainingTimeFigure(madeUpRecord({ sizes: [1500, 4000] }))).published?.map(({ x }) => x)).toEqual([
      2000, 3000, 4000,
    ]);
    const alone = trainingTimeFigure(madeUpRecord({ sizes: [1500] }));
    expect(seriesOf(alone).published).toBeUndefined();
    expect(alone.caption).toBeUndefined();
    expect(alone.panels[0].y.scale).toBe('linear');
  });
});

describe('the figures of other settings than the published', () => {
  const record = madeUpRecord();
  const short = { ...record, hyperparameters: { ...record.hyperparameters, max_iter: 5 } };

  it.each([trainingTimeFigure, scalingFigure, accuracyFigure])('%o show nothing published, and say why', (figureOf) => {
    const figure = figureOf(short);
    for (const panel of figure.panels.keys()) {
      expect(seriesOf(figure, panel).published).toBeUndefined();
      expect(kinds(figure, panel, 'band')).toEqual([]);
    }
    expect(figure.caption).toMatch(/^No published figures stand beside these, .*: 5 to 300 epochs, not 300\.$/);
    expect(figureOf(record).caption).toContain('Grey: the published profile');
  });
});

describe('a figure of time with another engine beside', () => {
  const figure = trainingTimeFigure(madeUpRecord(), madeUpRecord({ engine: 'reference', secondsAt10000: 20 }));

  it('names both series and both engines', () => {
    const labels = figure.panels[0].marks.flatMap((mark) => (mark.kind === 'series-label' ? [mark.lines[0]] : []));
    expect(labels).toEqual(['reference', 'simd', 'published']);
    expect(figure.subtitle[0]).toContain('simd engine and reference engine');
  });

  it('gives each series a colour of its own', () => {
    const colours = figure.panels[0].marks.flatMap((mark) => (mark.kind === 'line' ? [mark.colour] : []));
    expect(new Set(colours).size).toBe(3);
  });
});

describe('scalingFigure', () => {
  it('shares the time out over all samples, in ms', () => {
    const record = madeUpRecord({ sizes: [1000, 4000] });
    const { ours, published } = seriesOf(scalingFigure(record));
    const [first, last] = record.results;
    expect(ours?.[0].y).toBeCloseTo(first.training_time_seconds_mean, 12);
    expect(ours?.[1].y).toBeCloseTo(last.training_time_seconds_mean / 4, 12);
    // As the published page prints them.
    expect(published?.map(({ y }) => y.toFixed(1))).toEqual(['9.9', '6.1', '5.0', '4.3']);
  });
});

describe('accuracyFigure', () => {
  it('shows R2 up to 1 beside MSE on a logarithmic axis, with the floor that the noise sets', () => {
    const figure = accuracyFigure(madeUpRecord());
    const [r2, , mse] = figure.panels;
    expect(r2.y).toMatchObject({ scale: 'linear', domain: [0.91, 1] });
    expect(mse.y).toMatchObject({ scale: 'log' });
    expect(kinds(figure, 2, 'rule').map(({ y }) => y)).toEqual([expect.closeTo(1e-4, 12)]);
    expect(mse.y.domain[0]).toBeLessThan(1e-4);
    expect(seriesOf(figure, 2).published?.at(-1)).toEqual({ x: 10000, y: 0.00045 });
  });

  it('shows 1 - R2 on a logarithmic axis, where R2 is squeezed near 1', () => {
    const record = madeUpRecord();
    const figure = accuracyFigure(record);
    expect(figure.panels[1].y).toMatchObject({ scale: 'log', label: 'Test 1 − R² (0 is perfect), log scale' });
    const { ours, published } = seriesOf(figure, 1);
    expect(ours).toEqual(record.results.map((result) => ({ x: result.dataset_size, y: 1 - result.test_r2_mean })));
    expect(published?.at(-1)).toEqual({ x: 10000, y: expect.closeTo(0.0015, 12) as unknown });
    const [band] = kinds(figure, 1, 'band');
    const [first] = band.intervals;
    expect([first.low, first.high]).toEqual([0.057, 0.0882].map((end): unknown => expect.closeTo(end, 12)));
  });

  it('shades the range of the published R2 over seven runs', () => {
    const [band] = kinds(accuracyFigure(madeUpRecord()), 0, 'band');
    expect(band.intervals[0]).toEqual({ x: 1000, low: 0.9118, high: 0.943 });
  });

  it('has no floor for a file that does not say its noise', () => {
    expect(kinds(accuracyFigure(madeUpBaseRecord()), 2, 'rule')).toEqual([]);
  });

  it('shows a perfect fit, which a logarithmic axis could not', () => {
    const record = madeUpBaseRecord({ sizes: [1000] });
    const [perfect, none] = [
      { test_r2_mean: 1, test_r2_min: 1, test_r2_max: 1 },
      { test_mse_mean: 0, test_mse_min: 0, test_mse_max: 0 },
    ];
    const results = record.results.map((result) => ({ ...result, ...perfect, ...none }));
    const scales = accuracyFigure({ ...record, results }).panels.map(({ y }) => y.scale);
    expect(scales).toEqual(['linear', 'linear', 'linear']);
  });
});

const RECORDS: readonly (readonly [string, AnyRecord])[] = [
  ['ten sizes, far faster', madeUpRecord()],
  ['ten sizes, twice as fast', madeUpRecord({ secondsAt10000: 15, engine: 'reference' })],
  ['ten sizes, as fast', madeUpRecord({ secondsAt10000: 31.6 })],
  ['ten sizes, slower', madeUpRecord({ secondsAt10000: 300 })],
  ['one size', madeUpRecord({ sizes: [5000] })],
  ['one size, one run', madeUpRecord({ sizes: [1000], runs: 1 })],
  ['one size that was not published', madeUpRecord({ sizes: [1500] })],
  ['two sizes', madeUpRecord({ sizes: [1000, 5000], runs: 2 })],
  [
    'twenty sizes',
    madeUpRecord({ sizes: [...TEN_SIZES, ...TEN_SIZES.map((size) => size + 10000)], engine: 'made-up' }),
  ],
  ['sizes of many magnitudes', madeUpRecord({ sizes: [10, 100, 1000, 10000, 100000, 1000000] })],
  ['uneven sizes', madeUpRecord({ sizes: [1500, 1700, 2500, 7777] })],
  [
    'other settings',
    { ...madeUpRecord(), batch_size: 64, split_ratios: { train_size: 0.6, val_size: 0.2, test_size: 0.2 } },
  ],
  ['a file of the published project', madeUpBaseRecord({ secondsAt10000: 30 })],
];

describe.each(RECORDS)('%s', (_, record) => {
  it.each([
    ['training time', trainingTimeFigure, [1484, 882]],
    ['scaling', scalingFigure, [1484, 882]],
    ['accuracy', accuracyFigure, [2084, 733]],
  ] as const)('%s: fits its size, with all texts apart and inside', (__, figureOf, size) => {
    const scene = layoutFigure(figureOf(record));
    expect([scene.width, scene.height]).toEqual(size);
    const texts = scene.primitives.filter((primitive): primitive is Text => primitive.kind === 'text');
    const boxes = texts.map((text) => ({ name: text.text, ...textBox(text) }));
    for (const [index, a] of boxes.entries()) {
      expect(a.right - a.left, a.name).toBeGreaterThan(0);
      expect(a.left >= 20 && a.right <= scene.width - 20 && a.top >= 10 && a.bottom <= scene.height - 10, a.name).toBe(
        true,
      );
      for (const b of boxes.slice(index + 1)) {
        const apart = a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
        expect(apart, `"${a.name}" and "${b.name}"`).toBe(true);
      }
    }
    for (const primitive of scene.primitives.filter((mark) => mark.kind === 'circle')) {
      const { x, y } = primitive;
      expect(Number.isFinite(x) && Number.isFinite(y)).toBe(true);
      const covered = boxes.find((box) => x > box.left && x < box.right && y > box.top && y < box.bottom);
      expect(covered?.name).toBeUndefined();
    }
  });
});
