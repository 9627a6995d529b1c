import type { Client } from '@modelcontextprotocol/client';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Served, serveHttp } from '../support/served.ts';
import { until } from '../support/wait.ts';
import {
  addAuthenticator,
  complaints,
  DESKTOP,
  hasBrowser,
  launch,
  openContext,
  PHONE,
  picture,
  strangers,
} from './browser.ts';

const SETTINGS = `
[policy]
preset = "open"
auto_approve_notional = 1000
approval_ttl_seconds = 120
[approvals]
channels = ["dashboard", "passkey"]
[[approvals.levels]]
above = 50000
channels = ["passkey"]
[profiles.swing]
magic = 1001
max_open_positions = 3
symbols_allowlist = ["EURUSD"]
`;
/** About 5,700 of the account's currency: either way may approve it. */
const SMALL = { symbol: 'EURUSD', side: 'buy', volume: 0.05, sl: 1.0 };
/** About 114,000: a passkey alone may. */
const LARGE = { ...SMALL, volume: 1 };

/** The button of whoever is signed in; its name depends on whether there is a passkey besides. */
const BY_PAGE = { name: /^Approve( as signed in)?$/ };

describe.skipIf(!hasBrowser)('the dashboard in Chromium', () => {
  let browser: Browser;
  let served: Served;
  let agent: Client;
  let context: BrowserContext;
  let page: Page;
  let told: string[];
  let left: string[];

  beforeAll(async () => {
    [browser, served] = await Promise.all([launch(), serveHttp(SETTINGS)]);
    agent = await served.connect(await served.token('desk'));
  });
  afterAll(async () => {
    await browser?.close();
    await served?.end();
  });

  beforeEach(async () => {
    context = await openContext(browser);
    page = await context.newPage();
    told = complaints(page);
    left = strangers(page, served.url);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') {
      for (const [at, open] of context.pages().entries()) await picture(open, `failed-${task.id}-${at}`);
    }
    await context.close();
    expect(told).toEqual([]);
    expect(left).toEqual([]);
  });

  async function signIn(on = page, path = '/'): Promise<void> {
    await on.goto(`${served.url}${path}`);
    await on.getByLabel('Passphrase').fill(served.passphrase);
    await on.getByRole('button', { name: 'Sign in', exact: true }).click();
    await on.getByRole('button', { name: /^(Stop|Release) trading/ }).waitFor();
  }

  async function call(name: string, args: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
    const { structuredContent, content, isError } = await agent.callTool({ name, arguments: args });
    expect(isError ?? false, JSON.stringify(content)).toBe(false);
    return structuredContent as Record<string, unknown>;
  }

  async function propose(order: Record<string, unknown> = SMALL): Promise<string> {
    const answer = await call('place_order', { ...order, reason: 'Breakout above the morning range.' });
    expect(answer).toMatchObject({ status: 'pending_approval' });
    return String(answer.approval_id);
  }

  const outcome = async (id: string) =>
    (await call('get_approval', { approval_id: id })) as {
      state: string;
      channel: string | null;
      outcome: { status: string } | null;
    };

  /** A passkey of this page's person, made with a link from the command line. */
  async function addPasskey(name: string): Promise<void> {
    await addAuthenticator(page);
    const offered = await served.command(['passkey', 'add', name], `${served.passphrase}\n`);
    const link = /http:\/\/\S+\/enrol#\S+/.exec(offered)?.[0] ?? '';
    await page.goto(link);
    await page.getByRole('button', { name: /add/i }).click();
    await page.getByText('Passkey added').waitFor();
    expect(page.url()).not.toContain('#');
    // The link is used up.
    const again = await context.newPage();
    await addAuthenticator(again);
    await again.goto(link);
    await again.getByRole('button', { name: /add/i }).click();
    await again.getByText(/adds no passkey/).waitFor();
    await again.close();
  }

  test('nobody sees anything before the owner has signed in, and a wrong passphrase is none', async () => {
    await page.goto(`${served.url}/approve/ABCDEF`);
    await page.getByLabel('Passphrase').fill('not this one');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page
      .getByRole('alert')
      .filter({ hasText: /passphrase/i })
      .waitFor();
    expect(await page.locator('body').textContent()).not.toContain('EURUSD');
    expect((await context.cookies()).filter(({ name }) => name.includes('session'))).toEqual([]);
  });

  test('the owner signs in, sees the account, and prices move without a poll', async () => {
    const polled: string[] = [];
    await signIn();
    await page.getByText('Equity').first().waitFor();
    expect(await page.getByRole('banner').first().textContent()).toContain('Simulated');
    page.on('request', (request) => polled.push(request.url()));
    await page.goto(`${served.url}/chart?symbol=EURUSD`);
    const bid = page.locator('main .quote .flash').first();
    await bid.waitFor();
    const first = await bid.textContent();
    await until(async () => (await bid.textContent()) !== first, 'another price', 40_000);
    await picture(page, 'chart-desktop');
    const asked = new Set(polled.map((url) => new URL(url).pathname));
    for (const path of ['/api/events', '/api/chart']) expect(asked).toContain(path);
    expect(polled.filter((url) => url.includes('/api/')).length).toBeLessThan(8);
    const cookies = (await context.cookies()).filter(({ name }) => name.includes('session'));
    expect(cookies).toEqual([expect.objectContaining({ httpOnly: true, sameSite: 'Strict' })]);
  });

  test('an order appears at once, its owner approves it, and sees the fill', async () => {
    await signIn();
    const id = await propose();
    await page
      .getByRole('link', { name: /Decide|Approvals/ })
      .first()
      .waitFor();
    await page.goto(`${served.url}/approve/${id}`);
    await page.getByText('Money at risk').waitFor();
    const text = await page.locator('main').textContent();
    for (const part of ['EURUSD', '0.05', 'Breakout above the morning range.', 'Notional', 'Margin']) {
      expect(text).toContain(part);
    }
    await picture(page, 'approval-desktop');
    await page.getByRole('button', BY_PAGE).dblclick();
    await page
      .getByText(/filled/i)
      .first()
      .waitFor();
    expect(await outcome(id)).toMatchObject({ state: 'approved', channel: 'dashboard', outcome: { status: 'done' } });
    await page
      .getByRole('link', { name: /Positions/ })
      .first()
      .click();
    const profit = page.locator('.profit').first();
    await profit.waitFor();
    const before = await profit.textContent();
    await until(async () => (await profit.textContent()) !== before, 'a floating profit that moves');
    await picture(page, 'positions-desktop');
  });

  test('what a passkey alone may approve takes the key, on a phone too', async () => {
    await page.setViewportSize(PHONE);
    await addPasskey('phone');
    await page.goto(served.url);
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.getByRole('button', { name: /^(Stop|Release)/ }).waitFor();
    const id = await propose(LARGE);
    await page.goto(`${served.url}/approve/${id}`);
    await page.getByRole('button', { name: 'Approve with a passkey' }).waitFor();
    expect(await page.getByRole('button', BY_PAGE).count()).toBe(0);
    await picture(page, 'approval-phone');
    await page.getByRole('button', { name: 'Approve with a passkey' }).click();
    await page
      .getByText(/filled/i)
      .first()
      .waitFor();
    expect(await outcome(id)).toMatchObject({ state: 'approved', channel: 'passkey', outcome: { status: 'done' } });
    // Nothing is wider than the screen.
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(PHONE.width);
  });

  test('a key that does not ask who touches it approves nothing', async () => {
    await addPasskey('careless');
    const cdp = await context.newCDPSession(page);
    await cdp.send('WebAuthn.disable');
    await addAuthenticator(page, { knowsItsUser: false });
    await page.goto(served.url);
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.getByRole('alert').first().waitFor();
    expect((await context.cookies()).filter(({ name }) => name.includes('session'))).toEqual([]);
  });

  test('a no is one, with its reason, in every open tab', async () => {
    await signIn();
    const other = await context.newPage();
    const id = await propose();
    for (const tab of [page, other]) await tab.goto(`${served.url}/approve/${id}`);
    await other.getByRole('button', BY_PAGE).waitFor();
    await page.getByRole('button', { name: 'Deny', exact: true }).click();
    await page.getByLabel('Why not?').fill('Not before the news.');
    await page.getByRole('button', { name: 'Deny this order' }).click();
    for (const tab of [page, other])
      await tab
        .getByText(/denied/i)
        .first()
        .waitFor();
    expect(await other.getByRole('button', BY_PAGE).count()).toBe(0);
    expect(await outcome(id)).toMatchObject({ state: 'denied', channel: 'dashboard', outcome: null });
  });

  test('the kill switch is pulled by a deliberate act, and released with the passphrase alone', async () => {
    await signIn();
    await page.getByRole('button', { name: /^Stop/ }).click();
    const hold = page.getByRole('button', { name: 'Hold to stop trading' });
    expect(await hold.isDisabled()).toBe(true);
    await page.getByLabel('Why?').fill('Looking first.');
    await hold.click();
    expect((await call('get_policy')).kill_switch).toMatchObject({ on: false });
    await hold.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Press again to confirm' }).press('Enter');
    await page.getByText('Trading is stopped.').first().waitFor();
    expect((await call('get_policy')).kill_switch).toMatchObject({ on: true, reason: 'Looking first.' });
    await picture(page, 'stopped-desktop');
    await page
      .getByRole('button', { name: /^Release/ })
      .first()
      .click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Your passphrase').fill('not this one');
    await dialog.getByRole('button', { name: 'Release trading' }).click();
    await dialog.getByRole('alert').waitFor();
    expect((await call('get_policy')).kill_switch).toMatchObject({ on: true });
    await dialog.getByLabel('Your passphrase').fill(served.passphrase);
    await dialog.getByRole('button', { name: 'Release trading' }).click();
    await until(async () => ((await call('get_policy')).kill_switch as { on: boolean }).on === false, 'the release');
  });

  test('a page outlives a restart of the server: it says so, comes back signed in, and goes on', async () => {
    await signIn();
    const id = await propose();
    await page.goto(`${served.url}/approvals`);
    await page.getByText('EURUSD').first().waitFor();
    await served.restart(async () => {
      await page.getByText('No contact with mt5-bridge.', { exact: true }).waitFor();
      await picture(page, 'lost-desktop');
    });
    await page
      .getByText('No contact with mt5-bridge.', { exact: true })
      .waitFor({ state: 'detached', timeout: 40_000 });
    agent = await served.connect(await served.token('after-restart'));
    const later = await propose();
    await page.goto(`${served.url}/approve/${later}`);
    await page.getByRole('button', BY_PAGE).click();
    await page
      .getByText(/filled/i)
      .first()
      .waitFor();
    expect((await outcome(id)).state).toBe('pending');
  });

  test('what binds a strategy besides stands below the limits of the account', async () => {
    await signIn(page, '/limits');
    const text = await page.getByRole('region', { name: 'Profile swing' }).textContent();
    expect(text).toContain('Positions and pending orders0 of 3');
    expect(text).toContain('Symbols allowedEURUSD');
  });

  test('each page is there, in both themes and widths', async () => {
    await signIn();
    for (const [size, viewport] of [
      ['desktop', DESKTOP],
      ['phone', PHONE],
    ] as const) {
      await page.setViewportSize(viewport);
      for (const colorScheme of ['dark', 'light'] as const) {
        await page.emulateMedia({ colorScheme });
        for (const name of ['', 'positions', 'approvals', 'activity', 'alerts', 'limits', 'chart', 'settings']) {
          await page.goto(`${served.url}/${name}`);
          await page.getByRole('heading', { level: 1 }).waitFor();
          await page.locator('.bone').first().waitFor({ state: 'detached' });
          expect(await page.evaluate('document.documentElement.scrollWidth'), `${name} ${size}`).toBeLessThanOrEqual(
            viewport.width,
          );
          await picture(page, `${name || 'overview'}-${size}-${colorScheme}`);
        }
      }
    }
  });
});

describe.skipIf(!hasBrowser)('an approval that nobody gives', () => {
  test('expires on the page, and is not sent', async () => {
    const [browser, served] = await Promise.all([
      launch(),
      serveHttp(SETTINGS.replace('approval_ttl_seconds = 120', 'approval_ttl_seconds = 4')),
    ]);
    try {
      const context = await openContext(browser);
      const page = await context.newPage();
      await page.goto(served.url);
      await page.getByLabel('Passphrase').fill(served.passphrase);
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await page.getByRole('button', { name: /^Stop/ }).waitFor();
      const agent = await served.connect(await served.token('desk'));
      const { structuredContent } = await agent.callTool({ name: 'place_order', arguments: SMALL });
      const { approval_id } = structuredContent as { approval_id: string };
      await page.goto(`${served.url}/approve/${approval_id}`);
      await page
        .getByText(/expired/i)
        .first()
        .waitFor();
      expect(await page.getByRole('button', BY_PAGE).count()).toBe(0);
      const answer = await agent.callTool({ name: 'get_approval', arguments: { approval_id } });
      expect(answer.structuredContent).toMatchObject({ state: 'expired', outcome: null });
    } finally {
      await browser.close();
      await served.end();
    }
  });
});
