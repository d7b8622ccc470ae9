/**
 * `memory_vs_dataset_size.png`: peaks of JavaScript memory, over all phases and in training, and of resident memory,
 * for each measured engine.
 */
import { GREY, OKABE_ITO, type Figure, type Mark, type Panel } from '@fived/charts';
import {
  PUBLISHED_MEMORY_DATASET_SIZE,
  PUBLISHED_MEMORY_MIB,
  differsFromPublished,
  type MemoryAtSize,
  type MemoryRecord,
} from '@fived/records';
import { amountAxis, sizeAxis } from './axes.js';
import { memorySubtitle, publishedMemoryCaption } from './describe-memory.js';
import { engineText } from './describe.js';
import { PUBLISHED_NAME, engineName, measuredMarks, type Series } from './series.js';

const WIDTH = 2084;
const HEIGHT = 733;

/** Colours, in the order of the engines. */
const COLOURS = [OKABE_ITO.blue, OKABE_ITO.vermillion, OKABE_ITO.bluishGreen] as const;

/** "a, b and c". */
const LIST = new Intl.ListFormat('en-GB', { type: 'conjunction' });

type Peak = 'javascript_peak_mib' | 'training_peak_mib' | 'resident_peak_mib';

const seriesOf = (sizes: readonly MemoryAtSize[], engine: string, peak: Peak, repeats: number): Series => {
  const own = sizes.filter((size) => size.engine === engine).sort((a, b) => a.dataset_size - b.dataset_size);
  return {
    points: own.map((size) => ({ x: size.dataset_size, y: size[peak] })),
    ranges:
      repeats === 1
        ? []
        : own.map((size) => ({ x: size.dataset_size, low: size[`${peak}_min`], high: size[`${peak}_max`] })),
  };
};

const mib =
  (decimals: number) =>
  (value: number): string =>
    `${value.toFixed(decimals)} MiB`;

/**
 * The one published value. It was reached in training (0.85 MiB before), so it is the peak both of training and of all
 * phases.
 */
const publishedMarks = ({ points }: Series): readonly Mark[] => [
  { kind: 'points', points, colour: GREY.reference, fill: 'open' },
  {
    kind: 'series-label',
    points,
    lines: [...PUBLISHED_NAME, mib(2)(PUBLISHED_MEMORY_MIB.peak_during_training)],
    colour: GREY.text,
  },
];

/** Pure: the same record gives the same figure. Undefined for a record with a single size. */
export const memoryBySizeFigure = (record: MemoryRecord): Figure<Panel> | undefined => {
  const sizes = record.sizes ?? [];
  if (sizes.length === 0) return undefined;
  const datasetSizes = sizes.map(({ dataset_size }) => dataset_size);
  // The record's own engine comes first.
  const measuredEngines = new Set(sizes.map(({ engine }) => engine));
  const engines = [...new Set([record.engine, ...measuredEngines])].filter((engine) => measuredEngines.has(engine));
  const isWide = (engine: string): boolean => engine === record.engine && record.wide === true;
  const hasPublished =
    differsFromPublished(record).length === 0 &&
    Math.min(...datasetSizes) <= PUBLISHED_MEMORY_DATASET_SIZE &&
    PUBLISHED_MEMORY_DATASET_SIZE <= Math.max(...datasetSizes);
  const published: Series = {
    points: hasPublished ? [{ x: PUBLISHED_MEMORY_DATASET_SIZE, y: PUBLISHED_MEMORY_MIB.peak_during_training }] : [],
    ranges: [],
  };

  const panel = (peak: Peak, label: string, decimals: number, reference: Series): Panel => {
    const measured = engines.map((engine) => ({ engine, series: seriesOf(sizes, engine, peak, record.repeats) }));
    return {
      x: sizeAxis(datasetSizes),
      y: amountAxis(label, [...measured.map(({ series }) => series), reference]),
      marks: [
        ...(reference.points.length === 0 ? [] : publishedMarks(reference)),
        ...measured
          .map(({ engine, series }, index) =>
            measuredMarks(engineName(engine, isWide(engine)), series, mib(decimals), COLOURS[index % COLOURS.length]),
          )
          // The record's own engine lies on top.
          .reverse()
          .flat(),
      ],
    };
  };

  const repeats =
    record.repeats === 1
      ? '1 repeat, so no whiskers'
      : `Median of ${record.repeats} repeats; whiskers from the lowest to the highest`;
  const caption = publishedMemoryCaption(record, hasPublished);
  return {
    width: WIDTH,
    height: HEIGHT,
    title: 'Memory against dataset size',
    subtitle: memorySubtitle(
      record,
      datasetSizes,
      [
        `${repeats}. JavaScript memory: heap, typed arrays, WebAssembly, above what Node and all modules take; ` +
          'resident memory: all of the process',
      ],
      LIST.format(engines.map((engine) => engineText({ engine, wide: isWide(engine) }))),
    ),
    ...(caption === undefined ? {} : { caption }),
    panels: [
      panel('javascript_peak_mib', 'JavaScript memory, peak of all phases (MiB)', 2, published),
      panel('training_peak_mib', 'JavaScript memory, peak in training (MiB)', 2, published),
      panel('resident_peak_mib', 'Resident memory, peak (MiB)', 0, { points: [], ranges: [] }),
    ],
  };
};
