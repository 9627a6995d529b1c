import type { ConnectTransport } from '@mt5-bridge/protocol/wire';
import { Peer } from './peer.ts';

/** One implementation of the wire under test. */
export interface Arm {
  readonly name: string;
  readonly connect: ConnectTransport;
  /** Prices move and bars close within seconds: needed where a requirement waits for events. */
  readonly moving: boolean;
  /** Lots at the best price of a symbol, per deal, where that is known to be scarce. */
  readonly liquidity?: number;
  /** Stops the other side and starts it again, as a crash would; absent where nobody can. */
  readonly restart?: () => Promise<void>;
}

/** Thrown by a requirement that this arm cannot show now; the reason is reported, never hidden. */
export class Skip extends Error {
  override readonly name = 'Skip';
}

export interface Context {
  readonly arm: Arm;
  readonly peer: Peer;
  /** A second, independent caller. */
  another(): Peer;
}

/** A numbered promise of the wire. Ids are cited in documents and never reused. */
export interface Requirement {
  readonly id: string;
  readonly title: string;
  run(context: Context): Promise<void>;
}

export type Verdict =
  | { readonly id: string; readonly state: 'passed' }
  | { readonly id: string; readonly state: 'skipped'; readonly reason: string }
  | { readonly id: string; readonly state: 'failed'; readonly error: unknown };

/** Runs one requirement with fresh callers. */
export async function verify(arm: Arm, requirement: Requirement): Promise<Verdict> {
  const peers: Peer[] = [];
  const another = (): Peer => {
    const peer = new Peer(arm.connect);
    peers.push(peer);
    return peer;
  };
  try {
    await requirement.run({ arm, peer: another(), another });
    return { id: requirement.id, state: 'passed' };
  } catch (error) {
    if (error instanceof Skip) return { id: requirement.id, state: 'skipped', reason: error.message };
    return { id: requirement.id, state: 'failed', error };
  } finally {
    await Promise.all(peers.map((peer) => peer.close()));
  }
}
