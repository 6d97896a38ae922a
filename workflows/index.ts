/** What the worker serves: the names here are the workflow types that Temporal knows. */
export { runPlan } from './run-plan.js';
export { holdTarget } from './hold-target.js';
export { failedOver } from './failed-over.js';
export { failedOverReplicas } from './failed-over-replicas.js';
export { driveGroup } from './drive-group.js';
