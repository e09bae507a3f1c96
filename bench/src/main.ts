import { schedulerRows } from './scheduler-rows.js';
import { renderTable } from './table.js';

const sizes = process.argv.includes('--small') ? [1000] : [1000, 100_000];
console.log(renderTable(await schedulerRows(sizes)));
