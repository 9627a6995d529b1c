import type { Config } from '@mt5-bridge/config';
import type { Alert, AlertState } from '@mt5-bridge/gateway/api';
import type { Format } from '../output/formats.ts';
import { iso, isoOrNull } from '../output/records.ts';
import { formatFor, writeAnswer } from '../output/write-answer.ts';
import { publicUrlOf } from '../public-url.ts';
import { openRecords, type Records } from '../records.ts';
import type { Shell } from '../shell.ts';
import type { PlaceOptions } from '../terminal-options.ts';

/** Prints the address, and nothing else; what keeps alerts from getting there goes to stderr. */
export async function alertsUrl(shell: Shell, place: PlaceOptions): Promise<void> {
  using records = await openRecords(shell, place);
  await writeUrl(shell, records, records.hookSecret.get());
}

/** The same of a new address. */
export async function alertsRotate(shell: Shell, place: PlaceOptions): Promise<void> {
  using records = await openRecords(shell, place);
  await writeUrl(shell, records, records.hookSecret.rotate());
  await shell.stderr.write(
    'Alerts to the old address are answered 404 from now on: write the new one into each of your alerts.\n',
  );
}

async function writeUrl(shell: Shell, { config }: Records, secret: string): Promise<void> {
  const { http } = config.transport;
  const url = publicUrlOf(http, http.port);
  await shell.stdout.write(`${url}/hooks/tradingview/${secret}\n`);
  for (const obstacle of obstacles(config, new URL(url))) await shell.stderr.write(`${obstacle}\n`);
}

/** Why TradingView will not get there, as far as the configuration tells. */
function obstacles({ tradingview }: Config, { hostname, port, protocol }: URL): string[] {
  return [
    ...(tradingview.enabled ? [] : ['Alerts are not taken yet: set enabled = true under [tradingview].']),
    ...(['localhost', '127.0.0.1', '[::1]'].includes(hostname)
      ? ['This address leads nowhere from outside: set public_url under [transport.http].']
      : []),
    ...(hostname.startsWith('[')
      ? ['TradingView does not speak IPv6: give public_url a name with an IPv4 address.']
      : []),
    ...(port === '' ? [] : ['TradingView sends to the ports 80 and 443 only: set public_url to one of them.']),
    ...(protocol === 'https:' ? [] : ['Without HTTPS everybody on the way can read the secret.']),
  ];
}

export interface TemplateOptions {
  readonly indicator?: boolean;
  readonly text?: boolean;
}

export async function alertsTemplate(shell: Shell, { indicator, text }: TemplateOptions): Promise<void> {
  const { alertTemplate } = await import('@mt5-bridge/mcp-server/http');
  await shell.stdout.write(`${alertTemplate(indicator ? 'indicator' : 'strategy', text ? 'text' : 'json')}\n`);
  if (indicator) await shell.stderr.write('Write buy or sell as its action, if it means one, and a comment.\n');
}

export interface AlertListOptions extends PlaceOptions {
  readonly symbol?: string;
  readonly state?: AlertState;
  readonly count: number;
  readonly output?: Format;
}

export async function alertsList(shell: Shell, options: AlertListOptions): Promise<void> {
  const { output, symbol, state, count, ...place } = options;
  using records = await openRecords(shell, place);
  const alerts = records.alerts.list({ count, ...(symbol !== undefined && { symbol }), ...(state && { state }) });
  const rows = formatFor(shell, output) === 'table' ? alerts.map(alertLine) : alerts.map(alertRecord);
  await writeAnswer(shell, { alerts: rows }, output);
}

/** @throws Mt5Error ALERT_NOT_FOUND, ALERT_RESOLVED */
export async function alertsResolve(
  shell: Shell,
  alertId: string,
  resolution: string,
  place: PlaceOptions,
): Promise<void> {
  using records = await openRecords(shell, place);
  records.alerts.resolve(alertId, { kind: 'owner', name: 'mt5-bridge alerts' }, resolution);
  await shell.stderr.write(`Alert ${alertId} is resolved.\n`);
}

/** What a person looks for. */
const alertLine = ({ received_at, state, stale, symbol, ticker, action, price, comment, alert_id }: Alert) => ({
  received: iso(received_at),
  state,
  late: stale,
  symbol: symbol ?? ticker,
  ...{ action, price, comment, alert_id },
});

const alertRecord = ({ fired_at, bar_time, received_at, claimed_at, resolved_at, ...alert }: Alert) => ({
  ...alert,
  received_at: iso(received_at),
  fired_at: isoOrNull(fired_at),
  bar_time: isoOrNull(bar_time),
  claimed_at: isoOrNull(claimed_at),
  resolved_at: isoOrNull(resolved_at),
});
