import { join } from 'node:path';

/** Where one campaign's ledger and audit log are. */
export const filesIn = (folder: string) => ({
  ledger: join(folder, 'ledger.sqlite'),
  audit: join(folder, 'audit.jsonl'),
});
