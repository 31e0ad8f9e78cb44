import { Agent } from 'undici';
import type { Clock } from '#database/clock.js';
import { post } from '#delivery/webhook/post.js';
import { type Headers, whyInvalid } from './whether-valid.js';

/** What became of a message: the response, or the code of the error without one. */
export interface Handled {
  tookMs: number;
  status?: number;
  headers?: Record<string, string>;
  body?: string;
  error?: string;
  /** Why the message is not valid; it was not forwarded. */
  invalid?: string;
}

interface Options {
  /** `whsec_…` or `whpk_…`. */
  key: string;
  forwardTo: URL | undefined;
}

/** Verifies messages and forwards those that are valid. Without an address, it responds as an endpoint should. */
export class LocalEndpoint {
  readonly #agent = new Agent({ keepAliveTimeout: 1_000 });

  constructor(
    private readonly options: Options,
    private readonly clock: Clock,
  ) {}

  async handle(headers: Headers, body: string): Promise<Handled> {
    const { key, forwardTo } = this.options;
    const invalid = whyInvalid(headers, body, key, this.clock.now());
    if (invalid !== undefined) return { tookMs: 0, status: 401, body: invalid, invalid };
    if (!forwardTo) return { tookMs: 0, status: 200, ...challengeIn(body) };
    const began = performance.now();
    const tookMs = () => Math.round(performance.now() - began);
    try {
      const { code, headers: said, body: text } = await post({ url: forwardTo.href, headers, body }, this.#agent);
      return { tookMs: tookMs(), status: code, headers: single(said), body: text };
    } catch (error) {
      const { code, name } = error as { code?: unknown; name: string };
      return { tookMs: tookMs(), error: typeof code === 'string' ? code : name };
    }
  }

  /** Ends requests in progress. */
  close(): Promise<void> {
    return this.#agent.destroy();
  }
}

function challengeIn(body: string): Pick<Handled, 'headers' | 'body'> {
  const { data } = JSON.parse(body) as { data?: { challenge?: unknown } };
  if (data?.challenge === undefined) return {};
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify({ challenge: data.challenge }) };
}

export const single = (headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (value ? [[name, String(value)]] : [])));
