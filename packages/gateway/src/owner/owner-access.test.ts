import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ManualClock } from '../testing/manual-clock.ts';
import { type Lies, SoftwareAuthenticator } from '../testing/software-authenticator.ts';
import { TestDirectory } from '../testing/test-ledger.ts';
import { addPasskey, PAGE, PASSPHRASE, type TestOwner, testOwner } from '../testing/test-owner.ts';
import { failure, NOW } from '../testing/test-reads.ts';

const HOUR = 3_600_000;
let clock: ManualClock;
let directory: TestDirectory;
let laptop: SoftwareAuthenticator;

beforeEach(() => {
  clock = new ManualClock(NOW);
  directory = new TestDirectory(clock);
  laptop = new SoftwareAuthenticator(PAGE.origin);
});
afterEach(() => directory.remove());

/** As another process, or the same one after a restart, has it. */
const owner = (): TestOwner => testOwner(directory.ledger(), directory.folder, clock);

async function withPasskey(): Promise<TestOwner> {
  const one = owner();
  await addPasskey(one, laptop);
  return one;
}

const told = async () => (await directory.accessRecords()).map(({ data }) => data);
const lastTold = async () => (await directory.accessRecords()).at(-1);

describe('signing in', () => {
  test('with the passphrase opens a session that outlives a restart, and not a day', async () => {
    const { access, passphrase } = owner();
    await passphrase.set(PASSPHRASE);
    const { token, session } = await access.signInByPassphrase(PASSPHRASE, PAGE);
    expect(session).toEqual({
      method: 'passphrase',
      by: 'passphrase',
      created_at: NOW,
      expires_at: NOW + 12 * HOUR,
    });
    expect(owner().access.session(token)).toEqual(session);
    for (let hour = 0; hour < 23; hour++) {
      await clock.advance(HOUR);
      expect(access.session(token)).toBeDefined();
    }
    await clock.advance(HOUR);
    expect(access.session(token)).toBeUndefined();
  });

  test('with a passkey opens one for thirty days of use', async () => {
    const { access } = await withPasskey();
    const { token, session } = await access.signInByPasskey(PAGE, laptop.get(await access.signInOptions(PAGE)));
    expect(session).toMatchObject({ method: 'passkey', by: 'laptop' });
    for (let half = 0; half < 59; half++) {
      await clock.advance(12 * HOUR - 1);
      expect(access.session(token)).toBeDefined();
    }
    await clock.advance(12 * HOUR);
    expect(access.session(token)).toBeUndefined();
    expect(access.passkeys()).toMatchObject([{ name: 'laptop', last_used_at: NOW }]);
  });

  test('ends after twelve idle hours, and a look keeps nothing alive', async () => {
    const { access, passphrase } = owner();
    await passphrase.set(PASSPHRASE);
    const { token } = await access.signInByPassphrase(PASSPHRASE, PAGE);
    for (let hour = 0; hour < 11; hour++) {
      await clock.advance(HOUR);
      expect(access.stands(token)).toBe(true);
    }
    await clock.advance(HOUR);
    expect(access.stands(token)).toBe(false);
    expect(access.session(token)).toBeUndefined();
  });

  test('keeps nothing that a reader of the ledger could sign in with', async () => {
    const { access, passphrase, ledger } = owner();
    await passphrase.set(PASSPHRASE);
    const { token } = await access.signInByPassphrase(PASSPHRASE, PAGE);
    const rows = JSON.stringify(ledger.db.all('SELECT * FROM sessions'));
    expect(rows).not.toContain(token);
    const { digest } = JSON.parse(rows)[0] as { digest: string };
    expect(access.session(digest)).toBeUndefined();
  });

  test('a session is not guessed', async () => {
    const { access, passphrase } = owner();
    await passphrase.set(PASSPHRASE);
    const { token } = await access.signInByPassphrase(PASSPHRASE, PAGE);
    for (const guess of ['', token.slice(1), `${token}x`, token.toUpperCase(), "' OR 1=1 --"]) {
      expect(access.session(guess)).toBeUndefined();
      expect(access.stands(guess)).toBe(false);
    }
  });

  test('a stolen cookie is worth nothing after the sign-out', async () => {
    const { access, passphrase } = owner();
    await passphrase.set(PASSPHRASE);
    const { token } = await access.signInByPassphrase(PASSPHRASE, PAGE);
    access.signOut(token, PAGE);
    expect(access.session(token)).toBeUndefined();
    expect(owner().access.session(token)).toBeUndefined();
    access.signOut(token, PAGE);
    expect((await told()).map(({ what }) => what)).toEqual(['signed_in', 'signed_out']);
  });

  test('ends everywhere when the passphrase is changed, in whichever process', async () => {
    const [server, terminal] = [owner(), owner()];
    await terminal.passphrase.set(PASSPHRASE);
    await addPasskey(server, laptop);
    const tokens = [
      (await server.access.signInByPassphrase(PASSPHRASE, PAGE)).token,
      (await server.access.signInByPasskey(PAGE, laptop.get(await server.access.signInOptions(PAGE)))).token,
    ];
    await terminal.passphrase.change(PASSPHRASE, 'another passphrase');
    for (const token of tokens) expect(server.access.session(token)).toBeUndefined();
  });

  test('is told to the audit log without secrets', async () => {
    const { access, passphrase } = owner();
    await passphrase.set(PASSPHRASE);
    await failure(access.signInByPassphrase('wrong one', PAGE));
    const { token } = await access.signInByPassphrase(PASSPHRASE, PAGE);
    expect(await told()).toEqual([
      { what: 'sign_in_refused', ...PAGE, method: 'passphrase', code: 'WRONG_PASSPHRASE' },
      { what: 'signed_in', ...PAGE, method: 'passphrase' },
    ]);
    expect(JSON.stringify(await directory.accessRecords())).not.toMatch(new RegExp(`${token}|wrong one|horse`));
  });
});

