// ISO 8601 with an offset: a local time means another moment on another machine.
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

/** A moment as an option gives it, or null where it is none that means the same everywhere. */
export function readMoment(text: string): Date | null {
  const time = new Date(text);
  return TIME.test(text) && !Number.isNaN(time.getTime()) ? time : null;
}
