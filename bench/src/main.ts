import { printCanvasMemory } from './canvas-memory.js';
import { canvasRows } from './canvas-rows.js';
import { documentRows } from './document-rows.js';
import { largeCsvRows } from './large-csv-rows.js';
import { processRows } from './process-rows.js';
import { schedulerRows } from './scheduler-rows.js';
import { renderTable } from './table.js';
import { tableViewRows } from './table-view-rows.js';
import { workerRows } from './worker-rows.js';

const chosen = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const sizes = process.argv.includes('--small') ? [1000] : [1000, 100_000];
const parts = {
  scheduler: () => schedulerRows(sizes),
  worker: workerRows,
  processes: processRows,
  document: documentRows,
  canvas: canvasRows,
  'large-csv': () => largeCsvRows(process.argv.includes('--small') ? 20 : 200),
  tables: () => tableViewRows(process.argv.includes('--small') ? 500_000 : 5_000_000),
};

for (const [name, measure] of Object.entries(parts)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  const isProcessorTime = name === 'scheduler' || name === 'canvas';
  const time = isProcessorTime ? 'microseconds of processor time' : 'microseconds';
  console.log(`\n${name}: ${time} an item, Node ${process.versions.node}\n`);
  console.log(renderTable(await measure()));
}

// Minutes, not microseconds: only where it is asked for.
if (chosen.includes('canvas-memory')) await printCanvasMemory(process.argv.includes('--small') ? 1 : 5);
