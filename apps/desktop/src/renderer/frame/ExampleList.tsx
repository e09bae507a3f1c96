import { newDocument } from '../editor/documents';
import { useApp, useEditor } from '../editor/EditorContext';
import { messages } from '../messages';

/** The examples that come with the product; press one to open a copy. */
export function ExampleList() {
  const editor = useEditor();
  const examples = useApp((state) => state.info?.examples);
  if (examples === undefined || examples.length === 0) return null;
  return (
    <section className="examples" aria-label={messages.canvas.examples}>
      <h2>{messages.canvas.examples}</h2>
      <ul>
        {examples.map((example) => (
          <li key={example.id}>
            <button
              type="button"
              data-example={example.id}
              onClick={() => void newDocument(editor, example.id)}
            >
              <b>{example.name}</b>
              <span>{example.description}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
