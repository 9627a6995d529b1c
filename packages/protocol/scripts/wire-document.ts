import { contract } from '../src/contract.ts';
import { commonErrors } from '../src/ops/index.ts';
import type { FieldSchema } from '../src/schema/index.ts';

type Contract = ReturnType<typeof contract>;

const code = (text: string | number): string => `\`${text}\``;
const escaped = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string[] => [
  `| ${head.join(' | ')} |`,
  `|${' --- |'.repeat(head.length)}`,
  ...rows.map((row) => `| ${row.join(' | ')} |`),
  '',
];

/** A field's type in a few words. */
function typeOf(schema: FieldSchema): string {
  const { type, of, max, min } = schema;
  switch (type) {
    case 'enum':
    case 'flags':
      return `${type} ${String(of)}`;
    case 'word':
      return (of as readonly string[]).map((word) => `"${word}"`).join(' or ');
    case 'list':
      return `list of ${typeOf(of as FieldSchema)}, at most ${Number(max).toLocaleString('en')}`;
    case 'map':
      return `map of ${typeOf(of as FieldSchema)}`;
    case 'record':
      return 'record';
    case 'bytes':
      return `bytes (${String(schema.content)})`;
    default: {
      const range = min === undefined && max === undefined ? '' : ` ${min ?? ''}..${max ?? ''}`;
      const unit = schema.unit === undefined ? '' : ` (${String(schema.unit)})`;
      const none = schema.none === undefined ? '' : `, ${schema.none === 0 ? 0 : 'EMPTY_VALUE'} = none`;
      return `${type}${range}${unit}${none}`;
    }
  }
}

/** Rows of a record, inner records indented by their path. */
function rows(schema: FieldSchema, prefix = ''): string[][] {
  const fields = Object.entries((schema.fields ?? {}) as Record<string, FieldSchema>);
  return fields.flatMap(([name, field]) => {
    const path = `${prefix}${name}`;
    const inner = field.type === 'list' ? (field.of as FieldSchema) : field;
    const row = [code(path), escaped(typeOf(field)), field.optional === true ? 'may be absent' : ''];
    if (inner.type !== 'record') return [row];
    return [row, ...rows(inner, field.type === 'list' ? `${path}[].` : `${path}.`)];
  });
}

function record(title: string, schema: FieldSchema): string[] {
  const found = rows(schema);
  if (found.length === 0) return [`${title}: none.`, ''];
  return [`${title}:`, '', ...table(['field', 'type', ''], found)];
}

const bulkText: Readonly<Record<string, string>> = {
  rates: 'Frame 1: packed `MqlRates` records.',
  ticks: 'Frame 1: packed `MqlTick` records.',
  png: 'Frame 1: a PNG file.',
};

function operation(one: Contract['operations'][number]): string[] {
  return [
    `### ${one.number} ${code(one.name)}`,
    '',
    `${one.summary} ${one.kind === 'write' ? '**Write**: needs `ttl` and `e`. ' : ''}Since version ${one.since}.`,
    '',
    ...(one.source.length === 0 ? [] : [`Behind it: ${one.source.map(code).join(', ')}.`, '']),
    ...record('Arguments', one.params),
    ...record('Result', one.result),
    ...(one.bulk === undefined ? [] : [bulkText[one.bulk] ?? '', '']),
    `Refusals of its own: ${own(one.errors).map(code).join(', ') || 'none'}.`,
    '',
  ];
}

const common: readonly string[] = commonErrors;
const own = (errors: readonly string[]): string[] => errors.filter((error) => !common.includes(error));

