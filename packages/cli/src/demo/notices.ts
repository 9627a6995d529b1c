import type { Client } from '@modelcontextprotocol/client';

/** Change notices that have come. */
export class Notices {
  count = 0;
  #unseen = false;
  #wake = () => {};

  constructor(client: Client) {
    client.setNotificationHandler('notifications/resources/updated', () => {
      this.count++;
      this.#unseen = true;
      this.#wake();
    });
  }

  /** Whether one has come since the last call, which it waits for until the deadline. */
  async next(deadline: AbortSignal): Promise<boolean> {
    if (!this.#unseen && !deadline.aborted) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        deadline.addEventListener('abort', () => resolve(), { once: true });
      });
    }
    const came = this.#unseen;
    this.#unseen = false;
    return came;
  }
}
