/** `fived info`: what is in a model. */
import type { CommandModule } from 'yargs';
import { path } from '../options.js';
import { describeModel, modelText } from '../predict/describe-model.js';
import { loadModel, MODEL_FILE } from '../predict/model.js';

interface InfoOptions {
  readonly model: string;
  readonly json: boolean;
}

/** @throws Error of one line for a file that is not a model */
async function info({ model, json }: InfoOptions): Promise<void> {
  const loaded = await loadModel(model);
  const description = await describeModel(loaded);
  console.log(json ? JSON.stringify(description, null, 2) : modelText(loaded, description));
}

export const infoCommand: CommandModule<object, InfoOptions> = {
  command: 'info <model>',
  describe: 'What is in a trained model: network, features and their ranges, settings, accuracy',
  builder: (yargs) =>
    yargs
      .positional('model', {
        demandOption: true,
        type: 'string',
        coerce: path('model'),
        describe: `A run folder of fived train, or its ${MODEL_FILE}`,
      })
      .option('json', { type: 'boolean', default: false, describe: 'Print JSON, unrounded, in place of the tables' })
      .example('$0 info runs/data', 'Of a run folder'),
  handler: info,
};
