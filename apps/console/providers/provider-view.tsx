import { soonestEnd } from '#domain/dossier/standing.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { phrases } from '#language/phrases.js';
import type { Transfer } from '#dossiers/get-provider.js';
import { schemeName } from '#language/describe-standing.js';
import { DateText, DoneNote, Facts, Section, Table } from '../frame/display.js';
import { LabelledSource } from '../frame/sources.js';
import { followDone } from '../frame/page-actions.js';
import { More } from '../frame/pagers.js';
import { StatusBadge } from '../frame/badges.js';
import { addressOf, may, type PageContext } from '../frame/page.js';
import { eventIn, type TimelineAsked, timelineView } from '../frame/timeline-entries.js';
import { Timeline } from '../frame/timeline.js';
import { Warnings } from '../frame/warnings.js';
import { Names, Owners, Declarations } from './declarations.js';
import type { ProviderData } from './providers.controller.js';
import { StorySection } from './story.js';

interface Props {
  page: PageContext;
  data: ProviderData;
  asked: TimelineAsked;
}

export function ProviderContent({ page, data, asked }: Props) {
  const words = phrases(page.language).console.providers;
  const { registered } = words;
  const { provider, entries } = data;
  const timeline = timelineView(page, entries, asked);
  const { hrefOf } = timeline;
  const eventOf = (id: string): LedgerEvent | undefined => {
    const found = entries.get(id);
    return found && eventIn(found.entry);
  };
  return (
    <>
      <DoneNote
        page={page}
        words={{
          ...phrases(page.language).console.frame.done,
          registered,
          attached: phrases(page.language).console.evidence.attached,
          ...followDone(page),
        }}
      />
      <Facts
        facts={[
          [words.alsoCalled, provider.aliases.slice(0, 12).join(', ')],
          [
            words.lastHeard,
            provider.lastHeard === null ? undefined : <DateText page={page} date={provider.lastHeard} />,
          ],
        ]}
      />
      <Actions page={page} slug={provider.slug} />
      <DossierTable page={page} data={data} />
      <Warnings warnings={provider.warnings} {...{ page, eventOf, hrefOf }} />
      <Declarations {...{ page, provider, eventOf, hrefOf }} />
      <Owners page={page} provider={provider} hrefOf={hrefOf} />
      <Names page={page} provider={provider} hrefOf={hrefOf} />
      <Relations page={page} data={data} />
      <StorySection page={page} data={data} hrefOf={hrefOf} />
      <Timeline
        page={page}
        timeline={timeline}
        entries={entries}
        events={`/providers/${encodeURIComponent(provider.slug)}/events`}
      />
    </>
  );
}

function Actions({ page, slug }: { page: PageContext; slug: string }) {
  const words = phrases(page.language).console.providers;
  if (!may(page, 'record')) return null;
  return (
    <p class="actions no-print">
      <a class="button" href={addressOf(page, `/providers/${encodeURIComponent(slug)}/record`)}>
        {words.record}
      </a>
      <a class="button second" href={addressOf(page, '/dossiers/new', { provider: slug })}>
        {words.open}
      </a>
    </p>
  );
}

/** Dossiers listed; the board has all. */
const MOST_DOSSIERS = 40;

function DossierTable({ page, data: { dossiers, provider, schemes } }: { page: PageContext; data: ProviderData }) {
  const { language } = page;
  const words = phrases(language).console.providers;
  return (
    <Section id="dossiers" title={words.dossiers}>
      {dossiers.length === 0 ? (
        <p>{words.noDossiers}</p>
      ) : (
        <Table isMain label={words.dossierCaption} columns={[words.service, words.scheme, words.status, words.until]}>
          {dossiers.slice(0, MOST_DOSSIERS).map(({ id, service, scheme, status, confirmed, grants }) => {
            const end = soonestEnd(grants);
            return (
              <tr key={id}>
                <th scope="row">
                  <a href={addressOf(page, `/dossiers/${id}`)}>{service?.name ?? words.nameless}</a>
                </th>
                <td data-label={words.scheme}>{schemeName(scheme, schemes, language)}</td>
                <td data-label={words.status}>
                  <StatusBadge {...{ status, confirmed, language, scheme: schemes.get(scheme) }} />
                </td>
                <td {...(end !== null && { 'data-label': words.until })}>
                  {end === null ? null : <DateText page={page} date={end} />}
                </td>
              </tr>
            );
          })}
        </Table>
      )}
      {dossiers.length > MOST_DOSSIERS ? (
        <p>
          <a href={addressOf(page, '/', { provider: provider.slug })}>{words.onBoard(dossiers.length)}</a>
        </p>
      ) : null}
    </Section>
  );
}

const MOST_LINKS = 20;

interface RelationsProps {
  page: PageContext;
  data: ProviderData;
}

function Relations({ page, data }: RelationsProps) {
  const words = phrases(page.language).console.providers;
  const { dossiers, around, provider } = data;
  const own = new Set(dossiers.map(({ id }) => id));
  const below = new Set(dossiers.flatMap(({ dependsOn }) => dependsOn));
  const { away, received } = provider.transferred;
  return (
    <>
      <RelatedDossiers {...{ page, data }} name="builds-on" title={words.around.buildsOn} ids={below} />
      <RelatedDossiers
        {...{ page, data }}
        name="dependents"
        title={words.around.dependents}
        ids={new Set(around.filter(({ dependsOn }) => dependsOn.some((id) => own.has(id))).map(({ id }) => id))}
      />
      <Transfers {...{ page, data }} name="away" title={words.said.away} moves={away} way={words.to} />
      <Transfers {...{ page, data }} name="received" title={words.said.received} moves={received} way={words.from} />
    </>
  );
}

function RelatedDossiers({
  page,
  data: { around, schemes },
  name,
  title,
  ids,
}: RelationsProps & { name: string; title: string; ids: ReadonlySet<string> }) {
  const { language } = page;
  const found = around.filter(({ id }) => ids.has(id));
  if (found.length === 0) return null;
  return (
    <Section id={name} title={title}>
      <ul class="spaced">
        {found.slice(0, MOST_LINKS).map(({ id, provider, service, scheme, status, confirmed }) => (
          <li key={id}>
            <a href={addressOf(page, `/dossiers/${id}`)}>
              {[provider.name, service].filter(Boolean).join(', ')} ({schemeName(scheme, schemes, language)})
            </a>{' '}
            <StatusBadge {...{ status, confirmed, language, scheme: schemes.get(scheme) }} />
          </li>
        ))}
      </ul>
      <More page={page} count={found.length - MOST_LINKS} />
    </Section>
  );
}

function Transfers({
  page,
  data: { schemes },
  name,
  title,
  moves,
  way,
}: RelationsProps & { name: string; title: string; moves: readonly Transfer[]; way: string }) {
  if (moves.length === 0) return null;
  const { nameless } = phrases(page.language).console.providers;
  return (
    <Section id={name} title={title}>
      <ul class="spaced">
        {moves.slice(-MOST_LINKS).map(({ dossier, provider, occurred, event, source }) => (
          <li key={event}>
            <a href={addressOf(page, `/dossiers/${dossier.id}`)}>
              {dossier.service ?? nameless} ({schemeName(dossier.scheme, schemes, page.language)})
            </a>{' '}
            {way} <a href={addressOf(page, `/providers/${encodeURIComponent(provider.slug)}`)}>{provider.name}</a>,{' '}
            <DateText page={page} date={occurred} /> · <LabelledSource page={page} source={source} />
          </li>
        ))}
      </ul>
      <More page={page} count={moves.length - MOST_LINKS} />
    </Section>
  );
}
