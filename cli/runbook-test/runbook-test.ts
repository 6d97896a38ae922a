import type { JsonObject } from '../../plan/json.js';
import type { Mode } from '../../plan/plan.js';
import type { CompiledRunbook } from '../compile-runbook.js';
import type {
  AnswerFixture,
  Meeting,
  TargetFixture,
  TestFile,
  WrittenTest,
} from './test-schema.js';
import { DEFAULT_SPEED } from './test-schema.js';

/** Where something stands in a file, from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A test that is ready to be played: what `defaults` say is in it, and nothing of it is wrong. */
export interface RunbookTest {
  readonly name: string;
  readonly file: string;
  readonly place: Place | null;
  readonly runbook: CompiledRunbook;
  readonly speed: number;
  readonly inputs: JsonObject;
  readonly groups: Readonly<Record<string, readonly string[]>>;
  readonly targets: Readonly<Record<string, TargetFixture>>;
  readonly network: Readonly<Record<string, Meeting>>;
  /** Seconds by step. */
  readonly waits: Readonly<Record<string, number>>;
  readonly answers: readonly AnswerFixture[];
  readonly outcome: WrittenTest['outcome'];
  readonly expect: readonly string[];
}

/** A test with what the file's `defaults` say; of two that speak of the same name its own counts. */
export function withDefaults({ defaults = {} }: TestFile, test: WrittenTest) {
  return {
    mode: (test.mode ?? defaults.mode ?? null) satisfies Mode | null,
    speed: test.speed ?? defaults.speed ?? DEFAULT_SPEED,
    inputs: { ...defaults.inputs, ...test.inputs },
    groups: { ...defaults.groups, ...test.groups },
    targets: { ...defaults.targets, ...test.targets },
    network: { ...defaults.network, ...test.network },
    waits: { ...defaults.waits, ...test.waits },
  };
}
