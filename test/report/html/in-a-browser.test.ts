import { accessSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chromium, type Browser } from 'playwright-core';
import { renderHtml } from '../../../report/html/render-html.js';
import { someRecord, someStep } from '../terminal/records.js';

/** A browser of the system; none is downloaded, and without one there is nothing to be tested here. */
const BROWSER = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (path) => {
    try {
      accessSync(path);
      return true;
    } catch {
      return false;
    }
  },
);

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

interface AxeResult {
  readonly violations: readonly { readonly id: string; readonly impact: string | null }[];
}

(BROWSER === undefined ? describe.skip : describe)('the page in a browser', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: BROWSER ?? '', args: ['--no-sandbox'] });
  });

  afterAll(() => browser.close());

  it.each([
    ['phone', 390, 'light', 'screen'],
    ['laptop', 1280, 'light', 'screen'],
    ['laptop', 1280, 'dark', 'screen'],
    // A4 with its margins: what does not fit is cut off.
    ['page of paper', 700, 'light', 'print'],
  ] as const)('is well on a %s (%i) in %s', async (_what, width, colorScheme, media) => {
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
    const page = await context.newPage();
    await page.emulateMedia({ media });
    const complaints: string[] = [];
    const requests: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => requests.push(request.url()));
    const error = { type: 'TimeLimit', message: 'the job was not over within its time limit' };
    const record = someRecord({ steps: [someStep(), someStep({ status: 'failed', error })] });
    const html = renderHtml({ record, journal: [], plan: null, now: new Date() });

    await page.setContent(html, { waitUntil: 'load' });
    const width0 = await page.evaluate('document.documentElement.scrollWidth');
    await page.evaluate(await readFile(AXE, 'utf8'));
    const { violations } = await page.evaluate<AxeResult>('axe.run()');
    await context.close();

    expect(complaints).toEqual([]);
    expect(requests.filter((url) => !url.startsWith('about:'))).toEqual([]);
    expect(width0).toBeLessThanOrEqual(width);
    const serious = violations.filter(
      ({ impact }) => impact === 'serious' || impact === 'critical',
    );
    expect(serious.map(({ id }) => id)).toEqual([]);
  });
});
