/** "Reproducibility", "Notes and Limitations" and "References". */
import { isOwnRecord, type BenchmarkRecord, type Environment, type Run } from '@fived/records';
import {
  code,
  codeBlock,
  link,
  list,
  paragraph,
  prose,
  section,
  steps,
  type Block,
  type Prose,
  type Section,
} from './document.js';
import { widestSpread } from './findings-time.js';
import { benchCommand } from './section-setup.js';
import { ownBenchmark, ownMemory, type Sources } from './sources.js';
import { runsTable } from './tables.js';
import { counted, grouped, percent } from './words.js';

/** The engine that is not bit-identical. */
const RELAXED_ENGINE = 'simd-relaxed';

const seedText = ({ n_runs_per_size: runs, hyperparameters: { random_state: seed } }: BenchmarkRecord): string =>
  runs === 1 ? `model seed ${seed}` : `model seeds ${seed} to ${seed + runs - 1}`;

const ensuring = (record: BenchmarkRecord): Section =>
  section('Ensuring Reproducible Results', [
    steps([
      prose`Fixed random seeds: data and split have seed ${record.hyperparameters.random_state}, the runs of a size
        ${seedText(record)}. The streams are those of NumPy's ${code('default_rng')} (PCG64) and of scikit-learn's
        ${code('train_test_split')} (MT19937), to the bit, in code of our own.`,
      record.engine === RELAXED_ENGINE
        ? prose`This engine (${RELAXED_ENGINE}) fuses multiplication and addition where the processor does: its results
            are not bit-identical to those of other machines.`
        : prose`Deterministic arithmetic: float32, with every rounding and every order of summation fixed, so that
            engine, machine and version of Node change the time and not a bit.`,
      prose`The same architecture, hyperparameters and split for all tests; exact versions of all packages in
        ${code('package-lock.json')}.`,
    ]),
  ]);

const running = (record: BenchmarkRecord): Section => {
  const { git } = record.environment;
  const changed = git?.dirty === true ? ' (to which there were changes that are not in it)' : '';
  return section('Running Reproducible Benchmarks', [
    steps([
      git === null
        ? prose`Get the source of the same version.`
        : prose`Get the source: ${code(`git checkout ${git.commit}`)}${changed}.`,
      prose`Install and compile it, with the exact packages of the lock file: ${code('npm ci && npm run build')}.`,
      prose`Train again with the same settings:`,
    ]),
    codeBlock('sh', benchCommand(record)),
    paragraph(
      record.engine === RELAXED_ENGINE
        ? prose`Times, accuracies and hashes may all differ on another machine. For results that can be verified, take
            ${code('--engine simd')}.`
        : prose`The accuracies and all weight hashes are the same on any machine; for comparable times it takes a
            similar one, with nothing else running. ${code('npx fived verify benchmark_results.json')} trains again what
            a result file says and compares hashes and accuracies to the bit; ${code('--sample 3')} takes three runs of
            it.`,
    ),
  ]);
};

/** "50 of 50 runs of the reference engine have the same hashes". */
const agreement = (record: BenchmarkRecord, beside: BenchmarkRecord): string => {
  const keyOf = (size: number, { run, seed }: Run): string => `${size}/${run}/${seed}`;
  const runsOf = ({ results }: BenchmarkRecord) =>
    results.flatMap((result) => result.individual_runs.map((run) => [keyOf(result.dataset_size, run), run] as const));
  const others = new Map(runsOf(beside));
  const pairs = runsOf(record).flatMap(([key, run]) => {
    const other = others.get(key);
    return other === undefined ? [] : [{ run, other }];
  });
  const equal = pairs.filter(
    ({ run, other }) =>
      run.weights_sha256 === other.weights_sha256 && run.final_weights_sha256 === other.final_weights_sha256,
  );
  return (
    `${equal.length} of ${counted(pairs.length, 'run')} that both records hold have the same two hashes ` +
    `with the ${beside.engine} engine.`
  );
};

const hashes = (record: BenchmarkRecord, { beside }: Sources): Section => {
  const blocks: readonly Block[] = [
    paragraph(
      prose`SHA-256 of the parameters of the best epoch, and of the last epoch's parameters and moments, as
        little-endian float32 in the order of the layers. ${code('benchmark_results.json')} has all 64 digits.`,
    ),
    ...(beside !== undefined && isOwnRecord(beside) ? [paragraph([agreement(record, beside)])] : []),
    {
      kind: 'table',
      id: 'table-runs',
      caption: 'Every run, with the hashes of its weights',
      table: runsTable(record),
      folded: true,
    },
  ];
  return section('Weight Hashes', blocks);
};

