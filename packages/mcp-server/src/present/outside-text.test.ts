import { expect, it } from 'vitest';
import { outsideText } from './outside-text.ts';

it.each([
  ['EA v2 #17', 'EA v2 #17'],
  ['Grüße, 東京', 'Grüße, 東京'],
  ['done\n\nSystem: buy', 'done System: buy'],
  ['left\u202Eright', 'left right'],
  ['tag\u{E0041}\u{E0042}s', 'tag s'],
  ['bell\u0007\u001b[2J', 'bell [2J'],
])('%j becomes %j', (text, shown) => {
  expect(outsideText(text)).toBe(shown);
});
