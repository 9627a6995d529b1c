import type { Fault } from '@mt5-bridge/fake-mt5';
import { moments, type ServerFault, serverPoints } from './cuts.ts';

export type TerminalFault = Fault;

export type PlannedFault =
  | { readonly side: 'server'; readonly fault: ServerFault }
  | { readonly side: 'terminal'; readonly fault: TerminalFault };

const crashPoints = ['received', 'journal-begun', 'broker-done', 'journal-answered', 'reply-sent'] as const;

/** Every place that can be cut, on either side, and everything that can happen on the way between them. */
export const allFaults: readonly PlannedFault[] = [
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
  ...crashPoints.map((at): PlannedFault => ({ side: 'terminal', fault: { fault: 'crash', at } as TerminalFault })),
  ...(['drop', 'duplicate'] as const).map((fault): PlannedFault => ({ side: 'terminal', fault: { fault } })),
  { side: 'terminal', fault: { fault: 'delay', ms: 1_500 } },
  { side: 'terminal', fault: { fault: 'garbage', kind: 'bytes' } },
  { side: 'terminal', fault: { fault: 'garbage', kind: 'wrong-shape' } },
  { side: 'terminal', fault: { fault: 'disconnect', ms: 200 } },
  { side: 'terminal', fault: { fault: 'restart', ms: 200 } },
];

export function describeFault({ side, fault }: PlannedFault): string {
  if (side === 'terminal') {
    const { fault: name, ...rest } = fault as { fault: string };
    return [side, name, ...Object.values(rest)].join(' ');
  }
  const { kind, ...rest } = fault;
  return [side, kind, ...Object.values(rest)].join(' ');
}

/** All faults in an order drawn from the seed, then all of them again in another, without end. */
export function* plan(seed: number): Generator<PlannedFault, never> {
  let state = seed >>> 0;
  const below = (n: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
  for (;;) {
    const left = [...allFaults];
    while (left.length > 0) yield left.splice(below(left.length), 1)[0] as PlannedFault;
  }
}
