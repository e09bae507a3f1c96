import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// Pages for looking at the editor without a host; never part of what is shipped.
export default defineConfig({
  root: 'src/renderer',
  plugins: [react()],
  build: {
    outDir: resolve('build/demo'),
    emptyOutDir: true,
    rollupOptions: {
      input: {
        demo: resolve('src/renderer/testing/demo.html'),
        states: resolve('src/renderer/testing/states.html'),
      },
    },
  },
});
