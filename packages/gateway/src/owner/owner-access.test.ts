import { describe, expect, test } from 'vitest';
import { addPasskey, eachWithItsOwner, PAGE, PASSPHRASE, type TestOwner } from '../testing/test-owner.ts';
import { failure, NOW } from '../testing/test-reads.ts';

const HOUR = 3_600_000;
const here = eachWithItsOwner();

describe('signing in', () => {
  test('with the passphrase opens a session that outlives a restart, and not a day', async () => {
    const { access, passphrase } = here().owner();
    await passphrase.set(PASSPHRASE);
    const { proof, session } = await access.signInByPassphrase(PASSPHRASE, PAGE);
    expect(session).toEqual({
      method: 'passphrase',
      by: 'passphrase',
      created_at: NOW,
      expires_at: NOW + 12 * HOUR,
    });
    expect(here().owner().access.session(proof)).toEqual(session);
    for (let hour = 0; hour < 23; hour++) {
      await here().clock.advance(HOUR);
      expect(access.session(proof)).toBeDefined();
    }
    await here().clock.advance(HOUR);
    expect(access.session(proof)).toBeUndefined();
  });

  test('with a passkey opens one for thirty days of use', async () => {
    const { access } = await here().withPasskey();
    const { proof, session } = await access.signInByPasskey(PAGE, here().laptop.get(await access.signInOptions(PAGE)));
    expect(session).toMatchObject({ method: 'passkey', by: 'laptop' });
    for (let half = 0; half < 59; half++) {
      await here().clock.advance(12 * HOUR - 1);
      expect(access.session(proof)).toBeDefined();
    }
    await here().clock.advance(12 * HOUR);
    expect(access.session(proof)).toBeUndefined();
    expect(access.passkeys()).toMatchObject([{ name: 'laptop', last_used_at: NOW }]);
  });

  test('ends after twelve idle hours, and a look keeps nothing alive', async () => {
    const { access, passphrase } = here().owner();
    await passphrase.set(PASSPHRASE);
    const { proof } = await access.signInByPassphrase(PASSPHRASE, PAGE);
    for (let hour = 0; hour < 11; hour++) {
      await here().clock.advance(HOUR);
      expect(access.stands(proof.token)).toBe(true);
    }
    await here().clock.advance(HOUR);
    expect(access.stands(proof.token)).toBe(false);
    expect(access.session(proof)).toBeUndefined();
  });

  test('keeps nothing that a reader of the ledger could sign in with', async () => {
    const { access, passphrase, ledger } = here().owner();
    await passphrase.set(PASSPHRASE);
    const { proof } = await access.signInByPassphrase(PASSPHRASE, PAGE);
    const rows = JSON.stringify(ledger.db.all('SELECT * FROM sessions'));
    for (const secret of Object.values(proof)) expect(rows).not.toContain(secret);
    const [row] = JSON.parse(rows) as [{ digest: string; page_key_digest: string }];
    for (const token of [row.digest, proof.token]) {
      for (const page_key of [row.page_key_digest, proof.page_key]) {
        if (token === proof.token && page_key === proof.page_key) continue;
        expect(access.session({ token, page_key })).toBeUndefined();
      }
    }
  });

  test('a session is not guessed', async () => {
    const { access, passphrase } = here().owner();
    await passphrase.set(PASSPHRASE);
    const { proof } = await access.signInByPassphrase(PASSPHRASE, PAGE);
    const { token, page_key } = proof;
    const near = (secret: string) => ['', secret.slice(1), `${secret}x`, secret.toUpperCase(), "' OR 1=1 --"];
    for (const guess of near(token)) {
      expect(access.session({ token: guess, page_key })).toBeUndefined();
      expect(access.stands(guess)).toBe(false);
    }
    for (const guess of [...near(page_key), token]) {
      expect(access.session({ token, page_key: guess })).toBeUndefined();
    }
    expect(access.session(proof)).toBeDefined();
  });

  test('has a key of its own, without which its cookie opens nothing and signs nobody out', async () => {
    const { access, passphrase } = here().owner();
    await passphrase.set(PASSPHRASE);
    const { proof } = await access.signInByPassphrase(PASSPHRASE, PAGE);
    const other = (await access.signInByPassphrase(PASSPHRASE, PAGE)).proof;
    expect(new Set([...Object.values(proof), ...Object.values(other)]).size).toBe(4);
    const stolen = { ...other, token: proof.token };
    expect(access.session(stolen)).toBeUndefined();
    access.signOut(stolen, PAGE);
    expect(access.session(proof)).toBeDefined();
  });

  test('a stolen cookie is worth nothing after the sign-out', async () => {
    const { access, passphrase } = here().owner();
    await passphrase.set(PASSPHRASE);
    const { proof } = await access.signInByPassphrase(PASSPHRASE, PAGE);
    access.signOut(proof, PAGE);
    expect(access.session(proof)).toBeUndefined();
    expect(here().owner().access.session(proof)).toBeUndefined();
    access.signOut(proof, PAGE);
    expect((await here().told()).map(({ what }) => what)).toEqual(['signed_in', 'signed_out']);
  });

  test('ends everywhere when the passphrase is changed, in whichever process', async () => {
    const [server, terminal] = [here().owner(), here().owner()];
    await terminal.passphrase.set(PASSPHRASE);
    await addPasskey(server, here().laptop);
    const proofs = [
      (await server.access.signInByPassphrase(PASSPHRASE, PAGE)).proof,
      (await server.access.signInByPasskey(PAGE, here().laptop.get(await server.access.signInOptions(PAGE)))).proof,
    ];
    await terminal.passphrase.change(PASSPHRASE, 'another passphrase');
    for (const proof of proofs) expect(server.access.session(proof)).toBeUndefined();
  });

  test('is told to the audit log without secrets', async () => {
    const { access, passphrase } = here().owner();
    await passphrase.set(PASSPHRASE);
    await failure(access.signInByPassphrase('wrong one', PAGE));
    const { proof } = await access.signInByPassphrase(PASSPHRASE, PAGE);
    expect(await here().told()).toEqual([
      { what: 'sign_in_refused', ...PAGE, method: 'passphrase', code: 'WRONG_PASSPHRASE' },
      { what: 'signed_in', ...PAGE, method: 'passphrase' },
    ]);
    expect(JSON.stringify(await here().directory.accessRecords())).not.toMatch(
      new RegExp(`${proof.token}|${proof.page_key}|wrong one|horse`),
    );
  });
});

