// Stands for MetaEditor: reads its command line as it does, and does what FAKE_EDITOR says.
const fs = require('node:fs');

const given = (name) => {
  const word = process.argv.find((word) => word.startsWith(`/${name}:`)) ?? '';
  return word
    .slice(name.length + 2)
    .replace(/^"|"$/g, '')
    .replaceAll('\\', '/');
};
const [source, log, include] = ['compile', 'log', 'include'].map(given);
const compiled = source.replace(/mq5$/, 'ex5');
const write = (lines) => fs.writeFileSync(log, `\uFEFF${lines.join('\r\n')}\r\n`, 'utf16le');
const kind = process.env.FAKE_EDITOR ?? 'works';

if (!fs.existsSync(source) || !fs.existsSync(`${include}/Include`)) process.exit(0);
const head = `${source} : information: compiling ${source}`;
const acts = {
  works() {
    fs.writeFileSync(compiled, `compiled: ${fs.readFileSync(source)}`);
    write([head, ' : information: code generated', "Result: 0 errors, 0 warnings, 412 ms elapsed, cpu='X64 Regular'"]);
    process.exitCode = 1;
  },
  fails() {
    fs.rmSync(compiled, { force: true });
    write([
      head,
      `C:\\Program Files (x86)\\MQL5\\Include\\Bridge.mqh(12,5) : error 256: undeclared identifier 'größe'`,
      'Result: 1 errors, 0 warnings',
    ]);
  },
  'says nothing': () => {},
  'leaves nothing': () => write([head, 'Result: 0 errors, 0 warnings, 1 ms elapsed']),
  'gives no result': () => write([head]),
  'ends its parent': () => process.kill(process.ppid, 'SIGKILL'),
  /** Until the test lets it go on. */
  waits() {
    fs.writeFileSync(process.env.FAKE_EDITOR_STARTED, '');
    while (fs.existsSync(process.env.FAKE_EDITOR_STARTED))
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    acts.works();
  },
  'changes a client'() {
    fs.writeFileSync(process.env.FAKE_EDITOR_STARTED, '{"theirs": true}\n');
    acts.works();
  },
};
acts[kind]();
