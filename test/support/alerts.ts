import type { Served } from './served.ts';

/** What makes a server in a test take alerts: a proxy on this machine says where they come from. */
export const takesAlerts = {
  settings: '[tradingview]\nenabled = true\n',
  http: 'trusted_proxies = ["127.0.0.1", "::1"]\n',
};

/** One of TradingView's own addresses. */
export const TRADINGVIEW = '52.89.214.238';

/** The address as its command prints it, the secret in it. */
export const hookPath = async ({ command }: Pick<Served, 'command'>): Promise<string> =>
  new URL(await command(['alerts', 'url'])).pathname;

export interface AlertAnswer {
  readonly status: number;
  readonly alert_id: string;
  readonly duplicate: boolean;
}

/** Sends an alert as TradingView does, through that proxy. */
export async function postAlert(
  { url }: Pick<Served, 'url'>,
  path: string,
  body: string | object,
  from = TRADINGVIEW,
): Promise<AlertAnswer> {
  const isText = typeof body === 'string';
  const answer = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: {
      'content-type': isText ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8',
      'x-forwarded-for': from,
      'x-forwarded-proto': 'https',
    },
    body: isText ? body : JSON.stringify(body),
  });
  return { status: answer.status, ...((await answer.json()) as Omit<AlertAnswer, 'status'>) };
}
