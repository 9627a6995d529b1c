const NAME = 'mt5-bridge.page-key';

/** Where storage takes nothing, the key lasts as long as the page. */
let inMemory: string | null = null;

/** The second half of being signed in: unlike the cookie, no page of another port of this host has it. */
export function pageKey(): string | null {
  try {
    // Asked anew each time: another tab may have signed in, and the cookie is of all tabs.
    return inMemory ?? localStorage.getItem(NAME);
  } catch {
    return inMemory;
  }
}

/** @param key null: forgotten */
export function keepPageKey(key: string | null): void {
  inMemory = null;
  try {
    if (key === null) localStorage.removeItem(NAME);
    else localStorage.setItem(NAME, key);
  } catch {
    inMemory = key;
  }
}

/** Calls back when another tab signed in or out. */
export function onOtherPageKey(listener: () => void): void {
  addEventListener('storage', ({ key }) => {
    // null: all of it was cleared.
    if (key === NAME || key === null) listener();
  });
}
