import { ConsoleProblem } from './console-problem.js';

// REST 3.6.1 belongs to 9.1; lastSession came with it [vendor].
const KNOWN = ['3.5', '3.5.1', '3.6', '3.6.1'];

/** Whether a caller's X-Client-Version knows lastSession. Throws ConsoleProblem 400 if unknown. */
export function knowsSessions(version: string | readonly string[] | undefined): boolean {
  if (version === undefined) return true;
  if (typeof version === 'string' && KNOWN.includes(version)) return version === '3.6.1';
  throw new ConsoleProblem(
    400,
    'logical',
    `X-Client-Version is "${String(version)}"; known are ${KNOWN.join(', ')}.`,
  );
}
