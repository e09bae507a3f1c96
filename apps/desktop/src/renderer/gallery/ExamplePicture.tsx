import type { Example } from '@atomiton/contracts';
import { Workflow } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useEditor, useUi } from '../editor/EditorContext';
import { shellMessages } from '../messages-shell';

/** The theme on the page now, the system's where the settings leave it to it. */
function themeOnPage(): 'dark' | 'light' {
  return document.documentElement.dataset.theme === 'light' ? 'light' : 'dark';
}

/** What an example looks like on the canvas, in the colours of the window. */
export function ExamplePicture({ example }: { example: Example }) {
  const { client } = useEditor();
  const theme = useUi((state) => state.theme);
  const [source, setSource] = useState<string | undefined>(undefined);
  const { id, picture } = example;
  // biome-ignore lint: the choice of theme changes what is on the page
  useEffect(() => {
    let wanted = true;
    if (!picture) return undefined;
    client.call('example.picture', { id, theme: themeOnPage() }).then(
      ({ pngBase64 }) => {
        if (wanted) setSource(`data:image/png;base64,${pngBase64}`);
      },
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, [client, id, picture, theme]);
  return (
    <span className="example-picture">
      {source === undefined ? (
        <Workflow aria-hidden size={28} strokeWidth={1.2} />
      ) : (
        <img src={source} alt={shellMessages.gallery.picture(example.name)} />
      )}
    </span>
  );
}
