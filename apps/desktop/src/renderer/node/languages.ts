import type { Language } from '@atomiton/contracts';

/** The badge of a language and its full name. */
export const LANGUAGES: Record<Language, { badge: string; name: string }> = {
  typescript: { badge: 'TS', name: 'TypeScript' },
  rust: { badge: 'RUST', name: 'Rust' },
  python: { badge: 'PY', name: 'Python' },
  wasm: { badge: 'WASM', name: 'WASM' },
  golang: { badge: 'GO', name: 'Go' },
};
