import type { TerminalReads } from '@mt5-bridge/gateway/read';
import { Scales } from '../../present/scales.ts';

/** Scales for one answer. */
export async function scaled<T>(reads: TerminalReads, work: (scales: Scales) => Promise<T>): Promise<T> {
  const scales = new Scales(reads);
  try {
    return await work(scales);
  } finally {
    scales.close();
  }
}
