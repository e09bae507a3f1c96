import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';

/** Hot reload needs an inline script, which the page's own policy refuses; the built page keeps the policy. */
function withoutPolicyInDevelopment(): Plugin {
  return {
    name: 'without-policy-in-development',
    apply: 'serve',
    transformIndexHtml: (html) => html.replace(/<meta\s+http-equiv="Content-Security-Policy"[^>]*>/, ''),
  };
}

// Main leaves its dependencies outside the bundle: workers and native code find their files beside their own modules.
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      sourcemap: true,
      rollupOptions: { input: { index: resolve('src/main/index.ts') } },
    },
  },
  // A sandboxed preload script is CommonJS in one file.
  preload: {
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      rollupOptions: {
        input: { index: resolve('src/preload/index.ts') },
        external: ['electron'],
        output: { format: 'cjs', entryFileNames: 'index.cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    plugins: [react(), withoutPolicyInDevelopment()],
    build: {
      outDir: 'out/renderer',
      // The page's policy refuses fonts and scripts from data addresses.
      assetsInlineLimit: 0,
      emptyOutDir: true,
      minify: true,
      sourcemap: true,
      rollupOptions: { input: { index: resolve('src/renderer/index.html') } },
    },
  },
});
