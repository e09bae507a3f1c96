import type { UiStore } from '../stores/ui-store';
import type { DialogQuestion } from './dialog-request';

/** Opens a dialog on top of those that are open. */
export function openDialog(ui: UiStore, request: DialogQuestion): Promise<string | undefined> {
  return new Promise((resolve) => {
    const { dialogs } = ui.getState();
    const id = (dialogs.at(-1)?.id ?? 0) + 1;
    ui.setState({ dialogs: [...dialogs, { ...request, id, resolve }] });
  });
}

/** Closes a dialog with an answer. */
export function answerDialog(ui: UiStore, id: number, answer: string | undefined): void {
  const { dialogs } = ui.getState();
  const request = dialogs.find((open) => open.id === id);
  ui.setState({ dialogs: dialogs.filter((open) => open.id !== id) });
  request?.resolve(answer);
}
