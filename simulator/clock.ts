/** Where the simulator takes its time from. Tests put a clock in that they move by hand. */
export interface Clock {
  /** Milliseconds since 1970, in real time. */
  readonly now: () => number;
  /** Calls `act` once after so many real milliseconds; the function returned cancels it. */
  readonly after: (milliseconds: number, act: () => void) => () => void;
}

/** The machine's own clock. */
export const realClock: Clock = {
  now: () => Date.now(),
  after: (milliseconds, act) => {
    const timer = setTimeout(act, milliseconds);
    return () => {
      clearTimeout(timer);
    };
  },
};

/** The clock of the simulated server: real time plus a skew; durations divided by the speed. */
export interface ServerTime {
  /** What the server takes for now, in milliseconds since 1970. */
  readonly now: () => number;
  /** How many real milliseconds a duration of the scenario takes. */
  readonly scale: (milliseconds: number) => number;
  /** Calls `act` after a duration of the scenario; the function returned cancels it. */
  readonly after: (milliseconds: number, act: () => void) => () => void;
}

/** Makes the server's clock from a real one. `skew` is real milliseconds and may be negative. */
export function serverTime(clock: Clock, speed: number, skew: number): ServerTime {
  const scale = (milliseconds: number): number => milliseconds / speed;
  return {
    now: () => clock.now() + skew,
    scale,
    after: (milliseconds, act) => clock.after(scale(milliseconds), act),
  };
}
