import { expect, it } from 'vitest';
import { version } from '../version.ts';
import { serverCommand } from './server-command.ts';

const cached = '/home/a/.npm/_npx/0a1b/node_modules/mt5-bridge/dist/bin.js';

it('a client starts the very command that runs, with the same Node', () => {
  const { command, args } = serverCommand({ platform: 'linux' }, ['--mode', 'fake']);
  expect(command).toBe(process.execPath);
  expect(args.slice(1)).toEqual(['serve', '--mode', 'fake']);
  expect(args[0]).toMatch(/bin\.js$/);
});

it.each([
  ['linux', cached, { command: 'npx', args: ['-y', `mt5-bridge@${version}`, 'serve'] }],
  [
    'win32',
    cached.replaceAll('/', '\\'),
    { command: 'cmd', args: ['/c', 'npx', '-y', `mt5-bridge@${version}`, 'serve'] },
  ],
])("out of npx's cache on %s it names the package and its version", (platform, bin, command) => {
  expect(serverCommand({ platform }, [], bin)).toEqual(command);
});

it('hands nothing through the command interpreter of Windows that it would take apart', () => {
  const words = ['--config', 'C:\\R&D\\config.toml'];
  const bin = cached.replaceAll('/', '\\');
  expect(() => serverCommand({ platform: 'win32' }, words, bin)).toThrow(expect.objectContaining({ code: 'USAGE' }));
  expect(serverCommand({ platform: 'linux' }, words, cached).args).toContain(words[1]);
  expect(serverCommand({ platform: 'win32' }, words).args).toContain(words[1]);
});
