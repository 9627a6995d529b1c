import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addPasskey, eachWithItsOwner, PAGE } from '../testing/test-owner.ts';
import { failure } from '../testing/test-reads.ts';

const here = eachWithItsOwner();

/** One place of an answer, and what somebody puts there. */
const change = fc.record({
  at: fc.constantFrom('id', 'rawId', 'type', 'clientDataJSON', 'authenticatorData', 'signature', 'attestationObject'),
  to: fc.oneof(fc.jsonValue(), fc.base64String(), fc.constant(undefined)),
});

/** A byte of a text in base64url, not one of its first `from`, that is another one now. */
const flipped = (text: string, where: number, by: number, from: number): string => {
  const bytes = Buffer.from(text, 'base64url');
  const at = from + (where % (bytes.length - from));
  bytes[at] = (bytes[at] ?? 0) ^ by;
  return bytes.toString('base64url');
};

function changed(answer: Readonly<Record<string, unknown>>, at: string, to: unknown) {
  const { response } = answer as { response: Record<string, unknown> };
  return at in response ? { ...answer, response: { ...response, [at]: to } } : { ...answer, [at]: to };
}

test('whatever is put into a signature, it signs nobody in and nothing breaks', async () => {
  const { access } = await here().withPasskey();
  await fc.assert(
    fc.asyncProperty(change, async ({ at, to }) => {
      const answer = here().laptop.get(await access.signInOptions(PAGE));
      const { response } = answer as { response: Record<string, unknown> };
      const isOurs = answer[at] === to || response[at] === to;
      fc.pre(!isOurs && !(at === 'attestationObject'));
      expect(await failure(access.signInByPasskey(PAGE, changed(answer, at, to)))).toMatchObject({
        code: 'PASSKEY_REFUSED',
      });
    }),
    { numRuns: 150 },
  );
});

/** Before the numbers of a signature stands how long they are, which nobody signed, and some readers do not read. */
const HEAD = { clientDataJSON: 0, authenticatorData: 0, signature: 40 } as const;

test('no byte of what is signed, or of a signature, can be another one', async () => {
  const { access } = await here().withPasskey();
  const parts = fc.constantFrom('clientDataJSON', 'authenticatorData', 'signature');
  await fc.assert(
    fc.asyncProperty(parts, fc.nat(10_000), fc.integer({ min: 1, max: 255 }), async (part, where, by) => {
      const answer = here().laptop.get(await access.signInOptions(PAGE));
      const { response } = answer as { response: Record<string, string> };
      const other = changed(answer, part, flipped(response[part] ?? '', where, by, HEAD[part]));
      expect(await failure(access.signInByPasskey(PAGE, other))).toMatchObject({ code: 'PASSKEY_REFUSED' });
    }),
    { numRuns: 150 },
  );
});

test('whatever is put into an enrolment, it adds nothing and nothing breaks', async () => {
  const { access } = here().owner();
  const { code } = access.offerEnrolment('laptop');
  await fc.assert(
    fc.asyncProperty(change, async ({ at, to }) => {
      const answer = here().laptop.create(await access.enrolmentOptions(code, PAGE));
      fc.pre(['id', 'rawId', 'type', 'clientDataJSON', 'attestationObject'].includes(at));
      const { response } = answer as { response: Record<string, unknown> };
      fc.pre(answer[at] !== to && response[at] !== to);
      expect(await failure(access.enrol(code, PAGE, changed(answer, at, to)))).toMatchObject({
        code: 'PASSKEY_REFUSED',
      });
    }),
    { numRuns: 150 },
  );
  expect(access.passkeys()).toEqual([]);
  await addPasskey({ access }, here().laptop);
});
