import { endianness } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { networkGateway } from './network-gateway.ts';
import { emptyHome, file } from './testing/command.ts';

const HEAD = 'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n';
const route = (target: string, gateway: string) => `eth0\t${target}\t${gateway}\t0003\t0\t0\t0\t00000000\t0\t0\t0  \n`;
const LOCAL = route('000012AC', '00000000');

it.skipIf(endianness() !== 'LE').each([
  ['the default route', HEAD + LOCAL + route('00000000', '010012AC'), '172.18.0.1'],
  ['nothing but its own network', HEAD + LOCAL, null],
  ['a default route without a gateway', HEAD + route('00000000', '00000000'), null],
  ['no route at all', HEAD, null],
])('knows the gateway of %s', (_, text, gateway) => {
  expect(networkGateway(file('route', text))).toBe(gateway);
});

it('knows none where the kernel tells of none', () => {
  expect(networkGateway(join(emptyHome(), 'route'))).toBeNull();
});
