/** What a terminal obeys or hides words with: control characters, and the invisible marks that turn text around. */
const ODD = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

/** Text from outside (brokers, other programs, errors) as part of a line for a person: each such mark shows as one. */
export function plainText(text: string): string {
  return text.replace(ODD, '\ufffd');
}

/** JSON in which such marks are escapes, so that it says the same and is harmless to look at. */
export function plainJson(value: unknown, indent?: number): string {
  return escapedJson(JSON.stringify(value, null, indent));
}

/** The same for text that is JSON already; its line breaks stay. */
export function escapedJson(json: string): string {
  return json.replace(/[^\P{Cc}\n]|[\p{Cf}\u2028\u2029]/gu, (mark) =>
    mark
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}
