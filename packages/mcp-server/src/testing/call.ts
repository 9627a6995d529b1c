import { isInputRequiredResult } from '@modelcontextprotocol/server';
import type { Caller } from '../caller.ts';
import type { Tool } from '../define-tool.ts';
import { Scales } from '../present/scales.ts';
import type { LogLine } from './connect.ts';
import { ManualClock } from './manual-clock.ts';
import { StubAlerts } from './stub-alerts.ts';
import { StubGateway } from './stub-gateway.ts';
import { StubReads } from './stub-reads.ts';

/** What a client gets from a tool: structured content, text read as JSON, and whether it is an error. */
export async function call(
  tool: Tool,
  args: unknown = {},
  stub = new StubReads(),
  trading = new StubGateway(),
  caller: Caller = { name: 'test' },
  alerts = new StubAlerts(),
) {
  const logged: LogLine[] = [];
  const result = await tool.call(args, {
    reads: stub.reads,
    gateway: trading.gateway,
    alerts: alerts.desk,
    caller,
    onConfig: () => () => {},
    clock: new ManualClock(),
    scales: new Scales(stub.reads),
    log: (level, message, facts) => logged.push({ level, message, facts }),
  });
  if (isInputRequiredResult(result)) throw new Error(`${tool.name} asked its user`);
  const [block] = result.content;
  const text = JSON.parse(block?.type === 'text' ? block.text : '') as Record<string, unknown>;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the tool answers
  const data = result.structuredContent as any;
  return { isError: result.isError === true, data, text, content: result.content, logged, stub, trading, alerts };
}
