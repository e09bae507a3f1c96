import { activeSession } from '../editor/editor';
import { resultMessages } from '../messages-results';
import { canProbe, showProbe } from '../results/probe/show-probe';
import { pinResult } from '../results/result-store';
import type { Command } from './command';

/** What results are looked at. */
export const RESULT_COMMANDS: readonly Command[] = [
  {
    id: 'show-value',
    title: resultMessages.probe.command,
    group: 'view',
    keys: ['V'],
    when: canProbe,
    run: showProbe,
  },
  {
    id: 'show-result',
    title: resultMessages.commands.show,
    group: 'view',
    keys: ['Shift+V'],
    run: (editor) => {
      editor.ui.setState({ bottomTab: 'result', bottomOpen: true });
      requestAnimationFrame(() => {
        const place = document.querySelector<HTMLElement>(
          '[data-testid="result"] :is([role="grid"], [role="tree"], .image-stage, [tabindex="0"])',
        );
        place?.focus();
      });
    },
  },
  {
    id: 'export-result',
    title: resultMessages.commands.export,
    keywords: resultMessages.commands.exportWords,
    group: 'file',
    keys: [],
    when: (editor) => (activeSession(editor)?.run.store.getState().nodes.size ?? 0) > 0,
    run: (editor) => {
      editor.ui.setState({ bottomTab: 'result', bottomOpen: true });
      requestAnimationFrame(() =>
        document.querySelector<HTMLElement>('[data-testid="result"] [data-save]')?.focus(),
      );
    },
  },
  {
    id: 'pin-result',
    title: resultMessages.commands.pin,
    group: 'view',
    keys: ['Alt+P'],
    when: (editor) => activeSession(editor) !== undefined,
    run: (editor) => {
      const session = activeSession(editor);
      if (session === undefined) return;
      const pinned = editor.results.getState().pins[session.documentId];
      const [selected] = session.canvas.getState().selectedNodes;
      pinResult(editor.results, session.documentId, pinned === undefined ? selected : undefined);
    },
  },
];
