import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // A poll ends as soon as it is right; on a busy machine that may take a while.
    expect: { poll: { timeout: 15_000 } },
    fileParallelism: false,
    // Every file opens a window of its own; what the files import has no state, so it is loaded once.
    isolate: false,
    reporters: ['verbose'],
  },
});
