import { Command, Option } from 'commander';
import { aborted } from '#concurrency/timeout.js';
import { Clock } from '#database/clock.js';
import type { Schema } from '#client/jalon-client.js';
import { addressOption, type Api, callApi } from '../call-api.js';
import { type Access, apiOf } from '../query/questions.js';
import { UserError } from '../terminal.js';
import { forwardFetched } from './fetched-messages.js';
import { LocalEndpoint } from './local-endpoint.js';
import { forwardReceived } from './received-messages.js';
import { verificationKey } from './whether-valid.js';

export interface ListenOptions extends Access {
  forwardTo?: URL;
  subscription?: string;
  filter?: object;
  format?: 'standard' | 'cloudevents';
  since?: string;
  secret?: string;
  port?: number;
  host: string;
  printBody: boolean;
}

const more = `
Without --port, Jalon needs no way to this machine: messages are fetched over REST, with a key of scope record, and posted
to --forward-to with the headers, the signature and the retries of a subscription. It ends with the command. The first
message is the challenge. "POST /v1/subscriptions/{id}/test" with the id that is printed sends samples of all types.

With --port, it receives what a subscription sends to this machine, directly or through a tunnel.

Without --forward-to, messages are only shown.

Examples:
  jalon listen --forward-to http://localhost:4000/hooks
  jalon listen --forward-to localhost:4000/hooks --filter '{"schemes":["secnumcloud"],"statusChange":true}'
  jalon listen --forward-to localhost:4000/hooks --subscription 5f0c5a0e-6d0a-4f5e-9a37-1b8f3f0f7a11
  jalon listen --forward-to localhost:4000/hooks --since 2026-11-01T00:00:00Z
  jalon listen --port 8080 --secret whsec_… --forward-to localhost:4000/hooks`;

export const listenCommand = (): Command =>
  new Command('listen')
    .description('Receive webhooks on this machine: verify them and forward them to a local address, for development.')
    .addOption(addressOption())
    .addOption(new Option('--key <key>', 'an API key with scope record; not with --port').env('JALON_KEY'))
    .addOption(new Option('--forward-to <address>', 'such as http://localhost:4000/hooks').argParser(addressIn))
    .addOption(new Option('--subscription <id>', 'with the filter and the settings of this subscription'))
    .addOption(new Option('--filter <json>', 'which messages, as in a subscription (default: all)').argParser(filterIn))
    .addOption(new Option('--since <when>', 'first the events recorded after an instant or a position of the ledger'))
    .addOption(new Option('--format <format>', 'of the body').choices(['standard', 'cloudevents']))
    .addOption(
      new Option('--secret <secret>', 'signs the messages (default: a new one); with --port, verifies them')
        .env('JALON_WEBHOOK_SECRET')
        .argParser(verificationKey),
    )
    .addOption(new Option('--port <port>', 'receive on this port instead of fetching').argParser(portIn))
    .addOption(new Option('--host <address>', 'with --port: the address to receive on').default('127.0.0.1'))
    .option('--print-body', 'show the body of each message', false)
    .addHelpText('after', more)
    .action((options: ListenOptions) => listen(options, interrupted()));

/** A second signal ends the process at once. */
function interrupted(): AbortSignal {
  const ending = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(name, () => {
      ending.abort();
    });
  return ending.signal;
}

/** Listens until the signal aborts. */
export async function listen(options: ListenOptions, signal: AbortSignal): Promise<void> {
  await (options.port === undefined ? listenByFetching(options, signal) : listenOnPort(options, signal));
}

async function listenByFetching(options: ListenOptions, signal: AbortSignal): Promise<void> {
  const { forwardTo, printBody: isBodyShown } = options;
  const [api, clock] = [apiOf(options), new Clock()];
  const { id, secret, publicKey } = await createListener(api, options);
  const key = secret ?? publicKey ?? '';
  console.log(`Listening to ${api.address}${forwardTo ? `, forwarding to ${forwardTo.href}` : ''}. Ctrl-C stops.`);
  console.log(`${secret === null ? 'Public key' : 'Secret'}:       ${key}`);
  console.log(`Subscription: ${id}`);
  const endpoint = new LocalEndpoint({ key, forwardTo }, clock);
  const forwarding = forwardFetched({ api, id, endpoint, clock, isBodyShown }, signal);
  try {
    await Promise.race([forwarding, aborted(signal)]);
  } finally {
    await endpoint.close();
    await callApi(api, 'record', (client) =>
      client.DELETE('/v1/subscriptions/{id}', { params: { path: { id } }, parseAs: 'text' }),
    ).catch(() => undefined); // ended already, or in an hour by itself
  }
}

async function createListener(api: Api, options: ListenOptions): Promise<Schema<'CreatedSubscription'>> {
  const { subscription: id, filter, format, since, secret, forwardTo } = options;
  if (secret?.startsWith('whpk_')) throw new UserError('--secret must start with whsec_, unless --port is given.');
  const like = id === undefined ? {} : await settingsOf(api, id, format);
  const body = {
    ...like,
    ...(filter && { filter }),
    ...(format && { format }),
    ...(since !== undefined && { since }),
    ...(secret !== undefined && { secret, signature: 'hmac' as const }),
    ...{ channel: 'webhook' as const, listener: true, url: forwardTo?.href ?? 'http://localhost/' },
  };
  const { data } = await callApi(api, 'record', (client) => client.POST('/v1/subscriptions', { body }));
  return data;
}

/** @throws UserError for messages to a channel, whose reader confirms with a link */
async function settingsOf(api: Api, id: string, wished: ListenOptions['format']) {
  const { data } = await callApi(api, 'record', (client) =>
    client.GET('/v1/subscriptions/{id}', { params: { path: { id } } }),
  );
  const { filter, language, reminders, format, ordered, ratePerMinute, signature } = data;
  if (wished === undefined && (format === 'slack' || format === 'teams'))
    throw new UserError(`The subscription sends messages to ${format}. Add --format standard or --format cloudevents.`);
  const settings = { filter, language, reminders, format, ordered, signature };
  return { ...settings, ...(ratePerMinute && { ratePerMinute }) };
}

async function listenOnPort(options: ListenOptions, signal: AbortSignal): Promise<void> {
  const { secret: key, host, forwardTo, port = 0, printBody: isBodyShown } = options;
  if (key === undefined)
    throw new UserError('--port needs --secret: whsec_… of the subscription, or its public key, whpk_….');
  const clock = new Clock();
  const endpoint = new LocalEndpoint({ key, forwardTo }, clock);
  const onListening = (address: string): void => {
    console.log(`Receiving on ${address}${forwardTo ? `, forwarding to ${forwardTo.href}` : ''}. Ctrl-C stops.`);
  };
  await forwardReceived({ host, port, endpoint, clock, isBodyShown, onListening }, signal);
  await endpoint.close();
}

/** `localhost:4000/hooks` and `4000/hooks` are addresses, too. */
function addressIn(text: string): URL {
  const address = text.includes('://') ? text : `http://${/^\d+(?:\/|$)/.test(text) ? `localhost:${text}` : text}`;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw new UserError(`--forward-to must be an address such as http://localhost:4000/hooks, but is ${text}`);
}

function portIn(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new UserError(`--port must be a port such as 8080, but is ${text}`);
}

function filterIn(text: string): object {
  try {
    const filter: unknown = JSON.parse(text);
    if (typeof filter === 'object' && filter !== null && !Array.isArray(filter)) return filter;
  } catch {
    // said below
  }
  throw new UserError(`--filter must be a JSON object such as {"schemes":["secnumcloud"]}, but is ${text}`);
}
