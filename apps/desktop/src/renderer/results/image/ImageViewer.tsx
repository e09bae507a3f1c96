import type { ValueSummary } from '@atomiton/contracts';
import { Copy, Download, Maximize, Minus, Plus } from 'lucide-react';
import { type KeyboardEvent, type PointerEvent, useCallback, useEffect, useRef, useState } from 'react';
import { useEditor } from '../../editor/EditorContext';
import { IconButton } from '../../frame/IconButton';
import { resultMessages } from '../../messages-results';
import { toast } from '../../stores/ui-store';
import { copyPicture } from '../clipboard';
import { formatBytes } from '../format';
import { saveResult } from '../save-result';
import { centred, fitImage, type ImagePlace, pixelAt, type Size, zoomAt } from './image-place';
import { useImageTiles } from './useImageTiles';
import { usePixel } from './usePixel';

const text = resultMessages.image;
const STEP = 1.25;
const PAN = 60;
/** Above this scale single pixels are drawn as squares. */
const SQUARES_FROM = 2;

interface ImageViewerProps {
  summary: Extract<ValueSummary, { kind: 'image' }>;
  name: string;
}

function pngOf(pngBase64: string): Blob {
  return new Blob([Uint8Array.from(atob(pngBase64), (letter) => letter.charCodeAt(0))], {
    type: 'image/png',
  });
}

/** The colour of a pixel, as the picture itself gives it. */
function swatch(channels: readonly number[]): string {
  const [first = 0, second = first, third = first, alpha = 255] =
    channels.length === 1 ? [channels[0]] : channels;
  return `color(srgb ${first / 255} ${second / 255} ${third / 255} / ${alpha / 255})`;
}

