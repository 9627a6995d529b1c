import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exitCodes } from '../exit-codes.ts';
import { emptyHome, file, run, start } from '../testing/command.ts';

const http = (more = '', settings = '') => file('config.toml', `${settings}[transport.http]\nport = 0\n${more}`);

const initialize = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
};

/** `serve` over HTTP on a free port, once it has said where it is. */
async function served(transport: 'http' | 'both', config = http(), env = {}) {
  const dataDir = emptyHome();
  const words = ['--mode', 'fake', '--config', config, '--data-dir', dataDir];
  const running = start(['serve', '--transport', transport, ...words], env);
  let said = '';
  running.child.stderr?.on('data', (text: string) => {
    said += text;
  });
  while (!said.includes('/mcp')) {
    await Promise.race([
      once(running.child.stderr as NodeJS.ReadableStream, 'data'),
      running.ended.then(({ stderr }) => Promise.reject(new Error(stderr))),
    ]);
  }
  const url = /http:\/\/\S+\/mcp/.exec(said)?.[0] ?? '';
  const token = async () => (await run(['token', '--config', config, '--data-dir', dataDir])).stdout.trim();
  const post = async (body: object, headers = {}) =>
    fetch(url, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: {
        authorization: `Bearer ${await token()}`,
        accept: 'application/json, text/event-stream',
        'content-type': 'application/json',
        ...headers,
      },
    });
  return { ...running, url, token, post, dataDir, said: () => said };
}

describe('serve over HTTP', () => {
  it('says where it is and where the token comes from, but not the token, and stays when stdin closes', async () => {
    const { child, ended, post, said, dataDir, url } = await served('http');
    child.stdin?.end();
    const answer = await post(initialize);
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('"serverInfo"')]);
    const { tokens } = JSON.parse(readFileSync(join(dataDir, 'tokens.json'), 'utf8'));
    // Of this data directory, and of no other.
    expect(said()).toContain(`mt5-bridge token --config`);
    expect(said()).toContain(`mt5-bridge passphrase --config`);
    expect(said()).toContain(`--data-dir ${dataDir}`);
    expect(said()).not.toContain(tokens[0].token);
    child.kill('SIGTERM');
    const { code, stdout } = await ended;
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    await expect(fetch(url)).rejects.toThrow();
  });

  it('says the commands as they are called from outside its container, and where its port is published', async () => {
    const env = {
      MT5_BRIDGE_COMMAND: 'docker exec -it bridge mt5-bridge',
      MT5_BRIDGE_PUBLIC_URL: 'http://localhost:9876',
    };
    const { child, ended, said } = await served('http', http(), env);
    child.kill('SIGTERM');
    await ended;
    expect(said()).toContain('docker exec -it bridge mt5-bridge token --config');
    expect(said()).toContain('dashboard: http://localhost:9876 ');
  });

  it.skipIf(process.platform === 'win32')('ends at once though streams are open', async () => {
    const { child, ended, post, url, token } = await served('http');
    const id = (await post(initialize)).headers.get('mcp-session-id') ?? '';
    const stream = await fetch(url, {
      headers: { authorization: `Bearer ${await token()}`, accept: 'text/event-stream', 'mcp-session-id': id },
    });
    expect(stream.status).toBe(200);
    child.kill('SIGINT');
    expect(await stream.text()).toBe('');
    expect((await ended).code).toBe(0);
  });

  it('serves stdio and HTTP in one process, which ends with either', async () => {
    const { child, ended, post } = await served('both');
    child.stdin?.write(`${JSON.stringify(initialize)}\n`);
    expect((await post(initialize)).status).toBe(200);
    child.stdin?.end();
    const { code, stdout } = await ended;
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ id: 1, result: { serverInfo: { name: 'mt5-bridge' } } });
  });

  it('is refused where others could listen in, and where it can not listen', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as { port: number };
    const attempts = [
      ['HTTP_UNSAFE', http('host = "0.0.0.0"\n')],
      ['HTTP_UNUSABLE', file('config.toml', `[transport.http]\nport = ${port}\n`)],
    ] as const;
    for (const [says, config] of attempts) {
      const words = ['--transport', 'http', '--mode', 'fake', '--config', config, '--data-dir', emptyHome()];
      const { code, stderr } = await run(['serve', ...words]);
      expect(stderr).toContain(says);
      expect(code).toBe(exitCodes.configuration.number);
    }
    taken.close();
  });
});
