/** `fived verify`: trains again what a result file claims, and compares to the bit. */
import * as bench from '@fived/bench';
import { describeDifference, ExitError, inertStrings, readBenchmarkRecord, runName } from '@fived/records';
import type { Argv, CommandModule } from 'yargs';
import { chooseEngine, ENGINE_OPTION } from '../benchmark/engines.js';
import { codeVersion } from '../benchmark/origin.js';
import { pathArgument, wholeNumber, withOptions, type OptionsOf } from '../options.js';
import { contradictions } from '../verify/contradictions.js';
import { checkVerifiable, claimedSettings, claimsOf, retrain, sampleClaims, type Verified } from '../verify/retrain.js';
import { differenceLines, originLines, verifiedTable } from '../verify/verified-text.js';

const verifyOptions = (yargs: Argv) =>
  withOptions(pathArgument(yargs, 'file', 'A benchmark_results.json, of any machine'), {
    sample: {
      read: wholeNumber(1),
      describe: 'Train only this many of the runs again, drawn at random; default: all',
    },
    seed: { default: 42, read: wholeNumber(0), describe: 'Seed of the draw for --sample' },
    engine: ENGINE_OPTION,
  });
type VerifyOptions = OptionsOf<typeof verifyOptions>;

/**
 * Prints one line a run on stderr, and the table and all differences on stdout.
 * @throws Error if the file cannot be read or verified; ExitError unless everything that was looked at is right
 */
async function verify({ file, sample, seed, engine: asked }: VerifyOptions): Promise<void> {
  const record = checkVerifiable(await readBenchmarkRecord(file), file);
  const engine = chooseEngine(asked);
  const all = claimsOf(record);
  const claims = sampleClaims(all, sample ?? all.length, seed);
  console.log(originLines(record, inertStrings(await bench.captureEnvironment()), codeVersion()));

  const inFile = contradictions(record);
  const verified: Verified[] = [];
  for await (const one of retrain(claims, claimedSettings(record, engine))) {
    verified.push(one);
    const { datasetSize, run, differences } = one;
    const outcome =
      differences.length === 0 ? 'equal' : `differs in ${differences.map(({ field }) => field).join(', ')}`;
    process.stderr.write(
      `${runName(datasetSize, run.run)}, seed ${run.seed}: ${outcome} (${verified.length} of ${claims.length})\n`,
    );
  }
  console.log(`\n${verifiedTable(verified)}\n`);

  const wrong = verified.filter(({ differences }) => differences.length > 0);
  const [first] = [...inFile, ...wrong.flatMap(({ differences }) => differences)];
  const trained = `${claims.length} of ${all.length} runs trained again with the ${engine} engine`;
  if (inFile.length > 0 || wrong.length > 0) {
    for (const line of differenceLines(inFile, verified)) console.log(line);
    throw new ExitError(
      1,
      `fived: ${file} is not verified: ${describeDifference(first)} ` +
        `(${trained}, not equal: ${wrong.length}; contradictions within the file: ${inFile.length}).`,
    );
  }
  console.log(
    `Verified: ${trained}; all hashes and accuracies are equal to the bit, and all statistics are those of the runs.` +
      '\nTimes are what that machine took, and cannot be verified.',
  );
}

export const verifyCommand: CommandModule<object, VerifyOptions> = {
  command: 'verify <file>',
  describe: 'Train again what a result file says, and compare hashes and accuracies to the bit',
  builder: (yargs) =>
    verifyOptions(yargs).example(
      '$0 verify docs/performance/benchmark_results.json --sample 3',
      'Three runs of the committed file',
    ),
  handler: verify,
};
