import type { AuditRecord } from '../api.ts';
import { endOfLines, type FileSystem, type LogFiles, linesBackward, linesForward, openIfThere } from './files.ts';
import { readLine } from './record.ts';

/** Reads on where it stopped, however often the log was written and its files renamed since. */
export interface AuditCursor {
  /** Number of the last record that it gave, or passed over. */
  readonly last: number;
  /**
   * The next records up to number `limit`, `count` of them at most; none = that was all for now. Damaged lines are left
   * out. @throws Mt5Error AUDIT_UNAVAILABLE; the next call tries again
   */
  next(limit: number, count: number): readonly AuditRecord[];
}

/** The file that is being read, by its identity: its name changes when it is full. */
interface Place {
  readonly inode: bigint;
  readonly offset: number;
}

interface Opened {
  readonly fd: number;
  readonly inode: bigint;
}

export class Cursor implements AuditCursor {
  readonly #fs: FileSystem;
  readonly #files: LogFiles;
  #place: Place | undefined;
  #last: number;

  constructor(fs: FileSystem, files: LogFiles, after: number) {
    this.#fs = fs;
    this.#files = files;
    this.#last = after;
  }

  get last(): number {
    return this.#last;
  }

  next(limit: number, count: number): readonly AuditRecord[] {
    const found: AuditRecord[] = [];
    if (this.#last >= limit) return found;
    this.#place ??= this.#placeAfter(this.#last);
    while (this.#place !== undefined && found.length < count) {
      const { inode } = this.#place;
      const file = this.#nameOf(inode);
      if (file === undefined) {
        // Moved away by somebody, with all that stood in it.
        this.#place = this.#placeAfter(this.#last);
        if (this.#place === undefined || this.#place.inode === inode) break;
        continue;
      }
      this.#readOn(file, limit, count, found);
      if (found.length === count || this.#last >= limit) break;
      const following = this.#fileAfter(inode);
      if (following === undefined) break;
      this.#place = { inode: following, offset: 0 };
    }
    return found;
  }

  #readOn(file: string, limit: number, count: number, found: AuditRecord[]): void {
    this.#opened(file, ({ fd, inode }) => {
      const place = this.#place;
      if (place === undefined || inode !== place.inode) return;
      let { offset } = place;
      // A file that was cut is read anew; what came already is known by its number.
      if (this.#fs.fstatSync(fd).size < offset) offset = 0;
      for (const { bytes, isTerminated } of linesForward(this.#fs, fd, offset)) {
        if (!isTerminated) break;
        const read = readLine(bytes);
        if ('record' in read && read.record.seq > limit) break;
        offset += bytes.length + 1;
        if ('problem' in read || read.record.seq <= this.#last) continue;
        this.#last = read.record.seq;
        found.push(read.record);
        if (found.length === count) break;
      }
      this.#place = { inode, offset };
    });
  }

  /** Where the first record after this number stands, or will; undefined while there is no file. */
  #placeAfter(seq: number): Place | undefined {
    let place: Place | undefined;
    for (const file of this.#newestFirst()) {
      const isFound = this.#opened(file, ({ fd, inode }) => {
        const [first] = linesForward(this.#fs, fd);
        place = { inode, offset: 0 };
        if (first === undefined) return false;
        const read = readLine(first.bytes);
        if ('record' in read && read.record.seq > seq) return false;
        const offset = this.#offsetAfter(fd, seq);
        if (offset !== undefined) place = { inode, offset };
        return offset !== undefined;
      });
      if (isFound) break;
    }
    return place;
  }

  /** The end of the last line that holds this record or one before it. */
  #offsetAfter(fd: number, seq: number): number | undefined {
    let end = endOfLines(this.#fs, fd, this.#fs.fstatSync(fd).size);
    for (const bytes of linesBackward(this.#fs, fd, end)) {
      const read = readLine(bytes);
      if ('record' in read && read.record.seq <= seq) return end;
      end -= bytes.length + 1;
    }
    return undefined;
  }

  *#newestFirst(): Generator<string> {
    yield this.#files.current;
    for (const { file } of this.#files.full().reverse()) yield file;
  }

  #nameOf(inode: bigint): string | undefined {
    for (const file of this.#newestFirst()) if (this.#inodeOf(file) === inode) return file;
    return undefined;
  }

  /** undefined: this one is in use, or was moved away. */
  #fileAfter(inode: bigint): bigint | undefined {
    // In this order: the file in use now is among the full ones if another process fills it between the two looks.
    const current = this.#inodeOf(this.#files.current);
    if (current === inode) return undefined;
    const full = this.#files.full().map(({ file }) => this.#inodeOf(file));
    const at = full.indexOf(inode);
    return at === -1 ? undefined : (full[at + 1] ?? current);
  }

  #inodeOf(file: string): bigint | undefined {
    return this.#fs.statSync(file, { bigint: true, throwIfNoEntry: false })?.ino;
  }

  #opened<T>(file: string, work: (opened: Opened) => T): T | undefined {
    const fd = openIfThere(this.#fs, file, 'r');
    if (fd === undefined) return undefined;
    try {
      return work({ fd, inode: this.#fs.fstatSync(fd, { bigint: true }).ino });
    } finally {
      this.#fs.closeSync(fd);
    }
  }
}
