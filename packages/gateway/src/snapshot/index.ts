export { realised } from './day.ts';
export { createSnapshotReader, type SnapshotReaderOptions } from './snapshot-reader.ts';
