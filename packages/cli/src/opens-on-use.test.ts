import { expect, it } from 'vitest';
import { opensOnUse } from './opens-on-use.ts';

it('opens once, at the first call and not before', async () => {
  let opens = 0;
  const box = opensOnUse(() => ({ opens: ++opens, add: (a: number, b: number) => a + b }));
  expect(await Promise.resolve(box.value)).toBe(box.value);
  expect(box.opened).toBeUndefined();
  expect([box.value.add(1, 2), box.value.add(3, 4)]).toEqual([3, 7]);
  expect(box.open().opens).toBe(1);
});

it('keeps the methods of an object with a state of its own', () => {
  const box = opensOnUse(() => new Map([['a', 1]]));
  expect(box.value.get('a')).toBe(1);
});
