/** The protocol version that this package speaks, and the oldest that it still understands. */
export const PROTOCOL_VERSION = 1;
export const PROTOCOL_VERSION_MIN = 1;
