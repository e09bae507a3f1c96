import {
  AtomitonError,
  type Blueprint,
  type BridgeCarrier,
  type BridgeClient,
  type BridgeInput,
  type BridgeMethod,
  type BridgeOutput,
  blueprintNodeSchema,
  createBridgeClient,
  edgeSchema,
  nodeIdSchema,
  type OpenDocument,
  positionSchema,
  targetRefSchema,
} from '@atomiton/contracts';
import type { z } from 'zod';

type Pause = () => Promise<void>;
type Entries = Record<string, unknown>;

/** The three records of a blueprint that grow with its size, taken out of an answer before it is checked as a whole. */
interface Bulk {
  nodes: Entries;
  edges: Entries;
  positions: Entries;
}

const SLICE_MS = 8;
const OPENING: ReadonlySet<string> = new Set([
  'document.open',
  'document.create',
  'document.reopen',
  'document.takeLease',
]);

function isRecord(value: unknown): value is Entries {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Checks a record entry by entry, giving the window a turn every few milliseconds. */
async function checkSliced<T>(
  entries: Entries,
  keySchema: z.ZodType<string>,
  schema: z.ZodType<T>,
  pause: Pause,
): Promise<Record<string, T>> {
  const checked: Record<string, T> = {};
  let since = performance.now();
  for (const key of Object.keys(entries)) {
    const name = keySchema.safeParse(key);
    const entry = schema.safeParse(entries[key]);
    if (!name.success || !entry.success) {
      throw new AtomitonError({
        kind: 'runtime',
        code: 'bad-output',
        message: `The host sent a blueprint that is malformed at "${key.slice(0, 80)}".`,
      });
    }
    checked[key] = entry.data;
    if (performance.now() - since < SLICE_MS) continue;
    await pause();
    since = performance.now();
  }
  return checked;
}

/** Takes the bulk out of an opened document, in place. */
function takeBulk(answer: unknown): { documentId: string; bulk: Bulk } | undefined {
  if (!isRecord(answer) || !isRecord(answer.output)) return undefined;
  const { documentId, blueprint } = answer.output;
  if (typeof documentId !== 'string' || !isRecord(blueprint) || !isRecord(blueprint.layout)) return undefined;
  const { nodes, edges, layout } = blueprint;
  if (!isRecord(nodes) || !isRecord(edges) || !isRecord(layout.positions)) return undefined;
  const bulk = { nodes, edges, positions: layout.positions };
  answer.output = {
    ...answer.output,
    blueprint: { ...blueprint, nodes: {}, edges: {}, layout: { ...layout, positions: {} } },
  };
  return { documentId, bulk };
}

/** The bridge's client, checking a large document in slices so that no frame waits for it. */
export function createSlicedClient(carrier: BridgeCarrier, pause: Pause): BridgeClient {
  const taken = new Map<string, Bulk>();
  const client = createBridgeClient({
    ...carrier,
    async request(request) {
      const answer = await carrier.request(request);
      if (!OPENING.has(request.method)) return answer;
      await pause();
      const found = takeBulk(answer);
      if (found !== undefined) taken.set(found.documentId, found.bulk);
      return answer;
    },
  });

  async function refill(blueprint: Blueprint, { nodes, edges, positions }: Bulk): Promise<Blueprint> {
    return {
      ...blueprint,
      nodes: await checkSliced(nodes, nodeIdSchema, blueprintNodeSchema, pause),
      edges: await checkSliced(edges, targetRefSchema, edgeSchema, pause),
      layout: {
        ...blueprint.layout,
        positions: await checkSliced(positions, nodeIdSchema, positionSchema, pause),
      },
    };
  }

  return {
    async call<M extends BridgeMethod>(method: M, input: BridgeInput<M>): Promise<BridgeOutput<M>> {
      const output = await client.call(method, input);
      if (!('blueprint' in output && 'documentId' in output)) return output;
      const bulk = taken.get(output.documentId);
      if (bulk === undefined) return output;
      taken.delete(output.documentId);
      const opened = output as OpenDocument;
      return { ...opened, blueprint: await refill(opened.blueprint, bulk) } as BridgeOutput<M>;
    },
    on: (event, listener) => client.on(event, listener),
    close: () => client.close(),
  };
}
