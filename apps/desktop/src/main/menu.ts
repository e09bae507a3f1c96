import type { MenuItemConstructorOptions } from 'electron';
import { Menu } from 'electron';

/**
 * The native menu: only what the system expects of any application. The editor's own commands and keys are in its
 * page. Elsewhere than on macOS there is no menu bar at all, so that no key is taken from the page.
 */
export function setMenu(): void {
  if (process.platform !== 'darwin') {
    Menu.setApplicationMenu(null);
    return;
  }
  const template: MenuItemConstructorOptions[] = [
    { role: 'appMenu' },
    { role: 'editMenu' },
    { role: 'windowMenu' },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
