import { useDocument } from '../editor/EditorContext';
import { messages } from '../messages';

/** Longer values are cut here; the file keeps them whole. Characters. */
const MOST = 2000;

/** Parameters without a specification, read-only: they stay in the file as they are. */
export function UnknownParameters({ id, names }: { id: string; names: readonly string[] }) {
  const parameters = useDocument((state) => state.blueprint.nodes[id]?.parameters);
  return (
    <section className="unknown-parameters">
      <h2 className="section-heading">{messages.inspector.unknownParameters}</h2>
      <dl className="facts">
        {names.map((name) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{JSON.stringify(parameters?.[name])?.slice(0, MOST)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
