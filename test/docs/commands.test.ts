import { describe, expect, it } from '@jest/globals';
import { buildProgram } from '../../cli/program.js';
import { fakeIo } from '../cli/fake-io.js';
import { read } from './documents.js';

const program = buildProgram(fakeIo(), () => undefined);
const visible = program
  .createHelp()
  .visibleCommands(program)
  .filter((command) => command.name() !== 'help');

const page = read('docs/commands.md').text;

describe('docs/commands.md', () => {
  it.each(visible.map((command) => [command.name()]))('has the command %s', (name) => {
    expect(page).toMatch(new RegExp(`\`${name}[ \`]`));
  });

  it.each(visible.map((command) => [command.name(), command] as const))(
    'has the options of %s',
    (_name, command) => {
      const flags = command.options.map(({ long }) => long ?? '');

      expect(flags.filter((flag) => !page.includes(flag))).toEqual([]);
    },
  );

  it('has the options of every command', () => {
    const flags = program.options.map(({ long }) => long ?? '');

    expect(flags.filter((flag) => flag !== '--version' && !page.includes(flag))).toEqual([]);
  });
});
