import type { JsonValue, ValueSummary } from '@atomiton/contracts';
import { messages } from '../messages';
import { resultMessages } from '../messages-results';

const integer = new Intl.NumberFormat('en');
const compact = new Intl.NumberFormat('en', { maximumSignificantDigits: 6 });
const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** `0.4 ms`, `812 ms`, `1.2 s`, `3 min 5 s`. */
export function formatDuration(ms: number): string {
  if (ms < 0.05) return '0.0 ms';
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** `412 B`, `1.2 MB`; powers of 1000. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  const text = unit === 0 || value >= 99.5 ? String(Math.round(value)) : value.toFixed(1);
  return `${text} ${UNITS[unit] ?? 'TB'}`;
}

/** `just now`, `5 s`, `12 min`, `3 h`, `2 d`. */
export function formatAgo(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 5) return messages.node.justNow;
  if (seconds < 60) return messages.node.ago(`${seconds} s`);
  if (seconds < 3600) return messages.node.ago(`${Math.floor(seconds / 60)} min`);
  if (seconds < 86_400) return messages.node.ago(`${Math.floor(seconds / 3600)} h`);
  return messages.node.ago(`${Math.floor(seconds / 86_400)} d`);
}

export function formatCount(count: number): string {
  return integer.format(count);
}

/** A number as read by people: whole ones in full with separators, others to six digits. */
export function formatNumber(value: number): string {
  if (Number.isInteger(value)) return Math.abs(value) < 1e15 ? integer.format(value) : value.toExponential(6);
  const size = Math.abs(value);
  return size >= 1e9 || size < 1e-4 ? value.toPrecision(6) : compact.format(value);
}

/** A cell of a table: numbers as they are (a year is no quantity), fractions to ten digits. */
export function formatCell(value: JsonValue | undefined): string {
  if (value === null || value === undefined) return resultMessages.null;
  if (typeof value === 'number')
    return String(Number.isInteger(value) ? value : Number(value.toPrecision(10)));
  if (typeof value === 'string') return value;
  return JSON.stringify(value);
}

/** A parameter's value in one short line, as drawn on a node. */
export function formatParameter(value: JsonValue | undefined, isPath: boolean): string {
  if (value === null || value === undefined || value === '') return '–';
  if (typeof value === 'string') {
    return isPath ? value.replace(/[/\\]+$/, '').replace(/^.*[/\\]/, '') || value : value;
  }
  if (Array.isArray(value))
    return value.length === 0 ? '–' : value.map((item) => formatParameter(item, false)).join(', ');
  if (typeof value === 'boolean') return value ? messages.fields.on : messages.fields.off;
  if (typeof value === 'number') return String(value);
  const parts = Object.values(value).filter((part) => typeof part === 'string' || typeof part === 'number');
  return parts.length > 0 ? parts.join(' ') : JSON.stringify(value);
}

/** What an output holds, in a few words: `1,204 rows`, `640 × 480`, `12 items`, `3.5 KB`. */
export function formatSummary(summary: ValueSummary): string {
  switch (summary.kind) {
    case 'table':
      return messages.node.rows(summary.rows);
    case 'image':
      return messages.node.pixels(summary.width, summary.height);
    case 'tensor':
      return messages.node.tensor(summary.dtype, summary.shape.join('×'));
    case 'list':
      return messages.node.items(summary.length);
    case 'json':
      return Array.isArray(summary.json)
        ? messages.node.items(summary.json.length)
        : formatBytes(summary.sizeBytes);
    case 'bytes':
    case 'file':
      return formatBytes(summary.sizeBytes);
  }
}
