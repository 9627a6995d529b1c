import { BRIDGE_IMAGE, buildBridgeImage } from './bridge-image.ts';

/** Builds what several files start from. */
export async function setup(): Promise<void> {
  const started = Date.now();
  await buildBridgeImage();
  process.stderr.write(`Built ${BRIDGE_IMAGE} in ${Math.round((Date.now() - started) / 1_000)} s.\n`);
}
