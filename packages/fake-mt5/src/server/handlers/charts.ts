import { openCharts } from '../../extras/desk.ts';
import type { Handler } from '../handler.ts';

export const charts: Handler<'charts'> = ({ market }) => ({ charts: openCharts(market) });
