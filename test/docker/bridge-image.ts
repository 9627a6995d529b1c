import { join } from 'node:path';
import { docker } from './engine.ts';

const root = join(import.meta.dirname, '../..');

export const BRIDGE_IMAGE = 'mt5-bridge:test';

/** @param revision what a later build of the same sources differs by */
export async function buildBridgeImage(tag: string, revision = 'test'): Promise<void> {
  const file = join(root, 'docker/bridge/Dockerfile');
  const args = ['--network', 'host', '--quiet', '--build-arg', 'VERSION=1.2.3', '--build-arg', `REVISION=${revision}`];
  await docker('build', ...args, '--file', file, '--tag', tag, root);
}
