import { boardCheckpoint } from '#projections/board-projection.js';
import type { LedgerDatabase } from '#database/connection.js';
import { waitUntilSeen } from '#event-store/checkpoint.js';
import { until } from '#test/until.js';
import { ADMIN_KEY, type TestApi } from './api.js';

/** A page as a browser without scripts would have it. */
export interface ConsolePage {
  status: number;
  headers: Headers;
  html: string;
  /** What is read on it: without tags, entities resolved, white space collapsed. */
  text: string;
  /** Where it sends the browser on, if it does. */
  location: string | null;
}

/** A browser without scripts, as far as these tests need one: it keeps cookies, and forms carry their token. */
export interface ConsoleClient {
  /** @param key the administrator's when absent */
  signIn(key?: string): Promise<ConsolePage>;
  /** Once the lists have followed everything on record: specs are not about how soon they do. */
  get(path: string, headers?: Record<string, string>): Promise<ConsolePage>;
  /** Sends a form with the token of the session; a redirection is not followed. */
  post(
    path: string,
    fields: Record<string, string> | URLSearchParams,
    headers?: Record<string, string>,
  ): Promise<ConsolePage>;
  /** Sends a form and follows where it leads. */
  submit(path: string, fields: Record<string, string> | URLSearchParams): Promise<ConsolePage>;
  cookies: Map<string, string>;
}

export function consoleOf({ url, db }: Pick<TestApi, 'url' | 'db'>, language: 'fr' | 'en' = 'en'): ConsoleClient {
  const cookies = new Map<string, string>();
  let token = '';

  async function send(path: string, init: RequestInit): Promise<ConsolePage> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { accept: 'text/html', 'accept-language': language, cookie, ...(init.headers as object) };
    const response = await fetch(url + path, { redirect: 'manual', ...init, headers });
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';', 1)[0] ?? '').split('=', 2);
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    const html = await response.text();
    token = /name="csrf" value="([^"]+)"/.exec(html)?.[1] ?? token;
    return {
      status: response.status,
      headers: response.headers,
      html,
      text: textOf(html),
      location: response.headers.get('location'),
    };
  }

  const client: ConsoleClient = {
    cookies,
    get: async (path, headers = {}) => {
      await listsFollowed(db);
      return send(path, { headers });
    },
    post: (path, fields, headers = {}) => {
      const body = new URLSearchParams(fields);
      if (token !== '' && !body.has('csrf')) body.set('csrf', token);
      return send(path, { method: 'POST', body, headers: { origin: url, ...headers } });
    },
    submit: async (path, fields) => {
      const answer = await client.post(path, fields);
      return answer.location === null ? answer : client.get(answer.location);
    },
    signIn: async (key = ADMIN_KEY) => {
      const answer = await client.post('/sign-in', { key, to: '/sign-in' });
      return answer.location === null ? answer : client.get('/help');
    },
  };
  return client;
}

/** Waits until the lists have followed everything on record. */
export async function listsFollowed(db: LedgerDatabase): Promise<void> {
  const { position } = await db.selectFrom('ledger_head').select('position').executeTakeFirstOrThrow();
  await until(() => waitUntilSeen(db, boardCheckpoint, position, 10_000));
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ' };

export const textOf = (html: string): string =>
  html
    .replace(/<(script|style|dialog)[^>]*>.*?<\/\1>/gs, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&(\w+|#39);/g, (whole, name: string) => ENTITIES[name] ?? whole)
    .replace(/\s+/g, ' ')
    .trim();

/** The value of a field of a form on a page. */
export const fieldOf = (html: string, name: string): string | undefined =>
  new RegExp(`name="${name.replace(/[.[\]]/g, '\\$&')}"[^>]*? value="([^"]*)"`).exec(html)?.[1];

/** What is read under a heading of the second order, up to the next one. @param id of the heading */
export function sectionOf(html: string, id: string): string {
  const from = html.indexOf(`<h2 id="${id}"`);
  const end = html.indexOf('<h2 ', from + 1);
  return from < 0 ? '' : textOf(html.slice(from, end < 0 ? undefined : end));
}
