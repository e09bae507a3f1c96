import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import { useMemo } from 'react';
import { shownText } from '../document/shown-text';
import { useDocument, useEditor, useRun, useSession } from '../editor/EditorContext';
import { goToInner, goToNode, isThere } from '../editor/subgraphs';
import { messages } from '../messages';
import { collectProblems, type Problem } from './problems';

const ICONS = { error: CircleAlert, warning: TriangleAlert, info: Info };
const MOST = 500;

/** Errors of the blueprint and of the run; press one to go to its node. */
export function ProblemsPanel() {
  const session = useSession();
  const diagnostics = useDocument((state) => state.diagnostics);
  const version = useRun((view) => `${String(view.counts.failed)} ${view.runId ?? ''} ${view.phase}`);
  // biome-ignore lint: the version says when run errors have changed
  const problems = useMemo(
    () => collectProblems(diagnostics, session.run.store.getState()),
    [diagnostics, version, session],
  );
  if (problems.length === 0) return <p className="panel-empty">{messages.panels.problemsEmpty}</p>;
  return (
    <ul className="problems" data-testid="problems">
      {problems.slice(0, MOST).map((problem) => (
        <ProblemRow key={problem.key} problem={problem} />
      ))}
    </ul>
  );
}

function ProblemRow({ problem }: { problem: Problem }) {
  const editor = useEditor();
  const session = useSession();
  const Icon = ICONS[problem.severity];
  const { node, in: subgraph } = problem;
  const { root } = session.document.getState();
  const present = node !== undefined && isThere(root, node, subgraph);
  return (
    <li>
      <button
        type="button"
        className="problem"
        data-severity={problem.severity}
        data-problem-node={node}
        disabled={!present}
        onClick={() => {
          if (node === undefined) return;
          if (subgraph === undefined) goToNode(editor, node);
          else goToInner(editor, subgraph, node);
        }}
      >
        <Icon aria-label={messages.severity[problem.severity]} size={14} />
        <span className="problem-text">
          {shownText(problem.message)}
          {problem.hint === undefined ? null : (
            <span className="problem-hint"> {shownText(problem.hint)}</span>
          )}
        </span>
        <span className="problem-place">
          {problem.source === 'run' ? messages.panels.run : messages.panels.blueprint}
          {node === undefined ? '' : ` · ${subgraph === undefined ? '' : `${subgraph}/`}${node}`}
        </span>
      </button>
    </li>
  );
}
