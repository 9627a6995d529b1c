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

/** A browser that talks to the HTTP server. */
export interface Browser {
  /** Origin of the page, which the server has checked to be its own. */
  readonly origin: string;
  /** Where it is, for the audit log and against guesses. */
  readonly address: string;
}

/** JSON of the WebAuthn API (PublicKeyCredentialRequestOptionsJSON and the like), as @simplewebauthn has it. */
export type WebAuthnJson = Readonly<Record<string, unknown>>;

/**
 * What a page shows to be the owner's. Browsers send the cookie to every port of its host, so whoever serves a page on
 * another one has the token; the key is in the storage of our own pages, which those of another port do not reach.
 */
export interface SessionProof {
  readonly token: string;
  readonly page_key: string;
}

/**
 * The owner in a browser. Sessions and passkeys are in the ledger, so that a restart signs nobody out; of a session's
 * token and page key only digests. Every sign-in, enrolment and refusal stands in the audit log. Passkeys belong to the host
 * of the page's origin: one of another host proves nothing.
 */
export interface OwnerAccess {
  /** Whether there is a passphrase, and how many passkeys. */
  state(): { readonly has_passphrase: boolean; readonly passkeys: number };

  /**
   * For what a session alone is not enough for. Guesses from here lock nobody out of the command line.
   * @throws Mt5Error WRONG_PASSPHRASE, PASSPHRASE_NOT_SET, PASSPHRASE_LOCKED, LOCKED_OUT, TOO_MANY_REQUESTS
   */
  checkPassphrase(passphrase: string, from: Browser): Promise<void>;
  /** @throws Mt5Error what `checkPassphrase` throws */
  signInByPassphrase(passphrase: string, from: Browser): Promise<SignedIn>;
  /** What the browser needs to sign in with a passkey. @throws Mt5Error PASSKEY_REFUSED */
  signInOptions(from: Browser): Promise<WebAuthnJson>;
  /** @throws Mt5Error PASSKEY_REFUSED */
  signInByPasskey(from: Browser, answer: WebAuthnJson): Promise<SignedIn>;
  /** Slides the idle expiry. undefined: signed out, expired, never was, or the key is not its own. */
  session(proof: SessionProof): OwnerSession | undefined;
  /** Whether it is in force now, whoever asks; a look that keeps nothing alive, for streams that stay open. */
  stands(token: string): boolean;
  signOut(proof: SessionProof, from: Browser): void;

  /**
   * A code for one enrolment, for ten minutes. The caller has checked the passphrase.
   * @throws Mt5Error INVALID_PARAMS the name is taken, or is none
   */
  offerEnrolment(name: string): { readonly code: string; readonly expires_at: number };
  /** @throws Mt5Error ENROLMENT_REFUSED, PASSKEY_REFUSED */
  enrolmentOptions(code: string, from: Browser): Promise<WebAuthnJson>;
  /** Uses the code up. @throws Mt5Error ENROLMENT_REFUSED, PASSKEY_REFUSED */
  enrol(code: string, from: Browser, answer: WebAuthnJson): Promise<PasskeyInfo>;
  passkeys(): readonly PasskeyInfo[];
  /** Ends the sessions that it opened. The caller has checked the passphrase. @throws Mt5Error PASSKEY_NOT_FOUND */
  removePasskey(id: string): void;

  /**
   * What the browser needs to sign one order: the challenge is a digest of approval id, order hash and a nonce that
   * counts once. @throws Mt5Error APPROVAL_NOT_FOUND, INVALID_APPROVAL, PASSKEY_REFUSED
   */
  approvalOptions(from: Browser, approval: SignedOrder): Promise<WebAuthnJson>;
  /** Whether a person has signed exactly this order; who. @throws Mt5Error PASSKEY_REFUSED */
  checkApproval(from: Browser, approval: SignedOrder, answer: WebAuthnJson): Promise<{ readonly by: string }>;
}

export interface SignedIn {
  /** The token for the cookie, the key for the page; kept nowhere here. */
  readonly proof: SessionProof;
  readonly session: OwnerSession;
}

/** Which order a person puts their name to. */
export interface SignedOrder {
  readonly approval_id: string;
  readonly hash: string;
}
