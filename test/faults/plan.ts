import type { Fault } from '@mt5-bridge/fake-mt5';
import { moments, type ServerFault, serverPoints } from './cuts.ts';

export type TerminalFault = Fault;

/** What happens to processes and files from outside, whatever they are doing. */
export type OutsideFault =
  /** Another program holds the ledger's write lock, ms. */
  | { readonly kind: 'lock'; readonly ms: number }
  /** The server stands still, ms; what it was about to do comes late. */
  | { readonly kind: 'freeze'; readonly ms: number }
  /** Server and terminal end at once. */
  | { readonly kind: 'kill-both' };

export type PlannedFault =
  | { readonly side: 'server'; readonly fault: ServerFault }
  | { readonly side: 'terminal'; readonly fault: TerminalFault }
  | { readonly side: 'outside'; readonly fault: OutsideFault };

/** The terminal's faults wait for a request that places an order. */
const op = 'order_send';

const crashPoints = ['received', 'journal-begun', 'broker-done', 'journal-answered', 'reply-sent'] as const;

/** Every place that can be cut, on either side, and everything that can happen on the way between them. */
const allFaults: readonly PlannedFault[] = [
  ...serverPoints.flatMap((at) =>
    moments.flatMap((when) =>
      [1, 2].map((hit): PlannedFault => ({ side: 'server', fault: { kind: 'kill', at, when, hit } })),
    ),
  ),
  ...(['audit.write', 'ledger.write', 'ledger.commit'] as const).flatMap((at) =>
    [1, 2, 3].map((hit): PlannedFault => ({ side: 'server', fault: { kind: 'full', at, hit, times: 2 } })),
  ),
  ...(['drop', 'duplicate', 'delay', 'reorder'] as const).map(
    (does): PlannedFault => ({ side: 'server', fault: { kind: 'reply', does } }),
  ),
  ...[-3_600_000, 3_600_000].map((jump): PlannedFault => ({ side: 'server', fault: { kind: 'clock', jump } })),
  ...crashPoints.map((at): PlannedFault => ({ side: 'terminal', fault: { fault: 'crash', at, op } })),
  ...(['drop', 'duplicate'] as const).map((fault): PlannedFault => ({ side: 'terminal', fault: { fault, op } })),
  { side: 'terminal', fault: { fault: 'delay', ms: 1_500, op } },
  { side: 'terminal', fault: { fault: 'garbage', kind: 'bytes', op } },
  { side: 'terminal', fault: { fault: 'garbage', kind: 'wrong-shape', op } },
  { side: 'terminal', fault: { fault: 'journal-full', times: 1, op } },
  ...[true, false].map(
    (carried_out): PlannedFault => ({ side: 'terminal', fault: { fault: 'refuse', retcode: 10012, carried_out, op } }),
  ),
  { side: 'terminal', fault: { fault: 'disconnect', ms: 200 } },
  { side: 'terminal', fault: { fault: 'restart', ms: 200 } },
  { side: 'outside', fault: { kind: 'lock', ms: 500 } },
  { side: 'outside', fault: { kind: 'lock', ms: 4_000 } },
  { side: 'outside', fault: { kind: 'freeze', ms: 1_500 } },
  { side: 'outside', fault: { kind: 'kill-both' } },
];

/** Who plays the terminal. */
export type TerminalKind = 'fake-mt5' | 'ea-native';

/** What the expert advisor's own sockets and journal cannot be made to do from outside. */
const ofFakeAlone: ReadonlySet<TerminalFault['fault']> = new Set([
  'drop',
  'duplicate',
  'garbage',
  'journal-full',
  'disconnect',
]);

export const faultsOf = (terminal: TerminalKind): readonly PlannedFault[] =>
  terminal === 'fake-mt5'
    ? allFaults
    : allFaults.filter(({ side, fault }) => side !== 'terminal' || !ofFakeAlone.has(fault.fault));

export function describeFault({ side, fault }: PlannedFault): string {
  return [side, ...Object.values(fault)].join(' ');
}

/** These faults in an order drawn from the seed, then all of them again in another, without end. */
export function* plan(seed: number, faults: readonly PlannedFault[]): Generator<PlannedFault, never> {
  let state = seed >>> 0;
  const below = (n: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
  for (;;) {
    const left = [...faults];
    while (left.length > 0) yield left.splice(below(left.length), 1)[0] as PlannedFault;
  }
}
