import { expect, it } from 'vitest';
import { explain, parseConfig } from './index.ts';

const location = { file: '/home/ann/.config/mt5-bridge/config.toml', namedBy: 'default' } as const;

it('says that the defaults are in force without a file', () => {
  expect(explain({ ...parseConfig('', location.file), location, exists: false })).toEqual([
    'There is no file at /home/ann/.config/mt5-bridge/config.toml; the defaults are in force.',
  ]);
});

it('says what differs, from where, and what needs a restart', () => {
  const text = '[mt5]\nrequest_timeout_ms = 8000\ncommand = "tcp://10.0.0.5:5555"\n';
  const parsed = parseConfig(text, location.file, { MT5_BRIDGE_LOG_LEVEL: 'DEBUG' });
  expect(explain({ ...parsed, location, exists: true })).toEqual([
    'The configuration is read from /home/ann/.config/mt5-bridge/config.toml.',
    `mt5.command is "tcp://10.0.0.5:5555". Address of the expert advisor's command socket. A change counts after a restart.`,
    'mt5.request_timeout_ms is 8000 ms. Longest wait for one answer of the terminal.',
    'logging.level is "debug", set by MT5_BRIDGE_LOG_LEVEL. Least severe log line that is written; the log goes to stderr.',
    'Everything else is at its default.',
  ]);
});
