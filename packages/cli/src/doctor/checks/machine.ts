import { explain } from '@mt5-bridge/config';
import { oldestNode } from '../../node-version.ts';
import type { Check } from '../check.ts';

export const node: Check = {
  code: 'NODE',
  title: 'Node version',
  needs: [],
  async examine() {
    // An older one would not have come this far: bin.ts refuses it.
    const { platform, arch, versions } = process;
    return {
      status: 'ok',
      found: `Node ${versions.node} on ${platform} ${arch}; ${oldestNode} is the oldest that will do.`,
    };
  },
};

export const configuration: Check = {
  code: 'CONFIGURATION',
  title: 'Configuration',
  needs: [],
  async examine(patient) {
    const [source = ''] = explain(await patient.loadConfig());
    return { status: 'ok', found: source };
  },
};
