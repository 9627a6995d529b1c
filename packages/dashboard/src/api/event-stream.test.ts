import { expect, test } from 'vitest';
import { eventsOf, type StreamedEvent } from './event-stream.ts';

/** @param fails whether the connection breaks after the last piece */
function bodyOf(pieces: readonly Uint8Array<ArrayBuffer>[], fails = false): ReadableStream<Uint8Array<ArrayBuffer>> {
  const waiting = [...pieces];
  return new ReadableStream({
    pull(controller) {
      const piece = waiting.shift();
      if (piece !== undefined) controller.enqueue(piece);
      else if (fails) controller.error(new TypeError('network error'));
      else controller.close();
    },
  });
}

async function heard(body: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<StreamedEvent[]> {
  const events: StreamedEvent[] = [];
  for await (const event of eventsOf(body)) events.push(event);
  return events;
}

const EVENTS = [
  { event: 'account', data: '{"name":"Zoë €"}' },
  { event: 'positions', data: '[]' },
];
const [first, second] = EVENTS.map(({ event, data }) => `event: ${event}\ndata: ${data}\n\n`);
const BYTES = new TextEncoder().encode(`: \n\n${first}: \n\n${second}`);

test.each([1, 2, 3, 7, 1_000])('events are heard whole, in pieces of %i bytes', async (size) => {
  const pieces = Array.from({ length: Math.ceil(BYTES.length / size) }, (_, at) =>
    BYTES.slice(at * size, (at + 1) * size),
  );
  expect(await heard(bodyOf(pieces))).toEqual(EVENTS);
});

test('a connection that breaks ends it, and half an event is none', async () => {
  expect(await heard(bodyOf([BYTES.slice(0, -1)], true))).toEqual(EVENTS.slice(0, 1));
});
