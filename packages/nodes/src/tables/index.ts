/** What filters and viewers of tables share: the meaning of a filter over columns, and choosing rows. */
export { type ReadColumnsOptions, readColumns } from '../data/csv-reader/read-columns.js';
export { compileFilter, type Filter } from '../data/select-filter/compile-filter.js';
export { gatherRows } from '../data/select-filter/gather-rows.js';
