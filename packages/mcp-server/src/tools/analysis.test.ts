import { describe, expect, it } from 'vitest';
import { call } from '../testing/call.ts';
import { NOON, releases } from '../testing/stub-reads.ts';
import { getCalendar } from './get-calendar.ts';
import { getChartImage } from './get-chart-image.ts';
import { getCharts } from './get-charts.ts';

describe('get_calendar', () => {
  it('answers releases with what is not published as null, and names as text from outside', async () => {
    const { data, stub } = await call(getCalendar);
    expect(data).toMatchObject({ total: 2, next: null, untrusted_fields: ['name'] });
    expect(data.releases[0]).toMatchObject({ name: 'Nonfarm Payrolls', actual: 0.3, time: '2026-07-13T11:00:00.000Z' });
    expect(data.releases[1]).toMatchObject({ actual: null, forecast: null, revised_previous: null });
    expect(stub.called('calendar')).toEqual([[{ importance: 'moderate' }, { offset: 0, count: 50 }]]);
  });

  it('narrows as asked, and pages', async () => {
    const narrow = { from: '2026-07-13', to: '2026-08-13', currency: 'usd', country: 'us', importance: 'HIGH' };
    const { data, stub } = await call(getCalendar, { ...narrow, limit: 1 });
    expect(stub.called('calendar')[0]).toEqual([
      {
        ...{ from: Date.UTC(2026, 6, 13), to: Date.UTC(2026, 7, 13) },
        ...{ currency: 'USD', country: 'US', importance: 'high' },
      },
      { offset: 0, count: 1 },
    ]);
    expect(data).toMatchObject({ total: releases.length, next: { offset: 1 } });
  });
});

describe('get_chart_image', () => {
  it('answers what it shows, and the picture as content of its own', async () => {
    const chart = { symbol: 'EURUSD', timeframe: 'M15', width: 320, height: 240 };
    const { data, stub, content } = await call(getChartImage, chart);
    expect(data).toMatchObject({ ...chart, environment: 'fake', bytes: 13 });
    expect(content.slice(1)).toEqual([
      { type: 'image', mimeType: 'image/png', data: Buffer.from('PNG of EURUSD').toString('base64') },
    ]);
    expect(JSON.stringify(data)).not.toContain(Buffer.from('PNG of EURUSD').toString('base64'));
    expect(stub.called('screenshot')).toEqual([[chart]]);
  });

  it('is of a usual size, and no larger than worth it', async () => {
    expect((await call(getChartImage, { symbol: 'EURUSD', timeframe: 'M15' })).data).toMatchObject({
      width: 800,
      height: 450,
    });
    const { text } = await call(getChartImage, { symbol: 'EURUSD', timeframe: 'M15', width: 3_840 });
    expect(text).toMatchObject({ code: 'INVALID_PARAMS', details: { maximum: 1_920 } });
  });
});

describe('get_charts', () => {
  it('lists charts, and global variables if asked', async () => {
    const { data, stub } = await call(getCharts);
    expect(data.charts).toEqual([
      { id: String(2n ** 60n), symbol: 'EURUSD', timeframe: 'H1', own: true, indicators: ['MA(20) '] },
    ]);
    expect(data.globals).toBeNull();
    expect(stub.called('globals')).toEqual([]);
    const all = await call(getCharts, { globals: true, prefix: 'Grid' });
    expect(all.data.globals).toEqual([{ name: 'Grid Level', value: 0.3, time: new Date(NOON).toISOString() }]);
    expect(all.stub.called('globals')).toEqual([['Grid']]);
  });
});
