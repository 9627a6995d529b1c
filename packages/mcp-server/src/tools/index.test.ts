import type { Client } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TOOLSETS } from '../define-tool.ts';
import { connect, tradingOptions } from '../testing/connect.ts';
import { tools } from './index.ts';

const MOST_TOOLS = 40;
/**
 * Of all schemas and descriptions together, 4 bytes a token: 10,000 for the terminal, 2,300 for indicators, calendar and
 * charts, 3,250 for rules, approvals and outcomes, 5,200 for the tools that write, which a read-only server leaves out,
 * 2,000 for alerts and the market around one, 120 for the links to views.
 * Raise it knowingly: every client may pay it at each start.
 */
const TOKEN_BUDGET = 23_170;

/** A call of each tool that succeeds. */
const calls: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  ping: {},
  get_terminal_info: {},
  get_account_info: {},
  get_quote: { symbol: 'EURUSD' },
  get_quotes: { symbols: ['EURUSD', 'NOPE'] },
  get_symbols: {},
  get_symbol_info: { symbol: 'EURUSD' },
  get_market_hours: { symbol: 'EURUSD' },
  get_market_context: { symbol: 'EURUSD' },
  get_positions: {},
  get_orders: {},
  get_history: { from_ts: '2026-07-01' },
  get_history_orders: { position: 42 },
  get_rates: { symbol: 'EURUSD', timeframe: 'M1' },
  get_ticks: { symbol: 'EURUSD' },
  get_book: { symbol: 'EURUSD' },
  get_indicator: { symbol: 'EURUSD', timeframe: 'H1', type: 'rsi' },
  get_calendar: {},
  get_chart_image: { symbol: 'EURUSD', timeframe: 'H1' },
  get_charts: { globals: true },
  calc_margin: { symbol: 'EURUSD', side: 'buy', volume: 0.1 },
  calc_profit: { symbol: 'EURUSD', side: 'buy', volume: 0.1, price_open: 1.1, price_close: 1.2 },
  check_order: { symbol: 'EURUSD', side: 'buy', volume: 0.1 },
  place_order: { symbol: 'EURUSD', side: 'buy', volume: 0.1 },
  modify_order: { ticket: 42, sl: 1.14 },
  close_position: { ticket: 42 },
  cancel_order: { ticket: 42 },
  close_by: { ticket: 42, by_ticket: 43 },
  close_all: {},
  get_approval: { approval_id: 'APP000000001' },
  list_approvals: {},
  get_order_outcome: { request_id: 'REQ000000001' },
  get_policy: {},
  get_audit: {},
  kill_switch_on: { reason: 'stop' },
  get_recent_alerts: {},
  claim_alert: { alert_id: 'ALR000000001' },
  resolve_alert: { alert_id: 'ALR000000001', resolution: 'too late' },
};

/** Those that may reach the broker. */
const trades = ['place_order', 'modify_order', 'close_position', 'cancel_order', 'close_by', 'close_all'];

/** Those that change who works on an alert, and nothing in a market. */
const onAlerts = ['claim_alert', 'resolve_alert'];

let client: Client;
let close: () => Promise<void>;
let listed: Awaited<ReturnType<Client['listTools']>>['tools'];
beforeAll(async () => {
  const { stub, trading } = tradingOptions();
  stub.pending();
  const views = { approval: () => '', positions: () => '' };
  ({ client, close } = await connect('legacy', undefined, { trading, views }));
  listed = (await client.listTools()).tools;
});
afterAll(() => close());

describe('all tools together', () => {
  it('stay few and cheap', () => {
    expect(listed.length).toBeLessThanOrEqual(MOST_TOOLS);
    expect(JSON.stringify(listed).length / 4).toBeLessThanOrEqual(TOKEN_BUDGET);
  });

  it('are listed in a fixed order, each under its own name', () => {
    expect(listed.map((tool) => tool.name)).toEqual(tools.map((tool) => tool.name));
    expect(new Set(listed.map((tool) => tool.name)).size).toBe(listed.length);
  });

  it('are all called below', () => {
    expect(Object.keys(calls).sort()).toEqual(tools.map((tool) => tool.name).sort());
  });
});

describe.each(tools.map((tool) => [tool.name, tool] as const))('%s', (name, tool) => {
  const definition = () => listed.find((one) => one.name === name);

  it('keeps its definition', async () => {
    await expect(`${JSON.stringify(definition(), null, 2)}\n`).toMatchFileSnapshot(`__snapshots__/${name}.snap`);
  });

  it('says what it is for and what not, and what it does to the account', () => {
    expect(name).toMatch(/^[a-z_]{1,64}$/);
    expect(tool.title.length).toBeGreaterThan(3);
    expect(tool.description).toMatch(/\bUse\b/);
    expect(tool.description).toMatch(/\bNot\b/);
    expect(TOOLSETS).toContain(tool.toolset);
    const { readOnlyHint, destructiveHint, idempotentHint, openWorldHint } = tool.annotations;
    const hints = [readOnlyHint, destructiveHint, idempotentHint, openWorldHint];
    if (name === 'kill_switch_on') expect(hints).toEqual([false, false, true, false]);
    else if (onAlerts.includes(name)) expect(hints).toEqual([false, false, false, false]);
    else if (trades.includes(name)) expect(hints).toEqual([false, true, false, true]);
    else expect(hints).toEqual([true, false, true, false]);
  });

  it('has schemas that clients of every kind can read', () => {
    const { inputSchema, outputSchema } = definition() ?? {};
    for (const schema of [inputSchema, outputSchema]) {
      expect(schema).toMatchObject({ type: 'object' });
      for (const keyword of ['anyOf', 'oneOf', 'allOf', '$ref', '$defs']) expect(schema).not.toHaveProperty(keyword);
    }
    expect(inputSchema).toMatchObject({ additionalProperties: false });
    for (const schema of [inputSchema, outputSchema]) expect(JSON.stringify(schema)).not.toMatch(/"type":\[/);
    expect(outputSchema?.required).toEqual(expect.arrayContaining(['environment', 'login', 'server']));
  });

  it('answers what its output schema promises', async () => {
    // The SDK's client checks structured content against the schema that it was listed with.
    const result = await client.callTool({ name, arguments: calls[name] ?? {} });
    expect(result.isError, JSON.stringify(result.content)).not.toBe(true);
    const promised = Object.keys(definition()?.outputSchema?.properties ?? {});
    expect(Object.keys(result.structuredContent ?? {}).sort()).toEqual(promised.sort());
  });
});
