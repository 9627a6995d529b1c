import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasBrowser, launch, openContext, PHONE, picture, strangers } from '../browser/browser.ts';
import { root } from '../documents/page.ts';

/** The site lies in a folder of its host, as it does where it is published. */
const BASE = '/mt5-bridge/';
const TYPES: Readonly<Record<string, string>> = {
  ...{ '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' },
  ...{ '.png': 'image/png', '.json': 'application/json', '.webmanifest': 'application/manifest+json' },
};

/** Serves files as a plain web server does, `/page` from `page.html`. */
async function serveFolder(folder: string): Promise<{ server: Server; origin: string }> {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const inside = pathname.startsWith(BASE) ? pathname.slice(BASE.length) : 'nowhere/at.all';
    const name = inside === '' ? 'index.html' : extname(inside) === '' ? `${inside}.html` : inside;
    try {
      const body = await readFile(join(folder, name));
      response.writeHead(200, { 'content-type': TYPES[extname(name)] ?? 'application/octet-stream' }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return { server, origin: `http://127.0.0.1:${address.port}` };
}

describe.skipIf(!hasBrowser)('the site of docs/ in Chromium', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mt5-bridge-site-'));
  let browser: Browser;
  let server: Server;
  let origin: string;

  beforeAll(async () => {
    // A link in a page that leads nowhere ends this with an error.
    const words = ['build', 'docs', '--base', BASE, '--outDir', folder];
    await promisify(execFile)(process.execPath, ['node_modules/vitepress/bin/vitepress.js', ...words], { cwd: root });
    [browser, { server, origin }] = await Promise.all([launch(), serveFolder(folder)]);
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    server?.close();
    rmSync(folder, { recursive: true });
  });

  /** A page, to be without any error of the console and without a request to anybody else at its end. */
  async function look(path: string, options: BrowserContextOptions, work: (page: Page) => Promise<void>) {
    const context = await openContext(browser, options);
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('console', (message) => void (message.type() === 'error' && errors.push(message.text())));
    const left = strangers(page, origin);
    await page.goto(`${origin}${BASE}${path}`, { waitUntil: 'networkidle' });
    await work(page);
    await context.close();
    expect({ errors, left }).toEqual({ errors: [], left: [] });
  }

  test('begins with a home page that shows what it is, and leads on', () =>
    look('', {}, async (page) => {
      await page.getByRole('heading', { name: 'mt5-bridge' }).waitFor();
      const image = page.getByRole('img', { name: /AI agent calls/ });
      expect(await image.evaluate((shown) => (shown as { naturalWidth?: number }).naturalWidth)).toBeGreaterThan(0);
      await picture(page, 'site-home');
      await page.getByRole('link', { name: 'Quick start' }).first().click();
      await page.waitForURL(`${origin}${BASE}quick-start`);
      await page.getByRole('navigation', { name: 'Sidebar Navigation' }).getByText('Trade safely').waitFor();
    }));

  test('finds what is looked for, without asking anybody', () =>
    look('orders', {}, async (page) => {
      await page.getByRole('button', { name: 'Search' }).click();
      await page.getByRole('searchbox').fill('PASSPHRASE_NOT_SET');
      const found = page.getByRole('option').filter({ hasText: 'Error catalogue' }).first();
      await found.click();
      await page.waitForURL(/reference\/errors/);
    }));

  test('is dark where the reader wants it, pictures included, and fits a phone', () =>
    look('approvals', { colorScheme: 'dark', viewport: PHONE }, async (page) => {
      const wide = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      expect(wide).toBe(0);
      expect(await page.evaluate('document.documentElement.className')).toContain('dark');
      await picture(page, 'site-approvals-phone-dark');
    }));

  test('shows what stands outside docs/, with links that stay on the site', () =>
    look('security', {}, async (page) => {
      await page.getByRole('heading', { level: 1, name: 'Security' }).waitFor();
      await page.getByRole('main').getByRole('link', { name: 'the life of an order' }).click();
      await page.waitForURL(`${origin}${BASE}orders`);
    }));
});