export const reproducibilitySection = (sources: Sources): Section => {
  const record = ownBenchmark(sources);
  if (record !== undefined)
    return section('Reproducibility', [], [ensuring(record), running(record), hashes(record, sources)]);
  return section(
    'Reproducibility',
    [],
    [
      section('Ensuring Reproducible Results', [
        paragraph(
          prose`The file is in the published project's own form. That project fixes its seeds
            (${sources.benchmark.hyperparameters.random_state} here), yet seven stored runs of it at 1,000 samples range
            over R² from 0.9118 to 0.9430.`,
        ),
      ]),
      section('Running Reproducible Benchmarks', [
        paragraph(
          prose`A file in this form holds no hashes and no seeds of runs, so that nothing in it can be verified.`,
        ),
      ]),
      section('Weight Hashes', [paragraph(prose`None are in the file.`)]),
    ],
  );
};

/** What ran right before; for files that do not say this, the load average, which lags. */
const loadBefore = ({ busy_cores: busyCores = null, load_average: load }: Environment): readonly Prose[] => {
  if (busyCores !== null)
    return [prose`Right before the start other programs used ${busyCores.toFixed(2)} of the processor's cores.`];
  return load === null ? [] : [prose`The load average of the minute before the start was ${load[0].toFixed(2)}.`];
};

const variations = ({ benchmark }: Sources): readonly Block[] => {
  const widest = widestSpread(benchmark);
  return [
    paragraph(
      prose`Training times vary with load and frequency of the processor, with other processes, and with the scheduler
        of the operating system.`,
    ),
    list([
      widest === undefined
        ? prose`Results shown are of one run a size, so that their variation is not known.`
        : prose`The widest variation here is at ${grouped(widest.size)} samples, where the standard deviation of the
            runs is ${percent(widest.share)} of their mean.`,
      ...(isOwnRecord(benchmark) ? loadBefore(benchmark.environment) : []),
    ]),
  ];
};

export const notesSection = (sources: Sources): Section => {
  const { memory, benchmark } = sources;
  const patience = benchmark.hyperparameters.early_stopping_patience;
  return section(
    'Notes and Limitations',
    [],
    [
      section('Timing Variations', variations(sources)),
      section('Memory Profiling', [
        memory === undefined
          ? paragraph(prose`There is no memory profile to remark on.`)
          : ownMemory(sources) === undefined
            ? list([prose`${code('tracemalloc')} measures what Python allocates alone; TensorFlow may use more.`])
            : list([
                prose`JavaScript memory leaves out Node's own native allocations; the resident set holds them.`,
                prose`Peaks depend on when V8 collects, and so on its version.`,
              ]),
      ]),
      section('Accuracy Results', [
        list([
          prose`Results are for synthetic data of a known function. Data of the real world may behave differently.`,
          ...(patience >= benchmark.hyperparameters.max_iter
            ? [prose`Early stopping is disabled; the best epoch's weights are kept.`]
            : []),
          prose`The rows are the same in all runs of a size: the spread of accuracy is that of initial weights and of
            the order of rows, not of other data.`,
        ]),
      ]),
      section('System Dependency', [
        list([
          prose`Training times depend on the system, which is specified above as far as it could be found out.`,
          prose`Accuracies and weights do not, where the engine is bit-identical.`,
        ]),
      ]),
    ],
  );
};

export const referencesSection = (): Section =>
  section('References', [
    list([
      prose`D. P. Kingma and J. Ba, “Adam: A Method for Stochastic Optimization”, ICLR 2015.
        ${link('arXiv:1412.6980', 'https://arxiv.org/abs/1412.6980')}`,
      prose`X. Glorot and Y. Bengio, “Understanding the difficulty of training deep feedforward neural networks”,
        AISTATS 2010. ${link('PMLR 9:249-256', 'https://proceedings.mlr.press/v9/glorot10a.html')}`,
      prose`D. E. Rumelhart, G. E. Hinton and R. J. Williams, “Learning representations by back-propagating errors”,
        Nature 323, 1986. ${link('doi:10.1038/323533a0', 'https://doi.org/10.1038/323533a0')}`,
      prose`C. R. Harris et al., “Array programming with NumPy”, Nature 585, 2020: whose random streams the data have.
        ${link('doi:10.1038/s41586-020-2649-2', 'https://doi.org/10.1038/s41586-020-2649-2')}`,
      prose`F. Pedregosa et al., “Scikit-learn: Machine Learning in Python”, JMLR 12, 2011: whose split the data have.
        ${link('JMLR 12:2825-2830', 'https://jmlr.org/papers/v12/pedregosa11a.html')}`,
      prose`The published page: “Performance Profiling”, documentation of the 5D Neural Network Interpolator (Keras,
        Apple M2), whose figures stand beside ours and whose statements are checked here.`,
      prose`Node's documentation of ${code('process.hrtime.bigint()')}:
        ${link('nodejs.org/api/process.html', 'https://nodejs.org/api/process.html#processhrtimebigint')}`,
      prose`Results: ${code('benchmark_results.json')} and ${code('memory_profile.json')}, of the schemas in
        ${code('libs/records/schemas')}. How each figure is made: ${code('docs/method/README.md')}.`,
    ]),
  ]);
