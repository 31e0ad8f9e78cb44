import type { Command } from 'commander';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { Schema } from '#client/jalon-client.js';
import { summaryWithTitle } from '#language/describe-event.js';
import { type Api, callApi, RequestRejected } from '../call-api.js';
import {
  type Access,
  allOf,
  apiOf,
  given,
  knownAtOption,
  providerNamed,
  question,
  schemeOption,
  show,
} from './questions.js';

type Entry = Schema<'TimelineEntry'> & { about: string };

interface Options extends Access {
  scheme?: string;
  knownAt?: string;
  json: boolean;
}

const more = `
Events are listed by their date, with corrections applied; retracted ones are marked. "recorded" is the day on which
Jalon learned of an event.

Examples:
  jalon query history ovhcloud
  jalon query history ovhcloud --scheme secnumcloud
  jalon query history 0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11
  jalon query history bleu --known-at 2026-06-30T00:00:00Z`;

export const historyCommand = (): Command =>
  question('history')
    .description('What happened: every event of a provider and its certifications, or of one certification.')
    .argument('<name>', 'the slug, id or name of a provider, or the id of a dossier')
    .addOption(schemeOption())
    .addOption(knownAtOption())
    .addHelpText('after', more)
    .action(async (name: string, { scheme, knownAt, json, ...access }: Options) => {
      const api = apiOf(access);
      const at = given({ knownAt });
      const entries = (await ofDossier(api, name, at)) ?? (await ofProvider(api, name, scheme, at));
      const items = entries.toSorted((one, other) => (dateOf(one) < dateOf(other) ? -1 : 1));
      const header = ['date', 'about', 'event', 'source', 'recorded'];
      show(items, { json, header, row, none: 'Nothing is on record for this question.' });
    });

type At = { knownAt?: string };

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** The events of a dossier; `undefined` if the name is not that of one. */
async function ofDossier(api: Api, id: string, at: At): Promise<Entry[] | undefined> {
  if (!UUID.test(id)) return undefined;
  const found = await dossierAt(api, id).catch(ifUnknown);
  return found && timeline(api, 'dossiers', { id, about: found.scheme }, at);
}

const dossierAt = async (api: Api, id: string): Promise<Schema<'Dossier'>> =>
  (await callApi(api, 'read', (client) => client.GET('/v1/dossiers/{id}', { params: { path: { id } } }))).data;

function ifUnknown(error: unknown): undefined {
  if (!(error instanceof RequestRejected && error.status === 404)) throw error;
}

async function ofProvider(api: Api, name: string, scheme: string | undefined, at: At): Promise<Entry[]> {
  const provider = await providerNamed(api, name);
  const asked = { provider, ...given({ scheme }), ...at };
  const dossiers = await allOf((next) =>
    callApi(api, 'read', (client) => client.GET('/v1/dossiers', { params: { query: { ...asked, ...next } } })),
  );
  const ofDossiers = dossiers.map(({ id, scheme: about }) => timeline(api, 'dossiers', { id, about }, at));
  const own = scheme === undefined ? [timeline(api, 'providers', { id: provider, about: '-' }, at)] : [];
  return (await Promise.all([...own, ...ofDossiers])).flat();
}

async function timeline(
  api: Api,
  of: 'dossiers' | 'providers',
  { id, about }: { id: string; about: string },
  at: At,
): Promise<Entry[]> {
  const entries = await allOf((next) => {
    const params = { path: { id }, query: { ...at, ...next } };
    return callApi(api, 'read', (client) => client.GET(`/v1/${of}/{id}/events`, { params }));
  });
  return entries.map((entry) => ({ ...entry, about }));
}

const dateOf = ({ occurred, current, recordedAt }: Entry): string =>
  current?.occurred ?? occurred ?? recordedAt.slice(0, 10);

function row(entry: Entry): string[] {
  const { type, retracted, about, recordedAt } = entry;
  const { data, source } = entry.current ?? entry;
  const summary = summaryWithTitle({ type, data } as unknown as LedgerEvent, 'en');
  return [
    dateOf(entry),
    about,
    retracted ? `${summary} (retracted)` : summary,
    source?.publisher ?? '-',
    recordedAt.slice(0, 10),
  ];
}
