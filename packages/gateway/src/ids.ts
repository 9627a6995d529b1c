import { REQUEST_ID_ALPHABET, REQUEST_ID_LENGTH } from '@mt5-bridge/protocol';

/** Draws names of requests and approvals: 60 bits, so that no two processes ever draw the same one. */
export function ids(randomBytes: (count: number) => Uint8Array): () => string {
  return () =>
    Array.from(randomBytes(REQUEST_ID_LENGTH), (byte) => REQUEST_ID_ALPHABET[byte % REQUEST_ID_ALPHABET.length]).join(
      '',
    );
}
