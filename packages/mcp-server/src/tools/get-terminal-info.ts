import { z } from 'zod';
import { defineTool, LOOKS_ONLY } from '../define-tool.ts';
import { terminalView } from '../present/records.ts';
import { isoTime, timeOutput } from '../present/times.ts';

export const getTerminalInfo = defineTool({
  name: 'get_terminal_info',
  title: 'Terminal information',
  toolset: 'ops',
  description:
    'The terminal and the program in it: connection to the broker, permission to trade, versions, broker time zone. Use when something does not work or before judging local times. Not for balance or margin: get_account_info.',
  annotations: LOOKS_ONLY,
  input: z.object({}),
  output: () =>
    terminalView.output().extend({
      program: z.enum(['ea', 'fake-mt5']).describe('ea: a real terminal; fake-mt5: a simulated one'),
      program_version: z.string(),
      trade_mode: z.string().describe('ENUM_ACCOUNT_TRADE_MODE, lower case'),
      protocol_version: z.int(),
      utc_offset_minutes: z.int().describe("Broker's clock minus UTC, now"),
      time_connected: timeOutput().describe("Broker's clock at connection, as UTC"),
    }),
  outsideKeys: terminalView.outsideKeys,
  async run(_args, { reads }) {
    const { hello, terminal, utc_offset_minutes } = await reads.terminal();
    return {
      ...terminalView.present(terminal),
      program: hello.program,
      program_version: hello.program_version,
      trade_mode: hello.trade_mode,
      protocol_version: hello.protocol_max,
      utc_offset_minutes,
      time_connected: isoTime(hello.time_server),
    };
  },
});
