import type { Day } from '#domain/date/day.js';
import type { ProviderEvent } from '#domain/event/provider-events.js';
import { otherSlug } from '#domain/provider/provider.js';
import { dossierStream, type LedgerEvent, providerStream, registerStream } from '#domain/event/ledger-event.js';
import type { Register } from '#domain/register/register.js';
import type { RegisterEvent } from '#domain/register/register-events.js';
import type { RegisterRecord } from '#domain/register/register-record.js';
import type { Source } from '#domain/source/source.js';
import { slugOf } from '#domain/text/text.js';
import { uuidOf } from '#event-store/encoding.js';
import type { StreamAppend } from '#event-store/events.js';
import type { ProviderNames } from '#dossiers/provider-names.js';
import { isBy } from './dossier-on-record.js';
import type { Judgement } from './judge.js';

export interface ReadDocument {
  register: Register;
  /** Of the register; empty for a built-in one that was never read. */
  record: RegisterRecord;
  day: Day;
  source: Source;
  sha256: string;
  bytes: number;
  /** The reason for which an officer accepted what it is held for. */
  accepted: string | undefined;
}

/** Derives from the document and the place of the reading, so that ids repeat if it is recorded again. */
export const readingId = ({ register, record, day, sha256 }: ReadDocument): string =>
  uuidOf('reading', register.slug, day, sha256, String(record.length));

/** All that a reading records: its differences, and after them the reading. Made one by one: all of them are large. */
export function* readingEvents(
  document: ReadDocument,
  judgement: Judgement,
  names: ProviderNames,
): Generator<StreamAppend<LedgerEvent>> {
  const id = readingId(document);
  const append = (stream: string, expected: number | 'any', events: readonly LedgerEvent[]) => ({
    ...{ stream, expected },
    events: events.map((event, index) => ({ id: uuidOf(id, stream, String(index)), event })),
  });
  const { register, record } = document;
  const published: RegisterEvent[] = record.length > 0 ? [] : [{ type: 'RegisterPublished', data: { register } }];
  const last = append(registerStream(register.slug), record.length, published);
  for (const { provider, expected, event } of providerEvents(judgement, document, names))
    yield append(providerStream(provider), expected, [event]);
  for (const { id: dossier, version, events } of judgement.dossiers)
    yield append(dossierStream(dossier), version, events);
  yield { ...last, events: [...last.events, { id, event: registerRead(document, judgement) }] };
}

/** The number of events that `readingEvents` yields. */
export const countEvents = ({ record }: ReadDocument, { providers, dossiers }: Judgement): number =>
  providers.registered.size +
  providers.aliases.size +
  dossiers.reduce((sum, { events }) => sum + events.length, record.length > 0 ? 1 : 2);

function registerRead({ register, record, ...read }: ReadDocument, judgement: Judgement): RegisterEvent {
  const { day, source, sha256, bytes, accepted } = read;
  const { figures, keys, holds, unconfirmed } = judgement;
  // Who approved is in the attempt, as it is in proposals.
  const told = holds.filter((hold) => hold !== 'four-eyes');
  const profile = record.findLast(({ event }) => event.type !== 'RegisterRead' && event.type !== 'EntryMatched');
  return {
    type: 'RegisterRead',
    occurred: day,
    source,
    data: {
      ...{ register: register.name, scheme: register.scheme, sha256, bytes },
      ...{ entries: figures.entries, ignored: figures.ignored, unreadable: figures.unreadable },
      ...keys,
      ...(unconfirmed.length > 0 && { unconfirmed }),
      profile: profile?.version ?? 1,
      ...(accepted !== undefined && told.length > 0 && { accepted: { holds: told, reason: accepted } }),
    },
  };
}

/** A new name replaces the one that the register gave before; beside a name by anybody else it is one more. */
function* providerEvents(
  { providers: { registered, aliases } }: Judgement,
  { register, source, day }: ReadDocument,
  names: ProviderNames,
): Generator<{ provider: string; expected: number | 'any'; event: ProviderEvent }> {
  const slugs = new Set<string>();
  for (const [provider, name] of registered) {
    const slug = otherSlug(provider, name, (usual) => names.isSlugTaken(usual) || slugs.has(usual));
    slugs.add(slugOf(name));
    const data = { name, ...(slug !== undefined && { slug }) };
    yield { provider, expected: 0, event: { type: 'ProviderRegistered', source, data } };
  }
  for (const { provider, name } of aliases.values()) {
    const said = { source, data: { name } };
    const event: ProviderEvent = isBy({ source: names.sourceOf(provider) ?? undefined }, register)
      ? { type: 'ProviderRenamed', occurred: day, ...said }
      : { type: 'AliasAdded', ...said };
    yield { provider, expected: 'any', event };
  }
}
