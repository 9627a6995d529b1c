import leven from 'leven';

const MOST = 3;

/** The candidates that a misspelt word may have meant, nearest first. */
export function closeMatches(word: string, candidates: readonly string[]): string[] {
  const target = word.toLowerCase();
  return candidates
    .map((candidate) => ({ candidate, distance: distance(target, candidate.toLowerCase()) }))
    .filter(({ distance }) => distance <= Math.ceil(target.length / 3))
    .sort((one, other) => one.distance - other.distance)
    .slice(0, MOST)
    .map(({ candidate }) => candidate);
}

/** A part of a name, as `rates` is of `get_rates`, is nearer than letters that happen to be alike. */
function distance(word: string, candidate: string): number {
  return word.length > 2 && candidate.includes(word) ? 1 : leven(word, candidate);
}
