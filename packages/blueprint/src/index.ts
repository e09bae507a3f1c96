export { autoLayout } from './auto-layout.js';
export {
  BlueprintBuilder,
  type BlueprintOptions,
  blueprint,
  type ConnectOptions,
  type NodeOptions,
} from './builder.js';
export { type ConnectionCheck, checkConnection, connectionChecker } from './check-connection.js';
export {
  type CopyRequest,
  clipboardCorner,
  copyNodes,
  type Inserted,
  type InsertOptions,
  insertClipboard,
  parseClipboard,
} from './clipboard.js';
export {
  type BlueprintDifference,
  compareBlueprints,
  type EdgeDifference,
  isSameBlueprint,
  type NodeDifference,
  type ValueChange,
} from './compare-blueprints.js';
export { cycleText, findCycles, stronglyConnected } from './cycles.js';
export { connectReplacing, deleteNodes, nextListTarget } from './edits.js';
export { buildGraph, type Graph, type GraphEdge, type GraphOrder, orderGraph } from './graph.js';
export { History, type HistoryEntry } from './history.js';
export { jsonEqual } from './json-equal.js';
export {
  disconnectEdge,
  freshLayoutId,
  groupsByMember,
  moveToGroup,
  setLayoutItem,
} from './layout-edits.js';
export { type Migration, migrateBlueprint } from './migrate-blueprint.js';
export { newBlueprint } from './new-blueprint.js';
export { createIdAllocator, freshNodeId } from './node-ids.js';
export { applyAndInvert, applyOperation, applyOperations, invertOperation } from './operations.js';
export { completeParameters } from './parameters.js';
export {
  MAX_BLUEPRINT_BYTES,
  type ParsedBlueprint,
  parseBlueprint,
  tooLargeDiagnostic,
} from './parse-blueprint.js';
export { sourcePort, type TargetPort, targetPort } from './ports.js';
export { printBlueprint, printInline } from './print-blueprint.js';
export { blueprintGraph, orderingEdges, topologicalOrder } from './topological-order.js';
export { validateBlueprint } from './validate-blueprint.js';