/** A picture to fit, zoom and move in, with the exact value of the pixel under the pointer or the cross. */
export function ImageViewer({ summary, name }: ImageViewerProps) {
  const editor = useEditor();
  const { identity, width, height } = summary;
  const host = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [view, setView] = useState<Size>({ width: 0, height: 0 });
  const [chosen, setChosen] = useState<ImagePlace | undefined>(undefined);
  const [at, setAt] = useState<{ x: number; y: number } | undefined>(undefined);
  const drag = useRef<{ x: number; y: number } | undefined>(undefined);
  const image = { width, height };
  const place = chosen ?? fitImage(image, view);
  const { parts, problem } = useImageTiles(identity, image, view.width > 0 ? place : undefined, view);
  const pixel = usePixel(identity, at === undefined ? undefined : pixelAt(place, at, image));

  useEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() =>
      setView({ width: element.clientWidth, height: element.clientHeight }),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const zoom = useCallback(
    (factor: number, point?: { x: number; y: number }): void => {
      const middle = point ?? { x: view.width / 2, y: view.height / 2 };
      setChosen((before) => zoomAt(before ?? fitImage({ width, height }, view), middle, factor));
    },
    [view, width, height],
  );

  useEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const box = element.getBoundingClientRect();
      zoom(2 ** (-event.deltaY / 240), { x: event.clientX - box.left, y: event.clientY - box.top });
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [zoom]);

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (canvas.current === null || context === null || context === undefined) return;
    const ratio = window.devicePixelRatio;
    canvas.current.width = Math.max(1, Math.round(view.width * ratio));
    canvas.current.height = Math.max(1, Math.round(view.height * ratio));
    context.scale(ratio, ratio);
    context.imageSmoothingEnabled = place.scale < SQUARES_FROM;
    context.imageSmoothingQuality = 'high';
    for (const part of parts) {
      context.clearRect(
        place.x + part.x * place.scale,
        place.y + part.y * place.scale,
        part.width * place.scale,
        part.height * place.scale,
      );
      context.drawImage(
        part.picture,
        place.x + part.x * place.scale,
        place.y + part.y * place.scale,
        part.width * place.scale,
        part.height * place.scale,
      );
    }
  });

  const onKeyDown = (event: KeyboardEvent): void => {
    const move = (x: number, y: number): void => {
      if (event.shiftKey) {
        // With Shift the cross moves by one pixel of the picture.
        setAt((before) => {
          const from = before ?? { x: view.width / 2, y: view.height / 2 };
          return { x: from.x - Math.sign(x) * place.scale, y: from.y - Math.sign(y) * place.scale };
        });
        return;
      }
      setChosen({ ...place, x: place.x + x, y: place.y + y });
    };
    if (event.ctrlKey || event.metaKey) {
      if (event.key.toLowerCase() !== 'c') return;
      void copy();
    } else if (event.altKey) return;
    else if (event.key === 'ArrowLeft') move(PAN, 0);
    else if (event.key === 'ArrowRight') move(-PAN, 0);
    else if (event.key === 'ArrowUp') move(0, PAN);
    else if (event.key === 'ArrowDown') move(0, -PAN);
    else if (event.key === '+' || event.key === '=') zoom(STEP);
    else if (event.key === '-') zoom(1 / STEP);
    else if (event.key === '0') setChosen(undefined);
    else if (event.key === '1') setChosen(centred(image, view, 1));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const onPointerMove = (event: PointerEvent): void => {
    const box = event.currentTarget.getBoundingClientRect();
    setAt({ x: event.clientX - box.left, y: event.clientY - box.top });
    if (drag.current === undefined) return;
    const { x, y } = drag.current;
    drag.current = { x: event.clientX, y: event.clientY };
    setChosen((before) => {
      const from = before ?? fitImage(image, view);
      return { ...from, x: from.x + event.clientX - x, y: from.y + event.clientY - y };
    });
  };

  const save = (): void =>
    void saveResult(editor, name, 'png', (path, overwrite) =>
      editor.client.call('value.save', { identity, format: 'png', path, overwrite }),
    );
  const copy = async (): Promise<void> => {
    const picture = editor.values.get('value.image', { identity, maxSize: 4096 });
    if (await copyPicture(picture.then(({ pngBase64 }) => pngOf(pngBase64)))) {
      toast(editor.ui, 'info', resultMessages.copied);
    } else editor.report(resultMessages.notCopied);
  };

  return (
    <div className="image-viewer" data-testid="image-viewer">
      <div className="image-bar" role="toolbar" aria-label={resultMessages.kinds.image}>
        <IconButton label={text.zoomOut} onClick={() => zoom(1 / STEP)}>
          <Minus aria-hidden size={15} />
        </IconButton>
        <span className="image-scale" data-testid="image-scale">
          {Math.round(place.scale * 100)} %
        </span>
        <IconButton label={text.zoomIn} onClick={() => zoom(STEP)}>
          <Plus aria-hidden size={15} />
        </IconButton>
        <IconButton label={text.fit} onClick={() => setChosen(undefined)}>
          <Maximize aria-hidden size={14} />
        </IconButton>
        <button
          type="button"
          className="button button-quiet"
          onClick={() => setChosen(centred(image, view, 1))}
        >
          {text.actual}
        </button>
        <span className="image-facts">
          {text.size(width, height)} · {formatBytes(summary.sizeBytes)}
          {pixel === undefined ? null : <> · {pixel.channels.length === 4 ? 'RGBA' : 'grey'}</>}
        </span>
        <output className="image-pixel" data-testid="image-pixel" aria-live="off">
          {pixel === undefined ? (
            ''
          ) : (
            <>
              <i aria-hidden style={{ background: swatch(pixel.channels) }} />
              {text.pixel(pixel.x, pixel.y)}: {pixel.channels.join(', ')}
            </>
          )}
        </output>
        <span className="grid-toolbar-space" />
        <IconButton label={text.copyImage} onClick={() => void copy()}>
          <Copy aria-hidden size={15} />
        </IconButton>
        <button type="button" className="button button-quiet" data-save onClick={save}>
          <Download aria-hidden size={14} />
          {text.save}
        </button>
      </div>
      {problem === undefined ? null : <p className="result-note">{resultMessages.failed(problem)}</p>}
      <div
        ref={host}
        className="image-stage"
        role="img"
        // biome-ignore lint: it is moved and zoomed by key
        tabIndex={0}
        aria-label={text.label(width, height)}
        aria-description={text.keys}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          drag.current = { x: event.clientX, y: event.clientY };
        }}
        onPointerMove={onPointerMove}
        onPointerUp={() => {
          drag.current = undefined;
        }}
        onPointerLeave={() => setAt(undefined)}
        onDoubleClick={() => setChosen(undefined)}
      >
        <div
          className="image-board"
          aria-hidden
          style={{
            transform: `translate(${place.x}px, ${place.y}px)`,
            width: width * place.scale,
            height: height * place.scale,
          }}
        />
        <canvas ref={canvas} aria-hidden />
      </div>
    </div>
  );
}
