import type { Command } from 'commander';
import type { Registry } from './registry.js';

/** Adds the commands for auditors: what a run left, whether it is whole, and what it shows. */
export function addEvidenceCommands(program: Command, registry: Registry): void {
  addEvidence(program, registry);
  addReplay(program, registry);
  addKeys(program, registry);
}

function addEvidence(program: Command, { io, done, globals }: Registry): void {
  const evidence = program
    .command('evidence')
    .summary('export and verify the evidence of a run')
    .description('What a run leaves for auditors: one file, signed, checked without any server.');
  evidence
    .command('export')
    .description('Write the evidence of a run that is over to a file.')
    .argument('<run>', "the run's id")
    .requiredOption('-o, --output <file>', 'the file; - is stdout')
    .action(async (run: string, flags: { output: string }) => {
      const { exportEvidence } = await import('./commands/evidence-export.js');
      done(await exportEvidence({ run, output: flags.output, globals: globals() }, io));
    });
  evidence
    .command('verify')
    .description('Check an evidence file, without any server.')
    .argument('<file>', 'the evidence file')
    .option('--key <file>', 'the public key whose signature is wanted')
    .action(async (file: string, flags: { key?: string }) => {
      const { verify } = await import('./commands/evidence-verify.js');
      done(await verify({ file, key: flags.key ?? null, globals: globals() }, io));
    });
}

interface ReplayFlags {
  readonly step?: string;
  readonly at?: string;
  readonly key?: string;
  readonly anyBundle?: boolean;
}

function addReplay(program: Command, { io, done, globals }: Registry): void {
  program
    .command('replay')
    .summary('replay an evidence file: is it what this code does, and why')
    .description(
      'Replay an evidence file without any server, and tell each decision with its cause.',
    )
    .argument('<file>', 'the evidence file')
    .option('--step <id>', 'tell of this step only')
    .option('--at <time>', 'tell what had happened by then (ISO 8601)')
    .option('--key <file>', 'the public key whose signature is wanted')
    .option('--any-bundle', 'with the workflow code that is here, if it is not the recorded one')
    .action(async (file: string, flags: ReplayFlags) => {
      const { replay } = await import('./commands/replay.js');
      const args = {
        file,
        step: flags.step ?? null,
        at: flags.at ?? null,
        key: flags.key ?? null,
        anyBundle: flags.anyBundle ?? false,
        globals: globals(),
      };
      done(await replay(args, io));
    });
}

function addKeys(program: Command, { io, done, globals }: Registry): void {
  const keys = program
    .command('keys')
    .summary('make the key that signs evidence')
    .description('Keys that sign evidence.');
  keys
    .command('create')
    .description('Make a pair of keys: FILE is the secret one, FILE.pub is for auditors.')
    .option('-o, --output <file>', 'the private key', 'drillbook-evidence.key')
    .action(async (flags: { output: string }) => {
      const { createKeyFiles } = await import('./commands/keys-create.js');
      done(await createKeyFiles({ output: flags.output, globals: globals() }, io));
    });
}
