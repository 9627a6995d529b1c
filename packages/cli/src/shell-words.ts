/** Words for people to copy, for POSIX shells and, as far as Windows has such paths, for its Command Prompt. */
export const shellWords = (words: readonly string[]): string => words.map(shellWord).join(' ');

function shellWord(word: string): string {
  if (/^[\w@%+=:,./\\-]+$/.test(word)) return word;
  // What double quotes leave alive; a backslash in a path of Windows is not it.
  return /["$`!]/.test(word) ? posixWord(word) : `"${word}"`;
}

/** One word in which nothing is special to a POSIX shell. */
export const posixWord = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;
