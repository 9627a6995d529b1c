/** The owner's browser, as far as its requests go: a cookie, its own origin, and the header that only its pages send. */
export class OwnerBrowser {
  readonly #url: string;
  #cookie = '';

  constructor(url: string) {
    this.#url = url;
  }

  get cookie(): string {
    return this.#cookie;
  }

  async signIn(passphrase: string): Promise<Response> {
    const response = await this.post('/api/session', { passphrase });
    const [cookie = ''] = response.headers.getSetCookie();
    this.#cookie = cookie.split(';')[0] ?? '';
    return response;
  }

  signOut(): Promise<Response> {
    return fetch(`${this.#url}/api/session`, { method: 'DELETE', headers: this.#headers() });
  }

  get(path: string): Promise<Response> {
    return fetch(`${this.#url}${path}`, { headers: { cookie: this.#cookie } });
  }

  post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${this.#url}${path}`, {
      method: 'POST',
      headers: { ...this.#headers(), 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  }

  #headers(): Record<string, string> {
    return { cookie: this.#cookie, origin: this.#url, 'x-mt5-bridge': 'dashboard' };
  }
}
