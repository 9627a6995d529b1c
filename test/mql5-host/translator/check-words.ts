import type { Checked, Found, Rule } from './check.ts';
import { unknownEscape } from './literals.ts';
import type { Token } from './tokens.ts';

const foreignWords: ReadonlySet<string> = new Set(
  (
    'alignas alignof and and_eq asm auto bitand bitor catch char16_t char32_t char8_t co_await co_return co_yield compl ' +
    'concept const_cast consteval constexpr constinit decltype dynamic_cast explicit export friend goto inline mutable ' +
    'noexcept not not_eq nullptr or or_eq ptrdiff_t register reinterpret_cast requires signed size_t ssize_t static_assert ' +
    'static_cast std thread_local throw try typeid unsigned using volatile wchar_t xor xor_eq ' +
    'int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t'
  ).split(' '),
);

/** Rules about single words, numbers and lines, in macros as well. */
export const wordRules: Readonly<Record<string, Rule>> = {
  'foreign-word': (checked) =>
    matching(checked, (token) =>
      token.kind === 'word' && foreignWords.has(token.text) ? `${token.text} is a word of C++, not of MQL5` : undefined,
    ),

  pointer: (checked) =>
    matching(checked, (token) => {
      if (token.text === '->') return '-> does not exist in MQL5';
      if (token.kind === 'word' && (token.text === 'new' || token.text === 'delete'))
        return `${token.text}: pointers are outside the subset`;
      return undefined;
    }),

  'number-form': (checked) =>
    matching(checked, ({ kind, text }) => {
      if (kind !== 'number') return undefined;
      if (/^0[0-9]/.test(text)) return `${text}: a leading zero makes an octal number of it`;
      if (/[ulUL]$/.test(text)) return `${text}: MQL5 has no such suffix; cast instead`;
      if (!/^0[xX]/.test(text) && /[A-Za-z]$/.test(text) && !/[0-9.]f$/.test(text)) return `${text} is no number`;
      return undefined;
    }),

  'text-form': (checked) =>
    matching(checked, (token, before) => {
      if (token.kind !== 'string' && token.kind !== 'char') return undefined;
      const unknown = unknownEscape(token);
      if (unknown) return `${unknown} is no escape sequence of MQL5`;
      const isPrefixed = !token.spaced && before?.kind === 'word';
      return isPrefixed ? `${before.text}${token.text}: MQL5 has no kinds of text` : undefined;
    }),

  'long-name': (checked) =>
    matching(checked, ({ kind, text }) =>
      kind === 'word' && text.length > 63 ? `${text} is longer than 63 characters` : undefined,
    ),

  *macro({ program }) {
    for (const { name, parameters, body } of program.source.macros) {
      if ([name, ...body].some((token) => token.line !== name.line)) yield [name, `${name.text} spans several lines`];
      if ((parameters?.length ?? 0) > 8) yield [name, `${name.text} has more than 8 parameters`];
      if (parameters?.includes('...')) yield [name, `${name.text} takes any number of arguments`];
      for (const token of body)
        if (token.text === '##' || token.text === '#') yield [token, `${token.text} is not documented for MQL5`];
    }
  },

  *ascii({ program }) {
    for (const { name, text } of program.source.files) {
      for (const [index, line] of text.split('\n').entries()) {
        // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
        const column = line.search(/[^\x09\x0D\x20-\x7E]/) + 1;
        if (column > 0) yield [{ file: name, line: index + 1, column }, 'sources are ASCII'];
      }
    }
  },

  *guard({ program }) {
    for (const { name } of program.source.files) {
      if (!name.endsWith('.mqh')) continue;
      const directives = program.source.directives.filter((directive) => directive.file === name);
      const [first, second] = directives.map((directive) => directive.body?.map((token) => token.text) ?? []);
      const last = directives.at(-1)?.body?.[0]?.text;
      const guarded =
        first?.[0] === 'ifndef' && second?.[0] === 'define' && second.length === 2 && second[1] === first[1];
      if (!guarded || last !== 'endif') yield [{ file: name, line: 1, column: 1 }, 'no include guard'];
    }
  },

  *'macro-order'({ program }) {
    const later = new Map(program.source.macros.map(({ name, before }) => [name.text, before]));
    for (const [at, token] of program.tokens.entries()) {
      const before = token.kind === 'word' ? later.get(token.text) : undefined;
      if (before !== undefined && before > at) yield [at, `${token.text} is defined further down`];
    }
  },
};

function* matching(
  { program }: Checked,
  message: (token: Token, before: Token | undefined) => string | undefined,
): Found {
  const lists = [
    program.tokens,
    ...program.source.macros.map(({ name, body }) => [name, ...body]),
    ...program.source.imports.map(({ tokens }) => tokens),
  ];
  for (const list of lists)
    for (const [at, token] of list.entries()) {
      const said = message(token, list[at - 1]);
      if (said !== undefined) yield [token, said];
    }
}
