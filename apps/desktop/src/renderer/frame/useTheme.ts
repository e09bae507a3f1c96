import { useEffect } from 'react';
import { useUi } from '../editor/EditorContext';

/** Puts the chosen theme, or the system's, on the page. */
export function useTheme(): void {
  const choice = useUi((state) => state.theme);
  useEffect(() => {
    const system = window.matchMedia('(prefers-color-scheme: light)');
    const apply = (): void => {
      const theme = choice === 'system' ? (system.matches ? 'light' : 'dark') : choice;
      document.documentElement.dataset.theme = theme;
    };
    apply();
    system.addEventListener('change', apply);
    return () => system.removeEventListener('change', apply);
  }, [choice]);
}
