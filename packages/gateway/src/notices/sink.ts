import type { Notice } from './notice.ts';

/** Somebody who is told. */
export interface Sink {
  /** The same for the same receiver, after a restart too; nothing in it is a secret. */
  readonly key: string;
  /** For people: "the webhook". */
  readonly name: string;
  /** Resolves when the receiver has it. @throws DeliveryFailure */
  deliver(notice: Notice, signal: AbortSignal): Promise<void>;
}

/** Why a notice did not arrive; the message holds no address, which may itself be a secret. */
export class DeliveryFailure extends Error {
  /** The receiver does not want this one; it is not tried again. */
  readonly isFinal: boolean;

  constructor(message: string, isFinal = false) {
    super(message);
    this.isFinal = isFinal;
  }
}
