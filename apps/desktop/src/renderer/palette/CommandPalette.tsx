import { Command as Cmdk } from 'cmdk';
import { FileText, FolderOpen, Play } from 'lucide-react';
import { keyText } from '../commands/command';
import { COMMANDS } from '../commands/command-list';
import { useBindings } from '../commands/useBindings';
import { documentTitle, newDocument, openPath } from '../editor/documents';
import { useApp, useEditor, useUi } from '../editor/EditorContext';
import { activeSession } from '../editor/editor';
import { addNode } from '../editor/edits';
import { messages } from '../messages';
import { LANGUAGES } from '../node/languages';
import { nodeIcon } from '../node/node-icons';
import { useGoToEntries } from './useGoToEntries';

/** Everything that can be done or found, by name. */
export function CommandPalette() {
  const editor = useEditor();
  const open = useUi((state) => state.paletteOpen);
  const setOpen = (paletteOpen: boolean): void => editor.ui.setState({ paletteOpen });
  return (
    <Cmdk.Dialog
      open={open}
      onOpenChange={setOpen}
      label={messages.palette.label}
      className="palette"
      overlayClassName="scrim"
      contentClassName="palette-dialog"
      loop
    >
      {open ? <PaletteBody close={() => setOpen(false)} /> : null}
    </Cmdk.Dialog>
  );
}

function shownKey(keys: string | undefined) {
  return keys === undefined ? null : <kbd>{keyText(keys)}</kbd>;
}

function PaletteBody({ close }: { close: () => void }) {
  const editor = useEditor();
  const definitions = useApp((state) => state.definitions);
  const info = useApp((state) => state.info);
  const nodes = useGoToEntries();
  const bindings = useBindings();
  const act = (action: () => void) => () => {
    close();
    action();
  };
  const group = messages.commands.groups;
  return (
    <>
      <Cmdk.Input placeholder={messages.palette.placeholder} aria-label={messages.palette.label} />
      <Cmdk.List>
        <Cmdk.Empty>{messages.palette.none}</Cmdk.Empty>
        <Cmdk.Group heading={messages.palette.commands}>
          {COMMANDS.filter(
            (command) =>
              command.id !== 'palette' && command.held !== true && command.when?.(editor) !== false,
          ).map((command) => (
            <Cmdk.Item
              key={command.id}
              value={`${command.title} ${group[command.group]}`}
              onSelect={act(() => command.run(editor))}
            >
              <span>{command.title}</span>
              {shownKey(bindings.keysOf(command.id)[0])}
            </Cmdk.Item>
          ))}
        </Cmdk.Group>
        <Cmdk.Group heading={messages.palette.addNode}>
          {definitions.map((definition) => {
            const Icon = nodeIcon(definition);
            return (
              <Cmdk.Item
                key={definition.type}
                value={`${definition.name} ${definition.type}`}
                keywords={[definition.category, ...definition.keywords]}
                onSelect={act(() => {
                  const session = activeSession(editor);
                  if (session !== undefined && editor.view !== undefined) {
                    addNode(session, definition, editor.view.middle());
                  }
                })}
              >
                <Icon aria-hidden size={15} />
                <span>{definition.name}</span>
                <span className="palette-more">{definition.category}</span>
                <span className="language-badge">{LANGUAGES[definition.runtime.language].badge}</span>
              </Cmdk.Item>
            );
          })}
        </Cmdk.Group>
        <Cmdk.Group heading={messages.palette.goTo}>
          {nodes.map((entry) => (
            <Cmdk.Item
              key={entry.id}
              value={`${entry.name} ${entry.id} node`}
              onSelect={act(() => editor.view?.centre(entry.id))}
            >
              <Play aria-hidden size={13} />
              <span>{entry.name}</span>
              <span className="palette-more">{entry.id}</span>
            </Cmdk.Item>
          ))}
        </Cmdk.Group>
        <Cmdk.Group heading={messages.palette.examples}>
          {(info?.examples ?? []).map((example) => (
            <Cmdk.Item
              key={example.id}
              value={`${example.name} example`}
              onSelect={act(() => void newDocument(editor, example.id))}
            >
              <FileText aria-hidden size={14} />
              <span>{example.name}</span>
              <span className="palette-more">{example.description}</span>
            </Cmdk.Item>
          ))}
        </Cmdk.Group>
        <Cmdk.Group heading={messages.palette.recent}>
          {(info?.recent ?? []).map((path) => (
            <Cmdk.Item key={path} value={path} onSelect={act(() => void openPath(editor, path))}>
              <FolderOpen aria-hidden size={14} />
              <span>{documentTitle(path, path)}</span>
              <span className="palette-more">{path}</span>
            </Cmdk.Item>
          ))}
        </Cmdk.Group>
      </Cmdk.List>
    </>
  );
}
