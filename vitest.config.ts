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

export default defineConfig({
  test: {
    include: ['packages/*/src/**/*.test.ts', 'test/**/*.test.ts', 'scripts/**/*.test.ts'],
    exclude: [...configDefaults.exclude, 'test/wine/**', 'test/docker/**'],
    // No file changes what those after it see, and a process for each would cost a second of theirs.
    isolate: false,
    // Most tests wait for other processes: with one file less at a time than there are cores, two cores would idle.
    maxWorkers: Math.max(2, availableParallelism()),
    sequence: { sequencer: WholeProcessesFirst },
    // Of what hangs. What does not happen is given up on sooner, where it is waited for.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
