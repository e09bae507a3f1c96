import { useDocument, useSession } from '../editor/EditorContext';
import { deleteGroupsWithMembers, fitGroups, ungroup } from '../editor/groups';
import { setTitle } from '../editor/titles';
import { textInputEvents } from '../fields/text-input-events';
import { useDraft } from '../fields/useDraft';
import { inspectorMessages } from '../messages-inspector';
import { GroupMembers } from './GroupMembers';
import { ItemHeader } from './ItemHeader';
import { SelectionColor } from './SelectionColor';
import { WritableFields } from './WritableFields';

const text = inspectorMessages.group;

/** The selected group: title, colour, members, and its frame. */
export function GroupInspector({ id, canvasId }: { id: string; canvasId: string }) {
  const session = useSession();
  const group = useDocument((state) => state.blueprint.layout.groups[id]);
  const draft = useDraft(group?.title ?? '', (typed) => setTitle(session, canvasId, typed), canvasId);
  if (group === undefined) return null;
  const empty = group.members.length === 0;
  return (
    <>
      <ItemHeader title={text.heading} help={text.help} />
      <div className="inspector-body">
        <WritableFields>
          <div className="field">
            <label htmlFor="group-title">{text.title}</label>
            <div className="input input-ui">
              <input
                id="group-title"
                type="text"
                maxLength={1000}
                spellCheck={false}
                autoComplete="off"
                {...textInputEvents(draft)}
              />
            </div>
          </div>
          <SelectionColor color={{ value: group.color, mixed: false }} />
        </WritableFields>
        <GroupMembers id={id} members={group.members} />
        <WritableFields>
          <div className="chips">
            <button
              type="button"
              className="button"
              disabled={empty}
              title={empty ? text.fitEmpty : undefined}
              onClick={() => fitGroups(session)}
            >
              {text.fit}
            </button>
            <button type="button" className="button" onClick={() => ungroup(session)}>
              {text.ungroup}
            </button>
            <button type="button" className="button" onClick={() => deleteGroupsWithMembers(session)}>
              {text.deleteAll}
            </button>
          </div>
        </WritableFields>
      </div>
    </>
  );
}
