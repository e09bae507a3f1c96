import { instancesOf } from '@atomiton/blueprint';
import { instanceOf } from '@atomiton/contracts';
import { useDocument, useSession } from '../editor/EditorContext';
import { becomeIndependent, enterInstance, instanceAt, unpack } from '../editor/subgraphs';
import { messages } from '../messages';
import { WritableFields } from './WritableFields';

const text = messages.subgraphs.inspector;

/** What can be done with an instance of a subgraph; nothing for other nodes. */
export function SubgraphSection({ id }: { id: string }) {
  const session = useSession();
  const type = useDocument((state) => state.blueprint.nodes[id]?.type ?? '');
  const root = useDocument((state) => state.root);
  const subgraph = instanceOf(type);
  if (subgraph === undefined || instanceAt(session, id) === undefined) return null;
  const count = instancesOf(root, subgraph).length;
  return (
    <section className="subgraph-section" aria-label={text.section} data-testid="subgraph-section">
      <p className="field-help">
        {text.shared(count)}. {text.editHint}
      </p>
      <div className="chips">
        <button type="button" className="button" onClick={() => enterInstance(session, id)}>
          {text.enter}
        </button>
        <WritableFields>
          <div className="chips">
            <button type="button" className="button" onClick={() => unpack(session, id)}>
              {text.unpack}
            </button>
            {count < 2 ? null : (
              <button type="button" className="button" onClick={() => becomeIndependent(session, id)}>
                {text.independent}
              </button>
            )}
          </div>
        </WritableFields>
      </div>
    </section>
  );
}
