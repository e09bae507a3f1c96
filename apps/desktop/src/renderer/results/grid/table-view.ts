import type { Arrangement } from '@atomiton/contracts';

/** How the user looks at a table: kept for as long as its document is open. */
export interface TableView {
  /** Names and types of the columns that it was made for: columns are known by their place. */
  signature: string;
  arrangement: Arrangement;
  /** Pixels, by column; undefined until they are known. */
  widths: readonly number[] | undefined;
}

/** Views by what the table is the value of: place, node and output; the items of a list share one. */
export type TableViews = Map<string, TableView>;

export const PLAIN: Arrangement = { sort: [], filter: '' };

/** The view kept for a table; undefined where there is none, or where the table has other columns now. */
export function keptView(views: TableViews, key: string, signature: string): TableView | undefined {
  const view = views.get(key);
  return view?.signature === signature ? view : undefined;
}
