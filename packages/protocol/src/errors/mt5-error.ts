import { type ErrorCode, errorCatalog } from './catalog.ts';

/** Facts beside the message, JSON-able: close matches, limits, the raw number. */
export type ErrorDetails = Readonly<Record<string, unknown>>;

/** A failure with a code of the catalogue. `retcode` is MT5's own number: a return code or a runtime error. */
export class Mt5Error extends Error {
  override readonly name = 'Mt5Error';
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
  readonly retcode: number | undefined;

  constructor(
    code: ErrorCode,
    problem?: string,
    options: { details?: ErrorDetails; retcode?: number | undefined; cause?: unknown } = {},
  ) {
    super(problem ?? errorCatalog[code].message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.details = options.details ?? {};
    this.retcode = options.retcode;
  }

  get whatToDo(): string {
    return errorCatalog[this.code].what_to_do;
  }
}
