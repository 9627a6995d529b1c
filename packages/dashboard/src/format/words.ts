import type { ApprovalChannel } from '@mt5-bridge/gateway/api';

/** "buy_limit" -> "buy limit". */
export const words = (name: string): string => name.replaceAll('_', ' ');

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export const title = (name: string): string => capital(words(name));

export const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

export const CHANNELS: Readonly<Record<ApprovalChannel, { readonly name: string; readonly how: string }>> = {
  passkey: { name: 'Passkey', how: 'Your fingerprint, face or security key signs exactly this order.' },
  dashboard: { name: 'Dashboard', how: 'Whoever is signed in here may approve it.' },
  cli: { name: 'Command line', how: 'mt5-bridge approve, with your passphrase.' },
  elicitation: { name: 'MCP client', how: 'The agent’s program may ask you; that alone is the weakest proof.' },
  agent: { name: 'Agent', how: 'The agent may confirm it itself.' },
};

/** The strongest proof first. */
export const strongestFirst = (channels: readonly ApprovalChannel[]): readonly ApprovalChannel[] =>
  (Object.keys(CHANNELS) as ApprovalChannel[]).filter((channel) => channels.includes(channel));

/** First and last of a long digest. */
export const fingerprint = (hash: string): string =>
  hash.length <= 20 ? hash : `${hash.slice(0, 8)}…${hash.slice(-8)}`;
