import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Served, serveHttp } from '../support/served.ts';
import { until } from '../support/wait.ts';
import { hasBrowser, launch, openContext } from './browser.ts';

/** A program of this machine that serves pages on a port of its own, and keeps what browsers send it. */
async function strangerHere() {
  const heard: IncomingHttpHeaders[] = [];
  const server = createServer(({ headers }, response) => {
    heard.push(headers);
    response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Free signals</h1>');
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  return { server, heard, url: `http://localhost:${(server.address() as AddressInfo).port}` };
}

const READS = ['/api/events', '/api/activity', '/api/symbols', '/api/chart?symbol=EURUSD&timeframe=H1'];

describe.skipIf(!hasBrowser)('the page of a program on another port', () => {
  let browser: Browser;
  let served: Served;
  let stranger: { readonly server: Server; readonly heard: IncomingHttpHeaders[]; readonly url: string };

  beforeAll(async () => {
    [browser, served, stranger] = await Promise.all([launch(), serveHttp(), strangerHere()]);
  });
  afterAll(async () => {
    await browser?.close();
    stranger?.server.close();
    await served?.end();
  });

  const signedIn = (page: Page) => page.getByRole('button', { name: /^(Stop|Release) trading/ });

  async function signIn(page: Page): Promise<void> {
    await page.getByLabel('Passphrase').fill(served.passphrase);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await signedIn(page).waitFor();
  }

  test('gets the cookie of the owner who opens it, and nothing that this opens', async () => {
    const context = await openContext(browser);
    const page = await context.newPage();
    await page.goto(served.url);
    await signIn(page);
    const theirs = await context.newPage();
    await theirs.goto(stranger.url);
    const { cookie = '' } = stranger.heard[0] ?? {};
    expect(cookie).toMatch(/mt5_bridge_session=[\w-]{43}/);
    expect(await theirs.evaluate('Object.values(localStorage).join()')).toBe('');
    const headers = { cookie, origin: served.url, 'x-mt5-bridge': 'dashboard', 'content-type': 'application/json' };
    for (const path of READS) expect((await fetch(`${served.url}${path}`, { headers })).status, path).toBe(401);
    const body = JSON.stringify({ on: true, reason: 'x' });
    const changed = await fetch(`${served.url}/api/kill-switch`, { method: 'POST', headers, body });
    expect(changed.status).toBe(401);
    expect(await served.command(['audit', 'query', '--event', 'access', '-o', 'ndjson'])).toContain('page_key_refused');
    // The owner goes on as before.
    await page.reload();
    await signedIn(page).waitFor();
    await context.close();
  });

  test('is no matter of tabs: they sign in and out together, and one whose storage was cleared is signed out', async () => {
    const context = await openContext(browser);
    const [one, two] = [await context.newPage(), await context.newPage()];
    for (const tab of [one, two]) await tab.goto(served.url);
    await two.getByLabel('Passphrase').waitFor();
    await signIn(one);
    await signedIn(two).waitFor();
    await one.evaluate('localStorage.clear()');
    await one.reload();
    await one.getByLabel('Passphrase').waitFor();
    await two.getByLabel('Passphrase').waitFor();
    await signIn(one);
    await signedIn(two).waitFor();
    await one.getByRole('button', { name: 'Sign out' }).first().click();
    await two.getByLabel('Passphrase').waitFor();
    await until(async () => (await one.evaluate('localStorage.getItem("mt5-bridge.page-key")')) === null, 'no key');
    await context.close();
  });
});
