const MAX_RESTARTS = 5;
const WINDOW_MS = 10 * 60_000;

/**
 * Counts restarts: at most 5 in 10 minutes, because what dies at once each time does not get well
 * by being started again.
 */
export function restartBudget(now: () => Date): { take(): boolean } {
  let taken: number[] = [];
  return {
    take: () => {
      const time = now().getTime();
      taken = taken.filter((earlier) => time - earlier < WINDOW_MS);
      if (taken.length >= MAX_RESTARTS) return false;
      taken.push(time);
      return true;
    },
  };
}
