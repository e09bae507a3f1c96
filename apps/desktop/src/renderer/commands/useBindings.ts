import { useMemo } from 'react';
import { useStore } from 'zustand';
import { useEditor } from '../editor/EditorContext';
import { type Bindings, bindKeys } from './bindings';
import { COMMANDS } from './command-list';

/** Which keys run which command now. */
export function useBindings(): Bindings {
  const keys = useStore(useEditor().settings, (settings) => settings.keys);
  return useMemo(() => bindKeys(COMMANDS, keys), [keys]);
}

/** The key to show beside a command, if it has one. */
export function useKeyOf(id: string | undefined): string | undefined {
  const bindings = useBindings();
  return id === undefined ? undefined : bindings.keysOf(id)[0];
}
