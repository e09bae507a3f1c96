import { toErrorData } from '@atomiton/contracts';
import { runPrefix } from '../document/levels';
import { messages } from '../messages';
import { activeSession, type Editor, flushDrafts } from './editor';
import { noteRun } from './run-history';
import { askForTrust } from './trust';

/** Runs the document in front, or only `to` (a node of the graph on the canvas, or a path) and what it needs. */
export async function startRun(editor: Editor, to?: string): Promise<void> {
  flushDrafts(editor);
  const session = activeSession(editor);
  if (session === undefined) return;
  const { phase: before, error } = session.run.store.getState();
  if (before === 'running' || before === 'starting') return;
  session.run.update({ phase: 'starting', cancelling: false, error: undefined });
  try {
    await session.settled();
    if (session.unkept() !== undefined) {
      session.run.update({ phase: before, error });
      editor.report(messages.document.journal.waits, messages.document.journal.waitsHint);
      return;
    }
    const { documentId } = session;
    const prefix = runPrefix(session.document.getState().level) ?? '';
    const target = to === undefined || to.includes('/') ? to : prefix + to;
    const options = target === undefined ? {} : { to: target };
    const start = () => editor.client.call('run.start', { documentId, options });
    const started = await start().catch(async (thrown: unknown) => {
      if (toErrorData(thrown).code !== 'not-trusted') throw thrown;
      return (await askForTrust(editor, session, target)) ? start() : undefined;
    });
    if (started === undefined) {
      session.run.update({ phase: before, error });
      return;
    }
    const { runId } = started;
    noteRun(editor.runHistory, session, runId, target, editor.now());
    if (session.run.store.getState().runId !== runId) session.run.update({ phase: 'running', runId, seq: 0 });
  } catch (thrown) {
    const problem = toErrorData(thrown);
    session.run.update({ phase: 'failed', error: problem });
    editor.report(messages.run.notStarted(problem.message), problem.hint);
  }
}

export async function cancelRun(editor: Editor): Promise<void> {
  const session = activeSession(editor);
  const { runId, phase } = session?.run.store.getState() ?? {};
  if (session === undefined || runId === undefined || phase !== 'running') return;
  session.run.update({ cancelling: true });
  try {
    await editor.client.call('run.cancel', { runId });
  } catch (thrown) {
    session.run.update({ cancelling: false });
    editor.report(toErrorData(thrown).message);
  }
}
