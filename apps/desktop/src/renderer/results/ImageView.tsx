import type { Identity } from '@atomiton/contracts';
import { useEditor } from '../editor/EditorContext';
import { resultMessages } from '../messages-results';
import { useLoaded } from './useLoaded';

interface ImageViewProps {
  identity: Identity;
  /** Longer side in pixels. */
  maxSize: number;
  label: string;
}

/** A picture no larger than asked for, whatever the size of the image. */
export function ImageView({ identity, maxSize, label }: ImageViewProps) {
  const { values } = useEditor();
  const loaded = useLoaded(`${identity} ${maxSize}`, () => values.get('value.image', { identity, maxSize }));
  if (loaded.state === 'failed')
    return <p className="result-note">{resultMessages.failed(loaded.message)}</p>;
  if (loaded.state === 'loading') return <p className="result-note">{resultMessages.loading}</p>;
  const { width, height, pngBase64 } = loaded.value;
  return (
    <img
      className="result-image"
      src={`data:image/png;base64,${pngBase64}`}
      width={width}
      height={height}
      alt={label}
      draggable={false}
    />
  );
}
