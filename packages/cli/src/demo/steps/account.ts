import { callTool } from '../../mcp-answers.ts';
import { money } from '../../output/money.ts';
import { table } from '../../output/table.ts';
import type { Step } from '../tour.ts';

interface Account {
  readonly balance: number;
  readonly equity: number;
  readonly margin_free: number;
  readonly profit: number;
  readonly currency: string;
}

type Position = Readonly<Record<(typeof shown)[number], string | number | null>>;

const shown = ['symbol', 'type', 'volume', 'price_open', 'price_current', 'swap', 'profit'] as const;

export const account: Step = async ({ client, screen }) => {
  const info = await callTool<Account>(client, 'get_account_info');
  const { positions } = await callTool<{ positions: readonly Position[] }>(client, 'get_positions');
  await screen.heading('Account', 'get_account_info, get_positions');
  const { style } = screen;
  await screen.facts(
    ['currency', info.currency],
    ['balance', money(info.balance)],
    ['equity', money(info.equity)],
    ['floating', style(info.profit < 0 ? 'red' : 'green', money(info.profit))],
    ['free margin', money(info.margin_free)],
  );
  await screen.text(
    '',
    table(
      shown,
      positions.map((position) => shown.map((key) => position[key])),
      { width: screen.room, style },
    ),
  );
};
