import type { Serving } from '../faults/serving.js';
import { spoil } from '../faults/spoil.js';
import { HttpProblem, unauthorized } from '../wire/http-problem.js';
import { acceptedType } from '../wire/media-type.js';

import type { Manager } from './manager.js';
import { problemReply, reply, writeReply, type Reply } from './reply.js';
import { sessionToken, type EmRequest } from './request.js';
import type { WrittenReply } from './written-reply.js';

/** A request at Enterprise Manager, as a fault meets it. */
export function emServing(manager: Manager, request: EmRequest): Serving {
  const { jsonCasing } = manager.world.scenario.switches;
  const write = (one: Reply): WrittenReply => writeReply(one, jsonCasing);
  const act = (): Reply => reply(manager, request);
  return {
    act: () => {
      const acted = act();
      return { written: write(acted), spoil: (fault) => spoil(fault, acted, write) };
    },
    refuse: (code, headers, text) => {
      const problem = problemOf(code, headers);
      const written = write(problemReply(problem, acceptedType(request.headers.accept)));
      return text === undefined ? written : { ...written, text };
    },
    dropSession: () => {
      manager.logons.drop(sessionToken(request) ?? '');
    },
    restart: () => {
      manager.logons.restart();
    },
    misbehave: () => write(act()),
  };
}

function problemOf(code: number, headers: Readonly<Record<string, string>>): HttpProblem {
  if (code === 401) return unauthorized();
  return new HttpProblem(code, `Status ${code}, as the fault says.`, { headers });
}
