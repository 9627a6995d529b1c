import type { EquityStore, FillStore, OwnerAttemptStore, SentRequest } from '../ports.ts';
import { accountKey } from './account-key.ts';
import type { Ledger } from './ledger.ts';
import type { Request } from './requests.ts';

export function equityStore(ledger: Ledger): EquityStore {
  return {
    mark: (of) => ledger.facts.equity(of).get(),
    update: (of, change) =>
      ledger.write('process', () => {
        const fact = ledger.facts.equity(of);
        const known = fact.get();
        const mark = change(known);
        if (mark.peak !== known?.peak || mark.as_of !== known.as_of) fact.set(mark);
        return mark;
      }),
  };
}

const NO_ATTEMPTS = { failures: 0, last_at: 0 };

/** Guesses at the dashboard, where more than the owner's programs come, lock nobody out of the terminal. */
export function ownerAttemptStore(ledger: Ledger, door: 'terminal' | 'dashboard'): OwnerAttemptStore {
  const { facts, sessions } = ledger;
  const fact = facts.ownerAttempts[door];
  return {
    read: () => fact.get() ?? NO_ATTEMPTS,
    update: (change) =>
      ledger.write('disk', () => {
        const attempts = change(fact.get() ?? NO_ATTEMPTS);
        fact.set(attempts);
        return attempts;
      }),
    tell: (event) => {
      // Who types is not known: a label, never a proof.
      const actor = { kind: 'owner', name: door === 'terminal' ? 'passphrase' : door } as const;
      const data = 'until' in event ? { ...event, until: new Date(event.until).toISOString() } : event;
      ledger.write('disk', ({ audit }) => {
        audit({ event: 'owner', actor, account: null, request_id: null, data });
        if (event.what !== 'changed') return;
        // Whoever knew the old one is out, and has no link that lets them in again; guesses at it count no more.
        sessions.removeAll();
        facts.enrolments.set([]);
        for (const attempts of Object.values(facts.ownerAttempts)) attempts.set(NO_ATTEMPTS);
      });
    },
  };
}

export function fillStore(ledger: Ledger): FillStore {
  const { requests, db } = ledger;
  return {
    requestOf(of, { request_id, order, position }) {
      const byId = request_id === undefined ? undefined : requests.byId(request_id);
      if (byId !== undefined && accountKey(byId.identity) === accountKey(of)) return sent(byId);
      const byOrder = order === undefined ? undefined : requests.byOrder(of, order);
      if (byOrder !== undefined) return sent(byOrder);
      // A position has the ticket of the order that opened it.
      const opener = position === undefined ? undefined : requests.byOrder(of, position);
      return opener === undefined ? undefined : sent(opener);
    },

    recordFill: (of, deal, { request_id, actor }, data) =>
      ledger.write('process', ({ audit }) => {
        const sql = 'INSERT INTO fills (account, deal, request_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING';
        const isNew = db.run(sql, accountKey(of), String(deal), request_id) === 1;
        if (isNew) audit({ event: 'fill', actor, account: of, request_id, data });
        return isNew;
      }),

    fillsSeen: (of) => ledger.facts.fillsSeen(of).get(),
    sawFills: (of, until) =>
      ledger.write('process', () => {
        const fact = ledger.facts.fillsSeen(of);
        if (until > (fact.get() ?? 0)) fact.set(until);
      }),
    firstRequestAt: (of) => requests.firstAt(of),
  };
}

const sent = ({ request_id, actor, command }: Request): SentRequest => ({ request_id, actor, command });
