import { describe, expect, test } from 'vitest';
import { type Lies, SoftwareAuthenticator } from '../testing/software-authenticator.ts';
import { addPasskey, eachWithItsOwner, PAGE, PASSPHRASE } from '../testing/test-owner.ts';
import { failure, NOW } from '../testing/test-reads.ts';

const here = eachWithItsOwner();

describe('adding a passkey', () => {
  test('takes a link that another process made, once', async () => {
    const { code, expires_at } = here().owner().access.offerEnrolment('laptop');
    expect(expires_at).toBe(NOW + 600_000);
    const server = here().owner();
    const options = await server.access.enrolmentOptions(code, PAGE);
    expect(options).toMatchObject({
      rp: { id: 'bridge.example.com' },
      authenticatorSelection: { userVerification: 'required' },
    });
    expect(await server.access.enrol(code, PAGE, here().laptop.create(options))).toEqual({
      id: here().laptop.id,
      name: 'laptop',
      created_at: NOW,
      last_used_at: null,
    });
    expect(here().owner().access.state()).toMatchObject({ passkeys: 1 });
    const again = new SoftwareAuthenticator(PAGE.origin).create(options);
    expect(await failure(server.access.enrol(code, PAGE, again))).toMatchObject({ code: 'ENROLMENT_REFUSED' });
    expect(await failure(server.access.enrolmentOptions(code, PAGE))).toMatchObject({ code: 'ENROLMENT_REFUSED' });
  });

  test('adds one of two that use the link at the same moment', async () => {
    const [one, other] = [here().owner(), here().owner()];
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
    const { access } = here().owner();
    access.offerEnrolment('laptop');
    expect(await failure(access.enrolmentOptions(code, PAGE))).toMatchObject({ code: 'ENROLMENT_REFUSED' });
    expect(await failure(access.enrol(code, PAGE, {}))).toMatchObject({ code: 'ENROLMENT_REFUSED' });
    expect((await here().told()).at(-1)).toMatchObject({ what: 'enrolment_refused', problem: 'no_offer' });
  });

  test('takes no link that was made with a passphrase of before', async () => {
    const { access, passphrase } = here().owner();
    await passphrase.set(PASSPHRASE);
    const { code } = access.offerEnrolment('laptop');
    await here().owner().passphrase.change(PASSPHRASE, 'another passphrase');
    expect(await failure(access.enrolmentOptions(code, PAGE))).toMatchObject({ code: 'ENROLMENT_REFUSED' });
  });

  test('takes no link after ten minutes', async () => {
    const { access } = here().owner();
    const { code } = access.offerEnrolment('laptop');
    const answer = here().laptop.create(await access.enrolmentOptions(code, PAGE));
    await here().clock.advance(600_000);
    expect(await failure(access.enrol(code, PAGE, answer))).toMatchObject({ code: 'ENROLMENT_REFUSED' });
    expect(access.passkeys()).toEqual([]);
  });

  test('keeps no link that a reader of the ledger could use', async () => {
    const { access, ledger } = here().owner();
    const { code } = access.offerEnrolment('laptop');
    const kept = JSON.stringify(ledger.db.all('SELECT * FROM facts'));
    expect(kept).toContain('laptop');
    expect(kept).not.toContain(code);
    expect(JSON.stringify(await here().directory.accessRecords())).not.toContain(code);
  });

  test.each<[string, Lies]>([
    ['of a page of another origin', { origin: 'https://evil.example.com' }],
    ['for another host', { rpId: 'example.com' }],
    ['without a look at who it is', { userVerified: false }],
    ['from within a foreign page', { crossOrigin: true }],
    ['to a challenge of its own', { challenge: 'AAAA' }],
    ['of another kind', { type: 'webauthn.get' }],
  ])('needs a real answer, not one %s, and leaves the link usable', async (_what, lies) => {
    const { access } = here().owner();
    const { code } = access.offerEnrolment('laptop');
    const options = await access.enrolmentOptions(code, PAGE);
    expect(await failure(access.enrol(code, PAGE, here().laptop.create(options, lies)))).toMatchObject({
      code: 'PASSKEY_REFUSED',
    });
    await access.enrol(code, PAGE, here().laptop.create(options));
  });

  test('takes no answer that was made for another link', async () => {
    const { access } = here().owner();
    const [one, other] = [access.offerEnrolment('laptop'), access.offerEnrolment('phone')];
    const answer = here().laptop.create(await access.enrolmentOptions(one.code, PAGE));
    expect(await failure(access.enrol(other.code, PAGE, answer))).toMatchObject({ details: { problem: 'challenge' } });
  });

  test('adds several, each once and under a name of its own', async () => {
    const one = await here().withPasskey();
    const phone = new SoftwareAuthenticator(PAGE.origin);
    await here().clock.advance(1);
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
      expect(() => here().owner().access.offerEnrolment(name)).toThrow(
        expect.objectContaining({ code: 'INVALID_PARAMS' }),
      );
    },
  );

  test('removing one, also the last, ends what it opened', async () => {
    const one = await here().withPasskey();
    await one.passphrase.set(PASSPHRASE);
    const { proof } = await one.access.signInByPasskey(PAGE, here().laptop.get(await one.access.signInOptions(PAGE)));
    const other = await one.access.signInByPassphrase(PASSPHRASE, PAGE);
    here().owner().access.removePasskey(here().laptop.id);
    expect(one.access.session(proof)).toBeUndefined();
    expect(one.access.session(other.proof)).toBeDefined();
    expect(one.access.state()).toMatchObject({ passkeys: 0 });
    expect((await here().told()).at(-1)).toMatchObject({ what: 'passkey_removed', name: 'laptop' });
    expect(() => one.access.removePasskey(here().laptop.id)).toThrow(
      expect.objectContaining({ code: 'PASSKEY_NOT_FOUND' }),
    );
  });
});
