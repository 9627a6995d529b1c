import { describe, expect, it } from 'vitest';
import { type Random, RandomStream } from './random.ts';

const take = (random: Random, count: number): number[] => Array.from({ length: count }, () => random.uint32());
const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;

describe('RandomStream', () => {
  it('gives the same sequence for the same seed, name and index', () => {
    expect(take(new RandomStream(7, 'EURUSD/day').at(3), 8)).toEqual(take(new RandomStream(7, 'EURUSD/day').at(3), 8));
  });

  it('keeps sequences of other seeds, names and indexes apart', () => {
    const firsts = new Set<number>();
    for (const seed of [1, 2, 11]) {
      for (const name of ['EURUSD/day', 'EURUSD/hour', 'GBPUSD/day']) {
        for (let index = 0; index < 100; index++) firsts.add(new RandomStream(seed, name).at(index).uint32());
      }
    }
    expect(firsts.size).toBe(900);
  });

  it('shows no correlation between neighbouring indexes', () => {
    const stream = new RandomStream(1, 'x');
    const draws = Array.from({ length: 5000 }, (_, i) => stream.at(i).uniform() - 0.5);
    const products = draws.slice(1).map((x, i) => x * (draws[i] as number) * 12);
    expect(Math.abs(mean(products))).toBeLessThan(0.06);
  });
});

describe('Random', () => {
  const random = new RandomStream(42, 'moments').at(0);

  it('draws uniforms inside the open interval', () => {
    const draws = Array.from({ length: 20_000 }, () => random.uniform());
    expect(Math.min(...draws)).toBeGreaterThan(0);
    expect(Math.max(...draws)).toBeLessThan(1);
    expect(mean(draws)).toBeCloseTo(0.5, 2);
  });

  it('draws normals of mean 0 and variance 1', () => {
    const draws = Array.from({ length: 50_000 }, () => random.normal());
    expect(mean(draws)).toBeCloseTo(0, 1);
    expect(mean(draws.map((x) => x * x))).toBeCloseTo(1, 1);
    expect(mean(draws.map((x) => x ** 4))).toBeGreaterThan(2.8);
    expect(mean(draws.map((x) => x ** 4))).toBeLessThan(3.2);
  });

  it('draws exponentials of mean 1', () => {
    expect(mean(Array.from({ length: 50_000 }, () => random.exponential()))).toBeCloseTo(1, 1);
  });
});
