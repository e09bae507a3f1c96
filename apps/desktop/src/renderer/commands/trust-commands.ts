import { openDialog } from '../dialogs/open-dialog';
import { trustMessages } from '../messages-trust';
import type { Command } from './command';

/** What blueprints may do without being asked about. */
export const TRUST_COMMANDS: readonly Command[] = [
  {
    id: 'trusted-blueprints',
    title: trustMessages.command,
    group: 'file',
    keys: [],
    run: (editor) => void openDialog(editor.ui, { kind: 'trusted' }),
  },
];
