import path from 'node:path';
import { createKeys, signerOf } from '../../evidence/keys.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { GlobalOptions } from '../global-options.js';
import type { Io } from '../io.js';
import { refuseExisting, writeNewFile } from '../write-new-file.js';

export interface KeysArgs {
  readonly output: string;
  readonly globals: GlobalOptions;
}

/** Makes the pair of keys for evidence. A file that is there is never written over. */
export async function createKeyFiles(args: KeysArgs, io: Io): Promise<ExitCode> {
  const privateKey = path.resolve(io.cwd, args.output);
  const publicKey = `${privateKey}.pub`;
  await refuseExisting(publicKey);
  const { privatePem, publicPem } = createKeys();
  await writeNewFile(privateKey, privatePem, 0o600);
  await writeNewFile(publicKey, publicPem, 0o644);
  const { keyId } = signerOf(privatePem);
  if (args.globals.json) {
    io.stdout.write(`${JSON.stringify({ keyId, privateKey, publicKey }, null, 2)}\n`);
    return EXIT.done;
  }
  io.stdout.write(
    [
      `private key  ${privateKey}  (for the worker alone: evidence: { key: { file: ... } })`,
      `public key   ${publicKey}  (for auditors: drillbook evidence verify FILE --key ...)`,
      `key id       ${keyId}`,
      '',
    ].join('\n'),
  );
  return EXIT.done;
}
