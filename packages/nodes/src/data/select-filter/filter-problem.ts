export type FilterProblemCode = 'filter-type' | 'filter-unsupported' | 'filter-pattern' | 'unknown-column';

/** Why a part of a filter makes no sense, in half a sentence; `at` is the id of the part in the syntax tree. */
export class FilterProblem extends Error {
  at: bigint | undefined;

  constructor(
    readonly code: FilterProblemCode,
    message: string,
    readonly hint = 'Compare values of one type, or convert with int(…) or double(…).',
  ) {
    super(message);
  }
}
