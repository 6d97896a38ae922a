import type { SteeringCommand } from './steering.js';

/** Whether something from outside has the form of a command: who can reach Temporal can send any. */
export function isSteeringCommand(value: unknown): value is SteeringCommand {
  if (!isRecord(value) || !isRecord(value['person'])) return false;
  const { person } = value;
  return (
    typeof value['verb'] === 'string' &&
    isTextOrNull(value['step']) &&
    isTextOrNull(value['item']) &&
    isTextOrNull(value['choice']) &&
    Array.isArray(value['machines']) &&
    typeof value['reason'] === 'string' &&
    isMissingOr('string', value['planHash']) &&
    isMissingOr('boolean', value['isBreakGlass']) &&
    isMissingOr('string', value['note']) &&
    typeof person['name'] === 'string' &&
    typeof person['osUser'] === 'string' &&
    typeof person['host'] === 'string' &&
    typeof person['authenticated'] === 'boolean'
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTextOrNull(value: unknown): boolean {
  return value === null || typeof value === 'string';
}

function isMissingOr(type: 'string' | 'boolean', value: unknown): boolean {
  return value === undefined || typeof value === type;
}
