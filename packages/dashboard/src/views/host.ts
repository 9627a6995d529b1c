import {
  App,
  applyDocumentTheme,
  type McpUiHostContext,
  type McpUiToolResultNotification,
} from '@modelcontextprotocol/ext-apps';
import type { ErrorRecord } from '@mt5-bridge/gateway/read';
import { type ReadonlySignal, signal } from '@preact/signals';

/** What a view shows: the answer of a tool, or why there is none. */
export type Told =
  | { readonly kind: 'answer'; readonly answer: object }
  | { readonly kind: 'problem'; readonly error: Pick<ErrorRecord, 'code' | 'message' | 'what_to_do'> }
  | { readonly kind: 'cancelled' };

/** What the host tells a view, and what a view may ask it for. */
export interface Host {
  /** Of the tool whose view this is; undefined until there is an answer. */
  readonly told: ReadonlySignal<Told | undefined>;
  /** Asks the host to open a page outside; whether it did. */
  open(url: string): Promise<boolean>;
  /** Whether it calls tools for views; known as soon as there is an answer. */
  readonly callsTools: () => boolean;
  /** Calls a tool through the host. */
  call(name: string, args: Record<string, unknown>): Promise<Told>;
}

/** Introduces the view to the host and follows its look. The size of the view is told by itself. */
export function connectHost(name: string): Host {
  const told = signal<Told>();
  const app = new App({ name: `mt5-bridge ${name}`, version: '1' });
  app.addEventListener('toolresult', (result) => {
    told.value = toldBy(result);
  });
  app.addEventListener('toolcancelled', () => {
    told.value = { kind: 'cancelled' };
  });
  app.addEventListener('hostcontextchanged', dress);
  app.connect().then(
    () => dress(app.getHostContext() ?? {}),
    (error: unknown) => {
      told.value = failed(error);
    },
  );
  return {
    told,
    callsTools: () => app.getHostCapabilities()?.serverTools !== undefined,
    async open(url) {
      if (app.getHostCapabilities()?.openLinks === undefined) return false;
      return app.openLink({ url }).then(
        ({ isError }) => isError !== true,
        () => false,
      );
    },
    call: (tool, args) => app.callServerTool({ name: tool, arguments: args }).then(toldBy, failed),
  };
}

/** Light or dark, and the letters, as the host has them. */
function dress({ theme, styles }: McpUiHostContext): void {
  if (theme !== undefined) applyDocumentTheme(theme);
  const font = styles?.variables?.['--font-sans'];
  if (font !== undefined) document.documentElement.style.setProperty('--font', font);
}

function failed(error: unknown): Told {
  const message = error instanceof Error ? error.message : String(error);
  return {
    kind: 'problem',
    error: {
      code: 'HOST_REFUSED',
      message: `The program that shows this did not ask mt5-bridge: ${message}`,
      what_to_do: 'Ask the agent instead, or open the dashboard.',
    },
  };
}

/** An answer; or the record of a failure, which stands in its text. */
export function toldBy({ isError, structuredContent, content }: McpUiToolResultNotification['params']): Told {
  const [first] = content ?? [];
  const text = first?.type === 'text' ? first.text : '';
  const answer = structuredContent ?? parsed(text);
  if (typeof answer !== 'object' || answer === null) {
    return {
      kind: 'problem',
      error: { code: 'ANSWER_UNREADABLE', message: text, what_to_do: 'Ask the agent about it.' },
    };
  }
  return isError ? { kind: 'problem', error: answer as ErrorRecord } : { kind: 'answer', answer };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A host may have put words of its own in the place of an answer; they are shown as such.
    return null;
  }
}
