import type { Answer } from './post.js';

const MOST_HEADERS = 20;
const LONGEST_HEADER = 200;
const LONGEST_BODY = 2_000;

/** Of an answer, what the log of attempts keeps. */
export interface NotedAnswer {
  headers: Record<string, string>;
  body: string;
}

/** The first headers and the beginning of the body. Cookies are left out: they may let somebody in. */
export const notedOf = ({ headers, body }: Answer): NotedAnswer => ({
  headers: Object.fromEntries(
    Object.entries(headers)
      .filter(([name, value]) => value !== undefined && name !== 'set-cookie')
      .slice(0, MOST_HEADERS)
      .map(([name, value]) => [storable(name, LONGEST_HEADER), storable(String(value), LONGEST_HEADER)]),
  ),
  body: storable(body, LONGEST_BODY),
});

/** PostgreSQL holds no NUL in text, and no half of a surrogate pair in JSON. */
const storable = (text: string, longest: number): string =>
  Buffer.from(text.slice(0, longest)).toString('utf8').replaceAll('\0', '\uFFFD');
