/**
 * Free text that others wrote: brokers, other programs, whoever placed an order. It reaches the model as data. Control
 * and format characters (line breaks, bidirectional marks, invisible tag letters) could hide words in it, so each run of
 * them becomes one space.
 */
export function outsideText(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ');
}
