import createClient, { type Client, type ClientOptions } from 'openapi-fetch';
import type * as api from './openapi.js';

/** A typed client of the REST API: `client.GET('/v1/dossiers/{id}', { params: { path: { id } } })`. */
export type JalonClient = Client<api.paths, 'application/json'>;

/** A schema of the OpenAPI document, by its name. */
export type Schema<Name extends keyof api.components['schemas']> = api.components['schemas'][Name];

interface Options extends Pick<ClientOptions, 'fetch' | 'Request'> {
  /** Of the server, such as `https://jalon.example.org`. */
  address: string;
  /** An API key; not needed for what `PUBLIC_READ` shows. */
  key?: string | undefined;
}

export const jalonClient = ({ address, key, ...options }: Options): JalonClient =>
  createClient<api.paths, 'application/json'>({
    ...options,
    baseUrl: address,
    ...(key !== undefined && { headers: { authorization: `Bearer ${key}` } }),
    querySerializer: { array: { style: 'form', explode: false } },
  });

/** A body that is not JSON, such as a CSV file, sent as it is. */
export const rawBody = (body: unknown, type: string) => ({
  body: '',
  bodySerializer: () => body,
  headers: { 'content-type': type },
  duplex: 'half' as const,
});
