/**
 * What a snippet of MQL5 is to answer. A snippet is an expression for a string, or the body of a function that returns
 * one.
 */
export type Snippets = Readonly<Record<string, string>>;

/** The snippets as functions of a program, and the calls that print their answers. */
export function program(snippets: Snippets): { readonly functions: string; readonly calls: string } {
  const bodies = Object.keys(snippets);
  const functions = bodies.map((body, at) => {
    const statements = body.includes('return(') ? body : `return(${body});`;
    return `string Case${at}(void)\n{ ${statements} }\n`;
  });
  const calls = bodies.map((_, at) => `   ResetLastError();\n   Print("${at}: "+Case${at}());\n`);
  return { functions: functions.join(''), calls: calls.join('') };
}

/** The texts in lines of the Experts log. */
export function logged(output: string): string[] {
  return output.split('\n').map((line) => line.split('\t').at(-1) ?? '');
}

/** Each snippet with what it said, in place of what it was to say. */
export function answers(snippets: Snippets, log: readonly string[]): Snippets {
  return Object.fromEntries(
    Object.keys(snippets).map((body, at) => {
      const said = log.find((line) => line.startsWith(`${at}: `));
      return [body, said?.slice(`${at}: `.length) ?? 'nothing was printed'];
    }),
  );
}

/** Both an answer and the last error. */
export const both = `
string Both(const string answer)
  {
   string text=answer+" "+IntegerToString(GetLastError());
   ResetLastError();
   return(text);
  }
`;
