import { completeParameters } from '@atomiton/blueprint';
import { type Blueprint, type Catalog, parseSourceRef } from '@atomiton/contracts';
import type { Column } from '../fields/words';
import type { Outputs } from '../stores/run-state';

/** What the columns of a table are read from. */
export interface ColumnSources {
  blueprint: Blueprint;
  catalog: Catalog;
  /** The last good outputs of a node. */
  outputs: (node: string) => Outputs | undefined;
  /** The columns that a file of delimited text begins with. */
  readHeader: (
    path: string,
    options: { delimiter: string; header: 'auto' | 'yes' | 'no' },
  ) => Promise<readonly Column[]>;
}

const LONGEST_WAY = 100;

function textOf(value: unknown, fallback: string): string {
  return typeof value === 'string' ? value : fallback;
}

/**
 * The columns of the table that arrives at an input, or that a file parameter names: those of the last result, else what
 * the nodes before it pass on, back to the file they read. Undefined where nothing is known.
 */
export async function columnsAt(
  sources: ColumnSources,
  node: string,
  port: string,
): Promise<readonly Column[] | undefined> {
  let at = { node, port };
  for (let step = 0; step < LONGEST_WAY; step++) {
    const { blueprint, catalog, outputs, readHeader } = sources;
    const edge = blueprint.edges[`${at.node}.${at.port}`];
    if (edge === undefined) {
      const own = blueprint.nodes[at.node];
      const definition = catalog.get(own?.type ?? '');
      if (own === undefined || definition === undefined) return undefined;
      const spec = definition.parameters.find((parameter) => parameter.name === at.port);
      const parameters = completeParameters(definition, own.parameters);
      const path = parameters[at.port];
      if (spec?.type !== 'file' || typeof path !== 'string' || path === '') return undefined;
      return readHeader(path, {
        delimiter: textOf(parameters.delimiter, 'auto'),
        header: parameters.header === 'yes' || parameters.header === 'no' ? parameters.header : 'auto',
      });
    }
    const source = parseSourceRef(edge.from);
    const result = outputs(source.node)?.[source.port];
    if (result?.kind === 'table') return result.columns;
    const definition = catalog.get(blueprint.nodes[source.node]?.type ?? '');
    const from = definition?.outputs.find((output) => output.name === source.port)?.columnsFrom;
    if (from === undefined) return undefined;
    at = { node: source.node, port: from };
  }
  return undefined;
}
