// Ends with 0 while the bridge says that orders could go through: terminal, ledger and audit log.
import { get } from 'node:http';

get('http://127.0.0.1:8765/healthz', (answer) => {
  process.exitCode = answer.statusCode === 200 ? 0 : 1;
  answer.pipe(process.stdout);
}).on('error', (error) => {
  process.exitCode = 1;
  process.stdout.write(`${error.message}\n`);
});
