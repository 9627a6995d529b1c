/** MQL5's scalar types and what stands for them in C++. */
export const scalars: ReadonlyMap<string, string> = new Map([
  ['char', 'mqlrt::i8'],
  ['uchar', 'mqlrt::u8'],
  ['short', 'mqlrt::i16'],
  ['ushort', 'mqlrt::u16'],
  ['int', 'mqlrt::i32'],
  ['uint', 'mqlrt::u32'],
  ['long', 'mqlrt::i64'],
  ['ulong', 'mqlrt::u64'],
  ['float', 'float'],
  ['double', 'double'],
  ['bool', 'bool'],
  ['string', 'mqlrt::string'],
  ['datetime', 'mqlrt::i64'],
  ['color', 'mqlrt::i32'],
  ['void', 'void'],
]);

/** Words that begin or join statements and are never the name of a type, a function or a variable. */
export const controlWords: ReadonlySet<string> = new Set(
  (
    'break case class const continue default delete do else enum extern false final for if input interface namespace ' +
    'new operator override private protected public return sinput sizeof static struct switch template this true ' +
    'typedef typename union virtual while'
  ).split(' '),
);

/** The event handlers the host raises. */
export const eventHandlers: readonly string[] = [
  'OnInit',
  'OnDeinit',
  'OnStart',
  'OnTick',
  'OnTimer',
  'OnTrade',
  'OnTradeTransaction',
  'OnBookEvent',
  'OnChartEvent',
];
