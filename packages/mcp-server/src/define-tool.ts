import {
  type CallToolResult,
  type InputRequiredResult,
  isInputRequiredResult,
  type StandardSchemaWithJSON,
} from '@modelcontextprotocol/server';
import type { TradingGateway } from '@mt5-bridge/gateway';
import type { AlertDesk } from '@mt5-bridge/gateway/api';
import type { TerminalReads } from '@mt5-bridge/gateway/read';
import { type Clock, Mt5Error } from '@mt5-bridge/protocol';
import type { z } from 'zod';
import { parseArguments } from './arguments.ts';
import type { Caller } from './caller.ts';
import { failedCall, recordOf } from './failures.ts';
import { inputJsonSchema, type JsonSchema, outputJsonSchema } from './json-schema.ts';
import type { Log } from './log.ts';
import { type Identified, identified, identifiedOutput } from './present/identity.ts';
import type { JsonRecord } from './present/presentation.ts';
import type { Scales } from './present/scales.ts';
import type { ViewName } from './views.ts';

/** Groups that a user can switch off; see `--toolsets`. */
export const TOOLSETS = ['market', 'account', 'trading', 'analysis', 'ops', 'alerts'] as const;
export type Toolset = (typeof TOOLSETS)[number];

/** What a tool works with. */
export interface ToolContext {
  readonly reads: TerminalReads;
  readonly clock: Clock;
  readonly scales: Scales;
  readonly log: Log;
  /** Who makes this call; nobody in particular when a resource is read. */
  readonly caller: Caller;
  /** Calls back after each change of the configuration; returns the function that ends it. */
  readonly onConfig: (listener: () => void) => () => void;
  /** Address of the page where the owner decides about an approval; absent where no HTTP server is known. */
  readonly approvalUrl?: (approvalId: string) => string;
  /** What the owner types to decide about an approval; default `mt5-bridge approve ID`. */
  readonly approveCommand?: (approvalId: string) => string;
  /** The one door for orders; absent where the server has none. */
  readonly gateway?: TradingGateway;
  /** Alerts that came from outside; absent where the server has none. */
  readonly alerts?: AlertDesk;
}

/** What a tool of the gateway works with. */
export interface GatewayContext extends ToolContext {
  readonly gateway: TradingGateway;
}

/** What a tool of the alert desk works with. */
export interface AlertContext extends ToolContext {
  readonly alerts: AlertDesk;
}

/** MCP's tool annotations, none of them left to a client's guess. */
export interface SafetyHints {
  readonly readOnlyHint: boolean;
  readonly destructiveHint: boolean;
  readonly idempotentHint: boolean;
  readonly openWorldHint: boolean;
}

/** Looks at one terminal and changes nothing there. */
export const LOOKS_ONLY: SafetyHints = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: false,
};

/** Changes who works on an alert, and nothing in a market. */
export const WORKS_ON_ALERTS: SafetyHints = {
  readOnlyHint: false,
  destructiveHint: false,
  idempotentHint: false,
  openWorldHint: false,
};

export interface ToolDefinition<I extends z.ZodObject, O extends z.ZodObject, C extends ToolContext = ToolContext> {
  readonly name: string;
  readonly title: string;
  readonly toolset: Toolset;
  /** What it is for and what not. */
  readonly description: string;
  readonly annotations: SafetyHints;
  readonly input: I;
  /** A function, because only tools/list needs it and the process should start fast. */
  readonly output: () => O;
  /** Keys of the answer, at any depth, that hold text from outside. */
  readonly outsideKeys?: readonly string[];
  /** What hosts of MCP Apps show the answer in; the text says the same to all others. */
  readonly view?: ViewName;
  /** The answer, or what has to be asked of the user before there is one. @throws Mt5Error, RecordedFailure */
  run(args: z.output<I>, context: C): Promise<Answer<z.input<O>> | InputRequiredResult>;
  /** Of an answer too large to be sent twice, the part that stands in the text. */
  excerpt?(answer: Identified<z.input<O>>): JsonRecord;
}

/** An answer's JSON; a picture goes with it as content of its own. */
type Answer<T> = (T & JsonRecord) | Illustrated<T & JsonRecord>;

/** An answer with a picture (PNG) that clients show. */
export class Illustrated<T> {
  readonly answer: T;
  readonly png: Uint8Array;

  constructor(answer: T, png: Uint8Array) {
    this.answer = answer;
    this.png = png;
  }
}

export type Need = 'gateway' | 'alerts';

