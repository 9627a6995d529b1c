import type { Step } from '../tour.ts';

/** Everything that the order left in the log, and that nobody changed it since. */
export const audit: Step = async ({ owner, screen }) => {
  const [tail, verify] = await Promise.all([
    owner.run('audit', 'tail', '-n', '20', '-o', 'table'),
    owner.run('audit', 'verify', '-o', 'json'),
  ]);
  await screen.heading('What was recorded', 'mt5-bridge audit tail, audit verify');
  const lines = tail.stdout.trim().split('\n');
  await screen.text(...lines.map((line) => cut(line.slice(DAY.length), screen.room)));
  const { records } = JSON.parse(verify.stdout) as { records: number };
  await screen.text(
    '',
    screen.style('green', `✔ ${records} records, each with the hash of the one before: the chain is whole.`),
  );
};

/** All of it happened just now. */
const DAY = 'MM-DD ';

const cut = (line: string, room: number): string => (line.length > room ? `${line.slice(0, room - 1)}…` : line);