/** docs/wire.md: the contract for people. */
export function wireDocument(): string {
  const all = contract();
  return [
    '# The wire',
    '',
    'What the expert advisor in the terminal and mt5-bridge say to each other. This page is generated from',
    '`packages/protocol`; programs read the same as data from `packages/protocol/protocol.json`.',
    '',
    'The expert advisor binds two ZeroMQ sockets: REP for commands (default `tcp://127.0.0.1:5555`) and PUB for events',
    '(default `tcp://127.0.0.1:5556`). A caller uses REQ, or DEALER with an empty frame in front. One request, one answer,',
    'in the order in which they came. All frames are [MessagePack](https://msgpack.org), without extension types.',
    '',
    `Protocol version ${all.protocol.version}, understood from version ${all.protocol.oldest} on.`,
    '',
    '```',
    'request   [ {v, id, op, ttl, e, a} ]',
    'answer    [ {id, ok: true,  t, d} ]   [ {id, ok: true, t, d}, records or picture ]',
    '          [ {id, ok: false, t, e: {code, retcode, message}} ]',
    'event     [ topic, {s, e, t, d} ]',
    '```',
    '',
    '- `v` protocol version, `id` chosen by the caller and answered unchanged, `op` number of the operation.',
    '- `ttl` is an instant on the clock of the answers (`t`, ms UTC): after it the request is refused with `EXPIRED`. 0 = none.',
    '- `e` in a request is the epoch that `hello` told, which writes need; of another epoch it is refused with `STALE_EPOCH`.',
    '- `s` counts the events of a topic without gaps, `e` is the epoch: after a gap or a new epoch, ask for the state again.',
    '- `e.code` is one of the refusals below; `e.retcode` is there where MT5 gave one, of its trade server or of an error.',
    '- Topics of a symbol (`tick.EURUSD`, `book.EURUSD`, `bar.EURUSD.M1`) are sent only while somebody watches them: send',
    '  `watch` again before its `lease_ms` are over. `client` is a number that a caller draws at its start and keeps.',
    '- Instants inside `a` and `d` are ms on the clock of the broker server.',
    '',
    'A request is checked in this order: frame, version, operation, time to live, epoch, arguments, existence of what it',
    'names, journal (a known request id is answered from there), guard (the inputs of the expert advisor), journal entry on',
    'disk, broker, journal entry of the answer, answer.',
    '',
    '## Types',
    '',
    ...table(
      ['type', 'as it travels'],
      Object.entries(all.types).map(([name, text]) => [code(name), escaped(text)]),
    ),
    '## Operations',
    '',
    `Every operation can also be refused with ${common.map(code).join(', ')}.`,
    '',
    ...all.operations.flatMap(operation),
    '## Events',
    '',
    ...all.events.flatMap((event) => [
      `### ${code(event.topic)}`,
      '',
      `${event.rule} ${event.watched ? 'Sent only while somebody watches it (`watch`).' : 'Always sent.'}`,
      '',
      ...record('Data', event.data),
    ]),
    '## Packed records',
    '',
    'Without padding. `time` is in seconds, `time_msc` in ms, both on the clock of the broker server.',
    '',
    ...Object.values(all.records).flatMap((layout) => [
      `### ${code(layout.mql5)}, ${layout.bytes} bytes, ${layout.byte_order}`,
      '',
      ...table(
        ['offset', 'field', 'type'],
        layout.fields.map(({ offset, name, type }) => [String(offset), code(name), type]),
      ),
    ]),
    '## Enumerations',
    '',
    ...all.enumerations.flatMap(({ mql5, numbers }) => [
      `- ${code(mql5)}: ${Object.entries(numbers)
        .map(([name, number]) => `${number} ${name}`)
        .join(', ')}`,
    ]),
    '',
    '## Built-in indicators',
    '',
    'Inputs in this order, all of them; whole numbers travel as `integer`, the others as `real`.',
    '',
    ...table(
      ['indicator', 'inputs', 'buffers'],
      all.indicators.map(({ type, inputs, buffers }) => [
        code(type),
        inputs.map((input) => `${input.name} ${input.type === 'int' ? 'whole' : 'real'} = ${input.default}`).join(', '),
        buffers.join(', '),
      ]),
    ),
    '## Refusals',
    '',
    ...table(
      ['code', 'meaning', 'what to do'],
      Object.entries(all.errors)
        .filter(([name]) => all.operations.some(({ errors }) => (errors as readonly string[]).includes(name)))
        .map(([name, entry]) => [code(name), escaped(entry.message), escaped(entry.what_to_do)]),
    ),
    '## Return codes of the trade server',
    '',
    '`outcome` says what a caller may take for granted: only `done` is a success, and what is `unknown` has to be looked up.',
    '',
    ...table(
      ['number', 'name', 'outcome', 'meaning'],
      all.retcodes.map(({ number, name, outcome, message }) => [String(number), name, outcome, escaped(message)]),
    ),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
}
