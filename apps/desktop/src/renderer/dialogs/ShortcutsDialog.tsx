import { keyText } from '../commands/command';
import { COMMANDS } from '../commands/command-list';
import { useEditor } from '../editor/EditorContext';
import { messages } from '../messages';
import { DialogFrame } from './DialogFrame';
import type { DialogRequest } from './dialog-request';
import { answerDialog } from './open-dialog';

const GROUPS = ['run', 'file', 'edit', 'view'] as const;

/** Every key, by group. */
export function ShortcutsDialog({ request }: { request: Extract<DialogRequest, { kind: 'shortcuts' }> }) {
  const { ui } = useEditor();
  return (
    <DialogFrame
      title={messages.dialogs.shortcutsTitle}
      size="large"
      onClose={() => answerDialog(ui, request.id, undefined)}
    >
      <div className="shortcuts">
        {GROUPS.map((group) => (
          <section key={group}>
            <h2>{messages.commands.groups[group]}</h2>
            <dl>
              {COMMANDS.filter((command) => command.group === group && command.keys.length > 0).map(
                (command) => (
                  <div key={command.id}>
                    <dt>{command.title}</dt>
                    <dd>
                      {command.keys.map((key) => (
                        <kbd key={key}>{keyText(key)}</kbd>
                      ))}
                    </dd>
                  </div>
                ),
              )}
            </dl>
          </section>
        ))}
      </div>
    </DialogFrame>
  );
}
