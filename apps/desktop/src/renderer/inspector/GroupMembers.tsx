import { isBoundaryType } from '@atomiton/blueprint';
import { ChevronDown, X } from 'lucide-react';
import { useMemo } from 'react';
import { shownText } from '../document/shown-text';
import { useApp, useDocument, useEditor, useSession } from '../editor/EditorContext';
import { changeMembers } from '../editor/groups';
import { inspectorMessages } from '../messages-inspector';
import { nodeIcon } from '../node/node-icons';
import { WritableFields } from './WritableFields';

const text = inspectorMessages.group;
/** So many are listed; a group may hold thousands. */
const MOST = 500;

/** The nodes of a group: gone to, taken out, and others put in. */
export function GroupMembers({ id, members }: { id: string; members: readonly string[] }) {
  const editor = useEditor();
  const session = useSession();
  const nodes = useDocument((state) => state.blueprint.nodes);
  const catalog = useApp((state) => state.catalog);
  const nameOf = (node: string): string =>
    shownText(nodes[node]?.name ?? catalog.get(nodes[node]?.type ?? '')?.name ?? node);
  const others = useMemo(() => {
    const inside = new Set(members);
    return Object.keys(nodes)
      .filter((node) => !inside.has(node) && !isBoundaryType(nodes[node]?.type ?? ''))
      .slice(0, MOST);
  }, [nodes, members]);
  const rest = members.length - MOST;
  return (
    <section className="group-members" aria-label={text.members(members.length)}>
      <h2 className="section-heading">{text.members(members.length)}</h2>
      {members.length === 0 ? <p className="field-help">{text.empty}</p> : null}
      <ul>
        {members.slice(0, MOST).map((member) => {
          const Icon = nodeIcon(catalog.get(nodes[member]?.type ?? ''));
          const name = nameOf(member);
          return (
            <li key={member} data-member={member}>
              <button
                type="button"
                className="group-member"
                title={member}
                aria-label={text.goTo(name)}
                onClick={() => editor.view?.centre(member)}
              >
                <Icon aria-hidden size={14} />
                <bdi>{name}</bdi>
              </button>
              <WritableFields>
                <button
                  type="button"
                  className="icon-button"
                  aria-label={text.takeOut(name)}
                  title={text.takeOut(name)}
                  onClick={() => changeMembers(session, id, { out: [member] })}
                >
                  <X aria-hidden size={13} />
                </button>
              </WritableFields>
            </li>
          );
        })}
      </ul>
      {rest > 0 ? <p className="field-help">{text.more(rest)}</p> : null}
      {others.length === 0 ? null : (
        <WritableFields>
          <div className="input input-select input-ui">
            <select
              aria-label={text.putIn}
              value=""
              onChange={(event) => changeMembers(session, id, { in: [event.target.value] })}
            >
              <option value="">{text.putIn}…</option>
              {others.map((node) => (
                <option key={node} value={node}>
                  {text.choice(nameOf(node), node)}
                </option>
              ))}
            </select>
            <ChevronDown aria-hidden size={14} />
          </div>
        </WritableFields>
      )}
    </section>
  );
}
