import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { fileURLToPath } from 'node:url';

export const REVISIONS = ['2025-11-25', '2026-07-28'] as const;
export type Revision = (typeof REVISIONS)[number];

export interface Verdict {
  readonly code: number;
  /** What the suite printed. */
  readonly report: string;
}

const program = fileURLToPath(import.meta.resolve('@modelcontextprotocol/conformance/package.json')).replace(
  /package\.json$/,
  'dist/index.js',
);

/**
 * Runs every scenario that a revision requires. Failures other than those expected, and expected ones that do not fail,
 * end it with another code than 0.
 */
export async function runSuite(url: string, token: string, revision: Revision, expected: string): Promise<Verdict> {
  await using way = await withToken(url, token);
  const words = ['server', '--url', way.url, '--requirements', revision, '--expected-failures', expected];
  const child = spawn(process.execPath, [program, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  let report = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      report += text;
    });
  }
  const [code] = (await once(child, 'close')) as [number];
  return { code, report };
}

/** The suite can't send a token, so this stands between and adds one; what it says of Host and Origin goes through. */
async function withToken(to: string, token: string) {
  const target = new URL(to);
  const proxy = createServer((asked, answer) => {
    const headers = { ...asked.headers, authorization: `Bearer ${token}` };
    for (const name of ['host', 'origin'] as const) {
      headers[name] = headers[name]?.replace(`:${port}`, `:${target.port}`);
      if (headers[name] === undefined) delete headers[name];
    }
    const { method, url: path } = asked;
    const out = request({ host: target.hostname, port: target.port, method, path, headers }, (answered) => {
      answer.writeHead(answered.statusCode ?? 502, answered.headers);
      answered.pipe(answer);
    });
    out.on('error', () => answer.destroy());
    answer.on('close', () => out.destroy());
    asked.pipe(out);
  });
  proxy.listen(0, 'localhost');
  await once(proxy, 'listening');
  const { port } = proxy.address() as { port: number };
  return {
    url: `http://localhost:${port}/mcp`,
    async [Symbol.asyncDispose]() {
      proxy.closeAllConnections();
      proxy.close();
      await once(proxy, 'close');
    },
  };
}
