import { DecodeError } from '../transport/decode-error.js';
import type { Answer } from '../transport/exchange.js';
import { header } from '../transport/exchange.js';
import { objectOf, parseObject } from './json-fields.js';
import { isUuid } from './requests.js';
import type { Accepted } from './resources.js';

/**
 * What an answer to a mutation says. 200: taken; 202: taken, and followed at the Location. Errors
 * in it never come this far.
 *
 * @throws DecodeError for anything else, for then it is open what happened.
 */
export function acceptedOf(body: string, answer: Answer): Accepted {
  switch (answer.status) {
    case 200:
      return accepted(body);
    case 202:
      return queued(header(answer, 'location') ?? '');
    default:
      throw new DecodeError('neither 200 nor 202 came');
  }
}

function accepted(body: string): Accepted {
  const { members } = parseObject(body, 'the answer');
  objectOf(members.get('data'), 'data');
  // Its form is the token endpoint's; nobody knows what it would mean here.
  if ((members.get('error') ?? null) !== null) throw new DecodeError('an error came with 200');

  return { kind: 'accepted' };
}

/** Only the id of the action is taken from the Location, whatever host it names. */
function queued(location: string): Accepted {
  const id = /\/asyncActions\/([^/?#]+)\/?$/i.exec(location)?.[1] ?? '';
  if (!isUuid(id)) throw new DecodeError('202 came without the Location of an async action');

  return { kind: 'queued', actionId: id.toLowerCase() };
}
