import type { Blueprint, RunEvent, ValueSummary } from '@atomiton/contracts';

const hash = (digit: string): string => digit.repeat(64);

/** The document of the design picture, made of the demo catalog's types. */
export const DEMO_DOCUMENT: Blueprint = {
  formatVersion: 1,
  id: 'demo',
  name: 'city-sales',
  nodes: {
    open: {
      type: 'core/csv-reader',
      typeVersion: 1,
      mode: 'active',
      parameters: { path: 'data/sales-2026.csv' },
    },
    large: {
      type: 'core/large-csv',
      typeVersion: 1,
      name: 'Large CSV',
      mode: 'active',
      parameters: {
        filter: 'price > 0 and year >= 2020',
        groupBy: ['city'],
        aggregate: 'mean(price), count()',
        keep: -5,
      },
    },
    sums: { type: 'core/checksums', typeVersion: 1, mode: 'active', parameters: { folder: 'data/' } },
    filter: { type: 'core/select-filter', typeVersion: 1, mode: 'active', parameters: { where: 'n > 10' } },
    chart: { type: 'core/chart', typeVersion: 1, name: 'Mean price by city', mode: 'active', parameters: {} },
    text: { type: 'core/text-template', typeVersion: 1, mode: 'active', parameters: { template: 'Cities' } },
    stats: { type: 'core/tensor-statistics', typeVersion: 1, mode: 'muted', parameters: {} },
    number: { type: 'core/number', typeVersion: 1, mode: 'active', parameters: { value: 42 } },
    blur: { type: 'core/gaussian-blur', typeVersion: 1, mode: 'bypassed', parameters: { radius: 5 } },
  },
  edges: {
    'filter.table': { from: 'large.table' },
    'chart.table': { from: 'large.table' },
    'text.values.0': { from: 'sums.checksums' },
    'text.values.1': { from: 'number.number' },
  },
  layout: {
    positions: {
      open: { x: 0, y: 0 },
      large: { x: 300, y: 0 },
      sums: { x: 0, y: 190 },
      text: { x: 300, y: 240 },
      chart: { x: 640, y: -30 },
      filter: { x: 640, y: 240 },
      stats: { x: 640, y: 400 },
      number: { x: 0, y: 330 },
      blur: { x: 300, y: 460 },
    },
    groups: {},
    notes: {},
  },
};

const TABLE: ValueSummary = {
  kind: 'table',
  identity: hash('a'),
  sizeBytes: 48_213,
  rows: 1204,
  columns: [
    { name: 'city', type: 'utf8' },
    { name: 'mean', type: 'double' },
    { name: 'n', type: 'int64' },
  ],
};
const CHART: ValueSummary = {
  kind: 'json',
  identity: hash('b'),
  sizeBytes: 300,
  text: '{…}',
  json: {
    kind: 'bar',
    title: 'Mean price by city',
    x: { label: 'city', values: ['Bergen', 'Bologna', 'Busan', 'Cádiz', 'Cork', 'Oslo'] },
    series: [{ name: 'mean', values: [412.2, 280.1, 470.5, 172, 311.9, 240.3] }],
  },
};

type Part = { [E in RunEvent['type']]: Omit<Extract<RunEvent, { type: E }>, 'seq'> }[RunEvent['type']];

/** A run that ends in the middle, with nearly every state at once. */
export function demoEvents(runId: string, from = 1): RunEvent[] {
  const parts: Part[] = [
    {
      at: 0,
      type: 'run-started',
      runId,
      nodes: ['open', 'large', 'sums', 'filter', 'chart', 'text', 'number'],
    },
    { at: 1, type: 'node-state', node: 'number', state: 'running', lane: 'main' },
    {
      at: 2,
      type: 'node-state',
      node: 'number',
      state: 'done',
      durationMs: 0.04,
      sizeBytes: 2,
      outputs: { number: { kind: 'json', identity: hash('c'), sizeBytes: 2, json: 42, text: '42' } },
    },
    { at: 2, type: 'node-state', node: 'open', state: 'running', lane: 'main' },
    { at: 2, type: 'node-state', node: 'large', state: 'running', lane: 'rust' },
    {
      at: 3,
      type: 'node-state',
      node: 'sums',
      state: 'cached',
      lane: 'go',
      durationMs: 0,
      sizeBytes: 412,
      outputs: { checksums: { kind: 'list', identity: hash('d'), sizeBytes: 412, length: 412 } },
    },
    {
      at: 5,
      type: 'node-log',
      node: 'large',
      level: 'info',
      text: 'Reading sales-2026.csv, 2.0 GB, delimiter “;”',
    },
    {
      at: 30,
      type: 'node-state',
      node: 'open',
      state: 'done',
      durationMs: 28,
      sizeBytes: 48_213,
      outputs: { table: TABLE },
    },
    { at: 110, type: 'node-state', node: 'text', state: 'running', lane: 'python 1' },
    { at: 160, type: 'node-log', node: 'text', level: 'warn', text: 'Row 17 has no text' },
    {
      at: 430,
      type: 'node-state',
      node: 'text',
      state: 'failed',
      durationMs: 320,
      error: {
        kind: 'runtime',
        code: 'empty-text',
        message: 'Row 17: text is empty.',
        hint: 'Filter empty rows, or set “on empty” to skip.',
        stack: 'Traceback (most recent call last):\n  File "template.py", line 17, in run\nValueError: empty',
      },
    },
    { at: 440, type: 'node-state', node: 'filter', state: 'blocked', blockedBy: 'text' },
    { at: 900, type: 'node-progress', node: 'large', fraction: 0.62, message: '1.2 of 2.0 GB' },
  ];
  return parts.map((part, index) => ({ ...part, seq: from + index }) as RunEvent);
}

/** What an earlier run left behind: the results that are now marked as previous. */
export function earlierEvents(runId: string): RunEvent[] {
  return [
    { seq: 1, at: 0, type: 'run-started', runId, nodes: ['large', 'chart'] },
    {
      seq: 2,
      at: 5,
      type: 'node-state',
      node: 'large',
      state: 'done',
      durationMs: 5,
      outputs: { table: TABLE },
    },
    {
      seq: 3,
      at: 6,
      type: 'node-state',
      node: 'chart',
      state: 'done',
      durationMs: 1,
      outputs: { chart: CHART },
    },
    { seq: 4, at: 7, type: 'run-finished', state: 'done', durationMs: 7 },
  ];
}
