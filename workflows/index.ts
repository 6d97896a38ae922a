/** What the worker serves: the names here are the workflow types that Temporal knows. */
export { runPlan } from './run-plan.js';
export { holdTarget } from './hold-target.js';
export { failedOver } from './failed-over.js';
