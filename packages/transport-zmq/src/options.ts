import { MAX_FRAME_BYTES } from '@mt5-bridge/protocol/wire';

/**
 * Socket options, all stated, none left to the library's defaults. A linger of 0 lets a process end at once; the
 * heartbeats are libzmq's own, answered by its I/O thread, so they find a dead network, not a busy program.
 */
const common = {
  linger: 0,
  handshakeInterval: 5_000,
  heartbeatInterval: 2_000,
  heartbeatTimeout: 6_000,
  heartbeatTimeToLive: 10_000,
  tcpKeepalive: 1,
  tcpKeepaliveIdle: 10,
  tcpKeepaliveInterval: 5,
  tcpKeepaliveCount: 3,
} as const;

/** First retry soon, since a restarting terminal should be found at once; later ones cost nothing at this pace. */
const connecting = { ...common, connectTimeout: 5_000, reconnectInterval: 50, reconnectMaxInterval: 500 } as const;

/** Requests and replies that may wait in one direction of one connection. */
export const QUEUED_REQUESTS = 1_024;

/** Events that may wait for a slow reader before the publisher drops them, which the reader sees as a gap. */
const QUEUED_EVENTS = 65_536;

/** The longest request: a watch of a thousand topics is an eighth of it. */
const MAX_REQUEST_BYTES = 1_048_576;

/** The longest frame of a reply: packed records of some four million ticks. */
const MAX_REPLY_BYTES = 268_435_456;

export const dealerOptions = {
  ...connecting,
  // Without a peer nothing is handed to the socket, so what waits stays in our own queue, where it can be dropped.
  immediate: true,
  sendHighWaterMark: QUEUED_REQUESTS,
  receiveHighWaterMark: QUEUED_REQUESTS,
  maxMessageSize: MAX_REPLY_BYTES,
} as const;

export const subscriberOptions = {
  ...connecting,
  receiveHighWaterMark: QUEUED_EVENTS,
  maxMessageSize: MAX_FRAME_BYTES,
} as const;

export const routerOptions = {
  ...common,
  sendHighWaterMark: QUEUED_REQUESTS,
  receiveHighWaterMark: QUEUED_REQUESTS,
  maxMessageSize: MAX_REQUEST_BYTES,
} as const;

export const publisherOptions = {
  ...common,
  sendHighWaterMark: QUEUED_EVENTS,
  // A publisher never waits (it drops); saying so makes zeromq.js send in the same turn, every time.
  sendTimeout: 0,
  maxMessageSize: MAX_REQUEST_BYTES,
} as const;
