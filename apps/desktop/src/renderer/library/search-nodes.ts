import { BASE_PORT_TYPES, type NodeDefinition, type PortType } from '@atomiton/contracts';
import fuzzysort from 'fuzzysort';

/** Node types that match, best first: by name, then by keywords, category and description. All of them for no text. */
export function searchNodes(definitions: readonly NodeDefinition[], text: string): readonly NodeDefinition[] {
  const query = text.trim();
  if (query === '') return definitions;
  const entries = definitions.map((definition) => ({
    definition,
    name: definition.name,
    type: definition.type,
    more: [definition.category, ...definition.keywords].join(' '),
    description: definition.description,
  }));
  return fuzzysort
    .go(query, entries, { keys: ['name', 'more', 'type', 'description'], threshold: 0.35 })
    .map((result) => result.obj.definition);
}

/** Definitions by category, in order of first appearance. */
export function byCategory(definitions: readonly NodeDefinition[]): [string, NodeDefinition[]][] {
  const groups = new Map<string, NodeDefinition[]>();
  for (const definition of definitions) {
    const group = groups.get(definition.category);
    if (group === undefined) groups.set(definition.category, [definition]);
    else group.push(definition);
  }
  return [...groups];
}

/** The innermost type of `list<list<T>>`. */
function scalarOf(type: PortType): string {
  return type.replaceAll(/^(list<)+|>+$/g, '');
}

/** Whether a node has an input or an output of this type, or of lists of it. */
export function hasPortOf(definition: NodeDefinition, type: string): boolean {
  return [...definition.inputs, ...definition.outputs].some((port) => scalarOf(port.type) === type);
}

/** The types that ports of these nodes have, in the order of the contract. */
export function portTypes(definitions: readonly NodeDefinition[]): string[] {
  return BASE_PORT_TYPES.filter((type) => definitions.some((definition) => hasPortOf(definition, type)));
}
