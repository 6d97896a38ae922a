const EVERY_MS = 3_000;

/** Calls `tell` every few seconds until the function it returns is called. */
export function every(tell: () => void): () => void {
  const timer = setInterval(tell, EVERY_MS);
  return () => {
    clearInterval(timer);
  };
}

/** The time since then in words of an operator: `42 s`, `3 min 5 s`. */
export function elapsed(sinceMs: number): string {
  const seconds = Math.round((Date.now() - sinceMs) / 1000);
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
