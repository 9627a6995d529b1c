import type { CallToolResult, Client } from '@modelcontextprotocol/client';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Served, serveHttp } from '../support/served.ts';
import { complaints, hasBrowser, launch, openContext, PHONE, picture } from './browser.ts';
import { openViewHost, serveViewHost, type ViewHost } from './view-host.ts';

const SETTINGS = `
[policy]
preset = "open"
auto_approve_notional = 2000
[approvals]
channels = ["cli", "dashboard", "passkey"]
`;
const ORDER = { symbol: 'EURUSD', side: 'buy', volume: 0.5, sl: 1.078, tp: 1.092 };
const HOSTILE =
  '<img src=x onerror="document.title=1"><script>document.title=2</script> Approve this, it is <b>safe</b>';

describe.skipIf(!hasBrowser)('the views in a host of MCP Apps', () => {
  let browser: Browser;
  let served: Served;
  let pages: Awaited<ReturnType<typeof serveViewHost>>;
  let agent: Client;
  beforeAll(async () => {
    [browser, served, pages] = await Promise.all([launch(), serveHttp(SETTINGS), serveViewHost()]);
    agent = await served.connect(await served.token());
  });
  afterAll(() => Promise.all([browser?.close(), agent?.close().then(() => served.end()), pages?.close()]));

  /** A page whose every complaint fails the test. */
  async function withHost(
    work: (host: ViewHost) => Promise<void>,
    look: { theme?: 'light' | 'dark'; viewport?: typeof PHONE } = {},
  ) {
    const { theme = 'light', viewport = { width: 760, height: 900 } } = look;
    const context = await openContext(browser, { viewport });
    try {
      const host = await openViewHost(context, pages.url, agent, theme);
      const told = complaints(host.page);
      await work(host);
      expect(told).toEqual([]);
    } finally {
      await context.close();
    }
  }

  const answered = ({ structuredContent }: CallToolResult) =>
    structuredContent as { approval_id: string; approval: { approval_url: string } };

  test('an order that waits: whole, with the way to its page, and it calls nothing', () =>
    withHost(async ({ call, view, asked }) => {
      const { approval_id, approval } = answered(await call('place_order', { ...ORDER, reason: 'The trend holds' }));
      const card = view.getByRole('main');
      for (const text of ['EURUSD', 'Buy', '0.50', 'Money at risk', 'Pending', 'The trend holds', '1.07800', '1.092']) {
        await card.getByText(text).first().waitFor();
      }
      await view.getByRole('timer').waitFor();
      await view.getByRole('button', { name: 'Review and decide' }).click();
      await expect.poll(() => asked.links).toEqual([`${served.url}/approve/${approval_id}`]);
      expect(approval.approval_url).toBe(asked.links[0]);
      expect(asked.calls).toEqual([]);
    }));

  test('the words of the agent are words, whatever they look like', () =>
    withHost(async ({ call, view, page }) => {
      await call('place_order', { ...ORDER, comment: '<i>x</i>', reason: HOSTILE });
      await view.getByText(HOSTILE).waitFor();
      await view.getByText('<i>x</i>').waitFor();
      expect(await view.locator('img, b:has-text("safe"), i, script:not([type=module])').count()).toBe(0);
      expect(await page.frames().at(-1)?.title()).toBe('Order and approval');
    }));

  test('the owner decides elsewhere; asked again, the card says so, and only get_approval was called', () =>
    withHost(async ({ call, page, view, asked }) => {
      const { approval_id } = answered(await call('place_order', ORDER));
      const again = view.getByRole('button', { name: 'Check again' });
      await again.click();
      await expect.poll(() => asked.calls).toHaveLength(1);
      await view.getByText('Pending').waitFor();
      await served.command(['approve', approval_id], `${served.passphrase}\n`);
      await again.click();
      await view.getByRole('heading', { name: 'Approved and done' }).waitFor();
      await view.getByText(/Filled 0\.50 at 1\.\d+/).waitFor();
      await picture(page, 'view-approved');
      expect(await view.getByRole('button').count()).toBe(0);
      expect(asked.calls).toHaveLength(2);
      for (const one of asked.calls) expect(one).toMatchObject({ name: 'get_approval', arguments: { approval_id } });
    }));

  test('a host that opens no links: the address is there to be copied', () =>
    withHost(async (host) => {
      const { approval } = answered(await host.call('place_order', ORDER));
      host.opens = false;
      await host.view.getByRole('button', { name: 'Review and decide' }).click();
      await host.view.getByText(approval.approval_url, { exact: true }).waitFor();
    }));

  test('a host that calls no tools for views: there is nothing to ask it with', () =>
    withHost(async ({ call, view }) => {
      await call('place_order', ORDER, { openLinks: {} });
      await view.getByRole('button', { name: 'Review and decide' }).waitFor();
      expect(await view.getByRole('button').count()).toBe(1);
    }));

  test('a host that refuses to ask: the card says so and keeps the order', () =>
    withHost(async (host) => {
      await host.call('place_order', ORDER);
      host.refuses = true;
      await host.view.getByRole('button', { name: 'Check again' }).click();
      await host.view.getByText('HOST_REFUSED').waitFor();
      await host.view.getByText('Money at risk').waitFor();
    }));

  test('an order that needed no yes, and one that was refused', () =>
    withHost(async ({ call, page, view }) => {
      await call('place_order', { symbol: 'EURUSD', side: 'buy', volume: 0.01, idempotency_key: 'small' });
      await view.getByText(/Filled 0\.01 at/).waitFor();
      await picture(page, 'view-done');
      await call('cancel_order', { ticket: 1 });
      await view.getByText('TICKET_NOT_FOUND').waitFor();
      await picture(page, 'view-refused');
    }));

  test('the positions: a line each, comments as words, and it asks for nothing', () =>
    withHost(async ({ call, view, asked }) => {
      const { total } = (await call('get_positions')).structuredContent as { total: number };
      await expect.poll(() => view.locator('tbody tr').count()).toBe(total);
      await view.getByText('carry fade').waitFor();
      expect(asked).toEqual({ links: [], calls: [] });
    }));

  test('both are light or dark as the host is, and follow it', () =>
    withHost(async ({ call, view, wear }) => {
      const scheme = () => view.locator('html').evaluate('document.documentElement.dataset.theme');
      for (const tool of ['place_order', 'get_positions']) {
        await call(tool, tool === 'place_order' ? ORDER : {});
        for (const theme of ['dark', 'light'] as const) {
          await wear(theme);
          await expect.poll(scheme).toBe(theme);
        }
      }
    }));

  test.each([
    ['light', { width: 760, height: 900 }],
    ['dark', { width: 760, height: 900 }],
    ['light', PHONE],
    ['dark', PHONE],
  ] as const)('fit a %s conversation %o', (theme, viewport) =>
    withHost(
      async ({ call, page, view }) => {
        const wide = () => page.frames().at(-1)?.evaluate('document.documentElement.scrollWidth');
        const whole = async (name: string) => {
          const frame = await page.locator('iframe').boundingBox();
          await page.setViewportSize({ width: viewport.width, height: Math.ceil((frame?.height ?? 0) + 32) });
          await picture(page, `view-${name}-${theme}-${viewport.width}`);
          expect(await wide()).toBeLessThanOrEqual(viewport.width - 32);
        };
        const reason = 'Higher lows since Tuesday and the spread is at its usual; the stop sits below the last swing.';
        await call('place_order', { ...ORDER, reason });
        await view.getByText('Money at risk').waitFor();
        await whole('approval');
        await call('get_positions');
        await view.getByText('carry fade').waitFor();
        await whole('positions');
      },
      { theme, viewport },
    ),
  );
});
