import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { rawRequest } from '../testing/raw-request.ts';
import { serveHttp } from '../testing/stub-http.ts';

const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
const PAGES = [
  ...['/', '/positions', '/approvals', '/approve/APP000000001', '/activity'],
  ...['/alerts', '/limits', '/chart', '/settings', '/enrol'],
];

let folder: string;
let pages: string;
let served: Awaited<ReturnType<typeof serveHttp>>;
const get = (at: string, headers = {}) => rawRequest(served.url, { path: at, headers });
const write = (name: string, text: string): void => {
  fs.mkdirSync(path.dirname(path.join(pages, name)), { recursive: true });
  fs.writeFileSync(path.join(pages, name), text);
};

beforeEach(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'pages-'));
  pages = path.join(folder, 'dist');
  fs.writeFileSync(path.join(folder, 'secret.txt'), 'the secret');
  write('index.html', '<!doctype html><title>mt5-bridge</title>');
  write('assets/index-B1c2D3e4.js', 'start()');
  write('assets/index-B1c2D3e4.css', 'body{}');
  write('favicon.svg', '<svg/>');
  served = await serveHttp({ services: { pages } });
});
afterEach(async () => {
  await served.server.close();
  fs.rmSync(folder, { recursive: true });
});

test.each(PAGES)('%s is the document, and may load nothing of others', async (page) => {
  const { status, text, headers } = await get(page);
  expect(status).toBe(200);
  expect(text).toContain('<title>mt5-bridge');
  expect(headers).toMatchObject({
    'content-security-policy': CSP,
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-cache',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cross-origin-opener-policy': 'same-origin',
  });
  expect(headers['permissions-policy']).toContain('publickey-credentials-get=(self)');
});

test('hashed files are kept for ever, others are asked for each time', async () => {
  const script = await get('/assets/index-B1c2D3e4.js');
  expect(script.headers).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'public, max-age=31536000, immutable',
    'content-security-policy': CSP,
  });
  expect((await get('/assets/index-B1c2D3e4.css')).headers['content-type']).toBe('text/css; charset=utf-8');
  const icon = await get('/favicon.svg');
  expect(icon.headers).toMatchObject({ 'content-type': 'image/svg+xml', 'cache-control': 'no-cache' });
  const again = await get('/favicon.svg', { 'if-none-match': icon.headers.etag });
  expect(again).toMatchObject({ status: 304, text: '' });
  expect((await get('/favicon.svg', { 'if-none-match': '"another"' })).status).toBe(200);
});

test('what was built anew is served anew', async () => {
  const before = await get('/');
  write('index.html', '<!doctype html><title>the next</title>');
  fs.utimesSync(path.join(pages, 'index.html'), 2_000_000_000, 2_000_000_000);
  const after = await get('/', { 'if-none-match': before.headers.etag });
  expect(after.text).toContain('the next');
});

test.each([
  '/../secret.txt',
  '/..%2fsecret.txt',
  '/%2e%2e/secret.txt',
  '/assets/../../secret.txt',
  '/assets/..%2f..%2fsecret.txt',
  '/assets/..%5c..%5csecret.txt',
  '//etc/passwd',
  '/assets/%00',
  '/secret.txt',
])('%s leads nowhere', async (at) => {
  const answer = await get(at);
  expect(answer.text).not.toContain('the secret');
  expect([400, 404]).toContain(answer.status);
});

test('what a link in the folder leads to is not served', async () => {
  fs.symlinkSync(path.join(folder, 'secret.txt'), path.join(pages, 'link.txt'));
  expect((await get('/link.txt')).status).toBe(404);
});

test('an address that is none is said in JSON', async () => {
  const answer = await get('/nothing');
  expect(answer.status).toBe(404);
  expect(answer.json().error).toMatchObject({ code: 'PAGE_NOT_FOUND' });
});

test('pages that are not built are said to be missing, and are there once they are', async () => {
  fs.rmSync(pages, { recursive: true });
  const answer = await get('/');
  expect(answer.status).toBe(503);
  expect(answer.text).toContain('npm run build');
  expect(answer.headers['content-security-policy']).toBe(CSP);
  write('index.html', '<!doctype html><title>mt5-bridge</title>');
  expect((await get('/')).status).toBe(200);
});
