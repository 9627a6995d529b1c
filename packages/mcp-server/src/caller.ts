import type { InputRequiredResult } from '@modelcontextprotocol/server';

/** Who makes a call, and what the person behind it can be asked and has said. */
export interface Caller {
  /** The name that the client gives itself: a label for the audit log, never a proof. */
  readonly name: string;
  /** Asks the user for a yes; absent where the client did not say that it can. */
  readonly ask?: (question: Question) => Promise<InputRequiredResult>;
  /** Offers the user a page to open; absent where the client did not say that it can. */
  readonly point?: (question: Question, url: string) => Promise<InputRequiredResult>;
  /** On a call that comes back with what the user said. @throws Mt5Error INVALID_APPROVAL when it is not our question */
  readonly reply?: () => Reply;
}

/** What an answer is bound to. A client that changes any of it gives no answer. */
export interface Subject {
  readonly approval_id: string;
  /** Of the preview that the user was shown. */
  readonly hash: string;
  /** Of tool and arguments. */
  readonly call: string;
}

/** How a question was put: by a form, whose answer is the user's word, or by a page that the user was sent to. */
export type Way = 'form' | 'page';

export interface Question {
  readonly subject: Subject;
  /** The whole order, in lines of text. */
  readonly message: string;
}

export interface Reply {
  readonly subject: Subject;
  /** `nothing`: the question was closed without an answer, or was a page, which only the owner's sign-in answers. */
  readonly said: 'yes' | 'no' | 'nothing';
}

/** Whoever reads a resource. */
export const NOBODY: Caller = { name: 'unknown' };
