import { indicators } from './domain/index.ts';
import * as enums from './enums/index.ts';
import { errorCatalog, retcodes, runtimeErrors } from './errors/index.ts';
import { events, plainTopics } from './events/index.ts';
import { commonErrors, type Operation, operations } from './ops/index.ts';
import type { FieldSchema, RecordField, Shape } from './schema/index.ts';
import { envelope } from './wire/envelope.ts';
import { RECORD_BYTES, type RecordLayout, recordLayouts } from './wire/packed.ts';
import { PROTOCOL_VERSION, PROTOCOL_VERSION_MIN } from './wire/version.ts';

/** How each type of the schemas travels; the words that a reader without our sources needs. */
export const wireTypes = {
  bool: 'MessagePack true or false.',
  int: 'A whole number of at most 2^53: any MessagePack integer, or a float 64 with a whole value. min and max inclusive.',
  real: 'A finite number: float 64, or any other MessagePack number. With none: that one stands for "none".',
  text: 'MessagePack text, UTF-8, at most max UTF-16 units.',
  symbol: 'A text of 1 to max units without control characters: the name as the broker spells it.',
  request_id: 'A text of 12 characters out of 0-9 and A-Z without I, L, O and U, new for every trade request.',
  u64: 'An unsigned 64-bit MessagePack integer, exact; a non-negative signed one is read too.',
  instant: 'As int: ms since 1970-01-01 00:00 on the clock of the broker server. With none: 0 stands for "none".',
  bytes: 'MessagePack bytes.',
  enum: 'As int: a number of the enumeration named by of.',
  flags: 'As int: a sum of numbers of the enumeration named by of.',
  word: 'A text out of those in of.',
  list: 'A MessagePack array of at most max values of the type in of.',
  map: 'A MessagePack map of at most max text keys to values of the type in of.',
  record:
    'A MessagePack map with the text keys of fields. Optional ones may be absent or nil; a reader ignores keys that it does not know.',
  payload: 'What of says, as a record.',
} as const;

const payload = (of: string): FieldSchema => ({ type: 'payload', of });

function frame(own: RecordField<Shape>, more: Readonly<Record<string, FieldSchema>>): FieldSchema {
  const fields = Object.entries(own.shape).map(([name, field]) => [name, field.schema]);
  return { type: 'record', fields: { ...Object.fromEntries(fields), ...more } };
}

const byName = (a: { mql5: string }, b: { mql5: string }) => (a.mql5 < b.mql5 ? -1 : 1);

function describeOperation(operation: Operation) {
  return {
    number: operation.number,
    name: operation.name,
    kind: operation.kind,
    since: operation.since,
    summary: operation.summary,
    source: operation.source,
    params: operation.params.schema,
    result: operation.result.schema,
    ...(operation.bulk === undefined ? {} : { bulk: operation.bulk }),
    errors: [...operation.errors, ...commonErrors],
  };
}

function describeLayout(layout: RecordLayout) {
  const fields = Object.entries(layout.types).map(([name, type]) => ({ name, type, offset: layout.offsets[name] }));
  return { mql5: layout.mql5, bytes: RECORD_BYTES, byte_order: 'little-endian', fields };
}

/** Everything that another implementation of the wire has to know, as plain data: what protocol.json holds. */
export function contract() {
  const topics = { plain: '<name>', symbol: '<name>.<symbol>', symbol_timeframe: '<name>.<symbol>.<timeframe>' };
  return {
    protocol: { version: PROTOCOL_VERSION, oldest: PROTOCOL_VERSION_MIN },
    types: wireTypes,
    frames: {
      request: frame(envelope.request, { a: payload('params of the operation numbered op') }),
      reply: frame(envelope.reply, {
        d: payload('result of the operation, where ok; its bulk records follow in frame 1'),
        e: { ...envelope.error.schema, optional: true },
      }),
      event: frame(envelope.event, { d: payload('data of the event; its topic is the frame before') }),
    },
    operations: Object.values(operations)
      .map((operation) => describeOperation(operation as unknown as Operation))
      .sort((a, b) => a.number - b.number),
    events: Object.values(events).map((event) => ({
      name: event.name,
      topic: topics[event.topic].replace('<name>', event.name),
      watched: !(plainTopics as readonly string[]).includes(event.name),
      since: event.since,
      rule: event.rule,
      source: event.source,
      data: event.data.schema,
    })),
    enumerations: Object.values(enums)
      .filter((one) => typeof one === 'object')
      .map(({ mql5, numbers }) => ({ mql5, numbers }))
      .sort(byName),
    records: { rates: describeLayout(recordLayouts.rates), ticks: describeLayout(recordLayouts.ticks) },
    indicators: Object.entries(indicators).map(([type, { inputs, buffers }]) => ({
      type,
      inputs: inputs.map(({ of, ...input }) => ({ ...input, ...(of && { of: of.mql5 }) })),
      buffers,
    })),
    errors: errorCatalog,
    retcodes,
    runtime_errors: runtimeErrors,
  };
}
