import { chart } from '../domain/index.ts';
import { list, record } from '../schema/index.ts';
import { defineOperation } from './define.ts';

export const charts = defineOperation({
  name: 'charts',
  number: 33,
  kind: 'read',
  since: 1,
  summary: 'Open charts with their indicators.',
  source: ['ChartFirst', 'ChartNext', 'ChartSymbol', 'ChartPeriod', 'ChartIndicatorsTotal', 'ChartIndicatorName'],
  params: record({}),
  result: record({ charts: list(chart, 128) }),
  errors: [],
});
