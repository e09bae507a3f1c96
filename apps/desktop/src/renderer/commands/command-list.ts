import type { Editor } from '../editor/editor';
import { CANVAS_VIEW_COMMANDS, EDGE_COMMANDS, LAYOUT_COMMANDS } from './canvas-commands';
import type { Command } from './command';
import { EDIT_COMMANDS } from './document-commands';
import { FILE_COMMANDS, TAB_COMMANDS } from './file-commands';
import { RESULT_COMMANDS } from './result-commands';
import { SUBGRAPH_COMMANDS } from './subgraph-commands';
import { TRUST_COMMANDS } from './trust-commands';
import { HELP_COMMANDS, RUN_COMMANDS, VIEW_COMMANDS } from './view-commands';
import { WALK_COMMANDS } from './walk-commands';

/** Every command, in the order of the palette. */
export const COMMANDS: readonly Command[] = [
  ...RUN_COMMANDS,
  ...FILE_COMMANDS,
  ...TRUST_COMMANDS,
  ...EDIT_COMMANDS,
  ...LAYOUT_COMMANDS,
  ...EDGE_COMMANDS,
  ...SUBGRAPH_COMMANDS,
  ...VIEW_COMMANDS,
  ...RESULT_COMMANDS,
  ...TAB_COMMANDS,
  ...HELP_COMMANDS,
  ...CANVAS_VIEW_COMMANDS,
  ...WALK_COMMANDS,
];

/** Runs a command by its id, where it may run now. */
export function runCommand(editor: Editor, id: string): void {
  const command = COMMANDS.find((candidate) => candidate.id === id);
  if (command !== undefined && command.when?.(editor) !== false) command.run(editor);
}
