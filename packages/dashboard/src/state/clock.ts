import { signal } from '@preact/signals';

let ahead = 0;

/** Of the server's machine, once a second: for countdowns and "ago". */
export const now = signal(Date.now());

export const serverNow = (): number => Date.now() + ahead;

export function adjustClock(serverTime: number): void {
  ahead = serverTime - Date.now();
  now.value = serverTime;
}

export function startClock(): void {
  setInterval(() => {
    now.value = serverNow();
  }, 1_000);
}
