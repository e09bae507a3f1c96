export { canonicalJson } from './canonical-json.js';
export type { EngineOptions, LocalEngine, PlanPreview } from './engine.js';
export { createEngine } from './engine.js';
export { jsonCarried, listOf } from './json-value.js';
export { describeValue, valueFits } from './port-fit.js';
export type { RunFold } from './run-state.js';
export { createRunFold, foldRunEvents, isFinalState, reduceNode } from './run-state.js';
export type { Clock, EngineServices, RuntimeLookup, World } from './services.js';
export { summarise } from './value-summary.js';