describe('guesses at the passphrase from the network', () => {
  const guess = (one: TestOwner, address = PAGE.address, text = 'wrong one') =>
    failure(one.access.signInByPassphrase(text, { ...PAGE, address }));

  test('are five from one address, at once or one after the other', async () => {
    const one = owner();
    await one.passphrase.set(PASSPHRASE);
    const codes = (await Promise.all(Array.from({ length: 50 }, () => guess(one)))).map(({ code }) => code);
    expect(codes.filter((code) => code === 'WRONG_PASSPHRASE')).toHaveLength(5);
    expect(codes.filter((code) => code === 'LOCKED_OUT')).toHaveLength(45);
    expect(await guess(one, PAGE.address, PASSPHRASE)).toMatchObject({
      code: 'LOCKED_OUT',
      details: { until: NOW + HOUR / 4 },
    });
    await clock.advance(HOUR / 4);
    await one.access.signInByPassphrase(PASSPHRASE, PAGE);
  });

  test('never lock the owner out of the command line', async () => {
    const one = owner();
    await one.passphrase.set(PASSPHRASE);
    for (let i = 0; i < 20; i++) await guess(one, `192.0.2.${i}`);
    expect(await guess(one, '192.0.2.99', PASSPHRASE)).toMatchObject({ code: 'PASSPHRASE_LOCKED' });
    await one.passphrase.check(PASSPHRASE);
    // Who knows it opens the dashboard again by changing it.
    await one.passphrase.change(PASSPHRASE, 'another passphrase');
    await one.access.signInByPassphrase('another passphrase', { ...PAGE, address: '192.0.2.99' });
  });

  test('from addresses without end are few looks a minute', async () => {
    const one = owner();
    await one.passphrase.set(PASSPHRASE);
    const codes: string[] = [];
    for (let i = 0; i < 100; i++) codes.push((await guess(one, `2001:db8::${i}`)).code);
    expect(codes.filter((code) => code === 'WRONG_PASSPHRASE')).toHaveLength(5);
    expect(codes.filter((code) => code === 'TOO_MANY_REQUESTS')).toHaveLength(70);
  });

  test('wait for each other, and not without end', async () => {
    const one = owner();
    await one.passphrase.set(PASSPHRASE);
    const all = await Promise.all(Array.from({ length: 20 }, (_, i) => guess(one, `192.0.2.${i}`)));
    expect(all.filter(({ code }) => code === 'TOO_MANY_REQUESTS')).toHaveLength(12);
  });

  test('count for the passphrase that a session has to give, too', async () => {
    const one = owner();
    await one.passphrase.set(PASSPHRASE);
    for (let i = 0; i < 5; i++) await failure(one.access.checkPassphrase('wrong one', PAGE));
    expect(await guess(one)).toMatchObject({ code: 'LOCKED_OUT' });
    expect(await told()).toMatchObject([{ what: 'passphrase_refused', code: 'WRONG_PASSPHRASE' }, {}]);
  });

  test('are none where no passphrase is set', async () => {
    const one = owner();
    expect(one.access.state()).toEqual({ has_passphrase: false, passkeys: 0 });
    expect(await guess(one)).toMatchObject({ code: 'PASSPHRASE_NOT_SET' });
  });
});

