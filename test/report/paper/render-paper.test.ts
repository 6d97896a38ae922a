import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { compile } from '../../../compiler/compile.js';
import { renderPaper } from '../../../report/paper/render-paper.js';

const SITE = readFileSync(new URL('../../../runbooks/full-site.yaml', import.meta.url), 'utf8');

function paper(mode: 'drill' | 'live'): string {
  const { plan } = compile(SITE, { file: 'site.yaml', mode });
  if (plan === null) throw new Error('it has errors');
  return renderPaper(plan, { planHash: 'sha256:abc', file: 'site.yaml' });
}

describe('a runbook on paper', () => {
  it('has each step in order, with what to do by hand and room to sign', () => {
    const text = paper('live');

    expect(text).toContain('**LIVE: this really fails over.**');
    expect(text).toContain('Start the cloud failover plan "ERP databases" ONCE.');
    expect(text).toContain('Check that it does NOT answer.');
    expect(text).toContain('the CDP replicas orders01, orders02');
    const steps = text.match(/^### \d+\. /gm)?.length ?? 0;
    expect(text.match(/^Done by: /gm)).toHaveLength(steps);
    expect(text.indexOf('### 1. ready')).toBeLessThan(text.indexOf('### 2. fenced'));
  });

  it('starts nothing in a drill', () => {
    const text = paper('drill');

    expect(text).toContain('**DRILL:');
    expect(text).toContain('Test the cloud failover plan "ERP databases" (never start it)');
    expect(text).not.toContain(' ONCE');
  });
});
