import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What runs whole processes takes longest: begun last, it would leave all cores but one idle at the end. */
class WholeProcessesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isWhole = ({ moduleId }: TestSpecification) =>
      /\/test\/(conformance|mql5-host|faults|ea|browser|site)\//.test(moduleId);
    return [...sorted.filter(isWhole), ...sorted.filter((file) => !isWhole(file))];
  }
}

/** Packages whose tests change nothing that the tests of another file see: they share a process, which starts once. */
const units = 'packages/!(cli)/src/**/*.test.ts';

export default defineConfig({
  test: {
    projects: [
      { extends: true, test: { name: 'units', include: [units], isolate: false } },
      {
        extends: true,
        test: {
          name: 'whole',
          include: ['packages/cli/src/**/*.test.ts', 'test/**/*.test.ts', 'scripts/**/*.test.ts'],
          exclude: [...configDefaults.exclude, 'test/wine/**', 'test/docker/**'],
        },
      },
    ],
    // Most tests wait for other processes, which leaves a core idle half of the time.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: WholeProcessesFirst },
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
});
