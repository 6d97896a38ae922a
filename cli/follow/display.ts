import { renderChanges, type Look } from '../../report/terminal/render-changes.js';
import { renderLive } from '../../report/terminal/render-live.js';
import { clock } from '../../report/terminal/times.js';
import type { Io } from '../io.js';
import { redrawnBlock } from './redraw.js';

/** Shows a run while it is followed; always on stderr, because the result is the record. */
export interface Display {
  show(look: Look): void;
  /** A sentence about the following itself. */
  note(text: string): void;
  end(): void;
}

/** A redrawn block on a terminal, else a line per change. */
export function makeDisplay(io: Io): Display {
  return io.isTerminal.stderr ? liveDisplay(io) : plainDisplay(io);
}

function liveDisplay(io: Io): Display {
  const block = redrawnBlock(io.stderr);
  return {
    show: (look) => {
      const { columns, rows } = io.size();
      const options = { colour: io.colour.stderr, now: io.now(), rows: rows - 1, columns };
      block.draw(renderLive(look, options), columns);
    },
    note: (text) => {
      block.clear();
      io.stderr.write(`${text}\n`);
    },
    end: () => {
      block.clear();
    },
  };
}

function plainDisplay(io: Io): Display {
  let before: Look | null = null;
  return {
    show: (look) => {
      const lines = renderChanges(before, look, io.now());
      before = look;
      if (lines.length > 0) io.stderr.write(`${lines.join('\n')}\n`);
    },
    note: (text) => {
      io.stderr.write(`${clock(io.now())}  ${text}\n`);
    },
    end: () => undefined,
  };
}
