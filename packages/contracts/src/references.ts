import { z } from 'zod';

/** Words that JavaScript, Python, ROS or object prototypes reserve; refused as node ids. */
export const RESERVED_IDS: ReadonlySet<string> = new Set(
  (
    'abstract and any arguments as assert async await base boolean break byte case catch char class const constructor ' +
    'continue debugger def default del delete do double elif else enum eval except export extends false final ' +
    'finally float for from function global goto if implements import in instanceof int interface is lambda let long ' +
    'match native new node none nonlocal not null or package parameter pass private protected prototype public raise ' +
    'return self service short static super switch synchronized this throw throws topic transient true try type ' +
    'typeof undefined var void volatile while with yield'
  ).split(' '),
);

/** Node id: `[a-z][a-z0-9_]*`, at most 64 characters, no reserved word: safe in Dora, ROS and Python alike. */
export const nodeIdSchema = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,63}$/)
  .refine((id) => !RESERVED_IDS.has(id), { error: (issue) => `"${String(issue.input)}" is a reserved word` });

/** `node.output`. */
export const sourceRefSchema = z.string().regex(/^[a-z][a-z0-9_]{0,63}\.[a-z][A-Za-z0-9_]{0,63}$/);
/** `node.input`, or `node.input.3` for an item of a list input. */
export const targetRefSchema = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,63}\.[a-z][A-Za-z0-9_]{0,63}(\.(0|[1-9][0-9]{0,5}))?$/);

/** Splits `node.input` or `node.input.3`. The text must have passed `targetRefSchema`. */
export function parseTargetRef(ref: string): { node: string; port: string; index: number | undefined } {
  const dot = ref.indexOf('.');
  if (dot === -1) return { node: ref, port: '', index: undefined };
  const end = ref.indexOf('.', dot + 1);
  return end === -1
    ? { node: ref.slice(0, dot), port: ref.slice(dot + 1), index: undefined }
    : { node: ref.slice(0, dot), port: ref.slice(dot + 1, end), index: Number(ref.slice(end + 1)) };
}

/** Splits `node.output`. The text must have passed `sourceRefSchema`. */
export function parseSourceRef(ref: string): { node: string; port: string } {
  const dot = ref.indexOf('.');
  return { node: ref.slice(0, dot), port: ref.slice(dot + 1) };
}
