export { createSnapshotReader, type SnapshotReaderOptions } from './snapshot-reader.ts';
