import { Images, Keyboard, LayoutGrid, List, Monitor, Moon, Settings, Sun } from 'lucide-react';
import { runCommand } from '../commands/command-list';
import { useEditor, useUi } from '../editor/EditorContext';
import { messages } from '../messages';
import { shellMessages } from '../messages-shell';
import type { SidePanel, ThemeChoice } from '../stores/ui-store';
import { IconButton } from './IconButton';

const PANELS: { panel: SidePanel; Icon: typeof List; label: string; command: string }[] = [
  { panel: 'library', Icon: LayoutGrid, label: messages.rail.library, command: 'library' },
  { panel: 'outline', Icon: List, label: messages.rail.outline, command: 'outline' },
];
const THEMES: Record<ThemeChoice, { Icon: typeof Sun; next: ThemeChoice }> = {
  system: { Icon: Monitor, next: 'dark' },
  dark: { Icon: Moon, next: 'light' },
  light: { Icon: Sun, next: 'system' },
};

/** Side panels above, theme and keys below. */
export function Rail() {
  const editor = useEditor();
  const side = useUi((state) => state.side);
  const theme = useUi((state) => state.theme);
  const { Icon: ThemeIcon, next } = THEMES[theme];
  return (
    <nav className="rail" aria-label={messages.rail.label}>
      {PANELS.map(({ panel, Icon, label, command }) => (
        <IconButton
          key={panel}
          className="rail-button"
          label={label}
          command={command}
          side="right"
          pressed={side === panel}
          onClick={() => editor.ui.setState({ side: side === panel ? undefined : panel })}
        >
          <Icon aria-hidden size={19} strokeWidth={1.7} />
        </IconButton>
      ))}
      <span className="rail-space" />
      <IconButton
        className="rail-button"
        label={shellMessages.rail.gallery}
        command="gallery"
        side="right"
        onClick={() => runCommand(editor, 'gallery')}
      >
        <Images aria-hidden size={18} strokeWidth={1.7} />
      </IconButton>
      <IconButton
        className="rail-button"
        label={messages.rail.shortcuts}
        command="shortcuts"
        side="right"
        onClick={() => runCommand(editor, 'shortcuts')}
      >
        <Keyboard aria-hidden size={18} strokeWidth={1.7} />
      </IconButton>
      <IconButton
        className="rail-button"
        label={messages.rail.theme(messages.themes[theme])}
        side="right"
        onClick={() => void editor.settings.change({ section: 'appearance', name: 'theme', value: next })}
      >
        <ThemeIcon aria-hidden size={18} strokeWidth={1.7} />
      </IconButton>
      <IconButton
        className="rail-button"
        label={shellMessages.rail.settings}
        command="settings"
        side="right"
        onClick={() => runCommand(editor, 'settings')}
      >
        <Settings aria-hidden size={18} strokeWidth={1.7} />
      </IconButton>
    </nav>
  );
}
