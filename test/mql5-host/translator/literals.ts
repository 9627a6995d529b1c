import { SourceError, type Token } from './tokens.ts';

const escapes: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['0', '\0'],
  ['\\', '\\'],
  ['"', '"'],
  ["'", "'"],
]);

const sequence = /\\(x[0-9A-Fa-f]{1,4}|[\s\S])/g;

/** What a text or a character has that is no escape sequence of MQL5. */
export function unknownEscape(token: Token): string | undefined {
  return token.text.match(sequence)?.find((whole) => whole.length === 2 && !escapes.has(whole.charAt(1)));
}

/** The text between the quotes of a string or a character, as UTF-16. */
export function textOf(token: Token): string {
  const unknown = unknownEscape(token);
  if (unknown) throw new SourceError(token, `${unknown} is no escape sequence of MQL5`);
  return token.text
    .slice(1, -1)
    .replace(
      sequence,
      (_, code: string) => escapes.get(code) ?? String.fromCharCode(Number.parseInt(code.slice(1), 16)),
    );
}

/** A string value: UTF-16, made once. */
export function stringLiteral(text: string): string {
  let written = '';
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    const char = text.charAt(at);
    if ('"\\?'.includes(char)) written += `\\${char}`;
    // The literal is cut after an escape: a hexadecimal digit behind it would belong to it.
    else written += unit >= 0x20 && unit < 0x7f ? char : `\\x${unit.toString(16)}" u"`;
  }
  return `MQL_S(u"${written}")`;
}

export function charLiteral(token: Token): string {
  return `((mqlrt::u16)${textOf(token).charCodeAt(0)})`;
}

/** `D'2024.01.31 12:30:15'`, `C'255,0,0'`, `B'1010'`. */
export function typedLiteral(token: Token): string {
  const value = token.text.slice(2, -1);
  if (token.text.startsWith('B')) {
    if (!/^[01]{1,32}$/.test(value)) throw new SourceError(token, "B'...' holds up to 32 binary digits");
    return `0b${value}`;
  }
  if (token.text.startsWith('C')) {
    const parts = value.split(',').map(Number);
    const [red, green, blue] = parts;
    const isByte = (part: number | undefined): part is number =>
      part !== undefined && Number.isInteger(part) && part >= 0 && part <= 255;
    if (parts.length !== 3 || !isByte(red) || !isByte(green) || !isByte(blue))
      throw new SourceError(token, "C'red,green,blue' holds three numbers up to 255");
    return `((${colorType})${red + green * 256 + blue * 65536})`;
  }
  const parts = /^(\d{4})\.(\d\d?)\.(\d\d?)(?: +(\d\d?)(?::(\d\d?)(?::(\d\d?))?)?)?$/.exec(value);
  if (!parts) throw new SourceError(token, "a date is D'yyyy.mm.dd' or D'yyyy.mm.dd hh:mi:ss'");
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts
    .slice(1)
    .map((part) => Number(part ?? 0));
  return `((${timeType})${Date.UTC(year, month - 1, day, hour, minute, second) / 1000}LL)`;
}

const timeType = 'mqlrt::i64';
const colorType = 'mqlrt::i32';
