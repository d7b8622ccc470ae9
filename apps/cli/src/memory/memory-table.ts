/** The table that `fived memory` prints: the published column beside ours. */
import {
  MEMORY_CHECKPOINTS,
  PUBLISHED_MEMORY_DATASET_SIZE,
  type MemoryAtSize,
  type MemoryPhase,
  type MemoryRecord,
} from '@fived/records';
import { alignColumns, grouped } from '../text.js';

const mib = (value: number): string => value.toFixed(2);

/** "0.52", or "0.52 (0.50-0.53)" where the repeats differ. */
const withSpread = <Name extends string>(
  name: Name,
  of: Readonly<Record<Name | `${Name}_min` | `${Name}_max`, number>>,
): string => {
  const [median, min, max] = ([name, `${name}_min`, `${name}_max`] as const).map((key) => mib(of[key]));
  return min === max ? median : `${median} (${min}-${max})`;
};

const phaseCells = (phase: MemoryPhase, published: string): readonly string[] => [
  phase.label,
  published,
  withSpread('cumulative_peak_mib', phase),
  withSpread('own_peak_mib', phase),
  mib(phase.end_mib),
  withSpread('resident_peak_mib', phase),
  String(phase.collections),
  phase.collection_ms.toFixed(1),
  phase.seconds.toFixed(3),
];

/** The checkpoints of the record. The published figures are for one dataset size, and stand only beside that one. */
export function checkpointTable({ phases, dataset_size }: MemoryRecord): string {
  const header = [
    'checkpoint',
    'published',
    'cumulative peak',
    'own peak',
    'kept',
    'resident peak',
    'collections',
    'ms in them',
    'seconds',
  ];
  const isPublished = dataset_size === PUBLISHED_MEMORY_DATASET_SIZE;
  return alignColumns([
    header,
    ...phases.map((phase, index) => phaseCells(phase, isPublished ? mib(MEMORY_CHECKPOINTS[index].publishedMib) : '-')),
  ]);
}

const sizeCells = (size: MemoryAtSize): readonly string[] => [
  grouped(size.dataset_size),
  size.engine,
  withSpread('javascript_peak_mib', size),
  withSpread('training_peak_mib', size),
  withSpread('resident_peak_mib', size),
];

function sizeTable(sizes: readonly MemoryAtSize[]): string {
  return alignColumns([
    ['dataset size', 'engine', 'peak over all', 'peak in training', 'resident peak'],
    ...sizes.map(sizeCells),
  ]);
}

/** Everything that goes to stdout except where the file is. */
export function memoryReport(record: MemoryRecord): string {
  const {
    dataset_size,
    engine,
    hyperparameters,
    repeats,
    baseline,
    measurement_cost: cost,
    resident_method,
    sizes,
  } = record;
  return [
    `Memory in MiB: n = ${grouped(dataset_size)}, the ${engine} engine, ${hyperparameters.max_iter} epochs; ` +
      `the median of ${repeats} ${repeats === 1 ? 'process' : 'processes'} (least-greatest).`,
    `Peaks and kept: JavaScript memory above the ${mib(baseline.javascript_mib)} MiB with all modules loaded. ` +
      "Published: cumulative, by Python's tracemalloc.",
    `Resident: the whole process (${resident_method}); ${mib(baseline.resident_mib)} MiB before the first phase.`,
    `Measuring takes ${cost.javascript_mib.toFixed(3)} MiB of a phase, ` +
      `and ${cost.milliseconds.toFixed(0)} ms beside it.`,
    '',
    checkpointTable(record),
    ...(sizes === undefined ? [] : ['', sizeTable(sizes)]),
  ].join('\n');
}
