import * as Plot from '@observablehq/plot';
import { memo, useEffect, useRef } from 'react';
import { messages } from '../messages';
import { type ChartData, type ChartPoint, chartPoints } from './chart-data';

interface ChartViewProps {
  chart: ChartData;
  width: number;
  height: number;
  /** Without axes and legend, as on a node. */
  small?: boolean;
}

const PALETTE = [1, 2, 3, 4, 5, 6].map((number) => `var(--chart-${String(number)})`);
const MAX_TITLED = 500;

function marks(chart: ChartData, points: ChartPoint[]): Plot.Markish[] {
  const several = chart.series.length > 1;
  const title =
    points.length > MAX_TITLED
      ? undefined
      : (point: ChartPoint) => `${several ? `${point.series}, ` : ''}${String(point.x)}: ${String(point.y)}`;
  const common = { x: 'x', y: 'y', ...(title === undefined ? {} : { title }) };
  const color = several ? 'series' : PALETTE[0];
  switch (chart.kind) {
    case 'bar':
      return several
        ? [Plot.barY(points, { ...common, x: 'series', fx: 'x', fill: 'series' }), Plot.ruleY([0])]
        : [Plot.barY(points, { ...common, fill: color }), Plot.ruleY([0])];
    case 'line':
      return [Plot.lineY(points, { x: 'x', y: 'y', stroke: color, z: 'series', strokeWidth: 1.75 })];
    case 'scatter':
      return [Plot.dot(points, { ...common, fill: color, r: 2.5 })];
  }
}

function draw({ chart, width, height, small = false }: ChartViewProps): Element {
  const points = chartPoints(chart);
  const several = chart.series.length > 1;
  const grouped = chart.kind === 'bar' && several;
  const many = new Set(points.map((point) => String(point.x))).size > 12;
  const xAxis = small ? null : undefined;
  return Plot.plot({
    width,
    height,
    ...(small
      ? { margin: 2, marginBottom: 4 }
      : { marginLeft: 56, marginBottom: many && chart.kind === 'bar' ? 84 : 40 }),
    x: {
      axis: grouped ? null : xAxis,
      label: small ? null : grouped ? null : chart.x.label,
      ...(chart.kind === 'bar' ? { type: 'band', padding: 0.22, domain: undefined } : {}),
      ...(many && chart.kind === 'bar' ? { tickRotate: -45 } : {}),
    },
    ...(grouped ? { fx: { axis: xAxis, label: small ? null : chart.x.label, padding: 0.15 } } : {}),
    y: {
      axis: small ? null : undefined,
      label: small ? null : (chart.series[0]?.name ?? null),
      grid: !small,
      nice: true,
    },
    color: { legend: several && !small, domain: chart.series.map((series) => series.name), range: PALETTE },
    marks: marks(chart, points),
  });
}

/** A chart of table columns. Each mark carries its value as a title. */
export const ChartView = memo(function ChartView(props: ChartViewProps) {
  const { chart, width, height, small } = props;
  const host = useRef<HTMLDivElement>(null);
  // biome-ignore lint: drawn from these four alone
  useEffect(() => {
    host.current?.replaceChildren(draw(props));
  }, [chart, width, height, small]);
  const name =
    chart.title === ''
      ? `${chart.series.map((series) => series.name).join(', ')}, ${chart.x.label}`
      : chart.title;
  return (
    <figure
      className="chart"
      data-small={small ?? false}
      role="img"
      aria-label={`${messages.node.chart}: ${name}`}
    >
      {chart.title === '' || small === true ? null : <figcaption>{chart.title}</figcaption>}
      <div ref={host} />
    </figure>
  );
});
