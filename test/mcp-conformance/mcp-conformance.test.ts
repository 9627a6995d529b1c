import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { serveHttp } from '../support/served.ts';
import { type Exceptions, ofFixtures, ofProduct } from './exceptions.ts';
import { serveFixtures, TOKEN } from './fixture-server.ts';
import { REVISIONS, type Revision, runSuite } from './suite.ts';

// The protocol's official suite against /mcp, in the two eras. What it tries beyond a revision's requirements (the
// extension for tasks, which this server does not offer) it reports and does not count.

/** The exceptions as the suite reads them. */
function fileOf(exceptions: Exceptions, revision: Revision): string {
  const path = join(mkdtempSync(join(tmpdir(), 'mt5-bridge-test-')), 'expected-failures.yml');
  writeFileSync(path, JSON.stringify({ server: Object.keys(exceptions[revision]) }));
  return path;
}

async function verdictOf(url: string, token: string, revision: Revision, exceptions: Exceptions) {
  const { code, report } = await runSuite(url, token, revision, fileOf(exceptions, revision));
  return { code, report: code === 0 ? '' : report.slice(report.indexOf('=== SUMMARY')) };
}

test.each(REVISIONS)('the built command passes what %s requires and needs no names of the suite', async (revision) => {
  const served = await serveHttp('', { http: 'max_requests_per_minute = 100_000' });
  onTestFinished(() => served.end());
  expect(await verdictOf(served.url, await served.token(), revision, ofProduct)).toEqual({ code: 0, report: '' });
});

test.each(REVISIONS)('the same HTTP server with the names of the suite passes the rest of %s', async (revision) => {
  const server = await serveFixtures();
  onTestFinished(() => server.close());
  expect(await verdictOf(server.url, TOKEN, revision, ofFixtures)).toEqual({ code: 0, report: '' });
});

test('an exception that passes meanwhile fails the run', async () => {
  const server = await serveFixtures();
  onTestFinished(() => server.close());
  const stale = { '2025-11-25': { ping: 'none' }, '2026-07-28': {} };
  const { code, report } = await verdictOf(server.url, TOKEN, '2025-11-25', stale);
  expect(code).toBe(1);
  expect(report).toMatch(/stale[\s\S]*ping/i);
});
