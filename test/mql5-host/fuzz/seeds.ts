import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Packr } from 'msgpackr';
import { root } from '../toolchain.ts';

const fixtures = join(root, 'packages/protocol/fixtures/v1');
const headers = ['Messages', 'Protocol'].map((name) => join(root, `mql5/Include/Mt5Bridge/${name}.mqh`));

/** Stands between the frames of one input, as driver.cpp has it. */
const separator = 'c1c1';
const mapOfFive = /^85/;
/** Key `e` with the epoch that Fuzz.mq5 has begun. */
const epoch = 'a16501';

/** The frames of a file of golden messages, in hex. */
function frames(file: string): string[] {
  const golden = JSON.parse(readFileSync(join(fixtures, file), 'utf8')) as { frame?: string }[];
  return golden.flatMap(({ frame }) => (frame === undefined ? [] : [spelledOut(frame)]));
}

/** `91*3` is 91 three times. */
function spelledOut(frame: string): string {
  const runs = frame.split(' ').map((run) => {
    const [digits = '', times = '1'] = run.split('*');
    return digits.repeat(Number(times));
  });
  return runs.join('');
}

const wire = new Packr({ useRecords: false, variableMapSize: true, int64AsType: 'bigint' });

/** A request with its lists emptied, which takes two changes at once that chance seldom makes. */
function withoutItems(frame: string): string[] {
  const request = wire.unpack(Buffer.from(frame, 'hex')) as { a: Record<string, unknown> };
  const lists = Object.entries(request.a).filter(([, value]) => Array.isArray(value));
  if (lists.length === 0) return [];
  const emptied = Object.fromEntries(lists.map(([key]) => [key, []]));
  return [wire.pack({ ...request, a: { ...request.a, ...emptied } }).toString('hex')];
}

/** The golden requests, each with the epoch: alone, several times over (a picture takes its time), and in conversations. */
function conversations(): string[] {
  const requests = frames('accept/requests.json').map((frame) =>
    mapOfFive.test(frame) ? frame.replace(mapOfFive, '86') + epoch : frame,
  );
  const talks: string[] = [];
  for (let at = 0; at < requests.length; at += 8) talks.push(requests.slice(at, at + 8).join(separator));
  const repeated = requests.map((frame) => [frame, frame, frame].join(separator));
  return [...requests, ...requests.flatMap(withoutItems), ...repeated, ...talks];
}

const seeds = {
  decoder: () => readdirSync(join(fixtures, 'accept')).flatMap((file) => frames(join('accept', file))),
  dispatch: () => [...conversations(), ...frames('reject/requests.json')],
};

export type Target = keyof typeof seeds;
export const targets = Object.keys(seeds) as Target[];

/** Writes the inputs to begin with, one file each. */
export function writeSeeds(target: Target, folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const [at, frame] of seeds[target]().entries())
    writeFileSync(join(folder, `golden-${at}`), Buffer.from(frame, 'hex'));
}

/** Writes what inputs are worth to be made of: every name that the expert advisor looks for, as a text of the wire. */
export function writeDictionary(file: string): void {
  const names = new Set<string>();
  for (const header of headers)
    for (const [, name = ''] of readFileSync(header, 'utf8').matchAll(/"([\w.]{1,31})"/g)) names.add(name);
  for (const name of ['EURUSD', 'XAUUSD', 'tick.EURUSD', 'book.EURUSD', 'bar.EURUSD.M1', '7Q2M9X4KTB1A'])
    names.add(name);
  const words = [...names].map((name) => `${(0xa0 + name.length).toString(16)}${Buffer.from(name).toString('hex')}`);
  const entries = [...words, separator, epoch].map((hex) => `"${hex.replaceAll(/../g, '\\x$&')}"\n`);
  writeFileSync(file, entries.join(''));
}
