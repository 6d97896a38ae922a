import type { JobResult, Machine, MachineState } from '../world/model.js';
import type { World } from '../world/world.js';

export interface MachineTruth {
  readonly name: string;
  readonly id: string;
  readonly state: MachineState;
  readonly lastResult: JobResult | null;
  readonly startedCount: number;
  readonly testedCount: number;
  readonly undoneCount: number;
  /** The service's port, also while it is closed. */
  readonly port: number | null;
  readonly serviceOpen: boolean;
  readonly productionPort: number | null;
  readonly productionOpen: boolean;
  readonly problem: string | null;
}

export function machineTruth({ services }: World, machine: Machine): MachineTruth {
  const { name, id, state, lastResult, startedCount, testedCount, undoneCount } = machine;
  return {
    name,
    id,
    state,
    lastResult,
    startedCount,
    testedCount,
    undoneCount,
    port: services.port(machine),
    serviceOpen: services.isOpen(machine),
    productionPort: services.productionPort(machine),
    productionOpen: services.isProductionOpen(machine),
    problem: services.problem(machine),
  };
}
