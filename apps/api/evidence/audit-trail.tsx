import type { ComponentChildren } from 'preact';
import { Inject, Injectable } from '@nestjs/common';
import { earliest } from '#domain/date/partial-date.js';
import { type LedgerEvent, dossierStream, providerStream } from '#domain/event/ledger-event.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import type { Source } from '#domain/source/source.js';
import { amendmentFacts, eventFacts, sourceInWords, summaryWithTitle } from '#language/describe-event.js';
import { capitalized, writtenDate, writtenInstant } from '#language/format.js';
import type { Language } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { type Content, type TimelineEntry, timelineIn } from '#ledger/get-timeline.js';
import { ActorNames, type NamesOfActors } from '#access/people.js';
import { Clock } from '#database/clock.js';
import type { DossierView, ProviderRef } from '#domain/dossier/standing.js';
import type { EvidenceAttached } from '#domain/evidence/evidence.js';
import { fileNameOf } from '#domain/evidence/media-type.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { Dossiers, type Viewpoint, Providers } from '#dossiers/dossiers-and-providers.js';
import { EventStore } from '#event-store/event-store.js';
import type { EvidenceSubject } from '#evidence/evidence-on-record.js';
import { EvidenceFiles } from '#evidence/evidence-files.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { type ApiSettings, SETTINGS } from '../settings.js';

/** One stream with all its events, and the dossier that they make. */
export interface AuditedStream {
  stream: string;
  entries: TimelineEntry[];
  /** Absent for the provider itself. */
  view?: DossierView;
}

/** A file that is attached and not withdrawn. */
export interface AuditedEvidence {
  /** Id of the event that attached it. */
  id: string;
  data: EvidenceAttached['data'];
  /** In the archive; absent if its bytes are missing from the store. */
  path?: string;
}

/** Everything that an auditor's file shows, as known at one point in time. */
export interface AuditContents {
  kind: EvidenceSubject['kind'];
  provider: ProviderRef;
  at: Viewpoint;
  position: number;
  createdAt: Date;
  zone: string;
  schemes: Schemes;
  actors: NamesOfActors;
  streams: AuditedStream[];
  evidence: AuditedEvidence[];
}

export interface AuditProps {
  contents: AuditContents;
  language: Language;
}

@Injectable()
export class AuditReading {
  constructor(
    private readonly dossiers: Dossiers,
    private readonly providers: Providers,
    private readonly events: EventStore<LedgerEvent>,
    private readonly schemes: SchemeCatalogue,
    private readonly files: EvidenceFiles,
    private readonly actors: ActorNames,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  /** @throws Refusal not-found: not on record at that point */
  async of({ kind, id }: EvidenceSubject, at: Viewpoint): Promise<AuditContents> {
    const position = Math.min(at.upTo ?? Infinity, at.look?.position ?? (await this.events.head()));
    const point = { ...at, upTo: position };
    const { provider, streams } = kind === 'dossier' ? await this.#dossier(id, point) : await this.#provider(id, point);
    return {
      ...{ kind, provider, at, position, streams },
      createdAt: this.clock.now(),
      zone: this.settings.JALON_TIMEZONE,
      schemes: await this.schemes.at(position),
      actors: await this.actors.current(),
      evidence: await this.#evidenceIn(streams.flatMap(({ entries }) => entries)),
    };
  }

  async #dossier(id: string, at: Viewpoint): Promise<Pick<AuditContents, 'provider' | 'streams'>> {
    const view = await this.dossiers.get(id, at);
    return { provider: view.provider, streams: [await this.#stream(dossierStream(id), at, view)] };
  }

  async #provider(id: string, at: Viewpoint): Promise<Pick<AuditContents, 'provider' | 'streams'>> {
    const { provider, dossiers } = await this.providers.get(id, at);
    const streams = [await this.#stream(providerStream(id), at)];
    for (const view of await this.dossiers.some(dossiers, at))
      streams.push(await this.#stream(dossierStream(view.id), at, view));
    return { provider: { id, slug: provider.slug, name: provider.name }, streams };
  }

  async #stream(stream: string, { upTo }: Viewpoint, view?: DossierView): Promise<AuditedStream> {
    const entries = await timelineIn(this.events, stream, upTo);
    return { stream, entries, ...(view && { view }) };
  }

  async #evidenceIn(entries: readonly TimelineEntry[]): Promise<AuditedEvidence[]> {
    const found: AuditedEvidence[] = [];
    for (const { id, type, retracted, data } of entries) {
      if (type !== 'EvidenceAttached' || retracted) continue;
      const attached = data as EvidenceAttached['data'];
      const isThere = (await this.files.sizeOf(attached.sha256)) === attached.size;
      found.push({ id, data: attached, ...(isThere && { path: pathOf(attached) }) });
    }
    return found;
  }
}

const LONGEST_NAME = 80;

/** Begins with the hash, so that two files never share a path; in characters that every system has in names of files. */
function pathOf({ sha256, name, mediaType }: EvidenceAttached['data']): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\w.-]+/g, '_')
    .slice(-LONGEST_NAME);
  return `evidence/${sha256.slice(0, 16)}-${fileNameOf(plain, mediaType)}`;
}

