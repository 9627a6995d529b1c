import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Preview, SignedOrder } from '../api.ts';
import type { ModelProcess } from '../testing/model-process.ts';
import { buy, eachInItsWorld } from '../testing/model-world.ts';
import { SoftwareAuthenticator } from '../testing/software-authenticator.ts';
import { addPasskey, PAGE, type TestOwner, testOwner } from '../testing/test-owner.ts';
import { failure } from '../testing/test-reads.ts';

const here = eachInItsWorld();
let folder: string;
let process: ModelProcess;
let owner: TestOwner;
let key: SoftwareAuthenticator;
let preview: Preview;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'mt5-bridge-'));
  process = here().start();
  owner = testOwner(process.ledger, folder, here().clock);
  // Without a counter: what refuses a replay is the challenge.
  key = new SoftwareAuthenticator(PAGE.origin, { counts: false });
  await addPasskey(owner, key);
  preview = await here().ask(process);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const idOf = ({ approval_id, hash }: Preview): SignedOrder => ({ approval_id, hash });
const signed = async (order: SignedOrder) => key.get(await owner.access.approvalOptions(PAGE, order));
const problemOf = async (promise: Promise<unknown>) => (await failure(promise)).details.problem;

describe('the signature under an order', () => {
  test('says who signed exactly this one, once', async () => {
    const answer = await signed(idOf(preview));
    expect(await owner.access.checkApproval(PAGE, idOf(preview), answer)).toEqual({ by: 'laptop' });
    expect(await problemOf(owner.access.checkApproval(PAGE, idOf(preview), answer))).toBe('challenge');
    const records = await process.gateway.audit({ event: 'access' });
    expect(records.map(({ data }) => data)).toMatchObject([
      { what: 'passkey_refused', ...idOf(preview), ...PAGE, problem: 'challenge' },
      { what: 'approval_signed', ...idOf(preview), ...PAGE },
      { what: 'passkey_added' },
      { what: 'enrolment_offered' },
    ]);
  });

  test('is none for another order', async () => {
    const other = await here().ask(process, buy(0.6));
    const answer = await signed(idOf(preview));
    expect(await problemOf(owner.access.checkApproval(PAGE, idOf(other), answer))).toBe('challenge');
    const moved = { approval_id: preview.approval_id, hash: other.hash };
    expect(await problemOf(owner.access.checkApproval(PAGE, moved, answer))).toBe('challenge');
    const renamed = { approval_id: other.approval_id, hash: preview.hash };
    expect(await problemOf(owner.access.checkApproval(PAGE, renamed, answer))).toBe('challenge');
    await owner.access.checkApproval(PAGE, idOf(preview), answer);
  });

  test('is not had by signing in, and signs nobody in', async () => {
    const signIn = key.get(await owner.access.signInOptions(PAGE));
    expect(await problemOf(owner.access.checkApproval(PAGE, idOf(preview), signIn))).toBe('challenge');
    const approval = await signed(idOf(preview));
    expect(await problemOf(owner.access.signInByPasskey(PAGE, approval))).toBe('challenge');
  });

  test('counts at its page alone, with a look at who signs', async () => {
    const options = await owner.access.approvalOptions(PAGE, idOf(preview));
    const elsewhere = { ...PAGE, origin: 'https://bridge.example.com:8443' };
    expect(await problemOf(owner.access.checkApproval(elsewhere, idOf(preview), key.get(options)))).toBe('challenge');
    for (const lie of [{ origin: 'https://evil.example.com' }, { userVerified: false }]) {
      expect(await problemOf(owner.access.checkApproval(PAGE, idOf(preview), key.get(options, lie)))).toBe('unproven');
    }
  });

  test('counts once of two at the same moment', async () => {
    const answer = await signed(idOf(preview));
    const both = await Promise.allSettled([1, 2].map(() => owner.access.checkApproval(PAGE, idOf(preview), answer)));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('is not asked for orders that nobody proposed, or that are not as they were shown', async () => {
    const nobody = { approval_id: 'NOBODY', hash: preview.hash };
    expect(await failure(owner.access.approvalOptions(PAGE, nobody))).toMatchObject({ code: 'APPROVAL_NOT_FOUND' });
    const changed = { ...idOf(preview), hash: '0'.repeat(64) };
    expect(await failure(owner.access.approvalOptions(PAGE, changed))).toMatchObject({ code: 'INVALID_APPROVAL' });
  });
});
