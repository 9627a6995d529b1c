import { expect, it } from 'vitest';
import { findingLines } from './report.ts';

it('lets no text from outside command the terminal', () => {
  const finding = {
    id: 'x',
    title: 'Account',
    status: 'ok',
    found: '5001 at \u001b]0;Evil\u0007\u202eBroker',
  } as never;
  expect(findingLines(finding, { style: (_, text) => text })).toBe(
    '✔ Account  5001 at \ufffd]0;Evil\ufffd\ufffdBroker\n',
  );
});
