import { callTool } from '../../mcp-answers.ts';
import { points } from '../../output/money.ts';
import type { Step } from '../tour.ts';

interface Quote {
  readonly bid: number;
  readonly ask: number;
  readonly spread: number;
  readonly bidlow: number;
  readonly bidhigh: number;
  readonly time_msc: string;
}

export const quote: Step = async ({ client, screen, price, show: { symbol } }) => {
  const answer = await callTool<Quote>(client, 'get_quote', { symbol });
  const { bid, ask, spread, bidlow, bidhigh, time_msc } = answer;
  await screen.heading(`Quote of ${symbol}`, 'get_quote');
  await screen.facts(
    ['bid / ask', screen.style('bold', `${price(bid)} / ${price(ask)}`)],
    ['spread', points(spread)],
    ["day's range", `${price(bidlow)} to ${price(bidhigh)}`],
    ['at', `${time_msc.slice(11, 23)} UTC`],
  );
};