type Props = AuditProps & { stream: AuditedStream };

/** Every event of a stream as recorded, in that order, with what replaced it. */
export function Trail({ contents, language, stream }: Props) {
  const words = phrases(language).auditFile;
  return (
    <>
      <h3>{words.trail}</h3>
      <p>{words.trailText}</p>
      {stream.entries.map((entry) => (
        <Entry key={entry.id} {...{ contents, language, stream, entry }} />
      ))}
    </>
  );
}

function Entry({ contents, language, stream, entry }: Props & { entry: TimelineEntry }) {
  const words = phrases(language).auditFile;
  const { at, zone, actors } = contents;
  const scheme = stream.view && contents.schemes.get(stream.view.scheme);
  const event = eventOf(entry, entry);
  const heading = capitalized(summaryWithTitle(event, language, scheme));
  const by = actors.of(entry.actor) ?? phrases(language).console.frame.formerAccount;
  return (
    <article class={entry.retracted ? 'entry gone' : 'entry'} id={entry.id}>
      <h4>
        {entry.retracted ? <del>{heading}</del> : heading}
        {entry.current ? <span class="tag">{words.corrected}</span> : null}
        {entry.retracted ? <span class="tag">{words.retracted}</span> : null}
        {isLater(entry, at.asOf) ? <span class="tag">{words.later}</span> : null}
      </h4>
      <Told {...{ event, language, scheme }} />
      <Amends {...{ event, stream, language, scheme }} />
      <SourceFacts source={event.source} language={language} />
      {entry.current ? (
        <>
          <p>
            <strong>{words.now}</strong>
          </p>
          <Told event={eventOf(entry, entry.current)} {...{ language, scheme }} />
          <SourceFacts source={eventOf(entry, entry.current).source} language={language} />
        </>
      ) : null}
      <Facts
        facts={[
          [words.recorded, `${writtenInstant(entry.recordedAt, zone, language)}, ${by}`],
          [
            words.id,
            <code>
              {entry.id} ({entry.position})
            </code>,
          ],
        ]}
      />
    </article>
  );
}

interface ToldProps {
  event: LedgerEvent;
  language: Language;
  scheme: Scheme | undefined;
}

/** The values of an event that its heading does not give, in full. */
function Told({ event, language, scheme }: ToldProps) {
  const { fields } = phrases(language).events;
  const { data } = event;
  return (
    <Facts
      facts={[
        ...eventFacts(event, language, scheme).map(({ label, value }) => [label, value] as const),
        [fields.reason, 'reason' in data ? data.reason : undefined],
        [fields.note, 'note' in data ? data.note : undefined],
      ]}
    />
  );
}

