import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { buildLibrary, buildSmoke, makePrefix, requireTools, startServer } from './machine.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The path of the Windows program of docker/libzmq/smoke. */
    smoke: string;
  }
}

/** Builds what the tests run. */
export function setup(project: TestProject): () => void {
  requireTools();
  buildLibrary();
  makePrefix();
  startServer();
  const folder = mkdtempSync(join(tmpdir(), 'mt5-bridge-wine-'));
  const smoke = join(folder, 'smoke.exe');
  buildSmoke(smoke);
  project.provide('smoke', smoke);
  return () => rmSync(folder, { recursive: true });
}
