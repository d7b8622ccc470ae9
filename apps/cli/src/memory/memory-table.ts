/** The table that `fived memory` prints: the published column beside ours. */
import {
  MEMORY_CHECKPOINTS,
  PUBLISHED_MEMORY_DATASET_SIZE,
  type MemoryAtSize,
  type MemoryPhase,
  type MemoryRecord,
} from '@fived/records';
import { alignColumns } from '../text-table.js';
import { grouped } from '../text.js';

const mib = (value: number): string => value.toFixed(2);

/** "0.52", or "0.52 (0.50-0.53)" where the repeats differ. */
const withSpread = (median: number, min: number, max: number): string =>
  mib(min) === mib(max) ? mib(median) : `${mib(median)} (${mib(min)}-${mib(max)})`;

const phaseCells = (phase: MemoryPhase, published: string): readonly string[] => [
  phase.label,
  published,
  withSpread(phase.cumulative_peak_mib, phase.cumulative_peak_mib_min, phase.cumulative_peak_mib_max),
  withSpread(phase.own_peak_mib, phase.own_peak_mib_min, phase.own_peak_mib_max),
  mib(phase.end_mib),
  withSpread(phase.resident_peak_mib, phase.resident_peak_mib_min, phase.resident_peak_mib_max),
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
  withSpread(size.javascript_peak_mib, size.javascript_peak_mib_min, size.javascript_peak_mib_max),
  withSpread(size.training_peak_mib, size.training_peak_mib_min, size.training_peak_mib_max),
  withSpread(size.resident_peak_mib, size.resident_peak_mib_min, size.resident_peak_mib_max),
];

export function sizeTable(sizes: readonly MemoryAtSize[]): string {
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
