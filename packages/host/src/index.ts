export { withSubgraphs } from '@atomiton/blueprint';
export { type OpenedHost, openOrAttach } from './attach/open-or-attach.js';
export { answerMessage, refusal } from './carriers/answer-message.js';
export { MAX_MESSAGE_SIZE } from './carriers/check-message.js';
export { createMemoryCarrier } from './carriers/memory-carrier.js';
export { connectSocketCarrier, type SocketAccess } from './carriers/socket-carrier.js';
export { parseBlueprintFile, readBlueprint } from './documents/read-blueprint.js';
export { writeDurably } from './documents/write-durably.js';
export {
  type ChooseRequest,
  createHost,
  createHostOver,
  type Dialogs,
  type Host,
  type HostOptions,
} from './host.js';
export { assembleEngineKit, type EngineKit, type EngineParts, type Log } from './runs/engine-kit.js';
export { createLocalEngineKit } from './runs/local-engine-kit.js';
export { type NodePaths, nodePaths } from './runs/node-paths.js';
export { contentSecurityPolicy, pageHeaders } from './serve/content-security-policy.js';
export { type Served, type ServeOptions, serve } from './serve/serve.js';
export { readStaticFile, type StaticFile } from './serve/static-files.js';
export { plainText } from './trust/plain-text.js';
export { Trust, type TrustSubject } from './trust/trust.js';
export { TrustStore } from './trust/trust-store.js';
export { silentJob } from './values/value-jobs.js';
export { ValueViewer } from './values/value-viewer.js';
export type { UnsavedDocument, Viewer, ViewerSource } from './viewer.js';
