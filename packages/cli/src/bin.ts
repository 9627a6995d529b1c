#!/usr/bin/env node
import { isNodeRecent, oldestNode } from './node-version.ts';

if (isNodeRecent(process.versions.node)) {
  const { runProcess } = await import('./process.ts');
  await runProcess(process);
} else {
  process.stderr.write(
    `NODE_TOO_OLD: mt5-bridge needs Node ${oldestNode} or newer; this is ${process.versions.node}.\n` +
      'What to do: install a current Node from https://nodejs.org\n',
  );
  process.exitCode = 1;
}
