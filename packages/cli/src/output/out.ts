import { once } from 'node:events';
import { styleText } from 'node:util';

export type Style = Parameters<typeof styleText>[0];

/** One of the process's output streams, as commands see it. */
export interface Out {
  /** A person looks at it. */
  readonly isTerminal: boolean;
  /** Characters a line; unlimited when nobody looks. */
  readonly width: number;
  /** Resolves when the reader keeps up, so that a slow pipe slows the writer instead of filling the memory. */
  write(text: string): Promise<void>;
  /** Coloured where the stream takes colour (a terminal, and neither NO_COLOR nor a dumb one). */
  style(style: Style, text: string): string;
}

export function outOf(stream: NodeJS.WriteStream): Out {
  return {
    isTerminal: stream.isTTY === true,
    get width() {
      return stream.isTTY ? stream.columns : Number.POSITIVE_INFINITY;
    },
    async write(text) {
      if (stream.errored === null && !stream.write(text)) await once(stream, 'drain');
    },
    style: (style, text) => styleText(style, text, { stream }),
  };
}
