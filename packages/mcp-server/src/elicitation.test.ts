import { Client, type ElicitResult } from '@modelcontextprotocol/client';
import { StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import { beforeEach, describe, expect, it } from 'vitest';
import type { TradingOptions } from './create-server.ts';
import { ERAS, type Era, serve, tradingOptions } from './testing/connect.ts';
import { StubGateway } from './testing/stub-gateway.ts';

const buy = { symbol: 'EURUSD', side: 'buy', volume: 0.1 };

let trading: StubGateway;
beforeEach(() => {
  trading = new StubGateway({ submit: async () => trading.pending() });
});

/** A client whose user says the same to every question. */
async function connectUser(
  era: Era,
  says?: ElicitResult,
  autoFulfill = true,
  elicitation: object = {},
  more: Partial<TradingOptions> = {},
) {
  const served = serve(undefined, { trading: { ...tradingOptions(trading).trading, ...more } });
  const asked: { message: string; requestedSchema?: unknown; mode?: string; url?: string }[] = [];
  const client = new Client(
    { name: 'claude\u0000code', version: '1.0.0' },
    {
      versionNegotiation: { mode: era === 'modern' ? { pin: '2026-07-28' } : 'legacy' },
      capabilities: says === undefined ? {} : { elicitation: elicitation as Record<string, never> },
      inputRequired: { autoFulfill },
    },
  );
  if (says !== undefined) {
    client.setRequestHandler('elicitation/create', ({ params }) => {
      asked.push(params as (typeof asked)[number]);
      return says;
    });
  }
  await client.connect(new StdioServerTransport(served.fromServer, served.toServer));
  const call = async (args: object = {}) => {
    const result = await client.callTool({ name: 'place_order', arguments: { ...buy, ...args } });
    const [block] = result.content;
    const text = block?.type === 'text' ? block.text : '';
    return { isError: result.isError === true, answer: JSON.parse(text) as Record<string, unknown> };
  };
  return { client, asked, call, close: () => served.service.close() };
}

const yes: ElicitResult = { action: 'accept', content: { confirm: true } };

describe.each(ERAS)('a user of a %s client', (era) => {
  it('is shown the whole order and sends it with a yes', async () => {
    const { asked, call, close } = await connectUser(era, yes);
    const { isError, answer } = await call();
    expect(answer).toMatchObject({ success: true, status: 'done', ticket: 42 });
    expect(isError).toBe(false);
    expect(trading.called('submit')).toHaveLength(1);
    expect(trading.called('approve')).toEqual([
      ['APP000000001', { hash: 'f00d', channel: 'elicitation', by: 'claude code' }],
    ]);
    expect(asked).toHaveLength(1);
    const lines = asked[0]?.message.split('\n');
    expect(lines).toEqual(
      expect.arrayContaining([
        'Buy 0.10 lots of EURUSD at the market',
        'Account: 1000001 at Fake-Demo, fake',
        'Notional: 11427.7 USD',
        'Loss at the stop: 27.7 USD',
        'volume: 0.1',
        'sl: 1.14',
        'tp: none',
        'Expires: 2026-07-13T12:05:00.000Z',
        `The agent's reason: "A trend Account: another one"`,
      ]),
    );
    expect(lines?.filter((line) => line.startsWith('Account:'))).toHaveLength(1);
    expect(asked[0]?.requestedSchema).toMatchObject({ properties: { confirm: { type: 'boolean' } } });
    await close();
  });

  it.each<[string, ElicitResult]>([
    ['declines', { action: 'decline' }],
    ['leaves confirm off', { action: 'accept', content: { confirm: false } }],
    ['answers something else', { action: 'accept', content: { confirm: 'true' } }],
  ])('denies the order who %s', async (_what, says) => {
    const { call, close } = await connectUser(era, says);
    const { isError, answer } = await call();
    expect(isError).toBe(true);
    expect(answer).toMatchObject({ code: 'APPROVAL_DENIED', details: { approval_id: 'APP000000001' } });
    expect(trading.called('approve')).toEqual([]);
    expect(trading.called('deny')).toEqual([['APP000000001', { channel: 'elicitation', by: 'claude code' }]]);
    await close();
  });

  it('who closes the question leaves the order waiting', async () => {
    const { call, close } = await connectUser(era, { action: 'cancel' });
    const { isError, answer } = await call();
    expect(isError).toBe(false);
    expect(answer).toMatchObject({ status: 'pending_approval', approval_id: 'APP000000001' });
    expect(trading.calls.filter(([name]) => name === 'approve' || name === 'deny')).toEqual([]);
    await close();
  });

  it('who cannot be asked is not, and the order waits', async () => {
    const { call, close } = await connectUser(era);
    expect((await call()).answer).toMatchObject({ status: 'pending_approval', approval_id: 'APP000000001' });
    await close();
  });

  it('is not asked by a client that only opens addresses', async () => {
    const { asked, call, close } = await connectUser(era, yes, true, { url: {} });
    expect((await call()).answer).toMatchObject({ status: 'pending_approval' });
    expect(asked).toEqual([]);
    await close();
  });

  it('is not asked where the owner does not accept the answer', async () => {
    trading = new StubGateway({ submit: async () => trading.pending({ channels: ['cli'] }) });
    const { asked, call, close } = await connectUser(era, yes);
    expect((await call()).answer).toMatchObject({ status: 'pending_approval' });
    expect(asked).toEqual([]);
    await close();
  });
});

describe('what comes back from a modern client', () => {
  /** Asks, and hands over what a client would send back. */
  async function questioned() {
    const connected = await connectUser('modern', yes, false);
    const send = async (more: object, args: object = {}) => {
      const params = { name: 'place_order', arguments: { ...buy, ...args }, ...more };
      const result = await connected.client.callTool(params, { allowInputRequired: true });
      if (!('content' in result)) return { state: (result as { requestState: string }).requestState, answer: {} };
      const [block] = result.content;
      return { state: '', answer: JSON.parse(block?.type === 'text' ? block.text : '') as Record<string, unknown> };
    };
    const { state } = await send({});
    return { ...connected, send, state };
  }
  const inputResponses = { confirm: yes };

  it('sends the order once, however often it comes', async () => {
    const { send, state, close } = await questioned();
    expect((await send({ requestState: state, inputResponses })).answer).toMatchObject({ status: 'done' });
    expect((await send({ requestState: state, inputResponses })).answer).toMatchObject({
      code: 'INVALID_APPROVAL',
      message: expect.stringContaining('get_approval'),
    });
    expect(trading.called('approve')).toHaveLength(1);
    expect(trading.called('submit')).toHaveLength(1);
    await close();
  });

  it('is worth nothing when its state was changed', async () => {
    const { send, state, close } = await questioned();
    const [version, body = '', mac] = state.split('.');
    const payload = JSON.parse(Buffer.from(body, 'base64url').toString()) as { p: { hash: string } };
    payload.p.hash = 'other';
    const forged = [version, Buffer.from(JSON.stringify(payload)).toString('base64url'), mac].join('.');
    for (const requestState of [forged, 'nonsense', '']) {
      expect((await send({ requestState, inputResponses })).answer).toMatchObject({ code: 'INVALID_APPROVAL' });
    }
    expect(trading.called('approve')).toEqual([]);
    await close();
  });

  it('is worth nothing for other arguments', async () => {
    const { send, state, close } = await questioned();
    const { answer } = await send({ requestState: state, inputResponses }, { volume: 100 });
    expect(answer).toMatchObject({ code: 'INVALID_APPROVAL', message: expect.stringContaining('arguments') });
    expect(trading.called('approve')).toEqual([]);
    await close();
  });

  it('after the owner has decided in another way gets the answer to that', async () => {
    const { send, state, close } = await questioned();
    await trading.gateway.approve('APP000000001', { hash: 'f00d', channel: 'cli', by: 'owner' });
    for (const confirm of [yes, { action: 'cancel' }]) {
      const { answer } = await send({ requestState: state, inputResponses: { confirm } });
      expect(answer).toMatchObject({ status: 'done', replayed: true, ticket: 42 });
    }
    expect(trading.called('approve')).toHaveLength(1);
    await close();
  });

  it('after the owner has denied the order changes nothing', async () => {
    const { send, state, close } = await questioned();
    await trading.gateway.deny('APP000000001', { channel: 'cli', by: 'owner' });
    for (const confirm of [yes, { action: 'cancel' }, { action: 'decline' }]) {
      const { answer } = await send({ requestState: state, inputResponses: { confirm } });
      expect(answer).toMatchObject({ code: 'APPROVAL_USED' });
    }
    await close();
  });

  it('without an answer leaves the order waiting', async () => {
    const { send, state, close } = await questioned();
    expect((await send({ requestState: state })).answer).toMatchObject({ status: 'pending_approval' });
    await close();
  });
});

describe.each(ERAS)('a user of a %s client that opens pages', (era) => {
  const approvalUrl = (id: string) => `https://bridge.example.com/approve/${id}`;
  const onPage = { channels: ['dashboard', 'passkey'] as const };
  const opens = (says: ElicitResult, elicitation: object = { form: {}, url: {} }) =>
    connectUser(era, says, true, elicitation, { approvalUrl });

  it.each<ElicitResult>([{ action: 'accept' }, { action: 'decline' }, { action: 'cancel' }])(
    'is sent to the approval page, and %j there neither approves nor denies',
    async (says) => {
      trading = new StubGateway({ submit: async () => trading.pending(onPage) });
      const { asked, call, close } = await opens(says);
      const { isError, answer } = await call();
      expect(isError).toBe(false);
      expect(answer).toMatchObject({ status: 'pending_approval', approval_id: 'APP000000001' });
      expect(asked).toEqual([
        expect.objectContaining({ mode: 'url', url: 'https://bridge.example.com/approve/APP000000001' }),
      ]);
      expect(asked[0]?.message).toContain('Notional: 11427.7 USD');
      expect(trading.called('approve')).toEqual([]);
      expect(trading.called('deny')).toEqual([]);
      await close();
    },
  );

  it('learns at once what the owner decided there meanwhile', async () => {
    trading = new StubGateway({ submit: async () => trading.pending(onPage) });
    const user = await connectUser(era, { action: 'accept' }, true, { url: {} }, { approvalUrl });
    user.client.setRequestHandler('elicitation/create', async () => {
      await trading.gateway.approve('APP000000001', { hash: 'f00d', channel: 'passkey', by: 'phone' });
      return { action: 'accept' };
    });
    expect((await user.call()).answer).toMatchObject({ status: 'done', ticket: 42 });
    await user.close();
  });

  it('is asked by a form where that counts', async () => {
    const { asked, call, close } = await opens({ action: 'accept', content: { confirm: true } });
    expect((await call()).answer).toMatchObject({ status: 'done' });
    expect(asked[0]?.mode ?? 'form').toBe('form');
    await close();
  });

  it('is told the address in the answer where the client opens none', async () => {
    trading = new StubGateway({ submit: async () => trading.pending(onPage) });
    const { asked, call, close } = await opens({ action: 'accept' }, { form: {} });
    expect((await call()).answer).toMatchObject({
      approval: {
        approval_url: 'https://bridge.example.com/approve/APP000000001',
        how_to_approve: [
          { channel: 'dashboard', how: 'The owner approves it at https://bridge.example.com/approve/APP000000001.' },
          expect.objectContaining({ channel: 'passkey' }),
        ],
      },
    });
    expect(asked).toEqual([]);
    await close();
  });
});
