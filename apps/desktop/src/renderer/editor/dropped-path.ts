/** Where a file lies that was dropped on the window; undefined in a browser, which does not tell. */
export function droppedPath(file: File): string | undefined {
  const path = window.atomiton?.pathOf(file) ?? '';
  return path === '' ? undefined : path;
}
