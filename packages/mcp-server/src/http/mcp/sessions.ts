import type { ServerResponse } from 'node:http';
import type { Principal } from '@mt5-bridge/gateway/api';
import { Mt5Error } from '@mt5-bridge/protocol';
import { type BridgeServer, createBridgeServer } from '../../create-server.ts';
import type { HttpServices } from '../context.ts';
import { whenClosed } from '../traffic.ts';
import { SessionTransport } from './session-transport.ts';

/** How often is looked for sessions that nobody uses any more. */
const SWEEP_MS = 1_000;
const ID_BYTES = 24;

/** A request that a token let in. */
export interface Asked {
  readonly request: Request;
  /** As JSON; undefined of a method that has none. */
  readonly body: unknown;
  readonly principal: Principal;
  /** Where it came from. */
  readonly address: string;
  readonly outgoing: ServerResponse;
}

/** Whether two mean the same token with the same rights. */
export const isSame = (a: Principal, b: Principal): boolean =>
  a.name === b.name && a.profile === b.profile && `${a.scopes}` === `${b.scopes}`;

interface Session {
  readonly principal: Principal;
  readonly transport: SessionTransport;
  readonly server: BridgeServer;
  /** Requests and streams of it that are not over. */
  open: number;
  /** ms UTC. */
  usedAt: number;
}

/** Clients up to protocol 2025-11-25: each has a session with a server of its own. */
export class Sessions {
  readonly #services: HttpServices;
  readonly #sessions = new Map<string, Session>();
  #cancelSweep: (() => void) | undefined;

  constructor(services: HttpServices) {
    this.#services = services;
  }

  get size(): number {
    return this.#sessions.size;
  }

  /** Begins a session with a client's `initialize`. */
  async begin({ request, body, principal, outgoing }: Asked): Promise<Response> {
    const { mcp, randomBytes, clock } = this.#services;
    const server = createBridgeServer({ ...mcp, principal });
    const transport = new SessionTransport({
      sessionIdGenerator: () => Buffer.from(randomBytes(ID_BYTES)).toString('base64url'),
      onsessioninitialized: (id) => {
        this.#makeRoom();
        const session = { principal, transport, server, open: 0, usedAt: clock.now() };
        this.#sessions.set(id, session);
        this.#use(session, outgoing);
        this.#sweepLater();
      },
    });
    await server.mcp.connect(transport);
    const response = await transport.serve({ request, body, outgoing });
    if (transport.sessionId === undefined) await server.mcp.close();
    return response;
  }

  /**
   * Any other request of a session.
   * @throws Mt5Error INVALID_PARAMS it names none, SESSION_NOT_FOUND, also where it is another token's
   */
  async serve({ request, body, principal, address, outgoing }: Asked): Promise<Response> {
    const id = request.headers.get('mcp-session-id');
    if (id === null) throw new Mt5Error('INVALID_PARAMS', 'The header Mcp-Session-Id is missing: initialize gives it.');
    const session = this.#sessions.get(id);
    if (session === undefined) throw new Mt5Error('SESSION_NOT_FOUND');
    if (!isSame(session.principal, principal)) {
      const { name } = principal;
      const actor = { kind: 'agent', name, token: name } as const;
      this.#services.accessLog.note({ what: 'session_refused', actor, data: { address } });
      throw new Mt5Error('SESSION_NOT_FOUND');
    }
    this.#use(session, outgoing);
    const response = await session.transport.serve({ request, body, outgoing });
    if (request.method === 'DELETE' && response.ok) await this.#end(id, session);
    return response;
  }

  async endOf(names: readonly string[]): Promise<void> {
    await this.#endAll([...this.#sessions].filter(([, { principal }]) => names.includes(principal.name)));
  }

  async close(): Promise<void> {
    this.#cancelSweep?.();
    await this.#endAll([...this.#sessions]);
  }

  #use(session: Session, outgoing: ServerResponse): void {
    const { clock } = this.#services;
    session.open++;
    session.usedAt = clock.now();
    whenClosed(outgoing, () => {
      session.open--;
      session.usedAt = clock.now();
    });
  }

  /**
   * Of the token with the most sessions, so that nobody's come at another's cost, the one idle for longest goes; where
   * each has something under way, the one that came longest ago for anything.
   */
  #makeRoom(): void {
    while (this.#sessions.size >= this.#services.config().transport.http.max_sessions) {
      const sessions = this.#ofGreediest();
      const idle = sessions.filter(([, { open }]) => open === 0);
      const [first, ...others] = idle.length > 0 ? idle : sessions;
      if (first === undefined) return;
      void this.#end(...others.reduce((least, one) => (one[1].usedAt < least[1].usedAt ? one : least), first));
    }
  }

  #ofGreediest(): readonly (readonly [string, Session])[] {
    const byToken = Map.groupBy(this.#sessions, ([, { principal }]) => principal.name);
    return [...byToken.values()].reduce((most, those) => (those.length > most.length ? those : most), []);
  }

  #sweepLater(): void {
    this.#cancelSweep ??= this.#services.clock.setTimer(SWEEP_MS, () => {
      this.#cancelSweep = undefined;
      const { clock, config } = this.#services;
      const before = clock.now() - config().transport.http.session_idle_seconds * 1_000;
      for (const [id, session] of this.#sessions) {
        if (session.open === 0 && session.usedAt <= before) void this.#end(id, session);
      }
      if (this.#sessions.size > 0) this.#sweepLater();
    });
  }

  async #endAll(sessions: readonly (readonly [string, Session])[]): Promise<void> {
    await Promise.all(sessions.map(([id, session]) => this.#end(id, session)));
  }

  async #end(id: string, { server }: Session): Promise<void> {
    this.#sessions.delete(id);
    await server.mcp.close();
  }
}
