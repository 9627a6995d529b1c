import { callTool } from '../../mcp-answers.ts';
import { badge } from '../../output/money.ts';
import type { Step } from '../tour.ts';

interface Terminal {
  readonly environment: string;
  readonly login: number | string;
  readonly server: string;
  readonly program: string;
  readonly program_version: string;
}

export const terminal: Step = async ({ client, screen }) => {
  const { environment, login, server, program, program_version } = await callTool<Terminal>(
    client,
    'get_terminal_info',
  );
  const { round_trip_ms } = await callTool<{ round_trip_ms: number }>(client, 'ping');
  const { style } = screen;
  await screen.heading('Connected', 'get_terminal_info, ping');
  await screen.text(`${badge(environment, style)} account ${style('bold', String(login))} at ${server}`);
  await screen.facts(
    [
      'through',
      `MCP ${client.getNegotiatedProtocolVersion()} over stdio, then ZeroMQ to ${program} ${program_version}`,
    ],
    ['round trip to the terminal', `${round_trip_ms} ms`],
  );
};
