import { commentTag, Mt5Error, REQUEST_ID_ALPHABET, REQUEST_ID_LENGTH } from '@mt5-bridge/protocol';

/** What the trade server keeps of a comment. */
const MOST = 31;

/** The tag that finds the order by its request id, and as much of the text as fits. @throws Mt5Error INVALID_COMMENT */
export function commentOf(requestId: string, text = ''): string {
  if (!/^[\x20-\x7e]*$/.test(text)) {
    const details = { argument: 'comment' };
    throw new Mt5Error('INVALID_COMMENT', 'comment may hold printable ASCII characters only.', { details });
  }
  return `${commentTag(requestId)} ${text.trim()}`.slice(0, MOST).trimEnd();
}

const TAG = new RegExp(`^${commentTag(`([${REQUEST_ID_ALPHABET}]{${REQUEST_ID_LENGTH}})`)}(?: |$)`);

/** The request that a broker's comment names; brokers keep, cut or replace comments as they like. */
export const requestIdIn = (comment: string): string | undefined => TAG.exec(comment)?.[1];
