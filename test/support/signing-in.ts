import { Secret, TOTP } from 'otpauth';
import type { Role } from '#access/principal.js';
import type { TestApi } from '#test/api.js';
import { type ConsoleClient, consoleOf, fieldOf } from '#test/console.js';

export const PASSWORD = 'a sentence that only Anne knows';

export interface SignedInPerson {
  /** A browser with a session. */
  browser: ConsoleClient;
  account: string;
  email: string;
  /** Key of the authenticator app, in base32. */
  totp: string;
  recoveryCodes: string[];
}

/** What the app shows. @param steps later */
export const codeOf = (totp: string, now: Date, steps = 0): string =>
  TOTP.generate({ secret: Secret.fromBase32(totp), timestamp: now.getTime() + steps * 30_000 });

/** The path of a link. */
export const pathOf = (link: string): string => link.replace(/^https?:\/\/[^/]+/, '');

/** An invited person who has chosen a password, set up an app and is signed in. */
export async function personWith(
  server: Pick<TestApi, 'api' | 'url' | 'db'>,
  role: Role,
  { email = `${role}@example.org`, name = `Anne ${role}`, now = NOW } = {},
): Promise<SignedInPerson> {
  const { body } = await server.api.post('/v1/admin/accounts', { name, email, role });
  const browser = consoleOf(server);
  const asked = await chooseOn(browser, body.link.url);
  const totp = totpIn(asked.html);
  const ticket = fieldOf(asked.html, 'ticket') ?? '';
  const done = await browser.post('/sign-in/code', { ticket, code: codeOf(totp, now), to: '/' });
  const recoveryCodes = done.text.match(/\b[a-z2-9]{4}(?:-[a-z2-9]{4}){3}\b/g) ?? [];
  await browser.get('/help');
  return { browser, account: body.account.id, email, totp, recoveryCodes };
}

/** When the clock of a test server starts; it goes on, within the first step. */
export const NOW = new Date('2026-11-25T08:00:00Z');

export async function chooseOn(browser: ConsoleClient, link: string, password = PASSWORD) {
  const path = pathOf(link);
  const { html } = await browser.get(path);
  return browser.post(path.replace(/\?.*/, ''), { token: fieldOf(html, 'token') ?? '', password });
}

export const totpIn = (html: string): string => (/<code class="key">([^<]+)</.exec(html)?.[1] ?? '').replace(/ /g, '');
