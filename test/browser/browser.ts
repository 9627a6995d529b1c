import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** Debian's, or the one named. */
const program = process.env.MT5_BRIDGE_CHROMIUM ?? '/usr/bin/chromium';

/** Whether there is a browser to test with; who runs the tests is told where there is none. */
export const hasBrowser = existsSync(program);
if (!hasBrowser) {
  process.stderr.write(`Browser tests are skipped: there is no ${program} (MT5_BRIDGE_CHROMIUM names another).\n`);
}

/** Pictures of what the tests saw; not committed. */
const pictures = join(import.meta.dirname, 'screenshots');

export const DESKTOP = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

export function launch(): Promise<Browser> {
  // Without a sandbox of its own, since tests may run as root; it shows nothing but our pages.
  return chromium.launch({ executablePath: program, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

export async function openContext(browser: Browser, options: BrowserContextOptions = {}): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: DESKTOP, reducedMotion: 'reduce', ...options });
  context.setDefaultTimeout(15_000);
  return context;
}

/** What a page complained about, to be empty at the end: script errors, and what its own policy blocked. */
export function complaints(page: Page): string[] {
  const told: string[] = [];
  page.on('pageerror', (error) => told.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy|Uncaught/.test(message.text()))
      told.push(message.text());
  });
  return told;
}

/** Every request that left for another host. */
export function strangers(page: Page, url: string): string[] {
  const told: string[] = [];
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol.startsWith('http') && origin !== url) told.push(request.url());
  });
  return told;
}

/** A security key that belongs to this page's person: it is touched and says who it is by itself. */
export async function addAuthenticator(page: Page, { knowsItsUser = true } = {}): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: knowsItsUser,
      automaticPresenceSimulation: true,
    },
  });
}

export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`) });
}
