import { createHmac } from 'node:crypto';
import {
  acceptedContent,
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  type ClientCapabilities,
  createRequestStateCodec,
  type Implementation,
  type InputRequest,
  type InputRequiredResult,
  inputRequired,
  inputResponse,
  type McpServer,
  type RequestStateCodec,
  type ServerContext,
} from '@modelcontextprotocol/server';
import type { Principal } from '@mt5-bridge/gateway/api';
import { Mt5Error } from '@mt5-bridge/protocol';
import { z } from 'zod';
import { type Caller, NOBODY, type Question, type Reply, type Subject, type Way } from './caller.ts';
import { outsideText } from './present/outside-text.ts';

/** Name of the one question. */
const CONFIRM = 'confirm';

const form = {
  type: 'object' as const,
  properties: {
    confirm: {
      type: 'boolean' as const,
      title: 'Send this order',
      description: 'Yes sends exactly the order above, once.',
      default: false,
    },
  },
  required: ['confirm'],
};
const filledForm = z.object({ confirm: z.literal(true) });

/** The approval itself expires much sooner, by the owner's rules. */
const LONGEST_STATE_SECONDS = 7 * 86_400;
const LONGEST_NAME = 64;

/** What a modern client says of itself with each request; an older one says it once. */
interface Declared {
  readonly [CLIENT_INFO_META_KEY]?: Implementation;
  readonly [CLIENT_CAPABILITIES_META_KEY]?: ClientCapabilities;
}

/** What goes out with a question and comes back with its answer. */
type Asked = Subject & { readonly way: Way };

/** Stands for a state that we never signed. */
const FORGED = Symbol('forged');

/**
 * Asking the user through the client. What a question is about goes out with it, signed, and comes back with the answer;
 * the SDK carries both in either era. A client can answer for its user, so the owner's rules bound what such a yes is
 * worth, and the gateway enforces them.
 */
export class Elicitation {
  readonly #codec: RequestStateCodec<Asked>;
  readonly #countsYes: boolean;

  /**
   * `key`: at least 32 random bytes, the same wherever an answer may come back to. What goes out to one principal is of no
   * use to another, and whose yes would not count is not asked for one.
   */
  constructor(key: Uint8Array, principal?: Principal) {
    const own = principal === undefined ? key : createHmac('sha256', key).update(principal.name).digest();
    this.#codec = createRequestStateCodec<Asked>({ key: own, ttlSeconds: LONGEST_STATE_SECONDS });
    this.#countsYes = principal === undefined || principal.scopes.includes('approve');
  }

  /** For the SDK, which would answer a forged state with a failure without a code. */
  readonly verify = (state: string, ctx: ServerContext): Promise<Asked | typeof FORGED> =>
    this.#codec.verify(state, ctx).catch(() => FORGED);

  callerOf(mcp: McpServer, ctx: ServerContext): Caller {
    const { envelope, inputResponses, requestState } = ctx.mcpReq;
    const declared = (envelope ?? {}) as Declared;
    const client = declared[CLIENT_INFO_META_KEY] ?? mcp.server.getClientVersion();
    const { elicitation } = declared[CLIENT_CAPABILITIES_META_KEY] ?? mcp.server.getClientCapabilities() ?? {};
    // Before there were two modes, an empty object meant the form.
    const fillsForms = elicitation !== undefined && (elicitation.form !== undefined || elicitation.url === undefined);
    const subject = requestState<Asked | typeof FORGED>();
    return {
      name: client === undefined ? NOBODY.name : outsideText(client.name).slice(0, LONGEST_NAME),
      ...(this.#countsYes &&
        fillsForms && {
          ask: (question) =>
            this.#put(question, 'form', inputRequired.elicit({ message: question.message, requestedSchema: form })),
        }),
      ...(elicitation?.url !== undefined && {
        point: (question, url) =>
          this.#put(question, 'page', inputRequired.elicitUrl({ message: question.message, url })),
      }),
      ...(subject !== undefined && { reply: () => replyOf(subject, inputResponses) }),
    };
  }

  async #put({ subject }: Question, way: Way, request: InputRequest): Promise<InputRequiredResult> {
    return inputRequired({
      inputRequests: { [CONFIRM]: request },
      requestState: await this.#codec.mint({ ...subject, way }),
    });
  }
}

/** @throws Mt5Error INVALID_APPROVAL */
function replyOf(asked: Asked | typeof FORGED, responses: Record<string, unknown> | undefined): Reply {
  if (asked === FORGED) {
    throw new Mt5Error(
      'INVALID_APPROVAL',
      'This is not the answer to a question of this server: its state was changed.',
    );
  }
  const { way, ...subject } = asked;
  // That the client opened the page says nothing about what its user does there.
  if (way === 'page') return { subject, said: 'nothing' };
  if (acceptedContent(responses, CONFIRM, filledForm) !== undefined) return { subject, said: 'yes' };
  const view = inputResponse(responses, CONFIRM);
  const isSilent = view.kind !== 'elicit' || view.action === 'cancel';
  return { subject, said: isSilent ? 'nothing' : 'no' };
}
