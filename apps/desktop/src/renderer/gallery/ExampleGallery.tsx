import type { Example } from '@atomiton/contracts';
import { FileText, TriangleAlert } from 'lucide-react';
import { newDocument } from '../editor/documents';
import { useApp, useEditor } from '../editor/EditorContext';
import { messages } from '../messages';
import { shellMessages } from '../messages-shell';
import { LANGUAGES } from '../node/languages';
import { ExamplePicture } from './ExamplePicture';

const text = shellMessages.gallery;

function ExampleCard({ example, onOpened }: { example: Example; onOpened?: (() => void) | undefined }) {
  const editor = useEditor();
  const runtimes = useApp((state) => state.runtimes);
  const lacking = example.languages.filter((language) =>
    runtimes.some(
      (runtime) => runtime.language === language && ['missing', 'failed'].includes(runtime.state),
    ),
  );
  return (
    <li>
      <button
        type="button"
        className="example-card"
        data-example={example.id}
        aria-label={text.open(example.name)}
        onClick={() => {
          onOpened?.();
          void newDocument(editor, example.id);
        }}
      >
        <ExamplePicture example={example} />
        <span className="example-text">
          <b>{example.name}</b>
          <span>{example.description}</span>
        </span>
        <span className="example-needs" aria-label={text.needs}>
          {example.languages.map((language) => (
            <span key={language} className="chip" data-lacking={lacking.includes(language)}>
              {lacking.includes(language) ? (
                <TriangleAlert role="img" aria-label={text.missing(LANGUAGES[language].name)} size={11} />
              ) : null}
              {LANGUAGES[language].name}
            </span>
          ))}
          <span className="example-count">
            <FileText aria-hidden size={12} />
            {text.files(example.files.length)}
          </span>
          <span className="example-count">{text.nodes(example.nodes)}</span>
        </span>
      </button>
    </li>
  );
}

/** The examples that come with the product; press one to open a copy. */
export function ExampleGallery({ onOpened }: { onOpened?: () => void }) {
  const examples = useApp((state) => state.info?.examples);
  if (examples === undefined || examples.length === 0) return null;
  return (
    <section className="gallery" aria-label={messages.canvas.examples}>
      <ul>
        {examples.map((example) => (
          <ExampleCard key={example.id} example={example} onOpened={onOpened} />
        ))}
      </ul>
    </section>
  );
}
