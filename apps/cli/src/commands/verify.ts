/** `fived verify`: trains again what a result file claims, and compares to the bit. */
import { captureEnvironment } from '@fived/bench';
import { describeDifference, ExitError, inertStrings, readBenchmarkRecord, runName } from '@fived/records';
import { command } from '../command.js';
import { chooseEngine, ENGINE_OPTION } from '../benchmark/engines.js';
import { codeVersion } from '../benchmark/origin.js';
import { jsonFlag, pathArgument, wholeNumber, type Values } from '../options.js';
import { good, tell } from '../terminal.js';
import { checkVerifiable, claimedSettings, claimsOf, retrain, sampleClaims, type Verified } from '../verify/retrain.js';
import { contradictions } from '../verify/contradictions.js';
import { differenceLines, originLines, verifiedJson, verifiedTable } from '../verify/verified-text.js';

const VERIFY_OPTIONS = {
  file: pathArgument('A benchmark_results.json, of any machine'),
  sample: {
    read: wholeNumber(1),
    group: 'Running:',
    describe: 'Train only this many of the runs again, drawn at random',
    defaultDescription: 'all',
  },
  seed: { default: 42, read: wholeNumber(0), group: 'Running:', describe: 'Seed of the draw for --sample' },
  engine: ENGINE_OPTION,
  json: jsonFlag('Print JSON in place of the table'),
} as const;

/**
 * Prints one line a run on stderr, and the table and all differences on stdout.
 * @throws Error if the file cannot be read or verified; ExitError unless everything that was looked at is right
 */
async function verify({ file, sample, seed, engine: asked, json }: Values<typeof VERIFY_OPTIONS>): Promise<void> {
  const record = checkVerifiable(await readBenchmarkRecord(file), file);
  const engine = chooseEngine(asked);
  const all = claimsOf(record);
  const claims = sampleClaims(all, sample ?? all.length, seed);
  const say = json ? tell : console.log;
  say(originLines(record, inertStrings(await captureEnvironment()), codeVersion()));

  const inFile = contradictions(record);
  const verified: Verified[] = [];
  for await (const one of retrain(claims, claimedSettings(record, engine))) {
    verified.push(one);
    const { datasetSize, run, differences } = one;
    const outcome =
      differences.length === 0 ? 'equal' : `differs in ${differences.map(({ field }) => field).join(', ')}`;
    tell(`${runName(datasetSize, run.run)}, seed ${run.seed}: ${outcome} (${verified.length} of ${claims.length})`);
  }
  const wrong = verified.filter(({ differences }) => differences.length > 0);
  const [first] = [...inFile, ...wrong.flatMap(({ differences }) => differences)];
  const trained = `${claims.length} of ${all.length} runs trained again with the ${engine} engine`;
  const isVerified = inFile.length === 0 && wrong.length === 0;
  if (json) console.log(verifiedJson(verified, { file, engine, verified: isVerified, contradictions: inFile }));
  else console.log(`\n${verifiedTable(verified)}\n`);
  if (!isVerified) {
    if (!json) for (const line of differenceLines(inFile, verified)) console.log(line);
    throw new ExitError(
      1,
      `fived: ${file} is not verified: ${describeDifference(first)} ` +
        `(${trained}, not equal: ${wrong.length}; contradictions within the file: ${inFile.length}).`,
    );
  }
  say(
    `${good('Verified')}: ${trained}; all hashes and accuracies are equal to the bit, ` +
      'and all statistics are those of the runs.' +
      '\nTimes are what that machine took, and cannot be verified.',
  );
}

export const verifyCommand = command({
  command: 'verify <file>',
  describe: 'Train again what a result file says, and compare hashes and accuracies to the bit',
  options: VERIFY_OPTIONS,
  examples: [['$0 verify docs/performance/benchmark_results.json --sample 3', 'Three runs of the committed file']],
  handler: verify,
});
