/** A column of a table, with the name of its type as the engine says it, or an empty one. */
export interface Column {
  name: string;
  type: string;
}

/** What may be named in a field. */
export interface Words {
  /** Undefined where no table is known yet: then no name is called wrong. */
  columns: readonly Column[] | undefined;
  /** Inputs and parameters of the node, for code that reads them. */
  names: readonly { name: string; type: string }[];
}
