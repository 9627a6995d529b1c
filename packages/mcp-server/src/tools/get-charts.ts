import { z } from 'zod';
import { defineTool, LOOKS_ONLY } from '../define-tool.ts';
import { exactId, MOST_DECIMALS, rounded } from '../present/numbers.ts';
import { outsideText } from '../present/outside-text.ts';
import { exactIdOutput } from '../present/presentation.ts';
import { isoTime, timeOutput } from '../present/times.ts';

export const getCharts = defineTool({
  name: 'get_charts',
  title: 'Open charts',
  toolset: 'analysis',
  description:
    'Charts that are open in the terminal with their indicators, and if asked its global variables, by which other expert advisors keep their state. Use to see what the user looks at. Not a picture: get_chart_image.',
  annotations: LOOKS_ONLY,
  input: z.object({
    globals: z.boolean().default(false).describe('List global variables too'),
    prefix: z.string().max(64).optional().describe('Start of their names'),
  }),
  output: () =>
    z.object({
      charts: z.array(
        z.object({
          id: exactIdOutput(),
          symbol: z.string(),
          timeframe: z.string(),
          own: z.boolean().describe('That of the bridge itself'),
          indicators: z.array(z.string()),
        }),
      ),
      globals: z
        .array(z.object({ name: z.string(), value: z.number(), time: timeOutput().describe('Last access') }))
        .nullable()
        .describe('null unless asked for'),
    }),
  outsideKeys: ['indicators', 'name'],
  async run({ globals, prefix }, { reads }) {
    const [charts, variables] = await Promise.all([reads.charts(), globals ? reads.globals(prefix) : undefined]);
    return {
      charts: charts.map(({ id, indicators, ...chart }) => ({
        id: exactId(id),
        ...chart,
        indicators: indicators.map(outsideText),
      })),
      globals:
        variables?.map(({ name, value, time }) => ({
          name: outsideText(name),
          value: rounded(value, MOST_DECIMALS),
          time: isoTime(time),
        })) ?? null,
    };
  },
});
