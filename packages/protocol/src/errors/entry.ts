/**
 * Every failure a user can meet: one entry a code. `what_to_do` speaks to the agent and to the person
 * behind it; `retryable` means that the same call may succeed later by itself; `requires_human` that it can't without one.
 */
export interface ErrorEntry {
  readonly message: string;
  readonly what_to_do: string;
  readonly retryable: boolean;
  readonly requires_human: boolean;
}

/** `call`: another call may do; `later`: the same one may; `human`: a person must do something first. */
export const entry = (message: string, what_to_do: string, kind: 'call' | 'later' | 'human'): ErrorEntry => ({
  message,
  what_to_do,
  retryable: kind === 'later',
  requires_human: kind === 'human',
});
