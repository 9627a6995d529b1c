/** The owner's browser, as far as its requests go: a cookie, and what only its own page has or may send. */
export class OwnerBrowser {
  readonly #url: string;
  #cookie = '';
  #pageKey = '';

  constructor(url: string) {
    this.#url = url;
  }

  get cookie(): string {
    return this.#cookie;
  }

  /** What opens the owner's routes: the cookie, and the key that the page keeps. */
  get proof(): Record<string, string> {
    return { cookie: this.#cookie, 'x-mt5-bridge-page-key': this.#pageKey };
  }

  async signIn(passphrase: string): Promise<Response> {
    const response = await this.post('/api/session', { passphrase });
    const [cookie = ''] = response.headers.getSetCookie();
    this.#cookie = cookie.split(';')[0] ?? '';
    if (response.ok) this.#pageKey = ((await response.clone().json()) as { page_key: string }).page_key;
    return response;
  }

  signOut(): Promise<Response> {
    return fetch(`${this.#url}/api/session`, { method: 'DELETE', headers: this.#headers() });
  }

  get(path: string): Promise<Response> {
    return fetch(`${this.#url}${path}`, { headers: this.proof });
  }

  post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${this.#url}${path}`, {
      method: 'POST',
      headers: { ...this.#headers(), 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  }

  #headers(): Record<string, string> {
    return { ...this.proof, origin: this.#url, 'x-mt5-bridge': 'dashboard' };
  }
}
