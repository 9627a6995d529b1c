export interface StreamedEvent {
  readonly event: string;
  readonly data: string;
}

/**
 * Server-sent events as they come, each with its data on one line. Ends with the connection, for whatever reason: who
 * reads connects anew. EventSource would do this, but sends no header of ours.
 */
export async function* eventsOf(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<StreamedEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  for (;;) {
    const piece = await reader.read().catch(() => undefined);
    if (piece === undefined || piece.done) return;
    const blocks = (rest + decoder.decode(piece.value, { stream: true })).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      // Anything else is a comment, which keeps the connection alive.
      const [, event, data] = /^event: (\w+)\ndata: (.*)$/.exec(block) ?? [];
      if (event !== undefined && data !== undefined) yield { event, data };
    }
  }
}
