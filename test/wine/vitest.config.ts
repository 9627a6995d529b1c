import { defineConfig } from 'vitest/config';
import { wineEnv } from './machine.ts';

/** What needs Wine: `npm run test:wine`, which `npm test` leaves out. */
export default defineConfig({
  test: {
    include: ['test/wine/**/*.test.ts'],
    env: wineEnv,
    globalSetup: 'test/wine/setup.ts',
    // The two cores of a small machine are taken by one Windows program and its peer.
    fileParallelism: false,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
