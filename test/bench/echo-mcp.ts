import { McpServer } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { z } from 'zod';

/** The bare SDK: one tool that answers a quote-sized result from memory. The yardstick for get_quote. */
const answer = { symbol: 'EURUSD', bid: 1.14273, ask: 1.14277, time: '2026-07-13T12:00:00.093Z' };

serveStdio(() => {
  const server = new McpServer({ name: 'echo', version: '1.0.0' });
  server.registerTool(
    'echo',
    {
      inputSchema: z.object({ symbol: z.string() }),
      outputSchema: z.object({ symbol: z.string(), bid: z.number(), ask: z.number(), time: z.string() }),
    },
    ({ symbol }) => {
      const structuredContent = { ...answer, symbol };
      return { content: [{ type: 'text', text: JSON.stringify(structuredContent) }], structuredContent };
    },
  );
  return server;
});
