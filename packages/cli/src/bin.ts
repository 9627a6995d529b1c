#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import { isNodeRecent, oldestNode } from './node-version.ts';

if (isNodeRecent(process.versions.node)) {
  // Imported here, as a Node that is too old has no such name, and would say that instead.
  const { enableCompileCache } = await import('node:module');
  // A third of the start is compiling. What V8 made is kept beside the code: who may write the one may write the other.
  enableCompileCache(fileURLToPath(new URL('.compile-cache', import.meta.url)));
  const { runProcess } = await import('./process.ts');
  await runProcess(process);
} else {
  process.stderr.write(
    `NODE_TOO_OLD: mt5-bridge needs Node ${oldestNode} or newer; this is ${process.versions.node}.\n` +
      'What to do: install a current Node from https://nodejs.org\n',
  );
  process.exitCode = 1;
}
