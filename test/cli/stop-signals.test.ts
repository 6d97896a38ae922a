import { describe, expect, it } from '@jest/globals';
import { stopSignals } from '../../cli/stop-signals.js';
import { fakeIo } from './fake-io.js';

describe('stopSignals', () => {
  it('tells the first signal from the second', async () => {
    const io = fakeIo();
    const signals = stopSignals(io);

    io.stop();
    const early = await Promise.race([signals.first, signals.second]);
    io.stop();

    expect(early).toBe('stop');
    expect(await signals.second).toBe('force');
  });
});
