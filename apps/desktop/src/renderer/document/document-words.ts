import { messages } from '../messages';
import type { DocumentState } from './document-session';
import { isDirty } from './document-session';

/**
 * Where the changes of a document are: saved in its file, kept in the journal, on their way there, waiting here, or in
 * memory only, where the host has no journal that it could write.
 */
export type KeptState =
  | 'saved'
  | 'kept'
  | 'keeping'
  | 'never'
  | 'clean'
  | 'held'
  | 'stuck'
  | 'memory'
  | 'memoryNever';

/** @param inMemory whether the host's journal is in memory only. */
export function keptState(state: DocumentState, inMemory: boolean): KeptState {
  if (state.pending > 0) {
    if (!state.writer) return 'held';
    return state.stuck === undefined ? 'keeping' : 'stuck';
  }
  if (!isDirty(state)) return state.path === undefined ? 'clean' : 'saved';
  if (state.path === undefined) return inMemory ? 'memoryNever' : 'never';
  return inMemory ? 'memory' : 'kept';
}

/** The state in two or three words. */
export function keptText(state: DocumentState, inMemory: boolean): string {
  const kept = keptState(state, inMemory);
  return kept === 'held' || kept === 'stuck'
    ? messages.document.state[kept](state.pending)
    : messages.document.state[kept];
}

/** The state in a sentence, for the tooltip. */
export function keptHint(state: DocumentState, inMemory: boolean): string {
  return messages.document.state[`${keptState(state, inMemory)}Hint`];
}