describe('signing in with a passkey', () => {
  const signIn = async ({ access }: TestOwner, lies: Lies = {}) =>
    access.signInByPasskey(PAGE, laptop.get(await access.signInOptions(PAGE), lies));

  test.each<[string, Lies, string]>([
    ['of a page of another origin', { origin: 'https://evil.example.com' }, 'unproven'],
    ['for another host', { rpId: 'example.com' }, 'unproven'],
    ['without a look at who it is', { userVerified: false }, 'unproven'],
    ['that nobody touched', { userPresent: false }, 'unproven'],
    ['from within a foreign page', { crossOrigin: true }, 'framed'],
    ['of another kind', { type: 'webauthn.create' }, 'unproven'],
    ['to a challenge of its own', { challenge: Buffer.alloc(56).toString('base64url') }, 'challenge'],
    ['to no challenge', { challenge: '' }, 'challenge'],
    ['of a copy', { counter: 1 }, 'counter'],
  ])('needs a real answer, not one %s', async (_what, lies, problem) => {
    const one = await withPasskey();
    expect(await failure(signIn(one, lies))).toMatchObject({ code: 'PASSKEY_REFUSED', details: { problem } });
    expect(await lastTold()).toMatchObject({ data: { what: 'sign_in_refused', problem, address: PAGE.address } });
    await signIn(one);
  });

  test('has a counter that grows over restarts', async () => {
    await signIn(await withPasskey(), { counter: 40 });
    expect(await failure(signIn(owner(), { counter: 40 }))).toMatchObject({ details: { problem: 'counter' } });
    expect(await failure(signIn(owner(), { counter: 39 }))).toMatchObject({ details: { problem: 'counter' } });
    expect(await failure(signIn(owner(), { counter: 0 }))).toMatchObject({ details: { problem: 'counter' } });
    await signIn(owner(), { counter: 41 });
  });

  test('works with authenticators that do not count', async () => {
    laptop = new SoftwareAuthenticator(PAGE.origin, { counts: false });
    const one = await withPasskey();
    await signIn(one);
    await signIn(one);
  });

  test('takes each answer once, also of two at the same moment', async () => {
    const { access } = await withPasskey();
    const answer = laptop.get(await access.signInOptions(PAGE));
    const both = await Promise.allSettled([access.signInByPasskey(PAGE, answer), access.signInByPasskey(PAGE, answer)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    laptop = new SoftwareAuthenticator(PAGE.origin, { counts: false });
    await addPasskey({ access }, laptop, { name: 'phone' });
    const again = laptop.get(await access.signInOptions(PAGE));
    await access.signInByPasskey(PAGE, again);
    expect(await failure(access.signInByPasskey(PAGE, again))).toMatchObject({ details: { problem: 'challenge' } });
  });

  test('takes no answer that comes after five minutes, or to the process before', async () => {
    const { access } = await withPasskey();
    const late = laptop.get(await access.signInOptions(PAGE));
    await clock.advance(300_000);
    expect(await failure(access.signInByPasskey(PAGE, late))).toMatchObject({ details: { problem: 'challenge' } });
    const old = laptop.get(await owner().access.signInOptions(PAGE));
    expect(await failure(access.signInByPasskey(PAGE, old))).toMatchObject({ details: { problem: 'challenge' } });
  });

  test('takes no answer that was meant for another page of the same host', async () => {
    const { access } = await withPasskey();
    const other = { ...PAGE, origin: 'https://bridge.example.com:8443' };
    const answer = laptop.get(await access.signInOptions(other));
    expect(await failure(access.signInByPasskey(PAGE, answer))).toMatchObject({ details: { problem: 'challenge' } });
  });

  test('takes no stranger, and no removed passkey', async () => {
    const { access } = await withPasskey();
    const options = await access.signInOptions(PAGE);
    const stranger = new SoftwareAuthenticator(PAGE.origin).get(options);
    expect(await failure(access.signInByPasskey(PAGE, stranger))).toMatchObject({
      details: { problem: 'unknown_passkey' },
    });
    // Its own signature under the name of ours.
    expect(await failure(access.signInByPasskey(PAGE, { ...stranger, id: laptop.id, rawId: laptop.id }))).toMatchObject(
      { details: { problem: 'unproven' } },
    );
    const good = laptop.get(options);
    access.removePasskey(laptop.id);
    expect(await failure(access.signInByPasskey(PAGE, good))).toMatchObject({
      details: { problem: 'unknown_passkey' },
    });
  });

  test.each([
    {},
    { id: 1 },
    { response: null },
    { response: {} },
    { response: { clientDataJSON: 7 } },
    { response: { clientDataJSON: '!' } },
    { response: { clientDataJSON: Buffer.from('null').toString('base64url') } },
    { response: { clientDataJSON: Buffer.from('[]').toString('base64url') } },
  ])('takes no nonsense: %j', async (answer) => {
    const { access } = await withPasskey();
    expect(await failure(access.signInByPasskey(PAGE, answer))).toMatchObject({
      code: 'PASSKEY_REFUSED',
      details: { problem: 'unreadable' },
    });
  });

  test.each(['authenticatorData', 'signature'])('takes no answer without %s', async (name) => {
    const { access } = await withPasskey();
    const answer = laptop.get(await access.signInOptions(PAGE));
    for (const value of [undefined, '', 'AAAA', 7]) {
      const response = { ...(answer.response as object), [name]: value };
      expect(await failure(access.signInByPasskey(PAGE, { ...answer, response }))).toMatchObject({
        code: 'PASSKEY_REFUSED',
      });
    }
  });

  test.each([
    ['http://127.0.0.1:8765', 'no_name'],
    ['https://[::1]:8765', 'no_name'],
    ['http://bridge.example.com', 'insecure'],
    ['https://other.example.com', 'unknown_passkey'],
  ])('says why there is none at %s', async (origin, problem) => {
    const { access } = await withPasskey();
    expect(await failure(access.signInOptions({ ...PAGE, origin }))).toMatchObject({
      code: 'PASSKEY_REFUSED',
      details: { problem },
    });
  });
});

describe('adding a passkey', () => {
  test('takes a link that another process made, once', async () => {
    const { code, expires_at } = owner().access.offerEnrolment('laptop');
    expect(expires_at).toBe(NOW + 600_000);
    const server = owner();
    const options = await server.access.enrolmentOptions(code, PAGE);
    expect(options).toMatchObject({
      rp: { id: 'bridge.example.com' },
      authenticatorSelection: { userVerification: 'required' },
    });
    expect(await server.access.enrol(code, PAGE, laptop.create(options))).toEqual({
      id: laptop.id,
      name: 'laptop',
      created_at: NOW,
      last_used_at: null,
    });
    expect(owner().access.state()).toMatchObject({ passkeys: 1 });
    const again = new SoftwareAuthenticator(PAGE.origin).create(options);
    expect(await failure(server.access.enrol(code, PAGE, again))).toMatchObject({ code: 'ENROLMENT_REFUSED' });
    expect(await failure(server.access.enrolmentOptions(code, PAGE))).toMatchObject({ code: 'ENROLMENT_REFUSED' });
  });

  test('adds one of two that use the link at the same moment', async () => {
    const [one, other] = [owner(), owner()];
    const { code } = one.access.offerEnrolment('laptop');
    const answers = await Promise.allSettled(
      [one, other].map(async ({ access }) =>
        access.enrol(
          code,
          PAGE,
          new SoftwareAuthenticator(PAGE.origin).create(await access.enrolmentOptions(code, PAGE)),
        ),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(one.access.passkeys()).toHaveLength(1);
  });

  test.each(['', 'x', 'A'.repeat(43)])('takes no link that nobody made: %j', async (code) => {
    const { access } = owner();
    access.offerEnrolment('laptop');
    expect(await failure(access.enrolmentOptions(code, PAGE))).toMatchObject({ code: 'ENROLMENT_REFUSED' });
    expect(await failure(access.enrol(code, PAGE, {}))).toMatchObject({ code: 'ENROLMENT_REFUSED' });
    expect(await lastTold()).toMatchObject({ data: { what: 'enrolment_refused', problem: 'no_offer' } });
  });

  test('takes no link after ten minutes', async () => {
    const { access } = owner();
    const { code } = access.offerEnrolment('laptop');
    const answer = laptop.create(await access.enrolmentOptions(code, PAGE));
    await clock.advance(600_000);
    expect(await failure(access.enrol(code, PAGE, answer))).toMatchObject({ code: 'ENROLMENT_REFUSED' });
    expect(access.passkeys()).toEqual([]);
  });

  test('keeps no link that a reader of the ledger could use', async () => {
    const { access, ledger } = owner();
    const { code } = access.offerEnrolment('laptop');
    const kept = JSON.stringify(ledger.db.all('SELECT * FROM facts'));
    expect(kept).toContain('laptop');
    expect(kept).not.toContain(code);
    expect(JSON.stringify(await directory.accessRecords())).not.toContain(code);
  });

  test.each<[string, Lies]>([
    ['of a page of another origin', { origin: 'https://evil.example.com' }],
    ['for another host', { rpId: 'example.com' }],
    ['without a look at who it is', { userVerified: false }],
    ['from within a foreign page', { crossOrigin: true }],
    ['to a challenge of its own', { challenge: 'AAAA' }],
    ['of another kind', { type: 'webauthn.get' }],
  ])('needs a real answer, not one %s, and leaves the link usable', async (_what, lies) => {
    const { access } = owner();
    const { code } = access.offerEnrolment('laptop');
    const options = await access.enrolmentOptions(code, PAGE);
    expect(await failure(access.enrol(code, PAGE, laptop.create(options, lies)))).toMatchObject({
      code: 'PASSKEY_REFUSED',
    });
    await access.enrol(code, PAGE, laptop.create(options));
  });

  test('takes no answer that was made for another link', async () => {
    const { access } = owner();
    const [one, other] = [access.offerEnrolment('laptop'), access.offerEnrolment('phone')];
    const answer = laptop.create(await access.enrolmentOptions(one.code, PAGE));
    expect(await failure(access.enrol(other.code, PAGE, answer))).toMatchObject({ details: { problem: 'challenge' } });
  });

  test('adds several, each once and under a name of its own', async () => {
    const one = await withPasskey();
    const phone = new SoftwareAuthenticator(PAGE.origin);
    await clock.advance(1);
    await addPasskey(one, phone, { name: 'phone' });
    expect(one.access.passkeys().map(({ name }) => name)).toEqual(['laptop', 'phone']);
    expect(() => one.access.offerEnrolment('phone')).toThrow(expect.objectContaining({ code: 'INVALID_PARAMS' }));
    expect(await failure(addPasskey(one, phone, { name: 'again' }))).toMatchObject({
      details: { problem: 'known_passkey' },
    });
    const [first, second] = [one.access.offerEnrolment('key'), one.access.offerEnrolment('key')];
    const add = async ({ code }: { code: string }) =>
      one.access.enrol(
        code,
        PAGE,
        new SoftwareAuthenticator(PAGE.origin).create(await one.access.enrolmentOptions(code, PAGE)),
      );
    await add(first);
    expect(await failure(add(second))).toMatchObject({ details: { problem: 'name_taken' } });
  });

  test.each(['', ' x', 'x ', '\u202eevil', 'a\nb', 'passphrase', 'x'.repeat(65)])(
    'has a sensible name, not %j',
    (name) => {
      expect(() => owner().access.offerEnrolment(name)).toThrow(expect.objectContaining({ code: 'INVALID_PARAMS' }));
    },
  );

  test('removing one, also the last, ends what it opened', async () => {
    const one = await withPasskey();
    await one.passphrase.set(PASSPHRASE);
    const { token } = await one.access.signInByPasskey(PAGE, laptop.get(await one.access.signInOptions(PAGE)));
    const other = await one.access.signInByPassphrase(PASSPHRASE, PAGE);
    owner().access.removePasskey(laptop.id);
    expect(one.access.session(token)).toBeUndefined();
    expect(one.access.session(other.token)).toBeDefined();
    expect(one.access.state()).toMatchObject({ passkeys: 0 });
    expect(await lastTold()).toMatchObject({ data: { what: 'passkey_removed', name: 'laptop' } });
    expect(() => one.access.removePasskey(laptop.id)).toThrow(expect.objectContaining({ code: 'PASSKEY_NOT_FOUND' }));
  });
});
