import type { ErrorRecord } from '@mt5-bridge/gateway/read';
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/browser';
import { ApiError } from './call.ts';

// Loaded when it is needed: most visits never touch it.
const library = () => import('@simplewebauthn/browser');

export const passkeysWork = (): boolean => globalThis.isSecureContext && 'PublicKeyCredential' in globalThis;

/** The browser asks the person. @throws ApiError PASSKEY_UNUSABLE */
export async function askPasskey(
  optionsJSON: PublicKeyCredentialRequestOptionsJSON,
): Promise<AuthenticationResponseJSON> {
  const { startAuthentication } = await library();
  return startAuthentication({ optionsJSON }).catch((error: unknown) => refuse(error));
}

/** @throws ApiError PASSKEY_UNUSABLE */
export async function makePasskey(
  optionsJSON: PublicKeyCredentialCreationOptionsJSON,
): Promise<RegistrationResponseJSON> {
  const { startRegistration } = await library();
  return startRegistration({ optionsJSON }).catch((error: unknown) => refuse(error));
}

const BROWSER_SAYS: Readonly<Record<string, string>> = {
  NotAllowedError: 'It was cancelled, took too long, or there is no passkey for this address on this device.',
  InvalidStateError: 'This device has a passkey for mt5-bridge already.',
  SecurityError: 'Passkeys work only at the address they were made for, and over HTTPS or on this very machine.',
};

function refuse(error: unknown): never {
  const name = error instanceof Error ? error.name : '';
  const message = BROWSER_SAYS[name] ?? (error instanceof Error ? error.message : String(error));
  const record: ErrorRecord = {
    code: 'PASSKEY_UNUSABLE',
    message,
    retryable: true,
    requires_human: true,
    what_to_do: 'Try again, or use another way.',
  };
  throw new ApiError(record, 0);
}
