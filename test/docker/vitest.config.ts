import { defineConfig } from 'vitest/config';

/** What needs a Docker engine: `npm run test:docker`, which `npm test` runs where there is one or may be one. */
export default defineConfig({
  test: {
    include: ['test/docker/**/*.test.ts'],
    env: {
      // Containers end with the test that started them; no watchman that needs an image and the engine's socket.
      TESTCONTAINERS_RYUK_DISABLED: 'true',
      // What is published is at loopback, also where these tests run in a container that shares the engine's network.
      TESTCONTAINERS_HOST_OVERRIDE: '127.0.0.1',
    },
    globalSetup: 'test/docker/setup.ts',
    // One file at a time: `npm test` runs its other tests beside them.
    maxWorkers: 1,
    testTimeout: 300_000,
    hookTimeout: 600_000,
  },
});
