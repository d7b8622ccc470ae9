/** `fived-plots peers`: draws the charts that compare programs. */
import { join } from 'node:path';
import type { Figure } from '@fived/charts';
import { PEER_THREADS, readPeersRecord } from '@fived/records';
import type { CommandModule } from 'yargs';
import { peersRatioFigure, peersTimeFigure } from './figures/peers.js';
import { CHART_OPTIONS, OUT, folderInOutputs, type ChartOptions, type Folders } from './options.js';
import { writeFigures } from './write-figures.js';

const PEERS_FILE = 'peers.json';

/** The charts for one thread have the plain names. */
const SUFFIXES = { one: '', all: '_all_cores' } as const;

/** Draws two charts for each measured number of threads. Throws an Error of one line. */
const drawPeers = async (options: Folders & ChartOptions): Promise<void> => {
  const path = join(options.in, PEERS_FILE);
  const record = await readPeersRecord(path);
  const figures: Record<string, Figure> = {};
  for (const threads of PEER_THREADS) {
    const [time, ratio] = [peersTimeFigure(record, threads), peersRatioFigure(record, threads)];
    if (time !== undefined) figures[`peers_training_time${SUFFIXES[threads]}.png`] = time;
    if (ratio !== undefined) figures[`peers_ratio${SUFFIXES[threads]}.png`] = ratio;
  }
  if (Object.keys(figures).length === 0)
    throw new Error(`${path}: no program has finished a run yet; "npm run peers -- --resume" goes on`);
  await writeFigures(figures, options.out, options);
};

export const peersCommand: CommandModule<object, Folders & ChartOptions> = {
  command: 'peers',
  describe: `Draw training time of other programs and ours, and its ratio to ours, from ${PEERS_FILE}`,
  builder: (yargs) =>
    yargs
      .options({ in: folderInOutputs(`Folder with ${PEERS_FILE}`), out: folderInOutputs(OUT), ...CHART_OPTIONS })
      .example('$0 peers --in outputs', 'Writes peers_training_time.png and peers_ratio.png into outputs'),
  handler: drawPeers,
};
