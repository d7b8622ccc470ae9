/** The program behind `npm run peers`. */
import { run } from './command.js';

process.exitCode = await run(process.argv.slice(2));
