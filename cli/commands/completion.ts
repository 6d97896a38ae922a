import type { Command } from 'commander';
import { wrongUse } from '../command-error.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { Io } from '../io.js';

export interface CompletionArgs {
  readonly shell: string;
  readonly program: Command;
}

interface Words {
  readonly name: string;
  readonly description: string;
  readonly flags: readonly string[];
}

/** Prints a completion script for a shell, made from the commands as they are. */
export function completion(args: CompletionArgs, io: Io): ExitCode {
  const commands = readCommands(args.program);
  switch (args.shell) {
    case 'bash':
      io.stdout.write(bash(commands));
      return EXIT.done;
    case 'zsh':
      io.stdout.write(zsh(commands));
      return EXIT.done;
    case 'fish':
      io.stdout.write(fish(commands));
      return EXIT.done;
    default:
      throw wrongUse(`completion knows bash, zsh and fish, not ${args.shell}`);
  }
}

function readCommands(program: Command): Words[] {
  const help = program.createHelp();
  const globals = longFlags(program);
  return help.visibleCommands(program).map((command) => ({
    name: command.name(),
    description: command.summary() === '' ? command.description() : command.summary(),
    flags: [...longFlags(command), ...globals],
  }));
}

function longFlags(command: Command): string[] {
  return command.options.flatMap(({ long }) => (typeof long === 'string' ? [long] : []));
}

function bash(commands: readonly Words[]): string {
  const cases = commands.map(({ name, flags }) => `    ${name}) words='${flags.join(' ')}' ;;`);
  return `_drillbook() {
  local words='${commands.map(({ name }) => name).join(' ')}'
  if [ "$COMP_CWORD" -gt 1 ]; then
    case "\${COMP_WORDS[1]}" in
${cases.map((line) => `  ${line}`).join('\n')}
      *) words='' ;;
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _drillbook drillbook
`;
}

function zsh(commands: readonly Words[]): string {
  const list = commands.map(({ name, description }) => `    '${name}:${quoted(description)}'`);
  const cases = commands.map(
    ({ name, flags }) => `    ${name}) compadd -- ${flags.join(' ')}; _files ;;`,
  );
  return `#compdef drillbook
_drillbook() {
  local -a commands=(
${list.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe 'command' commands
    return
  fi
  case "$words[2]" in
${cases.join('\n')}
  esac
}
compdef _drillbook drillbook
`;
}

function fish(commands: readonly Words[]): string {
  const lines = commands.flatMap(({ name, description, flags }) => [
    `complete -c drillbook -n __fish_use_subcommand -a ${name} -d '${quoted(description)}'`,
    ...flags.map(
      (flag) =>
        `complete -c drillbook -n '__fish_seen_subcommand_from ${name}' -l ${flag.slice(2)}`,
    ),
  ]);
  return `${lines.join('\n')}\n`;
}

function quoted(text: string): string {
  return text.replaceAll("'", '’');
}
