/** How the owner showed to be the owner. */
export type SignInMethod = 'passphrase' | 'passkey';

/** A browser that the owner signed in with. */
export interface OwnerSession {
  readonly method: SignInMethod;
  /** Of the passkey; "passphrase" otherwise. */
  readonly by: string;
  /** ms UTC. */
  readonly created_at: number;
  readonly expires_at: number;
}

export interface PasskeyInfo {
  readonly id: string;
  readonly name: string;
  /** ms UTC. */
  readonly created_at: number;
  readonly last_used_at: number | null;
}

/** JSON of the WebAuthn API (PublicKeyCredentialRequestOptionsJSON and the like), as @simplewebauthn has it. */
export type WebAuthnJson = Readonly<Record<string, unknown>>;

/**
 * The owner in a browser. Sessions and passkeys are in the ledger, so that a restart signs nobody out; of a session's
 * token only the digest. Every sign-in, enrolment and refusal stands in the audit log. Ids of WebAuthn belong to the
 * host of `origin`: a passkey of one host is none of another.
 */
export interface OwnerAccess {
  /** Whether there is a passphrase, and how many passkeys. */
  state(): { readonly has_passphrase: boolean; readonly passkeys: number };

  /** @throws Mt5Error WRONG_PASSPHRASE, PASSPHRASE_NOT_SET, PASSPHRASE_LOCKED */
  signInByPassphrase(passphrase: string): Promise<{ readonly token: string; readonly session: OwnerSession }>;
  /** What the browser needs to sign in with a passkey. */
  signInOptions(origin: string): Promise<WebAuthnJson>;
  /** @throws Mt5Error PASSKEY_REFUSED */
  signInByPasskey(
    origin: string,
    answer: WebAuthnJson,
  ): Promise<{ readonly token: string; readonly session: OwnerSession }>;
  /** Slides the idle expiry. undefined: signed out, expired, never was. */
  session(token: string): OwnerSession | undefined;
  /** Whether it is in force now; a look that keeps nothing alive, for streams that stay open. */
  stands(token: string): boolean;
  signOut(token: string): void;

  /** A code for one enrolment, for ten minutes. The caller has checked the passphrase. */
  offerEnrolment(name: string): { readonly code: string; readonly expires_at: number };
  /** @throws Mt5Error ENROLMENT_REFUSED */
  enrolmentOptions(code: string, origin: string): Promise<WebAuthnJson>;
  /** Uses the code up. @throws Mt5Error ENROLMENT_REFUSED, PASSKEY_REFUSED */
  enrol(code: string, origin: string, answer: WebAuthnJson): Promise<PasskeyInfo>;
  passkeys(): readonly PasskeyInfo[];
  /** The caller has checked the passphrase. @throws Mt5Error PASSKEY_NOT_FOUND */
  removePasskey(id: string): void;

  /**
   * What the browser needs to sign one order: the challenge is a digest of approval id, order hash and a nonce that
   * counts once. @throws Mt5Error APPROVAL_NOT_FOUND
   */
  approvalOptions(
    origin: string,
    approval: { readonly approval_id: string; readonly hash: string },
  ): Promise<WebAuthnJson>;
  /** Whether a person has signed exactly this order; who. @throws Mt5Error PASSKEY_REFUSED */
  checkApproval(
    origin: string,
    approval: { readonly approval_id: string; readonly hash: string },
    answer: WebAuthnJson,
  ): Promise<{ readonly by: string }>;
}
