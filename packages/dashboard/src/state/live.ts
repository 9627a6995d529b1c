import type { KillSwitch } from '@mt5-bridge/gateway/api';
import type { ErrorRecord } from '@mt5-bridge/gateway/read';
import type { ApprovalView, DashboardEvents, EquityCurve, QuoteView } from '@mt5-bridge/mcp-server/dashboard';
import { computed, signal } from '@preact/signals';
import { adjustClock, now } from './clock.ts';
import { pendingOf, withActivity, withApproval, withApprovals, withEquity, withQuote } from './reducers.ts';

type Kept<K extends keyof DashboardEvents> = DashboardEvents[K] | undefined;

// What the stream told last; undefined = not yet.
export const link = signal<Kept<'link'>>(undefined);
export const account = signal<Kept<'account'>>(undefined);
export const positions = signal<Kept<'positions'>>(undefined);
export const orders = signal<Kept<'orders'>>(undefined);
export const quotes = signal<ReadonlyMap<string, QuoteView>>(new Map());
export const approvals = signal<Kept<'approvals'>>(undefined);
export const policy = signal<Kept<'policy'>>(undefined);
export const alerts = signal<Kept<'alerts'>>(undefined);
export const activity = signal<Kept<'activity'>>(undefined);
export const equity = signal<EquityCurve | undefined>(undefined);
export const config = signal<Kept<'config'>>(undefined);
/** By event name: what could not be read just now. */
export const problems = signal<ReadonlyMap<string, ErrorRecord>>(new Map());

export const pending = computed(() => pendingOf(approvals.value ?? [], now.value));
export const isLive = computed(() => link.value?.environment === 'live');
export const currency = computed(() => account.value?.currency ?? '');
export const moneyDigits = computed(() => account.value?.currency_digits ?? 2);

type Takers = { readonly [K in keyof DashboardEvents]: (data: DashboardEvents[K]) => void };

const takers: Takers = {
  link: (data) => {
    adjustClock(data.now);
    link.value = data;
  },
  account: (data) => {
    account.value = data;
  },
  positions: (data) => {
    positions.value = data;
  },
  orders: (data) => {
    orders.value = data;
  },
  quote: (data) => {
    quotes.value = withQuote(quotes.peek(), data);
  },
  approvals: (data) => {
    approvals.value = withApprovals(approvals.peek(), data);
  },
  policy: (data) => {
    policy.value = data;
  },
  alerts: (data) => {
    alerts.value = data;
  },
  activity: (data) => {
    activity.value = withActivity(activity.peek() ?? [], data);
  },
  equity: (data) => {
    equity.value = withEquity(equity.peek(), data);
  },
  config: (data) => {
    config.value = data;
  },
  problem: ({ event, error }) => {
    problems.value = new Map(problems.peek()).set(event, error);
  },
};

export const EVENTS = Object.keys(takers) as readonly (keyof DashboardEvents)[];

export function take<K extends keyof DashboardEvents>(event: K, data: DashboardEvents[K]): void {
  takers[event](data);
  if (event === 'problem' || !problems.peek().has(event)) return;
  const rest = new Map(problems.peek());
  rest.delete(event);
  problems.value = rest;
}

export function takeApproval(one: ApprovalView): void {
  approvals.value = withApproval(approvals.peek() ?? [], one);
}

export function takeKillSwitch(kill_switch: KillSwitch): void {
  const known = policy.peek();
  if (known) policy.value = { ...known, kill_switch };
}

/** What belonged to the owner who is signed out must not stay in the page. */
export function forget(): void {
  for (const kept of [link, account, positions, orders, approvals, policy, alerts, activity, equity, config]) {
    kept.value = undefined;
  }
  quotes.value = new Map();
  problems.value = new Map();
}
