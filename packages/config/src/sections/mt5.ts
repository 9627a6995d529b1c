import { z } from 'zod';
import { accountNumber, isTimezone, key, PORT_LIMIT, section } from '../key-facts.ts';

const TCP_ADDRESS = /^tcp:\/\/(?:\[[0-9a-f:.%]+\]|[^\s:/@[\]*]+):(\d{1,5})$/i;
const IPC_ADDRESS = /^ipc:\/\/\S+$/;

function isAddress(text: string): boolean {
  const port = Number(TCP_ADDRESS.exec(text)?.[1] ?? 0);
  return (port >= 1 && port <= PORT_LIMIT) || IPC_ADDRESS.test(text);
}

const address = z.string().refine(isAddress);
const ADDRESS_ALLOWED = 'an address such as tcp://127.0.0.1:5555 (or ipc:///path/of/a/socket)';

/** UTC-12:00 to UTC+14:00, the offsets that exist. */
const FIXED_OFFSET = /^(?:-(?:0\d|1[01]):[0-5]\d|-12:00|\+(?:0\d|1[0-3]):[0-5]\d|\+14:00)$/;

function isServerTimezone(text: string): boolean {
  if (text === 'auto') return true;
  return /^[+-]/.test(text) ? FIXED_OFFSET.test(text) : isTimezone(text);
}

const OF_ITS_PYTHON_BRIDGE = 'Of mt5-trading-mcp, for its Python bridge; mt5-bridge uses mt5.command and mt5.events.';

export const mt5 = z
  .strictObject({
    command: key(address, 'tcp://127.0.0.1:5555', {
      description: "Address of the expert advisor's command socket.",
      effect: 'restart',
      allowed: ADDRESS_ALLOWED,
    }),
    events: key(address, 'tcp://127.0.0.1:5556', {
      description: "Address of the expert advisor's event socket: quotes, account, positions, orders and fills.",
      effect: 'restart',
      allowed: ADDRESS_ALLOWED,
    }),
    curve: key(z.boolean(), false, {
      description:
        'Whether both connections are encrypted, with the keys of `mt5-bridge keys`; the expert advisor needs its own.',
      effect: 'restart',
    }),
    server_timezone: key(z.string().refine(isServerTimezone), 'auto', {
      description: "Time zone of the broker's server; auto recognises the usual UTC+2/+3 on New York's switch dates.",
      effect: 'restart',
      allowed: '"auto", an IANA zone such as "Europe/Athens", or an offset from "-12:00" to "+14:00" such as "+03:00"',
      candidates: () => ['auto', 'UTC', ...Intl.supportedValuesOf('timeZone')],
    }),
    request_timeout_ms: key(z.int().min(100).max(600_000), 5000, {
      description: 'Longest wait for one answer of the terminal.',
      unit: 'ms',
      effect: 'at_once',
    }),
    order_ttl_ms: key(z.int().min(100).max(600_000), 5000, {
      description: 'A trade request that the terminal gets later than this after it was sent is refused there.',
      unit: 'ms',
      effect: 'at_once',
    }),
    order_timeout_ms: key(z.int().min(100).max(600_000), 30_000, {
      description: "Longest wait for the broker's answer to a trade request; after it the outcome is looked up.",
      unit: 'ms',
      effect: 'at_once',
    }),
    login: key(accountNumber, 0, {
      description: 'Account number that the terminal is expected to be logged in to; 0 accepts any.',
      effect: 'at_once',
      allowed: 'an account number, written without quotes (0 for any)',
    }),
    server: key(z.string(), '', {
      description: 'Trade server that the terminal is expected to be logged in to; empty accepts any.',
      effect: 'at_once',
      allowed: 'a server name in quotes, as the terminal shows it (empty for any)',
    }),
    terminal_path: key(z.string(), '', {
      description:
        'Of mt5-trading-mcp, which starts this program; mt5-bridge talks to the terminal that runs its expert advisor.',
      effect: 'none',
      allowed: 'a path in quotes',
    }),
    eager_connect: key(z.boolean(), true, {
      description: 'Of mt5-trading-mcp, whose first call could hang; mt5-bridge connects in the background.',
      effect: 'none',
    }),
    bridge: section(
      z.strictObject({
        host: key(z.string(), '127.0.0.1', {
          description: OF_ITS_PYTHON_BRIDGE,
          effect: 'none',
          allowed: 'a host name in quotes',
        }),
        port: key(z.int().min(1).max(PORT_LIMIT), 8001, { description: OF_ITS_PYTHON_BRIDGE, effect: 'none' }),
      }),
    ),
  })
  .refine((keys) => keys.command !== keys.events, {
    path: ['events'],
    message: 'is the same address as mt5.command',
    params: { what_to_do: 'Give each socket its own address.' },
  });
