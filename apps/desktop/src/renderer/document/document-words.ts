import { messages } from '../messages';
import type { DocumentState } from './document-session';
import { isDirty } from './document-session';

/** Where the changes of a document are: kept in the journal, saved in its file, on their way, or waiting here. */
export type KeptState = 'saved' | 'kept' | 'keeping' | 'never' | 'clean' | 'held';

export function keptState(state: DocumentState): KeptState {
  if (state.pending > 0) return state.writer ? 'keeping' : 'held';
  if (state.path === undefined) return isDirty(state) ? 'never' : 'clean';
  return isDirty(state) ? 'kept' : 'saved';
}

/** The state in two or three words. */
export function keptText(state: DocumentState): string {
  const kept = keptState(state);
  return kept === 'held' ? messages.document.state.held(state.pending) : messages.document.state[kept];
}

/** The state in a sentence, for the tooltip. */
export function keptHint(state: DocumentState): string {
  return messages.document.state[`${keptState(state)}Hint`];
}
