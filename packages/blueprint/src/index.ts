export { adoptSubgraphs } from './adopt-subgraphs.js';
export { autoLayout } from './auto-layout.js';
export { BlueprintBuilder, blueprint } from './builder.js';
export type {
  BlueprintOptions,
  ConnectOptions,
  GroupOptions,
  NodeOptions,
  NoteOptions,
  SubgraphOptions,
} from './builder-options.js';
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
export { deleteReconnecting } from './delete-reconnecting.js';
export { DocumentHistory } from './document-history.js';
export { interfaceOf } from './draft.js';
export { connectReplacing, deleteNodes, nextListTarget } from './edits.js';
export {
  type FlatBlueprint,
  type FlatInstance,
  flatten,
  MAX_FLAT_NODES,
  MAX_SUBGRAPH_DEPTH,
} from './flatten.js';
export { buildGraph, type Graph, type GraphEdge, type GraphOrder, orderGraph } from './graph.js';
export { History, type HistoryEntry } from './history.js';
export {
  exposeParameter,
  freshPortName,
  type InterfaceSide,
  inLevel,
  instancesOf,
  makeIndependent,
  removePort,
  removeSubgraph,
  renamePort,
  wouldRecurse,
} from './interface-edits.js';
export { jsonEqual } from './json-equal.js';
export {
  disconnectEdge,
  freshLayoutId,
  groupsByMember,
  moveToGroup,
  setLayoutItem,
} from './layout-edits.js';
export { freshSubgraphId, type MadeSubgraph, makeSubgraph } from './make-subgraph.js';
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
export { instanceDefinition, levelCatalog, withSubgraphs } from './subgraph-definitions.js';
export { parseSubgraphFile, printSubgraphFile, subgraphFile } from './subgraph-file.js';
export {
  allLevels,
  INPUTS_TYPE,
  isBoundaryType,
  levelBlueprint,
  OUTPUTS_TYPE,
  subgraphAt,
  subgraphClosure,
  usedSubgraphs,
} from './subgraph-levels.js';
export { type SubgraphOrder, subgraphOrder } from './subgraph-order.js';
export { blueprintGraph, orderingEdges, topologicalOrder } from './topological-order.js';
export { unpackSubgraph } from './unpack-subgraph.js';
export { validateBlueprint, withPaths } from './validate-blueprint.js';
export { validateGraph } from './validate-graph.js';
