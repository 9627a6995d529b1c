import { join } from 'node:path';
import { docker, printed } from './engine.ts';

const root = join(import.meta.dirname, '../..');

export const BRIDGE_IMAGE = 'mt5-bridge:test';

export async function buildBridgeImage(): Promise<void> {
  const file = join(root, 'docker/bridge/Dockerfile');
  const labels = ['--build-arg', 'VERSION=1.2.3', '--build-arg', 'REVISION=test'];
  await docker('build', '--network', 'host', '--quiet', ...labels, '--file', file, '--tag', BRIDGE_IMAGE, root);
}

/** As a build of other sources would, it has another id; it takes no time. */
export async function buildNewerImage(tag: string): Promise<void> {
  const input = `FROM ${BRIDGE_IMAGE}\nLABEL org.opencontainers.image.revision=newer\n`;
  await printed('docker', ['build', '--quiet', '--tag', tag, '-'], { input });
}
