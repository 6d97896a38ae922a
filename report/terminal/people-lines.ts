import type { Json, JsonObject } from '../../plan/json.js';
import { plainText } from './plain-text.js';
import { formatTime } from './times.js';

/** What an approval is about, for the person who has to say yes or no: message, plan, targets, who. */
export function approvalLines(evidence: JsonObject): string[] {
  const until = text(evidence['until']);
  const late = text(evidence['late']);
  const given = list(evidence['approvedBy']).map(text).join(', ');
  return [
    text(evidence['message']),
    `plan ${text(evidence['planHash'])}`,
    ...list(evidence['targets']).map(targetLine),
    whoLine(evidence),
    ...(given === '' ? [] : [`approved by ${given} (stated, not proven)`]),
    ...(until === '' || late !== ''
      ? []
      : [`until ${formatTime(until)}, then: ${text(evidence['onTimeout'])}`]),
    ...(late === '' ? [] : [late]),
  ].map((line) => `  ${line}`);
}

/** What a person is to do, until when, and who may say what became of it. */
export function taskLines(evidence: JsonObject): string[] {
  const until = text(evidence['until']);
  const from = list(evidence['from']).map(text).join(', ');
  return [
    text(evidence['do']),
    from === '' ? 'anybody may answer' : `from ${from}`,
    ...(until === '' ? [] : [`until ${formatTime(until)}, then it counts as failed`]),
  ].map((line) => `  ${line}`);
}

/** How many of how many are missing, for the question itself. */
export function approvalsMissing(evidence: JsonObject): string {
  const [missing, min] = [evidence['missing'], evidence['min']];
  if (typeof missing !== 'number' || typeof min !== 'number' || min === 1) return '';
  return `, ${missing} of ${min} missing`;
}

function whoLine(evidence: JsonObject): string {
  const from = list(evidence['from']).map(text).join(', ');
  const starter = text(evidence['startedBy']);
  const not = evidence['notRequester'] === true ? `, but not ${starter}, who started the run` : '';
  return `from ${from}${not}`;
}

function targetLine(value: Json): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return '';
  const target = value as JsonObject;
  const point = text(target['restorePoint']);
  const what = `${text(target['action'])} "${text(target['name'])}" on ${text(target['connection'])}`;
  return `${what}, ${text(target['machines'])} machines${point === '' ? '' : `, restore point: ${point}`}`;
}

function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

function text(value: Json | undefined): string {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? plainText(value) : '';
}
