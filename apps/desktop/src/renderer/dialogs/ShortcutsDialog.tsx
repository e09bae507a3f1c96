import { COMMAND_GROUPS, keyText } from '../commands/command';
import { COMMANDS } from '../commands/command-list';
import { useBindings } from '../commands/useBindings';
import { useEditor } from '../editor/EditorContext';
import { messages } from '../messages';
import { shellMessages } from '../messages-shell';
import { DialogFrame } from './DialogFrame';
import type { DialogRequest } from './dialog-request';
import { answerDialog, openDialog } from './open-dialog';

/** Every key, by group. */
export function ShortcutsDialog({ request }: { request: Extract<DialogRequest, { kind: 'shortcuts' }> }) {
  const { ui } = useEditor();
  const bindings = useBindings();
  return (
    <DialogFrame
      title={messages.dialogs.shortcutsTitle}
      size="large"
      onClose={() => answerDialog(ui, request.id, undefined)}
    >
      {/* biome-ignore lint: a long list is scrolled by keyboard */}
      <div className="shortcuts" role="group" aria-label={messages.dialogs.shortcutsTitle} tabIndex={0}>
        {COMMAND_GROUPS.map((group) => (
          <section key={group}>
            <h2>{messages.commands.groups[group]}</h2>
            <dl>
              {COMMANDS.filter(
                (command) => command.group === group && bindings.keysOf(command.id).length > 0,
              ).map((command) => (
                <div key={command.id}>
                  <dt>{command.title}</dt>
                  <dd>
                    {bindings.keysOf(command.id).map((key) => (
                      <kbd key={key}>{keyText(key)}</kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <div className="dialog-actions">
        <button
          type="button"
          className="button"
          onClick={() => {
            answerDialog(ui, request.id, undefined);
            void openDialog(ui, { kind: 'settings', page: 'keys' });
          }}
        >
          {shellMessages.keys.editKeys}
        </button>
      </div>
    </DialogFrame>
  );
}
