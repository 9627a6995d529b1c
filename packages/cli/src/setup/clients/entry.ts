/** What the server is called in every client's configuration. */
export const SERVER_NAME = 'mt5-bridge';

/** A text without its byte order mark, and that mark: editors on Windows write one, and it must be the first thing again. */
export function withoutMark(text: string): { mark: string; body: string } {
  return text.startsWith('\uFEFF') ? { mark: '\uFEFF', body: text.slice(1) } : { mark: '', body: text };
}

export const lineEndOf = (text: string): string => (text.includes('\r\n') ? '\r\n' : '\n');
