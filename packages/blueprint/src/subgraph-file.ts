import { type Blueprint, type SubgraphFile, subgraphFileSchema } from '@atomiton/contracts';
import { printSubgraphs } from './print-blueprint.js';
import { scanJson } from './scan-json.js';
import { subgraphClosure } from './subgraph-levels.js';

/** A subgraph of a document with all that it uses, to be kept by itself. Undefined where there is none of that id. */
export function subgraphFile(root: Blueprint, id: string): SubgraphFile | undefined {
  const subgraphs = subgraphClosure(root, [id]);
  return Object.hasOwn(subgraphs, id) ? { atomitonSubgraph: 1, main: id, subgraphs } : undefined;
}

/** The text of a subgraph file, its definitions as in a blueprint. */
export function printSubgraphFile(file: SubgraphFile): string {
  const { subgraphs, main, atomitonSubgraph } = file;
  const body = `"subgraphs": ${printSubgraphs(subgraphs, '  ')}`;
  return `{\n  "atomitonSubgraph": ${atomitonSubgraph},\n  "main": ${JSON.stringify(main)},\n  ${body}\n}\n`;
}

/** Reads the text of a subgraph file. Never throws. */
export function parseSubgraphFile(
  text: string,
): { ok: true; file: SubgraphFile } | { ok: false; message: string } {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return { ok: false, message: 'It is not JSON.' };
  }
  const [problem] = scanJson(text).problems;
  if (problem !== undefined) return { ok: false, message: `"${problem.received}" is not allowed there.` };
  const parsed = subgraphFileSchema.safeParse(raw);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { ok: false, message: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not a subgraph'}.` };
  }
  if (!Object.hasOwn(parsed.data.subgraphs, parsed.data.main)) {
    return { ok: false, message: `It does not have the subgraph "${parsed.data.main}" that it is about.` };
  }
  return { ok: true, file: parsed.data };
}
