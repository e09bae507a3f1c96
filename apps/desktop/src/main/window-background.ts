/** `--bg-canvas` of the page's tokens in its two themes, shown before it has loaded: no white flash. */
export const BACKGROUND = { dark: '#14161a', light: '#f3f4f6' } as const;
