import { pause } from '#concurrency/timeout.js';
import type { Clock } from '#database/clock.js';
import type { Schema } from '#client/jalon-client.js';
import { type Api, callApi, RequestRejected } from '../call-api.js';
import type { Handled, LocalEndpoint } from './local-endpoint.js';
import { saidOf, timeOf } from './said-of-message.js';

const EVERY_MS = 1_000;

/** Messages at once. */
const MOST = 16;

interface Context {
  api: Api;
  /** The listener. */
  id: string;
  endpoint: LocalEndpoint;
  clock: Clock;
  isBodyShown: boolean;
}

/**
 * Fetches the messages of a listener, hands each to the endpoint and reports the result, until the signal aborts. While the
 * server cannot be reached, it is asked again.
 *
 * @throws RequestRejected when the server has ended the listener or refuses the key
 */
export async function forwardFetched(context: Context, signal: AbortSignal): Promise<void> {
  const { api, id } = context;
  const underWay = new Set<Promise<void>>();
  let isReached = true;
  while (!signal.aborted) {
    try {
      const params = { path: { id } };
      const { data } = await callApi(api, 'record', (client) =>
        client.POST('/v1/subscriptions/{id}/attempts', { params }),
      );
      if (!isReached) console.log(`Connected to ${api.address} again.`);
      isReached = true;
      for (const message of data.items) {
        const forwarding = forward(message, context, signal).finally(() => underWay.delete(forwarding));
        underWay.add(forwarding);
      }
      if (underWay.size >= MOST) await Promise.race(underWay);
      if (data.items.length > 0) continue;
    } catch (error) {
      if (isFinal(error)) throw error;
      if (isReached) console.error(`${(error as Error).message}\nTrying again …`);
      isReached = false;
    }
    await pause(EVERY_MS, signal);
  }
}

const isFinal = (error: unknown): boolean =>
  error instanceof RequestRejected && error.status !== undefined && error.status !== 429;

/** Does not reject: a message whose result was not reported is sent again. */
async function forward(message: Schema<'FetchedMessage'>, context: Context, signal: AbortSignal): Promise<void> {
  const { endpoint, clock, isBodyShown } = context;
  const { headers, body } = message;
  const handled = await endpoint.handle(headers, body);
  if (signal.aborted) return;
  const note = await report(message, handled, context).catch(
    (error: unknown) => `The result could not be reported: ${(error as Error).message}`,
  );
  console.log(saidOf({ body, handled, note, at: clock.now() }, isBodyShown));
}

async function report(
  { delivery, attempt, body: message }: Schema<'FetchedMessage'>,
  { invalid: _, ...result }: Handled,
  context: Context,
): Promise<string | undefined> {
  const { api, id } = context;
  const params = { path: { id, delivery } };
  const body = { attempt, ...result };
  const { data } = await callApi(api, 'record', (client) =>
    client.POST('/v1/subscriptions/{id}/deliveries/{delivery}/result', { params, body }),
  );
  return data.type === 'subscription.verification' ? confirmed(data, message, context) : fateOf(data);
}

/** Confirms the listener whatever the endpoint has made of the challenge. */
async function confirmed(
  delivery: Schema<'DeliveryWithLog'>,
  body: string,
  { id, api }: Context,
): Promise<string | undefined> {
  if (delivery.state === 'sent' && delivery.lastErrorCode === null) return 'challenge returned';
  const { data } = JSON.parse(body) as { data: { challenge: string } };
  await callApi(api, 'record', (client) =>
    client.POST('/v1/subscriptions/{id}/confirm', { params: { path: { id } }, body: { token: data.challenge } }),
  );
  return `${delivery.lastError}. Jalon would not confirm this endpoint; listening goes on.`;
}

function fateOf({ state, lastError, nextAttemptAt }: Schema<'DeliveryWithLog'>): string | undefined {
  if (state === 'sent') return undefined;
  const next = nextAttemptAt === null ? 'soon' : `at ${timeOf(new Date(nextAttemptAt))}`;
  return `${lastError}; ${state === 'planned' ? `sent again ${next}` : 'not sent again'}`;
}
