import type { Check } from '../check.ts';

/** The terminal tells whole seconds. */
const TOLERATED_MS = 2_000;

export const clock: Check = {
  code: 'CLOCK',
  title: 'Clock',
  needs: ['HELLO'],
  async examine(patient) {
    const { client } = await patient.bridge();
    const before = Date.now();
    const { program, time_gmt_raw } = await client.call('hello', {});
    const after = Date.now();
    if (program === 'fake-mt5') return { status: 'skip', found: 'The simulated terminal keeps a time of its own.' };
    const off = Math.max(time_gmt_raw - after, before - time_gmt_raw, 0);
    if (off <= TOLERATED_MS) return { status: 'ok', found: 'The terminal and this machine agree.' };
    return {
      status: 'warn',
      found: `The clocks of the terminal and of this machine differ by ${(off / 1000).toFixed(0)} s.`,
      what_to_do: 'Let both machines set their clocks from the network (NTP).',
    };
  },
};

export const timeZone: Check = {
  code: 'TIME_ZONE',
  title: 'Time zone of the server',
  needs: ['HELLO'],
  async examine(patient) {
    const [{ config }, { utc_offset_minutes }] = await Promise.all([patient.loadConfig(), patient.terminal()]);
    const found = `Server time is UTC${offset(utc_offset_minutes)} now (server_timezone = "${config.mt5.server_timezone}").`;
    return { status: 'ok', found };
  },
};

function offset(minutes: number): string {
  const two = (part: number) => String(Math.floor(part)).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.abs(minutes) / 60)}:${two(Math.abs(minutes) % 60)}`;
}
