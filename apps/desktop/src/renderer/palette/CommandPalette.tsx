import { Command as Cmdk } from 'cmdk';
import { useMemo, useState } from 'react';
import { keyText } from '../commands/command';
import { shownText } from '../document/shown-text';
import { useEditor, useUi } from '../editor/EditorContext';
import { messages } from '../messages';
import { shellMessages } from '../messages-shell';
import { findEntries } from './palette-entry';
import { usePaletteGroups } from './usePaletteGroups';

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
      shouldFilter={false}
      loop
    >
      {open ? <PaletteBody close={() => setOpen(false)} /> : null}
    </Cmdk.Dialog>
  );
}

function PaletteBody({ close }: { close: () => void }) {
  const groups = usePaletteGroups();
  const [text, setText] = useState('');
  const found = useMemo(() => findEntries(groups, text), [groups, text]);
  return (
    <>
      <Cmdk.Input
        value={text}
        onValueChange={setText}
        placeholder={shellMessages.palette.hint}
        aria-label={messages.palette.label}
      />
      <Cmdk.Empty>{messages.palette.none}</Cmdk.Empty>
      <Cmdk.List>
        {found.map((group) => (
          <Cmdk.Group key={group.id} heading={group.heading} data-group={group.id}>
            {group.entries.map((entry) => (
              <Cmdk.Item
                key={entry.id}
                value={entry.id}
                data-entry={entry.id}
                onSelect={() => {
                  close();
                  entry.run();
                }}
              >
                {entry.icon}
                <span>{shownText(entry.title)}</span>
                {entry.detail === undefined ? null : (
                  <span className="palette-more">{shownText(entry.detail)}</span>
                )}
                {entry.badge === undefined ? null : <span className="language-badge">{entry.badge}</span>}
                {entry.keys === undefined ? null : <kbd>{keyText(entry.keys)}</kbd>}
              </Cmdk.Item>
            ))}
          </Cmdk.Group>
        ))}
      </Cmdk.List>
    </>
  );
}
