import type { OwnerSession, SignedIn } from '@mt5-bridge/gateway/api';
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { Env, HttpServices, Routes } from '../context.ts';
import type { SessionState, SignedInState } from '../dashboard/contract.ts';
import { limitBody } from '../guards/body.ts';
import { jsonBody } from '../json-body.ts';
import { browserOf, ownRequest } from './own-request.ts';
import { dropSession, keepSession, sessionProof } from './session-cookie.ts';

/** Bytes; the largest is an attestation of some kB. */
const LARGEST_BODY = 65_536;

const answer = z.record(z.string(), z.unknown());
const code = z.string().max(128);
const passphraseBody = z.object({ passphrase: z.string().max(4_096) });
const answerBody = z.object({ answer });
const codeBody = z.object({ code });
const enrolmentBody = z.object({ code, answer });

/** Signing in and out, and adding a passkey by a link: what is open to who is not signed in yet. */
export function ownerRoutes(services: HttpServices): Routes {
  const { owner, publicUrl, version } = services;

  function state(session: OwnerSession | undefined): SessionState {
    return {
      signed_in: session !== undefined,
      by: session?.by ?? null,
      method: session?.method ?? null,
      expires_at: session?.expires_at ?? null,
      ...owner.state(),
      public_url: publicUrl(),
      version,
    };
  }

  function end(c: Context<Env>): void {
    const proof = sessionProof(c);
    if (proof !== undefined) owner.signOut(proof, browserOf(c));
  }

  /** The session that this browser had before is over. */
  function signedIn(c: Context<Env>, { proof, session }: SignedIn): Response {
    end(c);
    keepSession(c, proof.token);
    return c.json({ ...state(session), page_key: proof.page_key } satisfies SignedInState);
  }

  const routes = new Hono<Env>();
  for (const path of ['/api/session', '/api/session/*', '/api/enrol', '/api/enrol/*']) {
    routes.use(path, ownRequest(services), limitBody(LARGEST_BODY));
  }
  return routes
    .get('/api/session', (c) => {
      const proof = sessionProof(c);
      return c.json(state(proof && owner.session(proof)));
    })
    .post('/api/session', async (c) => {
      const { passphrase } = await jsonBody(c, passphraseBody);
      return signedIn(c, await owner.signInByPassphrase(passphrase, browserOf(c)));
    })
    .delete('/api/session', (c) => {
      end(c);
      dropSession(c);
      return c.json(state(undefined));
    })
    .post('/api/session/passkey/options', async (c) => c.json(await owner.signInOptions(browserOf(c))))
    .post('/api/session/passkey', async (c) => {
      const body = await jsonBody(c, answerBody);
      return signedIn(c, await owner.signInByPasskey(browserOf(c), body.answer));
    })
    .post('/api/enrol/options', async (c) => {
      const body = await jsonBody(c, codeBody);
      return c.json(await owner.enrolmentOptions(body.code, browserOf(c)));
    })
    .post('/api/enrol', async (c) => {
      const body = await jsonBody(c, enrolmentBody);
      const { name } = await owner.enrol(body.code, browserOf(c), body.answer);
      return c.json({ name });
    });
}
