import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Does work while no other process does it: the folder is the lock and holds the number of its owner. */
export async function locked<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const owner = join(folder, 'owner');
  while (!(await take(folder))) {
    const pid = Number(await readFile(owner, 'utf8').catch(() => '0'));
    if (pid > 0 && !isRunning(pid)) await rm(folder, { recursive: true, force: true });
    else await sleep(100);
  }
  try {
    await writeFile(owner, String(process.pid));
    return await work();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function take(folder: string): Promise<boolean> {
  try {
    await mkdir(folder);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
