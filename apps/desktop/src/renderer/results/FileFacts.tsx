import type { ValueSummary } from '@atomiton/contracts';
import { Copy, FolderOpen } from 'lucide-react';
import { useApp, useEditor } from '../editor/EditorContext';
import { resultMessages } from '../messages-results';
import { toast } from '../stores/ui-store';
import { copyText } from './clipboard';
import { formatBytes } from './format';

const text = resultMessages.file;

/** A file value: where it is and how large; the desktop can show it in its folder. */
export function FileFacts({ summary }: { summary: Extract<ValueSummary, { kind: 'file' }> }) {
  const editor = useEditor();
  const desktop = useApp(({ info }) => info?.shell === 'desktop' && !info.attached);
  const copy = async (): Promise<void> => {
    if (await copyText(summary.path)) toast(editor.ui, 'info', resultMessages.copied);
    else editor.report(resultMessages.notCopied);
  };
  return (
    <div className="file-facts">
      <dl className="facts">
        <dt>{text.name}</dt>
        <dd>{summary.path.replace(/^.*[/\\]/, '')}</dd>
        <dt>{text.size}</dt>
        <dd>{formatBytes(summary.sizeBytes)}</dd>
        <dt>{text.path}</dt>
        <dd className="mono">{summary.path}</dd>
      </dl>
      <button type="button" className="button" onClick={() => void copy()}>
        <Copy aria-hidden size={13} />
        {text.copyPath}
      </button>
      {desktop ? (
        <button
          type="button"
          className="button"
          onClick={() =>
            void editor.client
              .call('value.reveal', { identity: summary.identity })
              .catch((thrown: unknown) => editor.report(String(thrown)))
          }
        >
          <FolderOpen aria-hidden size={13} />
          {text.reveal}
        </button>
      ) : null}
    </div>
  );
}
