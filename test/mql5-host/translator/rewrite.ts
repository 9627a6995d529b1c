import { charLiteral, stringLiteral, textOf, typedLiteral } from './literals.ts';
import type { Token } from './tokens.ts';
import { scalars } from './words.ts';

/** The C++ of each token on its own: names of types, literals, and the few words that are spelled otherwise. */
export function rewriteTokens(tokens: readonly Token[]): string[] {
  const out = tokens.map((token) => token.text);
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] as Token;
    switch (token.kind) {
      case 'word':
        if (tokens[at - 1]?.text === 'this' || !out[at]) break;
        out[at] = word(token, tokens[at + 1]);
        if (token.text === 'this' && tokens[at + 1]?.text === '.') out[at + 1] = '->';
        break;
      case 'string': {
        let text = textOf(token);
        let next = at + 1;
        for (; tokens[next]?.kind === 'string'; next++) {
          text += textOf(tokens[next] as Token);
          out[next] = '';
        }
        out[at] = stringLiteral(text);
        at = next - 1;
        break;
      }
      case 'char':
        out[at] = charLiteral(token);
        break;
      case 'literal':
        out[at] = typedLiteral(token);
        break;
    }
  }
  return out;
}

function word(token: Token, next: Token | undefined): string {
  const scalar = scalars.get(token.text);
  if (scalar) return scalar;
  switch (token.text) {
    case 'NULL':
      return 'mqlrt::Null';
    case 'sizeof':
      return '(mqlrt::i32)sizeof';
    case 'typename':
      return next?.text === '(' ? 'MQL_TYPENAME' : token.text;
    case '__FUNCTION__':
    case '__FILE__':
      return `mqlrt::string(${token.text})`;
    case '__FUNCSIG__':
      return 'mqlrt::string(__PRETTY_FUNCTION__)';
    case 'sinput':
    case 'input':
      return '';
    default:
      return token.text;
  }
}
