import { canvasMessages } from '../messages-canvas';

export type MenuKind = 'canvas' | 'node' | 'edge' | 'group' | 'note';

/** Lines of a menu: commands in place, or a menu of its own. */
export type MenuSection =
  | { kind: 'commands'; ids: readonly string[] }
  | { kind: 'menu'; title: string; ids: readonly string[] }
  | { kind: 'colors'; title: string };

const { menu } = canvasMessages;
const commands = (...ids: string[]): MenuSection => ({ kind: 'commands', ids });
const COLORS: MenuSection = { kind: 'colors', title: menu.color };
const CLIPBOARD = commands('cut', 'copy', 'paste', 'paste-keep', 'duplicate');
const ALIGN: MenuSection = {
  kind: 'menu',
  title: menu.align,
  ids: [
    'align-left',
    'align-center',
    'align-right',
    'align-top',
    'align-middle',
    'align-bottom',
    'distribute-x',
    'distribute-y',
    'arrange',
  ],
};
const SELECT: MenuSection = {
  kind: 'menu',
  title: menu.select,
  ids: ['select-upstream', 'select-downstream', 'select-connected', 'select-all', 'select-none'],
};

/** The sections of each menu; a command that cannot run is left out. */
export const MENU_OF: Record<MenuKind, readonly (readonly MenuSection[])[]> = {
  canvas: [
    [commands('search', 'note')],
    [commands('paste', 'paste-keep')],
    [SELECT, commands('arrange', 'fit-all', 'snap', 'minimap')],
    [commands('undo', 'redo', 'run')],
  ],
  node: [
    [commands('run-to-here', 'rename', 'connect', 'add-after')],
    [CLIPBOARD],
    [commands('mute', 'bypass', 'pin', 'collapse'), COLORS],
    [commands('group', 'ungroup'), ALIGN, SELECT],
    [commands('make-subgraph', 'enter-subgraph', 'unpack-subgraph', 'independent-subgraph')],
    [commands('delete', 'delete-reconnecting')],
  ],
  edge: [[commands('search', 'add-bend', 'remove-bends')], [commands('delete')]],
  group: [
    [commands('rename', 'fit-group')],
    [CLIPBOARD],
    [COLORS, ALIGN],
    [commands('ungroup', 'delete', 'delete-with-members')],
  ],
  note: [[commands('rename')], [CLIPBOARD], [COLORS, ALIGN], [commands('delete')]],
};
