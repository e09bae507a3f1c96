import type { Draft } from '@atomiton/contracts';
import { AtomitonError, findNonJson, TENSOR_ELEMENT_BYTES, tensorDtypeSchema } from '@atomiton/contracts';

/**
 * Checks what node code returned for one call: the code may be anybody's, and plain JavaScript.
 * @throws AtomitonError `invalid-output` that names the port, what was received and what was expected.
 */
export function checkOutputs(outputs: unknown, ports: readonly string[]): [string, Draft][] {
  if (outputs === undefined || outputs === null) return [];
  if (typeof outputs !== 'object' || Array.isArray(outputs)) {
    throw invalid(`The call returned ${describe(outputs)}, expected a record of outputs by port.`);
  }
  const checked: [string, Draft][] = [];
  for (const [port, draft] of Object.entries(outputs)) {
    if (draft === undefined) continue;
    if (!ports.includes(port)) {
      const known = ports.length === 0 ? 'none' : ports.join(', ');
      throw invalid(`The call returned a value for the port "${port}", the definition has ${known}.`, port);
    }
    const problem = draftProblem(draft);
    if (problem !== undefined) throw invalid(`Output "${port}": ${problem}.`, port);
    checked.push([port, draft as Draft]);
  }
  return checked;
}

function invalid(message: string, port?: string): AtomitonError {
  return new AtomitonError({ kind: 'runtime', code: 'invalid-output', message, ...(port ? { port } : {}) });
}

/** What is wrong with a draft, or undefined. */
function draftProblem(root: unknown): string | undefined {
  const stack = [root];
  while (stack.length > 0) {
    const draft = stack.pop();
    if (typeof draft !== 'object' || draft === null) return `received ${describe(draft)}, expected {kind: …}`;
    const fields = draft as Record<string, unknown>;
    if (fields.kind === 'list') {
      if (!Array.isArray(fields.items)) return `a list needs items, received ${describe(fields.items)}`;
      stack.push(...(fields.items as unknown[]));
      continue;
    }
    const problem = scalarProblem(fields);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function scalarProblem(fields: Record<string, unknown>): string | undefined {
  const { kind } = fields;
  if (kind === 'json') {
    const problem = findNonJson(fields.json);
    return problem === undefined ? undefined : problem.replace('$', 'the value');
  }
  if (kind === 'file') {
    const complete =
      typeof fields.path === 'string' && isCount(fields.sizeBytes) && typeof fields.modifiedMs === 'number';
    return complete ? undefined : 'a file needs path, sizeBytes and modifiedMs';
  }
  if (kind !== 'bytes' && kind !== 'table' && kind !== 'tensor' && kind !== 'image') {
    return `received the kind ${describe(kind)}, expected json, bytes, table, tensor, image, file or list`;
  }
  if (!(fields.bytes instanceof Uint8Array)) {
    return `${kind} needs its bytes as a Uint8Array, received ${describe(fields.bytes)}`;
  }
  const length = fields.bytes.byteLength;
  if (kind === 'table') {
    return isCount(fields.rows) && Array.isArray(fields.columns)
      ? undefined
      : 'a table needs rows and columns';
  }
  if (kind === 'tensor') {
    const dtype = tensorDtypeSchema.safeParse(fields.dtype);
    if (!dtype.success) return `received the dtype ${describe(fields.dtype)}`;
    if (!Array.isArray(fields.shape) || !fields.shape.every(isCount))
      return 'a tensor needs a shape of whole numbers';
    const expected = (fields.shape as number[]).reduce((a, b) => a * b, TENSOR_ELEMENT_BYTES[dtype.data]);
    if (expected !== length) {
      return `a ${dtype.data} tensor of shape [${fields.shape.join(', ')}] has ${expected} bytes, received ${length}`;
    }
  }
  if (kind === 'image') {
    const { width, height, format } = fields;
    if (!isCount(width) || !isCount(height) || (format !== 'rgba8' && format !== 'gray8')) {
      return 'an image needs width, height and the format rgba8 or gray8';
    }
    const expected = width * height * (format === 'rgba8' ? 4 : 1);
    if (expected !== length) {
      return `a ${format} image of ${width} × ${height} has ${expected} bytes, received ${length}`;
    }
  }
  return undefined;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 40));
  if (value === null || typeof value !== 'object') return String(value);
  return Array.isArray(value) ? 'an array' : (value.constructor?.name ?? 'an object');
}
