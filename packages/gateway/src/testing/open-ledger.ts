import { once } from 'node:events';
import { Database } from '../ledger/database.ts';

// One of several processes that open a ledger at the same moment: says that it is there, waits for the word, writes.
const [file = '', name = ''] = process.argv.slice(2);
process.stdout.write('ready');
await once(process.stdin, 'data');
const db = new Database(file);
db.write('disk', () => db.run('INSERT INTO facts (name, value) VALUES (?, ?)', name, '1'));
db.close();
