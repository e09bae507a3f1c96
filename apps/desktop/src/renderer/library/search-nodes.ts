import type { NodeDefinition } from '@atomiton/contracts';
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
