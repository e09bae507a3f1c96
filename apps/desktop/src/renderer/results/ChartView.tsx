import * as Plot from '@observablehq/plot';
import { memo, useEffect, useRef } from 'react';
import { messages } from '../messages';
import { type ChartData, type ChartPoint, chartPoints } from './chart-data';
import { thinBars, thinPoints } from './thin-points';

interface ChartViewProps {
  chart: ChartData;
  width: number;
  height: number;
  /** Without axes and legend, as on a node. */
  small?: boolean;
}

const PALETTE = [1, 2, 3, 4, 5, 6].map((number) => `var(--chart-${String(number)})`);
const MAX_TITLED = 500;
const MARGIN_LEFT = 56;
const MARGIN_RIGHT = 20;
const LETTER_PIXELS = 6.5;
const MOST_BELOW = 110;
/** Between two names at an angle, and between two that stand straight. */
const ROTATED_PIXELS = 17;
const GAP_PIXELS = 8;
const NUMBER = new Intl.NumberFormat('en', { maximumSignificantDigits: 6, useGrouping: false });

function titleOf(several: boolean): (point: ChartPoint) => string {
  return (point) => `${several ? `${point.series}, ` : ''}${String(point.x)}: ${String(point.y)}`;
}

/** The value under the pointer, of the point that is nearest along the x axis. */
function tip(points: ChartPoint[], several: boolean): Plot.Markish {
  const text = (point: ChartPoint): string =>
    `${several ? `${point.series}\n` : ''}${point.x instanceof Date ? point.x.toISOString() : String(point.x)}\n${String(point.y)}`;
  return Plot.tip(
    points,
    Plot.pointerX({ x: 'x', y: 'y', title: text, fill: 'var(--bg-raised)', stroke: 'var(--line-strong)' }),
  );
}

function marks(chart: ChartData, points: ChartPoint[], small: boolean): Plot.Markish[] {
  const several = chart.series.length > 1;
  const title = points.length > MAX_TITLED ? undefined : titleOf(several);
  const common = { x: 'x', y: 'y', ...(title === undefined ? {} : { title }) };
  const color = several ? 'series' : PALETTE[0];
  const pointer = small ? [] : [tip(points, several)];
  switch (chart.kind) {
    case 'bar':
      return several
        ? [Plot.barY(points, { ...common, x: 'series', fx: 'x', fill: 'series' }), Plot.ruleY([0])]
        : [Plot.barY(points, { ...common, fill: color }), Plot.ruleY([0]), ...pointer];
    case 'line':
      return [
        Plot.lineY(points, { x: 'x', y: 'y', stroke: color, z: 'series', strokeWidth: 1.75 }),
        ...(small
          ? []
          : [Plot.ruleX(points, Plot.pointerX({ x: 'x', stroke: 'var(--line-strong)' })), ...pointer]),
      ];
    case 'scatter':
      return [Plot.dot(points, { ...common, fill: color, r: 2.5 }), ...pointer];
  }
}

/** As many points as the width can show. */
function shownPoints(chart: ChartData, width: number): ChartPoint[] {
  const points = chartPoints(chart);
  if (chart.kind !== 'bar') return thinPoints(points, width);
  return chart.series.length > 1 ? points : thinBars(points, Math.max(10, Math.floor(width / 3)));
}

interface BandAxis {
  rotated: boolean;
  marginBottom: number;
  /** One name of so many is written. */
  every: number;
}

/**
 * Room below the bars, in pixels, and which names are written, so that none lies over another: numbers stand straight,
 * other names too where all of them fit, else at an angle.
 */
function bandAxis(names: readonly string[], width: number, numbers: boolean): BandAxis {
  const longest = Math.max(0, ...names.map((name) => name.length));
  const step = Math.max(1, width - MARGIN_LEFT - MARGIN_RIGHT) / Math.max(1, names.length);
  const straight = longest * LETTER_PIXELS + GAP_PIXELS;
  const rotated = !numbers && straight > step;
  const below = rotated ? Math.min(MOST_BELOW, 26 + longest * LETTER_PIXELS * 0.7) : 36;
  const every = Math.max(1, Math.ceil((rotated ? ROTATED_PIXELS : straight) / step));
  return { rotated, marginBottom: Math.round(below), every };
}

function draw({ chart, width, height, small = false }: ChartViewProps): Element {
  const points = shownPoints(chart, width);
  const several = chart.series.length > 1;
  const bars = chart.kind === 'bar';
  const grouped = bars && several;
  // Bars stand in the order of the rows, as they were sorted, not in that of their names.
  const names = [...new Set(points.map((point) => point.x))];
  const numbers = names.every((name) => typeof name === 'number');
  const written = names.map((name) => (typeof name === 'number' ? NUMBER.format(name) : String(name)));
  const band = bandAxis(written, width, numbers);
  const axis = small ? null : undefined;
  const ticks = band.every > 1 ? names.filter((_, place) => place % band.every === 0) : undefined;
  const bandScale = {
    domain: names,
    padding: 0.22,
    ...(band.rotated ? { tickRotate: -45 } : {}),
    ...(ticks === undefined ? {} : { ticks }),
    ...(numbers ? { tickFormat: (name: number) => NUMBER.format(name) } : {}),
  };
  const xLabel = small ? null : chart.x.label;
  return Plot.plot({
    width,
    height,
    ...(small
      ? { margin: 2, marginBottom: 4 }
      : { marginLeft: MARGIN_LEFT, marginBottom: bars ? band.marginBottom : 36 }),
    x: grouped
      ? { axis: null, domain: chart.series.map((series) => series.name) }
      : { axis, label: xLabel, ...(bars ? { type: 'band', ...bandScale } : {}) },
    ...(grouped ? { fx: { axis, label: xLabel, ...bandScale } } : {}),
    y: {
      axis,
      label: small ? null : several ? null : (chart.series[0]?.name ?? null),
      grid: !small,
      nice: true,
    },
    color: { legend: several && !small, domain: chart.series.map((series) => series.name), range: PALETTE },
    marks: marks(chart, points, small),
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
      {/* The name above stands for all of it; the drawing names its parts by attributes that no reader knows. */}
      <div ref={host} aria-hidden />
    </figure>
  );
});