function Amends({ event, stream, language, scheme }: ToldProps & { stream: AuditedStream }) {
  const words = phrases(language).auditFile;
  const { type, data } = event;
  if (type !== 'EventCorrected' && type !== 'EventRetracted' && type !== 'EvidenceAttached') return null;
  const label = { EventCorrected: words.corrects, EventRetracted: words.retracts, EvidenceAttached: words.proves }[
    type
  ];
  return (
    <Facts
      facts={[
        [label, <EventLinks ids={[data.event]} {...{ stream, language, scheme }} />],
        ...amendmentFacts(event, null, language).map((fact) => [fact.label, fact.value] as const),
      ]}
    />
  );
}

function SourceFacts({ source, language }: { source: Source | undefined; language: Language }) {
  const words = phrases(language).auditFile;
  if (!source) return null;
  return (
    <>
      <Facts
        facts={[
          [words.source, sourceInWords(source, language)],
          ['URL', source.url],
          [words.readOn, source.readOn && writtenDate(source.readOn, language)],
          ['SHA-256', source.sha256 && <code>{source.sha256}</code>],
        ]}
      />
      {source.quote === undefined ? null : <blockquote>{source.quote}</blockquote>}
    </>
  );
}

type LinksProps = Omit<ToldProps, 'event'> & { ids: readonly string[]; stream: AuditedStream };

/** Links to events of the stream; those of other streams are named by their id. */
export const EventLinks = ({ ids, stream, language, scheme }: LinksProps) => (
  <>
    {ids.map((id, index) => {
      const found = stream.entries.find((entry) => entry.id === id);
      return (
        <>
          {index > 0 ? '\n' : null}
          {found ? (
            <a href={`#${id}`}>
              {capitalized(summaryWithTitle(eventOf(found, found.current ?? found), language, scheme))}
            </a>
          ) : (
            <code>{id}</code>
          )}
        </>
      );
    })}
  </>
);

const eventOf = ({ type }: TimelineEntry, { occurred, source, data }: Content): LedgerEvent =>
  ({ type, data, ...(occurred !== null && { occurred }), ...(source !== null && { source }) }) as LedgerEvent;

function isLater(entry: TimelineEntry, asOf: string): boolean {
  const { occurred } = entry.current ?? entry;
  return occurred !== null && earliest(occurred) > asOf;
}

/** The files of the archive, with the hash that the ledger holds of each. */
export function EvidenceTable({ contents: { evidence, streams, schemes }, language }: AuditProps) {
  const words = phrases(language).auditFile;
  const { size } = phrases(language).console.evidence;
  return (
    <>
      <h2>{words.evidence}</h2>
      {evidence.length === 0 ? <p>{words.noEvidence}</p> : null}
      {evidence.length === 0 ? null : (
        <table class="files">
          <thead>
            <tr>
              <th scope="col">{words.file}</th>
              <th scope="col">{words.proves}</th>
              <th scope="col">{words.size}</th>
              <th scope="col">SHA-256</th>
            </tr>
          </thead>
          <tbody>
            {evidence.map(({ id, data, path }) => {
              const stream = streams.find(({ entries }) => entries.some((entry) => entry.id === id));
              const scheme = stream?.view && schemes.get(stream.view.scheme);
              return (
                <tr key={id}>
                  <td>
                    {path === undefined ? `${data.name}: ${words.missing}` : <a href={path}>{data.name}</a>}
                    {data.note === undefined ? null : <div>{data.note}</div>}
                  </td>
                  <td>{stream ? <EventLinks ids={[data.event]} {...{ stream, language, scheme }} /> : null}</td>
                  <td>{size(data.size)}</td>
                  <td>
                    <code>{data.sha256}</code>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </>
  );
}

/** A list of labels and values; entries without a value are left out. */
export function Facts({ facts }: { facts: readonly (readonly [label: string, value: ComponentChildren])[] }) {
  const given = facts.filter(([, value]) => value !== undefined && value !== null && value !== '');
  if (given.length === 0) return null;
  return (
    <dl>
      {given.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
