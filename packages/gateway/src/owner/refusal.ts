import { type ErrorCode, Mt5Error } from '@mt5-bridge/protocol';
import type { AccessLog } from '../access/api.ts';
import type { Browser } from './api.ts';

/** Why a proof is none; the owner reads it. */
const problems = {
  no_name:
    'Passkeys belong to a host name, and this page was opened by an IP address: open it at localhost or at the name in public_url.',
  insecure: 'Browsers offer passkeys on pages with HTTPS alone, and on localhost.',
  unreadable: 'The answer of the browser cannot be read.',
  unknown_passkey: 'This passkey was not added for this address.',
  framed: 'The answer comes from inside a page of somebody else.',
  challenge: 'The answer is for another question, was given before, or took longer than five minutes.',
  unproven: 'The signature, its origin, or the check of who signed does not hold.',
  counter: 'Its counter did not grow, so a copy of the passkey may be about: remove it with mt5-bridge passkey remove.',
  known_passkey: 'This passkey was added before.',
  name_taken: 'A passkey of this name was added meanwhile.',
  no_offer: 'This link adds no passkey: it was used, it expired, or it never was one.',
} as const;
export type Problem = keyof typeof problems;

/** A proof that does not hold. `cause` is what a library said of it. */
export class Refusal extends Error {
  readonly problem: Problem;
  readonly code: ErrorCode;

  constructor(problem: Problem, cause?: unknown) {
    super(problems[problem], { cause });
    this.problem = problem;
    this.code = problem === 'no_offer' || problem === 'name_taken' ? 'ENROLMENT_REFUSED' : 'PASSKEY_REFUSED';
  }

  asError(): Mt5Error {
    return new Mt5Error(this.code, this.message, { details: { problem: this.problem }, cause: this.cause });
  }
}

/** Runs `work`; a refusal in it is told to the audit log under `what` and becomes the error that the caller sees. */
export async function audited<T>(
  accessLog: AccessLog,
  what: string,
  { address, origin }: Browser,
  data: Readonly<Record<string, unknown>>,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const library = error.cause instanceof Error ? { library: error.cause.message } : {};
    const actor = { kind: 'gateway', name: 'http' } as const;
    accessLog.note({ what, actor, data: { address, origin, problem: error.problem, ...library, ...data } });
    throw error.asError();
  }
}
