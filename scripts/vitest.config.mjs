import { defineConfig } from 'vitest/config';

// Some of these tests start programs: on a busy machine five seconds are not enough.
export default defineConfig({ test: { testTimeout: 60_000, hookTimeout: 60_000 } });
