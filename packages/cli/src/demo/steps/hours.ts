import { callTool } from '../../mcp-answers.ts';
import type { Step } from '../tour.ts';

interface Hours {
  readonly is_open: boolean;
  readonly next_close: string | null;
  readonly next_open: string | null;
}

export const hours: Step = async ({ client, screen, show: { symbol } }) => {
  const { is_open, next_close, next_open } = await callTool<Hours>(client, 'get_market_hours', { symbol });
  await screen.heading(`Market hours of ${symbol}`, 'get_market_hours');
  await screen.facts(
    ['now', is_open ? screen.style('green', 'open') : screen.style('red', 'closed')],
    ...(next_close === null ? [] : [['closes', minute(next_close)] as const]),
    ...(next_open === null ? [] : [['opens next', minute(next_open)] as const]),
  );
};

const weekday = new Intl.DateTimeFormat('en', { weekday: 'short', timeZone: 'UTC' });

const minute = (iso: string): string => `${weekday.format(new Date(iso))} ${iso.slice(0, 16).replace('T', ' ')} UTC`;
