import { connect } from 'node:net';
import { PROTOCOL_VERSION } from '@mt5-bridge/protocol/wire';
import { CliError } from '../../cli-error.ts';
import { version } from '../../version.ts';
import type { Check } from '../check.ts';

const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|::1)$/i;

export const addresses: Check = {
  code: 'ADDRESSES',
  title: 'Addresses',
  needs: ['CONFIGURATION'],
  async examine(patient) {
    const { command, events } = await patient.addresses();
    const isEncrypted = await patient.isEncrypted();
    const found = `Commands ${command}, events ${events}; ${isEncrypted ? 'encrypted' : 'not encrypted'}.`;
    const isLocal = [command, events].every((address) => {
      const target = targetOf(address);
      return 'path' in target || LOOPBACK.test(target.host);
    });
    if (isLocal || isEncrypted) return { status: 'ok', found };
    const what_to_do =
      'Beyond this machine anybody on the way can read it and trade: make keys with `mt5-bridge keys`, give the expert advisor its own and set mt5.curve, or use a tunnel.';
    return { status: 'warn', found, what_to_do };
  },
};

export const sockets: Check = {
  code: 'SOCKETS',
  title: 'Sockets reachable',
  needs: ['ADDRESSES'],
  async examine(patient) {
    const both = Object.values(await patient.addresses());
    const problems = await Promise.all(both.map((address) => knock(address)));
    const closed = problems.filter((problem) => problem !== undefined);
    if (closed.length === 0) return { status: 'ok', found: 'Something listens on both.' };
    return {
      status: 'fail',
      found: closed.join(' '),
      what_to_do:
        'Start MetaTrader 5 with the mt5-bridge expert advisor on a chart, and give both sides the same addresses: the inputs of the expert advisor, and mt5.command and mt5.events here.',
      error: 'TERMINAL_NOT_CONNECTED',
    };
  },
};

type Target = { readonly path: string } | { readonly host: string; readonly port: number };

function targetOf(address: string): Target {
  if (address.startsWith('ipc://')) return { path: address.slice('ipc://'.length) };
  const { hostname, port } = new URL(address.replace(/^tcp:/, 'http:'));
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 80) };
}

const KNOCK_MS = 2_000;

/** Opens a plain connection and closes it again: tells a wrong address apart from a program that does not answer. */
async function knock(address: string): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const socket = connect(targetOf(address));
  socket.setTimeout(KNOCK_MS, () => resolve(`Nobody answers at ${address} within ${KNOCK_MS / 1000} s.`));
  socket.once('connect', () => resolve(undefined));
  socket.once('error', (error: NodeJS.ErrnoException) => resolve(`Nothing listens at ${address} (${error.code}).`));
  try {
    return await promise;
  } finally {
    socket.destroy();
  }
}

export const hello: Check = {
  code: 'HELLO',
  title: 'Protocol versions',
  needs: ['SOCKETS'],
  async examine(patient) {
    const { protocol_min, protocol_max, operations } = await patient.hello();
    const theirs = protocol_min === protocol_max ? `${protocol_max}` : `${protocol_min} to ${protocol_max}`;
    const found = `The terminal side speaks protocol ${theirs}, this side ${PROTOCOL_VERSION}; ${operations.length} operations.`;
    return { status: 'ok', found };
  },
};

export const eaVersion: Check = {
  code: 'EA_VERSION',
  title: 'Expert advisor version',
  needs: ['HELLO'],
  async examine(patient) {
    const { program, program_version, terminal_build } = await patient.hello();
    const name = program === 'ea' ? 'The expert advisor' : 'The simulated terminal';
    const found = `${name} is version ${program_version}, in terminal build ${terminal_build}.`;
    if (minor(program_version) === minor(version)) return { status: 'ok', found };
    const what_to_do = `This mt5-bridge is ${version}: install the expert advisor that came with it.`;
    return { status: 'warn', found, what_to_do };
  },
};

const minor = (semver: string): string => semver.split('.', 2).join('.');

export const mcpServer: Check = {
  code: 'MCP_SERVER',
  title: 'MCP server over stdio',
  needs: ['CONFIGURATION'],
  async examine(patient) {
    const started = performance.now();
    await using server = await patient.spawnServer();
    const { tools } = await server.client.listTools();
    const took = Math.round(performance.now() - started);
    if (tools.length === 0) throw new CliError('UNEXPECTED', 'The server offers no tools.');
    const protocol = server.client.getNegotiatedProtocolVersion();
    return {
      status: 'ok',
      found: `It speaks ${protocol} and offers ${tools.length} tools; ${took} ms from its start.`,
    };
  },
};
