import type { AuditRecord, AuditVerdict } from '../api.ts';
import type { FileSystem, LogFiles } from './files.ts';
import { type AuditHead, NO_HEAD } from './record.ts';
import { logLines } from './walk.ts';

/** Whether every record is as it was written, in its place, and the last one remembered elsewhere is among them. */
export function verdict(fs: FileSystem, files: LogFiles, remembered: AuditHead = NO_HEAD): AuditVerdict {
  let at = { file: files.current, line: 0 };
  let last: AuditHead = NO_HEAD;
  let records = 0;
  const names = new Set<string>();
  for (const { file, line, read } of logLines(fs, files)) {
    at = { file, line };
    if ('problem' in read) return { ok: false, ...at, problem: read.problem };
    const { record } = read;
    const problem = misplaced(record, last) ?? unlike(record, remembered);
    if (problem !== undefined) return { ok: false, ...at, problem };
    last = { seq: record.seq, hash: record.hash };
    records++;
    names.add(file);
  }
  if (last.seq < remembered.seq) {
    const problem = `ends after record ${last.seq}, and record ${remembered.seq} was written: the end was cut off`;
    return { ok: false, file: at.file, line: at.line + 1, problem };
  }
  return { ok: true, records, files: names.size, last };
}

function misplaced({ seq, prev }: AuditRecord, last: AuditHead): string | undefined {
  if (seq <= last.seq) return `holds record ${seq} again, or out of its order`;
  if (seq === last.seq + 2) return `holds record ${seq}: record ${seq - 1} before it is missing`;
  if (seq > last.seq + 1) return `holds record ${seq}: records ${last.seq + 1} to ${seq - 1} before it are missing`;
  return prev === last.hash ? undefined : `holds record ${seq}, which does not follow the record before it`;
}

function unlike({ seq, hash }: AuditRecord, remembered: AuditHead): string | undefined {
  return seq === remembered.seq && hash !== remembered.hash
    ? `holds another record ${seq} than the one that was written`
    : undefined;
}
