export { type AuditEntry, type AuditLog, type AuditLogOptions, createAuditLog } from './audit-log.ts';
export { canonicalJson } from './canonical-json.ts';
export type { AuditCursor } from './cursor.ts';
export type { ExportFormat } from './export.ts';
export { type AuditFeedOptions, createAuditFeed } from './feed.ts';
export type { FileSystem } from './files.ts';
export { type AuditHead, NO_HEAD } from './record.ts';
export { redacted } from './redact.ts';
