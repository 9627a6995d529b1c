import { callTool } from '../../mcp-answers.ts';
import { money } from '../../output/money.ts';
import { table } from '../../output/table.ts';
import { Notices } from '../notices.ts';
import type { Stage, Step } from '../tour.ts';

/** Of a full contract: more than the guarded rules let pass unasked, and little beside the account. */
const VOLUME = 0.1;
/** How far the stop stands from the price. */
const STOP = 0.004;
const PATIENCE_MS = 8_000;
const uri = 'positions://current';

interface Pending {
  readonly status: string;
  readonly approval_id: string;
}

interface Outcome {
  readonly status: string;
  readonly request_id: string;
  readonly ticket: number | string;
  readonly volume_filled: number;
  readonly price_filled: number;
}

type Position = Readonly<Record<(typeof shown)[number] | 'ticket', string | number | null>>;

const shown = ['symbol', 'type', 'volume', 'price_open', 'price_current', 'sl', 'profit'] as const;

/** An order from the agent's proposal over the owner's yes and the fill to its close. */
export const order: Step = async (stage) => {
  const { client } = stage;
  const notices = new Notices(client);
  const subscription = await client.listen({ resourceSubscriptions: [uri] });
  const approval = await proposed(stage);
  const outcome = await approved(stage, approval);
  const position = await filled(stage, outcome, notices);
  await subscription.close();
  await closed(stage, position);
};

async function proposed({ client, screen, price, show: { symbol } }: Stage): Promise<string> {
  const { bid } = await callTool<{ bid: number }>(client, 'get_quote', { symbol });
  const sl = price(bid * (1 - STOP));
  const { status, approval_id } = await callTool<Pending>(client, 'place_order', {
    ...{ symbol, side: 'buy', volume: VOLUME, sl: Number(sl) },
    reason: 'The tour shows what becomes of an order.',
  });
  await screen.heading('The agent proposes', 'place_order');
  await screen.text(`buy ${VOLUME} ${symbol} at the market, stop loss ${sl}`);
  await screen.facts(['answer', screen.style('yellow', status)], ['approval', approval_id]);
  return approval_id;
}

async function approved({ owner, screen }: Stage, approval: string): Promise<Outcome> {
  await screen.heading('The owner looks, and says yes', 'mt5-bridge approve');
  const { stdout, stderr } = await owner.run('approve', approval, '-o', 'json');
  await screen.text(
    ...stderr.trimEnd().replaceAll(/^ {2}/gm, '').split('\n'),
    '',
    screen.style('dim', `(A data directory and a passphrase made for this tour: ${owner.passphrase})`),
  );
  return JSON.parse(stdout) as Outcome;
}

async function filled(stage: Stage, outcome: Outcome, notices: Notices): Promise<Position> {
  const { client, screen } = stage;
  const { ticket, status, volume_filled, price_filled } = outcome;
  const deadline = AbortSignal.timeout(PATIENCE_MS);
  await notices.next(deadline);
  const { positions } = await callTool<{ positions: readonly Position[] }>(client, 'get_positions', { ticket });
  await screen.heading('The fill arrives', `${uri} subscribed, get_positions`);
  await screen.facts(
    ['outcome', screen.style('green', status)],
    ['filled', `${volume_filled} lots at ${stage.price(price_filled)}`],
    ['notices of it', String(notices.count)],
  );
  const [position] = positions;
  if (position === undefined) throw new Error(`position ${ticket} is not there`);
  await screen.text('', table(shown, [shown.map((key) => position[key])], { width: screen.room, style: screen.style }));
  return position;
}

async function closed({ client, screen, price }: Stage, { ticket }: Position): Promise<void> {
  const { status, price_filled, volume_filled } = await callTool<Outcome>(client, 'close_position', { ticket });
  const { deals } = await callTool<{ deals: readonly { profit: number; swap: number; commission: number }[] }>(
    client,
    'get_history',
    { position: ticket },
  );
  const result = deals.reduce((sum, { profit, swap, commission }) => sum + profit + swap + commission, 0);
  await screen.heading('The agent closes it', 'close_position, get_history');
  await screen.facts(
    ['outcome', screen.style('green', status)],
    ['closed', `${volume_filled} lots at ${price(price_filled)}`],
    ['result with commission', money(result)],
  );
  await screen.text(screen.style('dim', 'Closing takes risk away, so nobody is asked.'));
}
