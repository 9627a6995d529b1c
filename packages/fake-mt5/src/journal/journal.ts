import type { TradeOperationName, TradeResult } from '@mt5-bridge/protocol';

/** The answer as it was given first; a later one says `replayed`. */
export type FirstAnswer = Omit<TradeResult, 'replayed'>;

/** What is known of a trade request. */
export interface JournalEntry {
  readonly operation: TradeOperationName;
  /** Of operation and arguments: the same request again has the same one. */
  readonly digest: string;
  /** Absent as long as the broker's answer is not known here. */
  readonly answer?: FirstAnswer;
}

/** The terminal's own memory of trade requests: each is entered before the broker hears of it. */
export interface Journal {
  /** Nothing is missing from this instant on, ms UTC on the clock of frames. */
  readonly since: number;
  /** @throws Mt5Error JOURNAL_FAILED */
  find(requestId: string): JournalEntry | undefined;
  /** On disk when it returns. @throws Mt5Error JOURNAL_FAILED */
  begin(requestId: string, entry: Omit<JournalEntry, 'answer'>, now: number): void;
  /** On disk when it returns. @throws Mt5Error JOURNAL_FAILED */
  answer(requestId: string, answer: FirstAnswer): void;
}
