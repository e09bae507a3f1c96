// @vitest-environment happy-dom
import { cleanup, render } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { ChartView } from './ChartView';
import type { ChartData } from './chart-data';

afterEach(cleanup);

function titles(chart: ChartData): string[] {
  const { container } = render(<ChartView chart={chart} width={400} height={200} />);
  return [...container.querySelectorAll('svg title')].map((title) => title.textContent ?? '');
}

it('draws one bar for each row, with its exact value, in the order of the rows', () => {
  const chart: ChartData = {
    kind: 'bar',
    title: 'Delay',
    x: { label: 'carrier', values: ['F9', 'OO', 'AA'] },
    series: [{ name: 'delay', values: [100, 31.512345678, -2] }],
  };
  expect(titles(chart)).toEqual(['F9: 100', 'OO: 31.512345678', 'AA: -2']);
  const { container } = render(<ChartView chart={chart} width={400} height={200} />);
  const ticks = [...container.querySelectorAll('[aria-label="x-axis tick label"] text')];
  expect(ticks.map((tick) => tick.textContent)).toEqual(['F9', 'OO', 'AA']);
});

it('names the series where there are several', () => {
  const chart: ChartData = {
    kind: 'bar',
    title: '',
    x: { label: 'city', values: ['Oslo'] },
    series: [
      { name: 'min', values: [1] },
      { name: 'max', values: [3] },
    ],
  };
  expect(titles(chart)).toEqual(['min, Oslo: 1', 'max, Oslo: 3']);
});

it('draws a line through the points in order', () => {
  const chart: ChartData = {
    kind: 'line',
    title: '',
    x: { label: 't', values: [0, 1, 2] },
    series: [{ name: 'y', values: [0, 5, 10] }],
  };
  const { container } = render(<ChartView chart={chart} width={400} height={200} />);
  const path = container.querySelector('[aria-label="line"] path')?.getAttribute('d') ?? '';
  expect(path.split('L')).toHaveLength(3);
});

function ticks(chart: ChartData, width: number): { x: number; text: string; rotated: boolean }[] {
  const { container } = render(<ChartView chart={chart} width={width} height={200} />);
  return [...container.querySelectorAll('[aria-label$="x-axis tick label"] text')].map((tick) => {
    const transform = tick.getAttribute('transform') ?? '';
    const x = Number(/translate\(([\d.]+)/.exec(transform)?.[1]);
    return { x, text: tick.textContent ?? '', rotated: transform.includes('rotate') };
  });
}

it.each([
  ['whole numbers', Array.from({ length: 130 }, (_, place) => 1900 + place)],
  ['fractions', Array.from({ length: 57 }, (_, place) => 0.1 * place + 0.2)],
  ['names', Array.from({ length: 58 }, (_, place) => `station ${place}`)],
])('thins the names below many bars out until none lies over another: %s', (_, values) => {
  const series = [{ name: 'y', values: values.map(() => 1) }];
  const shown = ticks({ kind: 'bar', title: '', x: { label: 'x', values }, series }, 420);
  expect(shown.length).toBeGreaterThan(3);
  for (const [place, { x, text, rotated }] of shown.entries()) {
    const next = shown[place + 1];
    if (next === undefined) continue;
    const wide = rotated ? 16 : ((text.length + next.text.length) / 2) * 6.5;
    expect(next.x - x).toBeGreaterThanOrEqual(wide);
  }
});
