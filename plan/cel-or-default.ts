/** The two hooks of the library that a macro is made of, as far as `orDefault` needs them. */
interface MacroChecker {
  check(node: unknown, context: unknown): CheckedType;
  registry: unknown;
  createError(code: string, message: string, node: unknown): Error;
}

interface CheckedType {
  readonly kind: string;
  readonly name: string;
  unify(registry: unknown, other: CheckedType): CheckedType | null;
}

interface MacroEvaluator {
  run(node: unknown, context: unknown): unknown;
}

/** `orDefault(x, y)`: x, or y where x is null or a key on the way to it is missing. */
export function orDefault({ args }: { readonly args: readonly [unknown, unknown] }) {
  const [value, fallback] = args;
  return {
    async: false,
    typeCheck(checker: MacroChecker, _macro: unknown, context: unknown): CheckedType {
      const [left, right] = [checker.check(value, context), checker.check(fallback, context)];
      if (left.kind === 'dyn' || right.kind === 'dyn') return left.kind === 'dyn' ? left : right;
      const both = left.unify(checker.registry, right);
      if (both !== null) return both;
      const message = `orDefault(x, y) needs two of one type, got ${left.name} and ${right.name}`;
      throw checker.createError('incompatible_argument_type', message, fallback);
    },
    evaluate(evaluator: MacroEvaluator, _macro: unknown, context: unknown): unknown {
      try {
        const found = evaluator.run(value, context);
        if (found !== null) return found;
      } catch (error) {
        if ((error as { readonly code?: unknown }).code !== 'no_such_key') throw error;
      }
      return evaluator.run(fallback, context);
    },
  };
}
