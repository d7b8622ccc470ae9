/** `fived-plots peers`: draws the charts that compare programs. */
import { join } from 'node:path';
import type { Figure } from '@fived/charts';
import { PEER_THREADS, readPeersRecord } from '@fived/records';
import type { CommandModule } from 'yargs';
import { withChartOptions, type ChartOptions } from './chart-options.js';
import { peersRatioFigure, peersTimeFigure } from './figures/peers.js';
import { writeFigures } from './write-figures.js';

export const PEERS_FILE = 'peers.json';

/** The charts for one thread have the plain names. */
const SUFFIXES = { one: '', all: '_all_cores' } as const;

export interface PeersFolders {
  readonly in: string;
  readonly out: string;
}

/**
 * Draws two charts for each measured number of threads, and gives each written file's path to `written`. Throws an
 * Error of one line.
 */
export const drawPeers = async (
  folders: PeersFolders,
  written: (path: string) => void,
  options?: ChartOptions,
): Promise<void> => {
  const path = join(folders.in, PEERS_FILE);
  const record = await readPeersRecord(path);
  const figures: Record<string, Figure> = {};
  for (const threads of PEER_THREADS) {
    const [time, ratio] = [peersTimeFigure(record, threads), peersRatioFigure(record, threads)];
    if (time !== undefined) figures[`peers_training_time${SUFFIXES[threads]}.png`] = time;
    if (ratio !== undefined) figures[`peers_ratio${SUFFIXES[threads]}.png`] = ratio;
  }
  if (Object.keys(figures).length === 0)
    throw new Error(`${path}: no program has finished a run yet; "npm run peers -- --resume" goes on`);
  await writeFigures(figures, folders.out, written, options);
};

export const peersCommand: CommandModule<object, PeersFolders & ChartOptions> = {
  command: 'peers',
  describe: `Draw training time of other programs and ours, and its ratio to ours, from ${PEERS_FILE}`,
  builder: (yargs) =>
    withChartOptions(
      yargs
        .option('in', { type: 'string', default: 'outputs', describe: `Folder with ${PEERS_FILE}`, requiresArg: true })
        .option('out', {
          type: 'string',
          default: 'outputs',
          describe: 'Folder for the charts; made when absent',
          requiresArg: true,
        }),
    ).example('$0 peers --in outputs', 'Writes peers_training_time.png and peers_ratio.png into outputs'),
  handler: (options) =>
    drawPeers(
      options,
      (path) => {
        console.log(path);
      },
      options,
    ),
};
