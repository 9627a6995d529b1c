import { type Account, type AccountFigures, closingPrice, type HeldPosition } from '../account/account.ts';
import type { Desk } from './desk.ts';
import type { MarginWatch } from './margin-watch.ts';
import { closeByServer } from './server-close.ts';

/**
 * Stop-out: while the margin level (percent), or the free margin (money), is not above the account's limit, the position
 * with the largest loss is closed, of those whose market is open. Without margin, as with sides that cover each other at
 * no charge, the limit is an equity of zero.
 */
export function stopOut(desk: Desk, watch: MarginWatch): void {
  for (;;) {
    const figures = desk.account.figures();
    const distance = distanceToStopOut(desk.account, figures);
    watch.reset(figures, distance);
    if (desk.book.positions.length === 0 || distance > 0) return;
    const worst = largestLoss(desk);
    const prices = worst && desk.quote(worst.symbol);
    if (worst === undefined || prices === undefined) return;
    const { margin_level, equity, margin } = figures;
    const comment = `so: ${margin_level}%/${equity}/${margin}`;
    closeByServer(desk, worst, prices, { reason: 'so', comment });
  }
}

/** Money by which equity exceeds what the margin asks for; not above zero, the account is stopped out. */
export function distanceToStopOut({ book }: Account, figures: AccountFigures): number {
  const { margin_so_mode, margin_so_so } = book.terms;
  const { margin, margin_level, margin_free, equity } = figures;
  if (margin === 0) return equity;
  // By the level as it is told: what reads as 50 percent is 50 percent.
  return margin_so_mode === 'money' ? margin_free - margin_so_so : ((margin_level - margin_so_so) * margin) / 100;
}

function largestLoss(desk: Desk): HeldPosition | undefined {
  let worst: { readonly position: HeldPosition; readonly result: number } | undefined;
  for (const position of desk.book.positions) {
    const prices = desk.isOpen(position.symbol) ? desk.quote(position.symbol) : undefined;
    if (prices === undefined) continue;
    const result = desk.account.profit(position, closingPrice(position.type, prices)) + position.swap;
    if (worst === undefined || result < worst.result) worst = { position, result };
  }
  return worst?.position;
}
