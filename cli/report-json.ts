/** Options of `report` that take a value, and those of every command that do. */
const WITH_VALUE = new Set(['--html', '--md', '--junit', '--config', '--as', '--reason']);

/**
 * `--json` is a flag of every command, and of `report` it may name a file too: there the word after
 * it is the file where another word is left to be the run. Gives the command line with that option
 * under a name of its own.
 */
export function withJsonFile(argv: readonly string[]): readonly string[] {
  const words = wordsOf(argv);
  if (words[0] === undefined || argv[words[0]] !== 'report') return argv;
  return argv.flatMap((word, index) => {
    const [name, ...value] = word.split('=');
    if (name !== '--json') return [word];
    if (value.length > 0) return [`--json-file=${value.join('=')}`];
    const isFile = words.includes(index + 1) && words.length > 2;
    return [isFile ? '--json-file' : word];
  });
}

/** The places of what is no option and no value of one. */
function wordsOf(argv: readonly string[]): readonly number[] {
  return argv.flatMap((word, index) => {
    const isOption = word.startsWith('-') && word !== '-';
    const isValue = WITH_VALUE.has(argv[index - 1] ?? '');
    return isOption || isValue ? [] : [index];
  });
}
