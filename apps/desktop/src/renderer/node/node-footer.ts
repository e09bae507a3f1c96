import { messages } from '../messages';
import { formatAgo, formatBytes, formatDuration, formatSummary } from '../results/format';
import type { NodeRun } from '../stores/run-state';

function joined(...parts: (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(' · ');
}

/** Size of a result in the words of its kind: rows of a single table, else bytes. */
function resultSize(run: NodeRun): string | undefined {
  const outputs = Object.values(run.outputs ?? {});
  const [only] = outputs;
  if (outputs.length === 1 && only !== undefined) return formatSummary(only);
  return run.sizeBytes === undefined ? undefined : formatBytes(run.sizeBytes);
}

/**
 * The lower line of a node: what it has done, or what it waits for.
 * @param nameOf names another node of the document.
 */
export function footerText(run: NodeRun | undefined, nowMs: number, nameOf: (id: string) => string): string {
  if (run === undefined) return '';
  const duration = run.durationMs === undefined ? undefined : formatDuration(run.durationMs);
  switch (run.state) {
    case 'running':
      return joined(run.message, run.elapsedMs === undefined ? undefined : formatDuration(run.elapsedMs));
    case 'done':
    case 'cached':
      return joined(duration, resultSize(run));
    case 'blocked':
      return run.blockedBy === undefined ? '' : messages.node.needs(nameOf(run.blockedBy));
    case 'failed':
    case 'cancelled':
    case 'retrying':
      return joined(run.message, duration);
    default:
      if (run.previous === undefined) return '';
      return joined(messages.node.previousShort, formatAgo(nowMs - run.previous.finishedAtMs));
  }
}
