import { isBoundaryType } from '@atomiton/blueprint';
import { instanceOf, type Language, type NodeDefinition } from '@atomiton/contracts';
import { messages } from '../messages';

/** The badge of a language and its full name. */
export const LANGUAGES: Record<Language, { badge: string; name: string }> = {
  typescript: { badge: 'TS', name: 'TypeScript' },
  rust: { badge: 'RUST', name: 'Rust' },
  python: { badge: 'PY', name: 'Python' },
  wasm: { badge: 'WASM', name: 'WASM' },
  golang: { badge: 'GO', name: 'Go' },
};

/** What a node is made of, as its badge says: a language, or a subgraph. */
export function languageOf({ type, runtime }: NodeDefinition): { badge: string; name: string } {
  if (instanceOf(type) === undefined && !isBoundaryType(type)) return LANGUAGES[runtime.language];
  return { badge: messages.subgraphs.badge, name: messages.subgraphs.language };
}
