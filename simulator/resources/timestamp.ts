/** A time as Enterprise Manager writes it: UTC with Z, fractions only as far as they are needed. */
export function timestamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.?0*Z$/, 'Z');
}
