import { layoutFigure, textBox, type BarSeries, type Figure, type Mark, type Panel, type Text } from '@fived/charts';
import { describe, expect, it } from 'vitest';
import { madeUpBaseMemoryRecord, madeUpMemoryRecord } from '../testing/memory-record.js';
import { TEN_SIZES } from '../testing/record.js';
import { memoryByPhaseFigure, memoryBySizeFigure } from './memory.js';

const subtitleOf = ({ subtitle }: Figure): string => subtitle.join(' ');

describe('memoryByPhaseFigure', () => {
  const barsOf = (...args: Parameters<typeof memoryByPhaseFigure>): readonly BarSeries[] =>
    memoryByPhaseFigure(...args).panels[0].series;

  it(
    "shows the published chart's eight checkpoints: " +
      'our cumulative peaks, and the published ones in grey beside them',
    () => {
      const record = madeUpMemoryRecord();
      const { categories, valueLabel } = memoryByPhaseFigure(record).panels[0];
      expect(categories).toEqual([
        'After dataset load',
        'After preprocessing',
        'Before training',
        'Peak during training',
        'After training',
        'Before prediction',
        'Peak during prediction',
        'After prediction',
      ]);
      expect(valueLabel).toBe('Memory (MiB)');
      const [ours, published] = barsOf(record);
      const { memory_usage_mb } = record;
      expect(ours.values).toEqual([
        memory_usage_mb.after_dataset_load_mb,
        memory_usage_mb.after_preprocessing_mb,
        memory_usage_mb.before_training_mb,
        memory_usage_mb.peak_during_training_mb,
        memory_usage_mb.after_training_mb,
        memory_usage_mb.before_prediction_mb,
        memory_usage_mb.peak_during_prediction_mb,
        memory_usage_mb.after_prediction_mb,
      ]);
      expect(published).toMatchObject({
        values: [0.35, 0.54, 0.85, 4.94, 4.94, 4.94, 4.94, 4.94],
        colour: 'reference',
      });
      expect(ours.colour).not.toBe('reference');
    },
  );

  it("marks each phase's own peak, by its name and not by its place; one below zero at zero", () => {
    const record = madeUpMemoryRecord();
    const own = new Map(record.phases.map(({ name, own_peak_mib }) => [name, own_peak_mib]));
    const [{ markers }] = barsOf({ ...record, phases: [...record.phases].reverse() });
    expect(markers?.values[0]).toBe(own.get('after_dataset_load'));
    expect(markers?.values[3]).toBe(own.get('peak_during_training'));
    const freed = record.phases.map((phase) => ({ ...phase, own_peak_mib: -0.001 }));
    expect(barsOf({ ...record, phases: freed })[0].markers?.values).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('has no published values beside another dataset size', () => {
    const figure = memoryByPhaseFigure(madeUpMemoryRecord({ datasetSize: 2000 }));
    expect(figure.panels[0].series).toHaveLength(1);
    expect(figure.caption).toBeUndefined();
    expect(memoryByPhaseFigure(madeUpMemoryRecord()).caption).toContain('tracemalloc');
  });

  it('has none beside other settings, and says why', () => {
    const record = madeUpMemoryRecord({ sizes: [1000, 10000] });
    const short = { ...record, hyperparameters: { ...record.hyperparameters, max_iter: 5 } };
    for (const figure of [memoryByPhaseFigure(short), memoryBySizeFigure(short)]) {
      expect(figure?.caption).toMatch(/^No published figures stand beside these, .*: 5 epochs, not 300\.$/);
      expect(JSON.stringify(figure?.panels)).not.toContain('Keras');
    }
  });

  it('says settings, machine, what the marks mean and how far the repeats lie apart', () => {
    const text = subtitleOf(memoryByPhaseFigure(madeUpMemoryRecord()));
    for (const part of [
      '5-64-32-16-1',
      '5,000 samples',
      '300 epochs',
      'simd engine',
      '1 thread',
      'Made-up CPU',
      'Node 20.20.0',
      'heap, typed arrays, WebAssembly',
    ]) {
      expect(text).toContain(part);
    }
    // 2% below and 2% above the median.
    expect(text).toContain('Median of 5 repeats, at most 4.0% apart');
    expect(subtitleOf(memoryByPhaseFigure(madeUpMemoryRecord({ repeats: 1 })))).toContain('1 repeat');
  });

  it("draws the published project's own file, which has no peaks of phases and names no machine", () => {
    const figure = memoryByPhaseFigure(madeUpBaseMemoryRecord());
    expect(subtitleOf(figure)).toContain('Machine and engine are not named in the file');
    expect(subtitleOf(figure)).not.toMatch(/null|undefined|NaN/);
    const [ours] = figure.panels[0].series;
    expect(ours).toMatchObject({ name: 'this file: peak since the start' });
    expect(ours.markers).toBeUndefined();
  });
});

describe('memoryBySizeFigure', () => {
  const kinds = <Kind extends Mark['kind']>(panel: Panel, kind: Kind): readonly Extract<Mark, { kind: Kind }>[] =>
    panel.marks.filter((mark): mark is Extract<Mark, { kind: Kind }> => mark.kind === kind);

  const figureOf = (...args: Parameters<typeof madeUpMemoryRecord>): Figure<Panel> => {
    const figure = memoryBySizeFigure(madeUpMemoryRecord(...args));
    if (figure === undefined) throw new Error('no figure');
    return figure;
  };

  it('is left out for a record of one size', () => {
    expect(memoryBySizeFigure(madeUpMemoryRecord())).toBeUndefined();
    expect(memoryBySizeFigure({ ...madeUpMemoryRecord(), sizes: [] })).toBeUndefined();
  });

  it(
    'shows JavaScript peaks, over all phases and in training, ' +
      'and resident peaks of each engine, by size, with whiskers over the repeats',
    () => {
      const record = madeUpMemoryRecord({ sizes: [1000, 5000] });
      const sizes = [...(record.sizes ?? [])].reverse();
      const figure = memoryBySizeFigure({ ...record, sizes });
      for (const [index, peak] of (
        ['javascript_peak_mib', 'training_peak_mib', 'resident_peak_mib'] as const
      ).entries()) {
        const panel = figure?.panels[index];
        const lines = panel === undefined ? [] : kinds(panel, 'line');
        for (const [engine, colour] of [
          ['simd', 'blue'],
          ['reference', 'vermillion'],
        ] as const) {
          const expected = record.sizes
            ?.filter((size) => size.engine === engine)
            .map((size) => ({ x: size.dataset_size, y: size[peak] }));
          expect(lines.find((line) => line.colour === colour)?.points).toEqual(expected);
        }
        const [first] = panel === undefined ? [] : kinds(panel, 'whiskers').filter(({ colour }) => colour === 'blue');
        expect(first.intervals).toEqual(
          record.sizes
            ?.filter(({ engine }) => engine === 'simd')
            .map((size) => ({ x: size.dataset_size, low: size[`${peak}_min`], high: size[`${peak}_max`] })),
        );
      }
    },
  );

  it(
    'has the published peak at its own size, in the panels of JavaScript memory alone, ' +
      'and only where that size is in range',
    () => {
      const published = (figure: Figure<Panel>): readonly unknown[] =>
        figure.panels.map((panel) =>
          kinds(panel, 'points')
            .filter(({ colour }) => colour === 'reference')
            .flatMap(({ points }) => points),
        );
      expect(published(figureOf({ sizes: [1000, 10000] }))).toEqual([
        [{ x: 5000, y: 4.94 }],
        [{ x: 5000, y: 4.94 }],
        [],
      ]);
      const without = figureOf({ sizes: [1000, 4000] });
      expect(published(without)).toEqual([[], [], []]);
      expect(without.caption).toBeUndefined();
    },
  );

  it('has no whiskers for one repeat, and says so', () => {
    const figure = figureOf({ sizes: [1000, 5000], repeats: 1 });
    expect(figure.panels.flatMap((panel) => kinds(panel, 'whiskers')).flatMap(({ intervals }) => intervals)).toEqual(
      [],
    );
    expect(subtitleOf(figure)).toContain('1 repeat, so no whiskers');
    expect(subtitleOf(figure)).toContain('simd engine and reference engine');
    expect(subtitleOf(figure)).toContain('1,000 to 5,000 samples');
    const three = figureOf({ sizes: [1000, 5000], engines: ['simd', 'reference', 'made-up'] });
    expect(subtitleOf(three)).toContain('simd engine, reference engine and made-up engine');
  });

  it('puts the engine of the record first, whatever the order in the file', () => {
    const figure = figureOf({ sizes: [1000, 5000], engine: 'reference' });
    const [blue] = kinds(figure.panels[0], 'line').filter(({ colour }) => colour === 'blue');
    const names = kinds(figure.panels[0], 'series-label').filter(({ points }) => points === blue.points);
    expect(names.map(({ lines }) => lines[0])).toEqual(['reference']);
  });
});

const bySize = (...args: Parameters<typeof madeUpMemoryRecord>): Figure | undefined =>
  memoryBySizeFigure(madeUpMemoryRecord(...args));

const FIGURES: readonly (readonly [string, Figure | undefined, readonly [number, number]])[] = [
  ['by phase', memoryByPhaseFigure(madeUpMemoryRecord()), [1784, 883]],
  [
    'by phase, tiny',
    memoryByPhaseFigure(madeUpMemoryRecord({ scale: 0.001, engine: 'made-up', wide: true })),
    [1784, 883],
  ],
  ['by phase, higher than the published', memoryByPhaseFigure(madeUpMemoryRecord({ scale: 100 })), [1784, 883]],
  ['by phase, huge', memoryByPhaseFigure(madeUpMemoryRecord({ datasetSize: 1e6, scale: 1e4 })), [1784, 883]],
  ["by phase, the published project's file", memoryByPhaseFigure(madeUpBaseMemoryRecord({ scale: 5.4 })), [1784, 883]],
  ['by size, ten', bySize({ sizes: TEN_SIZES }), [2084, 733]],
  ['by size, one', bySize({ sizes: [5000] }), [2084, 733]],
  ['by size, two of one engine', bySize({ sizes: [1000, 2000], engines: ['simd'] }), [2084, 733]],
  ['by size, three engines', bySize({ sizes: TEN_SIZES, engines: ['simd', 'reference', 'made-up'] }), [2084, 733]],
  ['by size, many magnitudes', bySize({ sizes: [100, 1000, 10000, 1000000] }), [2084, 733]],
];

describe.each(FIGURES)('%s', (_, figure, size) => {
  it('fits its size, with all texts apart and inside', () => {
    if (figure === undefined) throw new Error('no figure');
    const scene = layoutFigure(figure);
    expect([scene.width, scene.height]).toEqual(size);
    const texts = scene.primitives.filter((primitive): primitive is Text => primitive.kind === 'text');
    const boxes = texts.map((text) => ({ name: text.text, ...textBox(text) }));
    expect(boxes.length).toBeGreaterThan(15);
    for (const [index, a] of boxes.entries()) {
      expect(a.left >= 20 && a.right <= scene.width - 20 && a.top >= 10 && a.bottom <= scene.height - 10, a.name).toBe(
        true,
      );
      for (const b of boxes.slice(index + 1)) {
        const apart = a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
        expect(apart, `"${a.name}" and "${b.name}"`).toBe(true);
      }
    }
  });
});
