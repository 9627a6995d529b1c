import path from 'node:path';
import { Mt5Error } from '@mt5-bridge/protocol';
import {
  endOfLines,
  type FileSystem,
  type LogFiles,
  linesBackward,
  linesForward,
  openIfThere,
  readAt,
} from './files.ts';
import { type AuditHead, NO_HEAD, readLine, sha256 } from './record.ts';

/** What a crash or a full disk left of a line. */
export interface CutRest {
  readonly cut_bytes: number;
  readonly cut_sha256: string;
}

/** The file in use as it was left; whether somebody else wrote since shows in its identity and size. */
export interface Place {
  readonly inode: bigint;
  readonly size: number;
  readonly head: AuditHead;
}

/** The file in use of a log, opened for writing: where its chain stands, appending to it, closing it when it is full. */
export class LogFile {
  readonly #fs: FileSystem;
  readonly #files: LogFiles;
  readonly #fd: number;

  /** Makes the file, and its folder, if there is none. */
  constructor(fs: FileSystem, files: LogFiles) {
    this.#fs = fs;
    this.#files = files;
    this.#fd = openIfThere(fs, files.current, 'r+') ?? this.#create();
    if (fs.fstatSync(this.#fd).isFile()) return;
    this.close();
    throw new Mt5Error('AUDIT_UNAVAILABLE', `${files.current} is not a file, so the audit log cannot be written.`);
  }

  close(): void {
    this.#fs.closeSync(this.#fd);
  }

  /** `remembered` is taken over if the file is as it was then. A rest without a line end is cut. */
  settle(remembered: Place | undefined): { readonly place: Place; readonly rest?: CutRest } {
    const stat = this.#fs.fstatSync(this.#fd, { bigint: true });
    const size = Number(stat.size);
    if (remembered?.inode === stat.ino && remembered.size === size) return { place: remembered };
    const whole = endOfLines(this.#fs, this.#fd, size);
    const head = whole > 0 ? this.#headAt(this.#fd, whole, this.#files.current) : this.#headOfFull();
    const place = { inode: stat.ino, size: whole, head };
    if (whole === size) return { place };
    const rest = readAt(this.#fs, this.#fd, whole, size - whole);
    this.#fs.ftruncateSync(this.#fd, whole);
    return { place, rest: { cut_bytes: rest.length, cut_sha256: sha256(rest) } };
  }

  /** All of it or nothing. */
  write({ size }: Place, bytes: Buffer, flush: boolean): void {
    try {
      for (let written = 0; written < bytes.length; ) {
        written += this.#fs.writeSync(this.#fd, bytes, written, bytes.length - written, size + written);
      }
      if (flush) this.#fs.fsyncSync(this.#fd);
    } catch (error) {
      try {
        this.#fs.ftruncateSync(this.#fd, size);
      } catch {
        // The next append finds what is left of it, and cuts it; why this one failed is what counts.
      }
      throw error;
    }
  }

  /** Names the full file after its first record, on the disk; the next record starts a new one. */
  retire(): void {
    const name = this.#files.fullName(this.#firstSeq());
    if (this.#files.full().some(({ file }) => file === name)) {
      throw broken(name, 'exists already, though the file in use begins with the same record');
    }
    this.#fs.fsyncSync(this.#fd);
    this.#fs.renameSync(this.#files.current, name);
    this.#syncFolder();
  }

  #create(): number {
    this.#fs.mkdirSync(this.#files.folder, { recursive: true, mode: 0o700 });
    const fd = this.#fs.openSync(this.#files.current, 'wx+', 0o600);
    this.#syncFolder();
    return fd;
  }

  /** A new name is on the disk only when its folder is; Windows opens no folders, and its file systems see to it. */
  #syncFolder(): void {
    if (path.sep === '\\') return;
    const fd = this.#fs.openSync(this.#files.folder, 'r');
    try {
      this.#fs.fsyncSync(fd);
    } finally {
      this.#fs.closeSync(fd);
    }
  }

  #headAt(fd: number, end: number, file: string): AuditHead {
    const [last] = linesBackward(this.#fs, fd, end);
    const read = readLine(last ?? Buffer.alloc(0));
    if ('problem' in read) throw broken(file, `cannot be continued: its last line ${read.problem}`);
    return { seq: read.record.seq, hash: read.record.hash };
  }

  #headOfFull(): AuditHead {
    const last = this.#files.full().at(-1);
    if (last === undefined) return NO_HEAD;
    const fd = this.#fs.openSync(last.file, 'r');
    try {
      return this.#headAt(fd, this.#fs.fstatSync(fd).size, last.file);
    } finally {
      this.#fs.closeSync(fd);
    }
  }

  #firstSeq(): number {
    const [first] = linesForward(this.#fs, this.#fd);
    const read = readLine(first?.bytes ?? Buffer.alloc(0));
    if ('problem' in read) throw broken(this.#files.current, `cannot be closed: its first line ${read.problem}`);
    return read.record.seq;
  }
}

const broken = (file: string, what: string): Mt5Error =>
  new Mt5Error('AUDIT_BROKEN', `${file} ${what}.`, { details: { file } });
