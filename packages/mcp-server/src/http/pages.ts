import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { type Context, Hono } from 'hono';
import type { Env, HttpServices, Routes } from './context.ts';

/** Where the dashboard's pages are; each is the same document, which looks at its own address. */
const ROUTES = [
  '/',
  '/positions',
  '/approvals',
  '/approve/:id',
  '/activity',
  '/alerts',
  '/limits',
  '/chart',
  '/settings',
  '/enrol',
];

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.txt': 'text/plain; charset=utf-8',
};

/** What pages may load and do: their own scripts, styles, pictures, fonts and requests, and nobody else's. */
const headers = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; '),
  'Permissions-Policy': [
    'publickey-credentials-get=(self)',
    'publickey-credentials-create=(self)',
    ...['camera', 'microphone', 'geolocation', 'payment', 'usb', 'serial', 'hid'].map((what) => `${what}=()`),
  ].join(', '),
};

const FOR_EVER = 'public, max-age=31536000, immutable';
const ASK_EACH_TIME = 'no-cache';

interface PageFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
  readonly etag: string;
}

/** The built dashboard. Pages show nothing by themselves: what is in them they ask of routes that want the owner. */
export function pageRoutes({ pages: folder }: HttpServices): Routes {
  const build = new Build(folder);
  const routes = new Hono<Env>();
  for (const route of ROUTES) {
    routes.get(route, async (c) => {
      const files = await build.files();
      const index = files.get('/index.html');
      return index === undefined ? notBuilt(c) : answer(c, index, ASK_EACH_TIME);
    });
  }
  // Whatever else is in the folder, by its exact name: no path is made of what was asked.
  routes.get('*', async (c, next) => {
    const file = (await build.files()).get(c.req.path);
    if (file === undefined || c.req.path === '/index.html') return next();
    return answer(c, file, c.req.path.startsWith('/assets/') ? FOR_EVER : ASK_EACH_TIME);
  });
  return routes;
}

function answer(c: Context<Env>, { bytes, type, etag }: PageFile, caching: string): Response {
  const common = { ...headers, 'Cache-Control': caching, ETag: etag };
  if (isKnown(c.req.header('if-none-match'), etag)) return c.body(null, 304, common);
  return c.body(bytes, 200, { ...common, 'Content-Type': type });
}

const isKnown = (said: string | undefined, etag: string): boolean =>
  said?.split(',').some((one) => one.trim().replace(/^W\//, '') === etag) === true;

function notBuilt(c: Context<Env>): Response {
  const text = 'The pages of the dashboard are not there. Build them with: npm run build\n';
  return c.body(text, 503, { ...headers, 'Cache-Control': 'no-store', 'Content-Type': 'text/plain; charset=utf-8' });
}

/** The files of the build, read once and again when it was built anew. */
class Build {
  readonly #folder: string;
  #builtAt: number | undefined;
  #files: Promise<ReadonlyMap<string, PageFile>> | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async files(): Promise<ReadonlyMap<string, PageFile>> {
    const builtAt = await modified(path.join(this.#folder, 'index.html'));
    if (builtAt === undefined) return new Map();
    if (this.#files === undefined || builtAt !== this.#builtAt) {
      this.#builtAt = builtAt;
      this.#files = filesIn(this.#folder);
    }
    try {
      return await this.#files;
    } catch (error) {
      // It was just being built.
      this.#files = undefined;
      throw error;
    }
  }
}

async function modified(file: string): Promise<number | undefined> {
  try {
    return (await stat(file)).mtimeMs;
  } catch {
    // Whatever is wrong with it, there is no page to show, and its reader is told so.
    return undefined;
  }
}

/** Regular files of known types, by the address they have on the server. */
async function filesIn(folder: string): Promise<ReadonlyMap<string, PageFile>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const found = entries
    .filter((entry) => entry.isFile() && TYPES[path.extname(entry.name)] !== undefined)
    .map(async (entry): Promise<[string, PageFile]> => {
      const file = path.join(entry.parentPath, entry.name);
      const bytes = Uint8Array.from(await readFile(file));
      const address = `/${path.relative(folder, file).split(path.sep).join('/')}`;
      const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 27)}"`;
      return [address, { bytes, type: TYPES[path.extname(entry.name)] ?? '', etag }];
    });
  return new Map(await Promise.all(found));
}
