import { createHash } from 'node:crypto';
import type { Principal, Scope } from '@mt5-bridge/gateway/api';
import { Mt5Error } from '@mt5-bridge/protocol';
import type { MiddlewareHandler } from 'hono';
import ipaddr from 'ipaddr.js';
import type { Env, HttpServices } from '../context.ts';
import { Attempts } from './attempts.ts';

/** As many pairs of address and token are remembered as good. */
const MOST_PROVEN = 1_000;

/** The door that asks for a token. One for the whole server, since it remembers who guessed wrong. */
export class TokenDoor {
  readonly #services: HttpServices;
  readonly #attempts: Attempts;
  readonly #proven = new Set<string>();

  constructor(services: HttpServices) {
    this.#services = services;
    this.#attempts = new Attempts(services.clock);
  }

  /**
   * Lets in who has this scope, and the profile that the token is bound to; the route finds the `principal`.
   * @throws Mt5Error UNAUTHORIZED, FORBIDDEN, LOCKED_OUT, PROFILE_NOT_FOUND
   */
  require(scope: Scope): MiddlewareHandler<Env> {
    return async (c, next) => {
      const principal = this.#authenticate(bearerOf(c.req.header('authorization')), c.get('peer').address);
      if (!principal.scopes.includes(scope)) {
        const { name } = principal;
        this.#services.accessLog.note({
          what: 'forbidden',
          actor: { kind: 'agent', name, token: name },
          data: { address: c.get('peer').address, scope, tried: c.req.path },
        });
        throw new Mt5Error('FORBIDDEN', `This needs a token with the scope "${scope}".`, { details: { scope } });
      }
      const { profile } = principal;
      if (profile !== null && !Object.hasOwn(this.#services.config().profiles, profile)) {
        const problem = `The configuration has no profile "${profile}", which this token is bound to.`;
        throw new Mt5Error('PROFILE_NOT_FOUND', problem, { details: { profile } });
      }
      c.set('principal', principal);
      await next();
    };
  }

  #authenticate(token: string | undefined, address: string): Principal {
    if (token === undefined) throw new Mt5Error('UNAUTHORIZED');
    const from = networkOf(address);
    const pair = `${from} ${createHash('sha256').update(token).digest('base64url')}`;
    const until = this.#attempts.lockedUntil(from);
    // Who came in from there before is not locked out by others who guess: those learn nothing from it.
    if (until !== undefined && !this.#proven.has(pair)) {
      const problem = `Too many wrong tokens came from this address: locked out until ${new Date(until).toISOString()}.`;
      throw new Mt5Error('LOCKED_OUT', problem, { details: { until } });
    }
    const principal = this.#services.tokens.authenticate(token);
    if (principal === undefined) {
      this.#proven.delete(pair);
      this.#refused(from, address);
    }
    if (until === undefined) this.#attempts.right(from);
    this.#prove(pair);
    return principal;
  }

  #refused(from: string, address: string): never {
    const failures = this.#attempts.wrong(from);
    const until = this.#attempts.lockedUntil(from);
    this.#services.accessLog.note({
      what: until === undefined ? 'token_refused' : 'locked_out',
      actor: { kind: 'gateway', name: 'http' },
      data: { address, failures },
    });
    throw new Mt5Error('UNAUTHORIZED', 'That is no token of this server.');
  }

  #prove(pair: string): void {
    this.#proven.delete(pair);
    this.#proven.add(pair);
    for (const oldest of this.#proven) {
      if (this.#proven.size <= MOST_PROVEN) break;
      this.#proven.delete(oldest);
    }
  }
}

/** undefined where the header is absent or of another scheme. */
export function bearerOf(header: string | undefined): string | undefined {
  return /^bearer +([^\s]+)$/i.exec(header?.trim() ?? '')?.[1];
}

/** One customer's IPv6 addresses are as many as they like: their network stands for them. */
function networkOf(address: string): string {
  if (!ipaddr.IPv6.isValid(address)) return address;
  return ipaddr.IPv6.parse(address).toNormalizedString().split(':').slice(0, 4).join(':');
}
