import { Mt5Error } from '@mt5-bridge/protocol';
import type { FirstAnswer, Journal, JournalEntry } from '../journal/journal.ts';
import type { JournalStep } from './fault.ts';
import type { FaultBox } from './fault-box.ts';

/** A journal whose disk may be full, or that may not be kept at all. */
export class FaultyJournal implements Journal {
  private readonly journal: Journal;
  private readonly faults: FaultBox;
  /** Ids that were let through without being written. */
  private readonly unwritten = new Set<string>();

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
    if (this.faults.takeForTrade('no-journal', entry.operation) !== undefined) {
      this.unwritten.add(requestId);
      return;
    }
    this.assertWritable(entry.operation, 'begun');
    this.journal.begin(requestId, entry, now);
  }

  answer(requestId: string, answer: FirstAnswer): void {
    if (this.unwritten.delete(requestId)) return;
    this.assertWritable(this.journal.find(requestId)?.operation, 'answered');
    this.journal.answer(requestId, answer);
  }

  private assertWritable(operation: JournalEntry['operation'] | undefined, step: JournalStep): void {
    const full = this.faults.takeForTrade('journal-full', operation, ({ entry = step }) => entry === step);
    if (full === undefined) return;
    throw new Mt5Error('JOURNAL_FAILED', 'the journal of trade requests cannot be written: the disk is full');
  }
}
