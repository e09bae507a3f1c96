import { z } from 'zod';

/** What kind of thing went wrong; decides colour, retry and exit code. */
export const errorKindSchema = z.enum([
  'validation',
  'resource',
  'timeout',
  'dependency',
  'runtime',
  'cancelled',
]);
export type ErrorKind = z.infer<typeof errorKindSchema>;

/** An error as data: crosses every border as a plain object and ends on the right node of the canvas. */
export interface ErrorData {
  kind: ErrorKind;
  /** Stable, machine readable, kebab-case: `file-not-found`, `runtime-missing`, `node-crashed`. */
  code: string;
  /** One sentence that names what was received and what was expected. */
  message: string;
  node?: string | undefined;
  port?: string | undefined;
  /** What to do about it. */
  hint?: string | undefined;
  /** One command line that gets what is missing. */
  install?: string | undefined;
  /** Stack in the language of the code that failed. */
  stack?: string | undefined;
  cause?: ErrorData | undefined;
}

export const errorDataSchema: z.ZodType<ErrorData> = z.lazy(() =>
  z.object({
    kind: errorKindSchema,
    code: z.string().max(100),
    message: z.string().max(100_000),
    node: z.string().optional(),
    port: z.string().optional(),
    hint: z.string().max(10_000).optional(),
    install: z.string().max(1000).optional(),
    stack: z.string().max(1_000_000).optional(),
    cause: errorDataSchema.optional(),
  }),
);

/** The one error class thrown on purpose; `data` is what crosses borders. */
export class AtomitonError extends Error {
  readonly data: ErrorData;

  constructor(data: ErrorData) {
    super(data.message);
    this.name = 'AtomitonError';
    this.data = data;
    if (data.stack !== undefined) this.stack = data.stack;
  }
}

/** Turns anything caught into error data; keeps the data of an AtomitonError. */
export function toErrorData(thrown: unknown, fallbackCode = 'unexpected'): ErrorData {
  if (thrown instanceof AtomitonError) return thrown.data;
  if (thrown instanceof Error) {
    return { kind: 'runtime', code: fallbackCode, message: thrown.message, stack: thrown.stack };
  }
  return { kind: 'runtime', code: fallbackCode, message: String(thrown) };
}
