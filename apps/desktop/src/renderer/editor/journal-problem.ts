import type { AppState } from '../stores/app-store';

/** Whether the host has no journal that it could write: edits live as long as it runs. */
export function isJournalInMemory({ info }: Pick<AppState, 'info'>): boolean {
  return info?.problems.some(({ code }) => code === 'journal-unavailable') ?? false;
}
