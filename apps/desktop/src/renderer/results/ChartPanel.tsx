import { Download } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useEditor } from '../editor/EditorContext';
import { resultMessages } from '../messages-results';
import { ChartView } from './ChartView';
import type { ChartData } from './chart-data';
import { base64Of, drawPng, standaloneSvg } from './chart-drawing';
import { saveResult } from './save-result';

const text = resultMessages.chart;

/** A chart as large as its place, with the value under the pointer, to save as a drawing. */
export function ChartPanel({ chart, name }: { chart: ChartData; name: string }) {
  const editor = useEditor();
  const host = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  useEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() =>
      setSize({ width: element.clientWidth, height: element.clientHeight }),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const save = (format: 'png' | 'svg'): void => {
    const svg = host.current?.querySelector<SVGSVGElement>(
      'figure figure > svg, figure > div > svg:last-of-type',
    );
    if (svg === null || svg === undefined) return;
    const background = getComputedStyle(svg).getPropertyValue('--bg-panel').trim();
    const drawing = standaloneSvg(svg, background === '' ? 'Canvas' : background);
    void saveResult(editor, name, format, async (path, overwrite) =>
      editor.client.call('value.saveDrawing', {
        format,
        base64: format === 'svg' ? base64Of(drawing) : await drawPng(drawing),
        path,
        overwrite,
      }),
    );
  };
  const title = chart.title === '' ? 0 : 24;
  const legend = chart.series.length > 1 ? 34 : 0;
  return (
    <div className="chart-panel">
      <div className="grid-toolbar" role="toolbar" aria-label={resultMessages.kinds.chart}>
        <span className="grid-toolbar-space" />
        {(['png', 'svg'] as const).map((format) => (
          <button
            key={format}
            type="button"
            className="button button-quiet"
            data-save
            onClick={() => save(format)}
          >
            <Download aria-hidden size={13} />
            {text[format]}
          </button>
        ))}
      </div>
      <div ref={host} className="chart-stage" data-testid="chart-stage">
        {size.width === 0 ? null : (
          <ChartView
            chart={chart}
            width={Math.max(160, size.width - 8)}
            height={Math.max(120, size.height - title - legend - 8)}
          />
        )}
      </div>
    </div>
  );
}
