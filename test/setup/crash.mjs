// Loaded before the command: ends it as `kill -9` does, at one of its changes of the file system.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

let left = Number(process.env.CRASH_AT);
for (const name of ['renameSync', 'mkdirSync', 'rmSync', 'rmdirSync', 'openSync', 'linkSync']) {
  const real = fs[name];
  fs[name] = (...args) => {
    const isOurs = typeof args[0] === 'string' && !/[\\/](?:node_modules|dist|\.compile-cache)[\\/]/.test(args[0]);
    const isChange = isOurs && !(name === 'openSync' && (args[1] === undefined || args[1] === 'r'));
    if (isChange && --left === 0) process.kill(process.pid, 'SIGKILL');
    return real(...args);
  };
}
syncBuiltinESMExports();
