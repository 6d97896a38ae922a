/** A length of time for people: `0.4s`, `41s`, `31m 2s`, `2h`; an empty text for nonsense. */
export function formatElapsed(milliseconds: number): string {
  if (!Number.isFinite(milliseconds) || milliseconds < 0) return '';
  if (milliseconds < 1000) return `${(milliseconds / 1000).toFixed(1)}s`;
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return joined(`${minutes}m`, seconds % 60, 's');
  return joined(`${Math.floor(minutes / 60)}h`, minutes % 60, 'm');
}

function joined(whole: string, rest: number, unit: string): string {
  return rest === 0 ? whole : `${whole} ${rest}${unit}`;
}

/** From one ISO time to another (null: to now); an empty text while the first is not known. */
export function elapsedBetween(from: string | null, to: string | null, now: Date): string {
  if (from === null) return '';
  const end = to === null ? now.getTime() : Date.parse(to);
  return formatElapsed(Math.max(0, end - Date.parse(from)));
}

/** `2026-11-21 03:00:05Z` from an ISO time. */
export function formatTime(iso: string): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return iso;
  return `${time.toISOString().slice(0, 19).replace('T', ' ')}Z`;
}

/** `03:00:05Z`, for lines that come one after the other. */
export function clock(time: Date): string {
  return `${time.toISOString().slice(11, 19)}Z`;
}

/** `45m` from an ISO 8601 duration as the record holds it (`PT45M`); other text as it is. */
export function formatIsoDuration(text: string): string {
  const seconds = parseIsoDuration(text);
  return seconds === null ? text : formatElapsed(seconds * 1000);
}

/** The seconds of an ISO 8601 duration as the record holds it; null: it is none. */
export function parseIsoDuration(text: string): number | null {
  const parts = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(text);
  if (parts === null) return null;
  const part = (index: number): number => Number(parts[index] ?? 0);
  return part(1) * 86_400 + part(2) * 3600 + part(3) * 60 + part(4);
}
