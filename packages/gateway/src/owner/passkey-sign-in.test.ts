import { describe, expect, test } from 'vitest';
import { type Lies, SoftwareAuthenticator } from '../testing/software-authenticator.ts';
import { addPasskey, eachWithItsOwner, PAGE, type TestOwner } from '../testing/test-owner.ts';
import { failure } from '../testing/test-reads.ts';

const here = eachWithItsOwner();

describe('signing in with a passkey', () => {
  const signIn = async ({ access }: TestOwner, lies: Lies = {}) =>
    access.signInByPasskey(PAGE, here().laptop.get(await access.signInOptions(PAGE), lies));

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
    const one = await here().withPasskey();
    expect(await failure(signIn(one, lies))).toMatchObject({ code: 'PASSKEY_REFUSED', details: { problem } });
    expect((await here().told()).at(-1)).toMatchObject({ what: 'sign_in_refused', problem, address: PAGE.address });
    await signIn(one);
  });

  test('has a counter that grows over restarts', async () => {
    await signIn(await here().withPasskey(), { counter: 40 });
    expect(await failure(signIn(here().owner(), { counter: 40 }))).toMatchObject({ details: { problem: 'counter' } });
    expect(await failure(signIn(here().owner(), { counter: 39 }))).toMatchObject({ details: { problem: 'counter' } });
    expect(await failure(signIn(here().owner(), { counter: 0 }))).toMatchObject({ details: { problem: 'counter' } });
    await signIn(here().owner(), { counter: 41 });
  });

  test('works with authenticators that do not count', async () => {
    here().laptop = new SoftwareAuthenticator(PAGE.origin, { counts: false });
    const one = await here().withPasskey();
    await signIn(one);
    await signIn(one);
  });

  test('takes each answer once, also of two at the same moment', async () => {
    const { access } = await here().withPasskey();
    const answer = here().laptop.get(await access.signInOptions(PAGE));
    const both = await Promise.allSettled([access.signInByPasskey(PAGE, answer), access.signInByPasskey(PAGE, answer)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    here().laptop = new SoftwareAuthenticator(PAGE.origin, { counts: false });
    await addPasskey({ access }, here().laptop, { name: 'phone' });
    const again = here().laptop.get(await access.signInOptions(PAGE));
    await access.signInByPasskey(PAGE, again);
    expect(await failure(access.signInByPasskey(PAGE, again))).toMatchObject({ details: { problem: 'challenge' } });
  });

  test('takes no answer that comes after five minutes, or to the process before', async () => {
    const { access } = await here().withPasskey();
    const late = here().laptop.get(await access.signInOptions(PAGE));
    await here().clock.advance(300_000);
    expect(await failure(access.signInByPasskey(PAGE, late))).toMatchObject({ details: { problem: 'challenge' } });
    const old = here().laptop.get(await here().owner().access.signInOptions(PAGE));
    expect(await failure(access.signInByPasskey(PAGE, old))).toMatchObject({ details: { problem: 'challenge' } });
  });

  test('takes no answer that was meant for another page of the same host', async () => {
    const { access } = await here().withPasskey();
    const other = { ...PAGE, origin: 'https://bridge.example.com:8443' };
    const answer = here().laptop.get(await access.signInOptions(other));
    expect(await failure(access.signInByPasskey(PAGE, answer))).toMatchObject({ details: { problem: 'challenge' } });
  });

  test('takes no stranger, and no removed passkey', async () => {
    const { access } = await here().withPasskey();
    const options = await access.signInOptions(PAGE);
    const stranger = new SoftwareAuthenticator(PAGE.origin).get(options);
    expect(await failure(access.signInByPasskey(PAGE, stranger))).toMatchObject({
      details: { problem: 'unknown_passkey' },
    });
    // Its own signature under the name of ours.
    expect(
      await failure(access.signInByPasskey(PAGE, { ...stranger, id: here().laptop.id, rawId: here().laptop.id })),
    ).toMatchObject({ details: { problem: 'unproven' } });
    const good = here().laptop.get(options);
    access.removePasskey(here().laptop.id);
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
    const { access } = await here().withPasskey();
    expect(await failure(access.signInByPasskey(PAGE, answer))).toMatchObject({
      code: 'PASSKEY_REFUSED',
      details: { problem: 'unreadable' },
    });
  });

  test.each(['authenticatorData', 'signature'])('takes no answer without %s', async (name) => {
    const { access } = await here().withPasskey();
    const answer = here().laptop.get(await access.signInOptions(PAGE));
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
    const { access } = await here().withPasskey();
    expect(await failure(access.signInOptions({ ...PAGE, origin }))).toMatchObject({
      code: 'PASSKEY_REFUSED',
      details: { problem },
    });
  });
});
