import { useEffect } from 'react';
import { useStore } from 'zustand';
import { useEditor } from '../editor/EditorContext';

/** Follows a question to the system, such as whether it is dark. */
function follow(query: string, apply: (matches: boolean) => void): () => void {
  const media = window.matchMedia(query);
  const onChange = (): void => apply(media.matches);
  onChange();
  media.addEventListener('change', onChange);
  return () => media.removeEventListener('change', onChange);
}

/** Puts the chosen theme and motion, or the system's, on the page. */
export function useTheme(): void {
  const { theme, motion } = useStore(useEditor().settings, (settings) => settings.appearance);
  useEffect(
    () =>
      follow('(prefers-color-scheme: light)', (light) => {
        document.documentElement.dataset.theme = theme === 'system' ? (light ? 'light' : 'dark') : theme;
      }),
    [theme],
  );
  useEffect(
    () =>
      follow('(prefers-reduced-motion: reduce)', (reduced) => {
        document.documentElement.dataset.motion = reduced || motion === 'reduced' ? 'reduced' : 'full';
      }),
    [motion],
  );
}
