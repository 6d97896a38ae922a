/** Runbooks that are too large to be shown in the documents: code -> a text that gives it. */
export const OVERSIZED: Readonly<Record<string, () => string>> = {
  'document-too-large': () => `apiVersion: drillbook/v1\nid: example\n# ${'x'.repeat(1_048_576)}\n`,
  'document-too-deep': () => `apiVersion: drillbook/v1\nid: example\ntitle: ${'['.repeat(70)}\n`,
  'too-many-aliases': () => withSteps(`x-a: &a [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]\n${multiply(5)}`),
  'plan-too-large': () => withSteps('', longTitles(1100)),
  'too-many-events': () => withSteps('', waits(2500)),
};

/** A runbook of that many steps that wait one after the other. */
export function waits(count: number): string {
  return Array.from({ length: count }, (_, at) => `  - id: step_${at}\n    wait: 1s\n`).join('');
}

function longTitles(count: number): string {
  const line = (at: number) => `  - { id: s${at}, title: ${'x'.repeat(900)}, wait: 1s }\n`;
  return Array.from({ length: count }, (_, at) => line(at)).join('');
}

/** Each list holds ten times the one before. */
function multiply(levels: number): string {
  return Array.from({ length: levels }, (_, at) => {
    const [name, before] = [String.fromCharCode(98 + at), String.fromCharCode(97 + at)];
    return `x-${name}: &${name} [${Array.from({ length: 10 }, () => `*${before}`).join(', ')}]\n`;
  }).join('');
}

function withSteps(head: string, steps = waits(1)): string {
  return `apiVersion: drillbook/v1\nid: example\n${head}steps:\n${steps}`;
}
