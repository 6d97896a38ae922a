/** An expression that could not be evaluated; offsets within it. Deterministic: same values, same error. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
  readonly cel: string;
  readonly start: number;
  readonly end: number;

  constructor(cel: string, message: string, start = 0, end = cel.length) {
    super(message);
    this.cel = cel;
    this.start = start;
    this.end = end;
  }
}
