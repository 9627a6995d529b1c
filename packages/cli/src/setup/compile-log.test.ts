import { describe, expect, it } from 'vitest';
import { parseCompileLog, written } from './compile-log.ts';

const SUCCESS = `C:\\MT5\\MQL5\\Experts\\A.mq5 : information: compiling C:\\MT5\\MQL5\\Experts\\A.mq5
C:\\MT5\\MQL5\\Experts\\A.mq5 : information: including C:\\MT5\\MQL5\\Include\\B.mqh
C:\\MT5\\MQL5\\Include\\B.mqh(3,1) : warning 43: possible loss of data due to type conversion
 : information: generating code
 : information: generating code 100%
 : information: code generated
Result: 0 errors, 1 warnings, 724 ms elapsed, cpu='X64 Regular'
`;

const FAILURE = `C:\\Program Files (x86)\\MT5\\A.mq5(11,17) : error 256: undeclared identifier 'größe(1,2)'
(1,1) : error 161: unexpected end of program
Result: 2 errors, 0 warnings
`;

const bytes = (text: string, mark = '\uFEFF'): Buffer => Buffer.from(mark + text.replaceAll('\n', '\r\n'), 'utf16le');

describe('the log of MetaEditor', () => {
  it('tells of success by its last line, and of warnings', () => {
    const { errors, diagnostics } = parseCompileLog(bytes(SUCCESS));
    expect(errors).toBe(0);
    expect(diagnostics.map(written)).toEqual([
      'C:\\MT5\\MQL5\\Include\\B.mqh(3,1): warning 43: possible loss of data due to type conversion',
    ]);
  });

  it('tells file, line and column of each error, also where the path has parentheses or is missing', () => {
    const { errors, diagnostics } = parseCompileLog(bytes(FAILURE));
    expect(errors).toBe(2);
    expect(diagnostics).toMatchObject([
      { file: 'C:\\Program Files (x86)\\MT5\\A.mq5', line: 11, column: 17, kind: 'error' },
      { file: '', line: 1, column: 1, message: '161: unexpected end of program' },
    ]);
  });

  it.each([
    ['with a byte order mark', bytes(FAILURE)],
    ['without one', bytes(FAILURE, '')],
    ['in UTF-8', Buffer.from(FAILURE)],
  ])('reads the same %s', (_, log) => {
    expect(parseCompileLog(log)).toEqual(parseCompileLog(bytes(FAILURE)));
  });

  it.each([
    ['is empty', Buffer.alloc(0)],
    ['was cut off', bytes(SUCCESS.slice(0, 200))],
    ['is in another language', bytes(SUCCESS.replace('Result', 'Ergebnis'))],
  ])('says nothing where it %s', (_, log) => {
    expect(parseCompileLog(log).errors).toBeUndefined();
  });
});
