import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Why a request is refused. */
export interface Refusal {
  status: 400 | 401 | 403;
  reason: string;
}

function equal(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}

function cookieValue(header: string | undefined, name: string): string | undefined {
  for (const part of (header ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return undefined;
}

/**
 * Who may talk to a served host: one address with a token that works once, then a cookie that only our own page
 * sends. `Host` and `Origin` must be ours exactly, so a foreign page or a rebound name reaches nothing.
 */
export class Access {
  readonly origin: string;
  readonly socketOrigin: string;
  private readonly host: string;
  private readonly cookieName: string;
  private readonly secret = randomBytes(32).toString('base64url');
  private readonly tokens = new Set<string>();

  constructor(port: number) {
    this.host = `127.0.0.1:${port}`;
    this.origin = `http://${this.host}`;
    this.socketOrigin = `ws://${this.host}`;
    this.cookieName = `atomiton_${port}`;
  }

  /** A new token; each opens one browser. */
  issueToken(): string {
    const token = randomBytes(24).toString('base64url');
    this.tokens.add(token);
    return token;
  }

  /** True once for each issued token. */
  redeem(token: string): boolean {
    for (const known of this.tokens) {
      if (!equal(known, token)) continue;
      this.tokens.delete(known);
      return true;
    }
    return false;
  }

  /** `Set-Cookie` for a browser that came with a token. */
  get setCookie(): string {
    return `${this.cookieName}=${this.secret}; HttpOnly; SameSite=Strict; Path=/`;
  }

  /** Checks `Host`, `Origin` and where the request came from; a socket must name its origin. */
  checkOrigin(request: IncomingMessage, isSocket: boolean): Refusal | undefined {
    const { host, origin } = request.headers;
    if (host !== this.host) return { status: 403, reason: `Host must be ${this.host}.` };
    if (origin === undefined) {
      if (isSocket) return { status: 403, reason: `Origin must be ${this.origin}.` };
    } else if (origin !== this.origin) return { status: 403, reason: `Origin must be ${this.origin}.` };
    const site = request.headers['sec-fetch-site'];
    if (site !== undefined && site !== 'none' && site !== 'same-origin') {
      return { status: 403, reason: 'Requests from other sites are refused.' };
    }
    return undefined;
  }

  /** Checks the cookie. */
  checkCookie(request: IncomingMessage): Refusal | undefined {
    const value = cookieValue(request.headers.cookie, this.cookieName);
    if (value !== undefined && equal(value, this.secret)) return undefined;
    return { status: 401, reason: 'Open the address that atomiton serve printed; it works once.' };
  }
}
