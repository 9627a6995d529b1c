import type { KillSwitch } from '@mt5-bridge/gateway/api';
import type { ApprovalView, SessionState, SignedInState } from '@mt5-bridge/mcp-server/dashboard';
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser';
import { call } from './call.ts';
import { keepPageKey } from './page-key.ts';
import { askPasskey, makePasskey } from './passkeys.ts';

export const readSession = (): Promise<SessionState> => call('GET', '/api/session');

function signedIn({ page_key, ...state }: SignedInState): SessionState {
  keepPageKey(page_key);
  return state;
}

export const signIn = async (passphrase: string): Promise<SessionState> =>
  signedIn(await call('POST', '/api/session', { passphrase }));

export async function signInByPasskey(): Promise<SessionState> {
  const options = await call<PublicKeyCredentialRequestOptionsJSON>('POST', '/api/session/passkey/options');
  return signedIn(await call('POST', '/api/session/passkey', { answer: await askPasskey(options) }));
}

export async function signOut(): Promise<SessionState> {
  const state = await call<SessionState>('DELETE', '/api/session');
  keepPageKey(null);
  return state;
}

export async function enrol(code: string): Promise<{ readonly name: string }> {
  const options = await call<PublicKeyCredentialCreationOptionsJSON>('POST', '/api/enrol/options', { code });
  return call('POST', '/api/enrol', { code, answer: await makePasskey(options) });
}

const approvalPath = (id: string): string => `/api/approvals/${encodeURIComponent(id)}`;

export const readApproval = (id: string): Promise<ApprovalView> => call('GET', approvalPath(id));

type Named = Pick<ApprovalView, 'approval_id' | 'hash'>;

export const approve = ({ approval_id, hash }: Named): Promise<ApprovalView> =>
  call('POST', `${approvalPath(approval_id)}/approve`, { hash });

export async function approveByPasskey({ approval_id, hash }: Named): Promise<ApprovalView> {
  const path = `${approvalPath(approval_id)}/passkey`;
  const options = await call<PublicKeyCredentialRequestOptionsJSON>('POST', `${path}/options`, { hash });
  return call('POST', path, { hash, answer: await askPasskey(options) });
}

export const deny = (id: string, reason: string): Promise<ApprovalView> =>
  call('POST', `${approvalPath(id)}/deny`, reason === '' ? {} : { reason });

export const stopTrading = (reason: string): Promise<KillSwitch> =>
  call('POST', '/api/kill-switch', { on: true, reason });

export const resumeTrading = (passphrase: string): Promise<KillSwitch> =>
  call('POST', '/api/kill-switch', { on: false, passphrase });
