import { Mt5Error } from '@mt5-bridge/protocol';
import type { FirstAnswer, Journal, JournalEntry } from '../journal/journal.ts';
import type { JournalStep } from './fault.ts';
import type { FaultBox } from './fault-box.ts';

/** A journal whose disk may be full, or that may not be kept at all. */
export class FaultyJournal implements Journal {
  private readonly journal: Journal;
  private readonly faults: FaultBox;
  /** The request that was entered last, and whether it was entered at all. */
  private last: { readonly operation: JournalEntry['operation']; readonly written: boolean } | undefined;

  constructor(journal: Journal, faults: FaultBox) {
    this.journal = journal;
    this.faults = faults;
  }

  get since(): number {
    return this.journal.since;
  }

  find(requestId: string): JournalEntry | undefined {
    return this.journal.find(requestId);
  }

  begin(requestId: string, entry: Omit<JournalEntry, 'answer'>, now: number): void {
    const { operation } = entry;
    this.last = { operation, written: this.faults.takeForTrade('no-journal', operation) === undefined };
    if (!this.last.written) return;
    this.assertWritable('begun');
    this.journal.begin(requestId, entry, now);
  }

  answer(requestId: string, answer: FirstAnswer): void {
    if (this.last?.written === false) return;
    this.assertWritable('answered');
    this.journal.answer(requestId, answer);
  }

  private assertWritable(step: JournalStep): void {
    const operation = this.last?.operation;
    const full = this.faults.takeForTrade('journal-full', operation, ({ entry = step }) => entry === step);
    if (full === undefined) return;
    throw new Mt5Error('JOURNAL_FAILED', 'the journal of trade requests cannot be used: the disk is full');
  }
}
