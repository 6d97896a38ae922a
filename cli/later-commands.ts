import type { Command } from 'commander';
import { wrongUse } from './command-error.js';

/** Commands that are designed and not made yet: not listed, and named when someone types them. */
const LATER = [
  'approve',
  'reject',
  'answer',
  'pause',
  'resume',
  'undo',
  'schedule',
  'report',
  'evidence',
  'replay',
  'import',
];

/** Adds the commands of later versions, hidden: typed, they say that they are not there yet. */
export function addLaterCommands(program: Command): void {
  for (const name of LATER) {
    program
      .command(name, { hidden: true })
      .allowUnknownOption()
      .allowExcessArguments()
      .helpOption(false)
      .action(() => {
        throw wrongUse(`${name} is not in this version yet; drillbook --help lists what is`);
      });
  }
}
