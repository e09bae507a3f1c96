import { z } from 'zod';

/** One problem of a blueprint: where it is, what was received, what to do. */
export const diagnosticSchema = z.object({
  severity: z.enum(['error', 'warning', 'info']),
  /** Stable, kebab-case: `unknown-type`, `dangling-edge`, `port-type-mismatch`, `cycle`. */
  code: z.string(),
  message: z.string(),
  /** The subgraph whose definition holds `node`; absent for the blueprint itself. */
  in: z.string().optional(),
  node: z.string().optional(),
  port: z.string().optional(),
  hint: z.string().optional(),
});
export type Diagnostic = z.infer<typeof diagnosticSchema>;
