import type { Row } from './measure.js';

function number(value: number): string {
  if (value >= 1000) return value.toFixed(0);
  if (value >= 100) return value.toFixed(1);
  return value.toFixed(value >= 10 ? 2 : 3);
}

function verdict({ ours, baseline, target }: Row): [string, string] {
  if (target === undefined) return ['', ''];
  const reached = target.kind === 'ratio' ? ours.p50 / baseline.p50 : ours.p50;
  const goal = target.kind === 'ratio' ? `≤ × ${target.atMost}` : `≤ ${number(target.atMost)}`;
  if (reached <= target.atMost) return [goal, 'met'];
  return [goal, `missed by ${((reached / target.atMost - 1) * 100).toFixed(0)} %`];
}

/** The rows as a table of text; times in microseconds per item, p50 / p99. */
export function renderTable(rows: readonly Row[]): string {
  const cells = rows.map((row) => [
    row.what,
    `${number(row.ours.p50)} / ${number(row.ours.p99)}${row.unit === undefined ? '' : ` ${row.unit}`}`,
    row.baselineName,
    `${number(row.baseline.p50)} / ${number(row.baseline.p99)}`,
    `× ${number(row.ours.p50 / row.baseline.p50)}`,
    ...verdict(row),
  ]);
  const head = ['what', 'ours p50 / p99', 'baseline', 'p50 / p99', 'ratio', 'target', 'result'];
  const widths = head.map((title, column) =>
    Math.max(title.length, ...cells.map((line) => line[column]?.length ?? 0)),
  );
  const line = (texts: readonly string[]): string =>
    texts.map((text, column) => text.padEnd(widths[column] ?? 0)).join(' | ');
  return [line(head), widths.map((width) => '-'.repeat(width)).join('-|-'), ...cells.map(line)].join('\n');
}
