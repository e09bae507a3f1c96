import { blueprintNodeSchema } from '@atomiton/contracts';
import { useDocument } from '../editor/EditorContext';
import { foreignMessages } from '../messages-foreign';

const KNOWN: ReadonlySet<string> = new Set(Object.keys(blueprintNodeSchema.shape));
/** Longer values are cut here; the file keeps them whole. Characters. */
const MOST = 2000;

/** What a node has in the file beside what the editor knows, read-only. */
export function OtherKeys({ id }: { id: string }) {
  const node = useDocument((state) => state.blueprint.nodes[id]);
  const entries = Object.entries(node ?? {}).filter(([key]) => !KNOWN.has(key));
  if (entries.length === 0) return null;
  return (
    <section className="unknown-parameters">
      <h2 className="section-heading">{foreignMessages.otherKeys}</h2>
      <dl className="facts">
        {entries.map(([key, value]) => (
          <div key={key}>
            <dt>{key}</dt>
            <dd>{JSON.stringify(value).slice(0, MOST)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
