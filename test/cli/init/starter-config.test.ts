import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { STARTER_CONFIG } from '../../../cli/init/starter-config.js';
import { loadConfig } from '../../../config/load-config.js';

describe('the configuration that init writes', () => {
  it('can be loaded, without a warning, and has the connection that the runbook names', async () => {
    const cwd = await mkdtemp(join(tmpdir(), 'drillbook-test-'));
    try {
      await writeFile(join(cwd, 'temporal.config.yaml'), STARTER_CONFIG);

      const { config } = await loadConfig({ file: null, env: {}, cwd });

      expect(config.warnings).toEqual([]);
      expect([...config.connections.keys()]).toContain('dr-em');
    } finally {
      await rm(cwd, { recursive: true });
    }
  });
});
