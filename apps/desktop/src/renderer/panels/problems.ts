import type { Diagnostic, ErrorData } from '@atomiton/contracts';
import type { RunView } from '../stores/run-state';

/** One line of the problems panel. */
export interface Problem {
  key: string;
  severity: 'error' | 'warning' | 'info';
  source: 'blueprint' | 'run';
  message: string;
  hint: string | undefined;
  node: string | undefined;
  /** The subgraph whose definition has the node; absent for paths of a run and for the document itself. */
  in?: string | undefined;
}

const ORDER: Record<Problem['severity'], number> = { error: 0, warning: 1, info: 2 };

function ofError(error: ErrorData, node: string | undefined, key: string): Problem {
  const { message, hint } = error;
  return { key, severity: 'error', source: 'run', message, hint, node: node ?? error.node };
}

/** Problems of the blueprint and of the latest run: run errors first, then by severity. */
export function collectProblems(diagnostics: readonly Diagnostic[], view: RunView): Problem[] {
  const problems: Problem[] = [];
  // The error of a run is that of its first failed node, which is listed with its node below.
  if (view.error !== undefined && view.error.node === undefined) {
    problems.push(ofError(view.error, undefined, 'run'));
  }
  for (const [node, run] of view.all) {
    if (run.state === 'failed' && run.error !== undefined && !view.instances.has(node))
      problems.push(ofError(run.error, node, `run ${node}`));
  }
  const ordered = [...diagnostics].sort((left, right) => ORDER[left.severity] - ORDER[right.severity]);
  for (const [index, { severity, message, hint, node, code, in: level }] of ordered.entries()) {
    problems.push({ key: `${index} ${code}`, severity, source: 'blueprint', message, hint, node, in: level });
  }
  return problems;
}
