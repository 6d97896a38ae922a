import type { Notice } from '../plan/notice.js';

/** A notice for people, as an email has it. */
export function mailOf(notice: Notice): { readonly subject: string; readonly text: string } {
  const { run, step, message, subject, command, at, chain } = notice;
  const lines = [
    message,
    '',
    `run:     ${run.id}`,
    `runbook: ${run.title ?? run.runbook} (${run.mode})`,
    ...(run.outcome === null ? [] : [`outcome: ${run.outcome}`]),
    ...(step === null ? [] : [`step:    ${step}`]),
    `started: by ${run.startedBy} (stated, not proven)`,
    `plan:    ${run.planHash}`,
    `at:      ${at}`,
    ...(chain === null ? [] : [`record:  ${chain.head} over ${chain.length} entries`]),
    '',
    `See it with: ${command}`,
  ];
  return { subject: subject ?? `${headline(notice)}: ${words(notice)}`, text: lines.join('\n') };
}

/** A notice as a line or two of a chat, in Slack's markup. */
export function slackOf(notice: Notice): { readonly text: string } {
  const { run, message, command, chain } = notice;
  const proof = chain === null ? [] : [`record ${chain.head}`];
  const lines = [
    `*${escapeSlack(headline(notice))}*: ${escapeSlack(words(notice))}`,
    escapeSlack(message),
    ...proof,
    `\`${command}\``,
  ];
  return { text: lines.filter((line) => line !== '' && line !== run.id).join('\n') };
}

function headline({ run }: Notice): string {
  return `${run.mode === 'live' ? 'LIVE' : 'drill'} of ${run.title ?? run.runbook}`;
}

function words({ event, run }: Notice): string {
  switch (event) {
    case 'message':
      return 'message';
    case 'started':
      return 'started';
    case 'waiting':
      return 'waiting for a person';
    case 'degraded':
      return 'goes on degraded';
    case 'failed':
      return 'will not end well';
    case 'ended':
      return `ended, ${run.outcome ?? 'unknown'}`;
  }
}

// Slack's documentation, "Formatting text": these three and no others are escaped; so no foreign text
// can mention a channel or hide a link.
function escapeSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
