import type { MachineRecord } from './run-record.js';

/** The machines of one item of a step. */
export interface ItemMachines {
  readonly key: string;
  readonly machines: readonly MachineRecord[];
}

/** The machines of all items as those of their step: `key/name` where two items have the same one. */
export function foldMachines(items: readonly ItemMachines[]): readonly MachineRecord[] {
  const seen = new Map<string, number>();
  for (const { name } of items.flatMap(({ machines }) => [...machines])) {
    seen.set(name, (seen.get(name) ?? 0) + 1);
  }
  return items.flatMap(({ key, machines }) =>
    machines.map((machine) =>
      seen.get(machine.name) === 1 ? machine : { ...machine, name: `${key}/${machine.name}` },
    ),
  );
}
