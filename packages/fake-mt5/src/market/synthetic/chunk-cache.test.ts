import { describe, expect, it } from 'vitest';
import { ChunkCache } from './chunk-cache.ts';

describe('ChunkCache', () => {
  it('makes a chunk once, and again only after others pushed it out', () => {
    const cache = new ChunkCache(300);
    const made: string[] = [];
    const get = (key: string) =>
      cache.get(key, () => {
        made.push(key);
        return new Uint8Array(100);
      });
    for (const key of ['a', 'b', 'c', 'a', 'd', 'a', 'b']) get(key);
    expect(made).toEqual(['a', 'b', 'c', 'd', 'b']);
  });

  it('hands out a chunk that is larger than the whole budget', () => {
    const cache = new ChunkCache(10);
    expect(cache.get('big', () => new Uint8Array(100)).length).toBe(100);
    expect(cache.get('next', () => new Uint8Array(5)).length).toBe(5);
  });
});
