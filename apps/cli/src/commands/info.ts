/** `fived info`: what is in a model. */
import type { Argv, CommandModule } from 'yargs';
import { flag, withOptions, type OptionsOf } from '../options.js';
import { describeModel, modelText } from '../predict/describe-model.js';
import { loadModel, modelArgument } from '../predict/model.js';

const infoOptions = (yargs: Argv) =>
  withOptions(modelArgument(yargs), { json: flag('Print JSON, unrounded, in place of the tables') });
type InfoOptions = OptionsOf<typeof infoOptions>;

/** @throws Error of one line for a file that is not a model */
async function info({ model, json }: InfoOptions): Promise<void> {
  const loaded = await loadModel(model);
  const description = await describeModel(loaded);
  console.log(json ? JSON.stringify(description, null, 2) : modelText(loaded, description));
}

export const infoCommand: CommandModule<object, InfoOptions> = {
  command: 'info <model>',
  describe: 'What is in a trained model: network, features and their ranges, settings, accuracy',
  builder: (yargs) => infoOptions(yargs).example('$0 info runs/data', 'Of a run folder'),
  handler: info,
};