export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly toolset: Toolset;
  readonly description: string;
  readonly annotations: SafetyHints;
  /** Offered only where there is one. */
  readonly needs: Need | null;
  readonly view: ViewName | null;
  readonly schemas: { readonly input: StandardSchemaWithJSON; readonly output: StandardSchemaWithJSON };
  /** Structured answer with identity. @throws Mt5Error */
  answer(args: unknown, context: ToolContext): Promise<JsonRecord | InputRequiredResult>;
  /** The answer as a client gets it; a failure is a result too, with its code. */
  call(args: unknown, context: ToolContext): Promise<CallToolResult | InputRequiredResult>;
}

/**
 * A tool of the server. `structuredContent` holds the whole answer. The text holds the same JSON for clients that show
 * the model nothing else; of bulk answers it holds an excerpt, since sending 5,000 bars twice would double the cost for
 * everybody.
 */
export function defineTool<I extends z.ZodObject, O extends z.ZodObject>(definition: ToolDefinition<I, O>): Tool {
  return build(definition, { needs: null, alone: false }, (context) => context);
}

/** A tool that has something to say without a terminal too; its account is null then. */
export function defineToolAlone<I extends z.ZodObject, O extends z.ZodObject>(definition: ToolDefinition<I, O>): Tool {
  return build(definition, { needs: null, alone: true }, (context) => context);
}

/**
 * A tool of the gateway. It answers without a terminal too, so its account can be null; what is about an order names
 * the account of that order.
 */
export function defineGatewayTool<I extends z.ZodObject, O extends z.ZodObject>(
  definition: ToolDefinition<I, O, GatewayContext>,
): Tool {
  return build(definition, { needs: 'gateway', alone: true }, (context) => {
    if (context.gateway === undefined) throw new Mt5Error('TRADING_READ_ONLY');
    return { ...context, gateway: context.gateway };
  });
}

/** A tool of the alert desk. It answers without a terminal too. */
export function defineAlertTool<I extends z.ZodObject, O extends z.ZodObject>(
  definition: ToolDefinition<I, O, AlertContext>,
): Tool {
  return build(definition, { needs: 'alerts', alone: true }, (context) => {
    if (context.alerts === undefined) throw new Error(`${definition.name} was offered without an alert desk`);
    return { ...context, alerts: context.alerts };
  });
}

function build<I extends z.ZodObject, O extends z.ZodObject, C extends ToolContext>(
  definition: ToolDefinition<I, O, C>,
  { needs, alone }: { readonly needs: Need | null; readonly alone: boolean },
  contextOf: (context: ToolContext) => C,
): Tool {
  const { name, title, toolset, description, annotations, outsideKeys = [], view = null, run, excerpt } = definition;
  const input = definition.input.strict();

  async function carryOut(args: unknown, context: ToolContext) {
    const given = await run(parseArguments(input, args) as z.output<I>, contextOf(context));
    if (isInputRequiredResult(given)) return given;
    const { answer, png } = given instanceof Illustrated ? given : { answer: given, png: undefined };
    const identity = alone && context.reads.link.state !== 'up' ? null : context.reads.identity();
    return { answer: identified(identity, answer as z.input<O> & JsonRecord, outsideKeys), png };
  }

  return {
    name,
    title,
    toolset,
    description,
    annotations,
    needs,
    view,
    schemas: {
      input: describedBy(() => inputJsonSchema(input)),
      output: describedBy(() => outputJsonSchema(identifiedOutput(definition.output(), outsideKeys, alone))),
    },
    async answer(args, context) {
      const given = await carryOut(args, context);
      return isInputRequiredResult(given) ? given : given.answer;
    },
    async call(args, context) {
      try {
        const given = await carryOut(args, context);
        if (isInputRequiredResult(given)) return given;
        const { answer: structuredContent, png } = given;
        const text = JSON.stringify(excerpt === undefined ? structuredContent : excerpt(structuredContent));
        return { content: [{ type: 'text', text }, ...(png === undefined ? [] : [imageOf(png)])], structuredContent };
      } catch (thrown) {
        return failedCall(recordOf(thrown, context.log));
      }
    },
  };
}

const imageOf = (png: Uint8Array) =>
  ({ type: 'image', data: Buffer.from(png).toString('base64'), mimeType: 'image/png' }) as const;

/**
 * Tells the SDK how values look without letting it check them: arguments are checked here, so that a refusal has a code,
 * and answers are what the compiler and the tests of each tool's schema say they are.
 */
function describedBy(jsonSchema: () => JsonSchema): StandardSchemaWithJSON {
  let built: JsonSchema | undefined;
  const once = () => {
    built ??= jsonSchema();
    return built;
  };
  return {
    '~standard': {
      version: 1,
      vendor: 'mt5-bridge',
      validate: (value) => ({ value }),
      jsonSchema: { input: once, output: once },
    },
  };
}
