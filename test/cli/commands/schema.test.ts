import { describe, expect, it } from '@jest/globals';
import { committed } from '../../schema/validators.js';
import { runIn } from './runbook-folder.js';

describe('schema', () => {
  it.each([
    [['schema'], 'runbook.schema.json'],
    [['schema', 'runbook'], 'runbook.schema.json'],
    [['schema', 'config'], 'temporal.config.schema.json'],
    [['schema', 'test'], 'runbook-test.schema.json'],
  ])('prints with %j the file %s', async (argv, file) => {
    const { exitCode, io } = await runIn(argv);

    expect(exitCode).toBe(0);
    expect(io.out()).toBe(committed(file));
  });

  it('names the schemas that there are for another', async () => {
    const { exitCode, io } = await runIn(['schema', 'plan']);

    expect(exitCode).toBe(3);
    expect(io.err()).toContain('runbook, config, test');
  });
});