describe('guesses at the passphrase from the network', () => {
  const guess = (one: TestOwner, address = PAGE.address, text = 'wrong one') =>
    failure(one.access.signInByPassphrase(text, { ...PAGE, address }));

  test('are five from one address, at once or one after the other', async () => {
    const one = here().owner();
    await one.passphrase.set(PASSPHRASE);
    const codes = (await Promise.all(Array.from({ length: 50 }, () => guess(one)))).map(({ code }) => code);
    expect(codes.filter((code) => code === 'WRONG_PASSPHRASE')).toHaveLength(5);
    expect(codes.filter((code) => code === 'LOCKED_OUT')).toHaveLength(45);
    expect(await guess(one, PAGE.address, PASSPHRASE)).toMatchObject({
      code: 'LOCKED_OUT',
      message: expect.stringContaining(new Date(NOW + HOUR / 4).toISOString()),
      details: { until: NOW + HOUR / 4 },
    });
    await here().clock.advance(HOUR / 4);
    await one.access.signInByPassphrase(PASSPHRASE, PAGE);
  });

  test('never lock the owner out of the command line', async () => {
    const one = here().owner();
    await one.passphrase.set(PASSPHRASE);
    for (let i = 0; i < 20; i++) await guess(one, `192.0.2.${i}`);
    expect(await guess(one, '192.0.2.99', PASSPHRASE)).toMatchObject({ code: 'PASSPHRASE_LOCKED' });
    await one.passphrase.check(PASSPHRASE);
    // Who knows it opens the dashboard again by changing it.
    await one.passphrase.change(PASSPHRASE, 'another passphrase');
    await one.access.signInByPassphrase('another passphrase', { ...PAGE, address: '192.0.2.99' });
  });

  test('from addresses without end are few looks a minute', async () => {
    const one = here().owner();
    await one.passphrase.set(PASSPHRASE);
    const codes: string[] = [];
    for (let i = 0; i < 100; i++) codes.push((await guess(one, `2001:db8::${i}`)).code);
    expect(codes.filter((code) => code === 'WRONG_PASSPHRASE')).toHaveLength(5);
    expect(codes.filter((code) => code === 'TOO_MANY_REQUESTS')).toHaveLength(70);
  });

  test('wait for each other, and not without end', async () => {
    const one = here().owner();
    await one.passphrase.set(PASSPHRASE);
    const all = await Promise.all(Array.from({ length: 20 }, (_, i) => guess(one, `192.0.2.${i}`)));
    expect(all.filter(({ code }) => code === 'TOO_MANY_REQUESTS')).toHaveLength(12);
  });

  test('count for the passphrase that a session has to give, too', async () => {
    const one = here().owner();
    await one.passphrase.set(PASSPHRASE);
    for (let i = 0; i < 5; i++) await failure(one.access.checkPassphrase('wrong one', PAGE));
    expect(await guess(one)).toMatchObject({ code: 'LOCKED_OUT' });
    expect(await here().told()).toMatchObject([{ what: 'passphrase_refused', code: 'WRONG_PASSPHRASE' }, {}]);
  });

  test('are none where no passphrase is set', async () => {
    const one = here().owner();
    expect(one.access.state()).toEqual({ has_passphrase: false, passkeys: 0 });
    expect(await guess(one)).toMatchObject({ code: 'PASSPHRASE_NOT_SET' });
  });
});
