import { soonestEnd } from '#domain/dossier/standing.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { phrases } from '#language/phrases.js';
import type { Transfer } from '#providers/get-provider.js';
import { schemeName } from '#language/describe-standing.js';
import { Columns, Facts, More, SaidBy, StatusBadge, When } from '../frame/display.js';
import { DoneNote } from '../frame/layout.js';
import { addressOf, may, type ThisPage } from '../frame/page.js';
import { eventIn, type TimelineAsked, timelineView } from '../frame/timeline-entries.js';
import { Timeline } from '../frame/timeline.js';
import { Warnings } from '../frame/warnings.js';
import { Names, Owners, SaidLists } from './declarations.js';
import type { ReadProvider } from './providers.controller.js';
import { StorySection } from './story.js';

interface Props {
  page: ThisPage;
  read: ReadProvider;
  asked: TimelineAsked;
}

/** The page of a provider: identity, dossiers, declarations and events. */
export function WholeProvider({ page, read, asked }: Props) {
  const words = phrases(page.language).console.providers;
  const { registered } = words;
  const { provider, entries } = read;
  const timeline = timelineView(page, entries, asked);
  const { hrefOf } = timeline;
  const eventOf = (id: string): LedgerEvent | undefined => {
    const found = entries.get(id);
    return found && eventIn(found.entry);
  };
  return (
    <>
      <DoneNote page={page} words={{ ...phrases(page.language).console.frame.done, registered }} />
      <Facts
        facts={[
          [words.alsoCalled, provider.aliases.slice(0, 12).join(', ')],
          [words.lastHeard, provider.lastHeard === null ? undefined : <When page={page} date={provider.lastHeard} />],
        ]}
      />
      <Actions page={page} slug={provider.slug} />
      <DossierTable page={page} read={read} />
      <Warnings warnings={provider.warnings} {...{ page, eventOf, hrefOf }} />
      <SaidLists {...{ page, provider, eventOf, hrefOf }} />
      <Owners page={page} provider={provider} hrefOf={hrefOf} />
      <Names page={page} provider={provider} hrefOf={hrefOf} />
      <Surroundings page={page} read={read} />
      <StorySection page={page} read={read} hrefOf={hrefOf} />
      <Timeline
        page={page}
        timeline={timeline}
        entries={entries}
        events={`/providers/${encodeURIComponent(provider.slug)}/events`}
      />
    </>
  );
}

function Actions({ page, slug }: { page: ThisPage; slug: string }) {
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

/** Dossiers held on that date, with their status. */
function DossierTable({ page, read: { dossiers, provider, schemes } }: { page: ThisPage; read: ReadProvider }) {
  const { language } = page;
  const words = phrases(language).console.providers;
  return (
    <section aria-labelledby="dossiers">
      <h2 id="dossiers">{words.dossiers}</h2>
      {dossiers.length === 0 ? (
        <p>{words.noDossiers}</p>
      ) : (
        <table class="lines">
          <caption class="unseen">{words.dossierCaption}</caption>
          <Columns names={[words.service, words.scheme, words.status, words.until]} />
          <tbody>
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
                    {end === null ? null : <When page={page} date={end} />}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      {dossiers.length > MOST_DOSSIERS ? (
        <p>
          <a href={addressOf(page, '/', { provider: provider.slug })}>{words.onBoard(dossiers.length)}</a>
        </p>
      ) : null}
    </section>
  );
}

/** Items per list. */
const MOST_LINKS = 20;

interface SurroundingsProps {
  page: ThisPage;
  read: ReadProvider;
}

/** Transferred dossiers and dependencies. */
function Surroundings({ page, read }: SurroundingsProps) {
  const words = phrases(page.language).console.providers;
  const { dossiers, around, provider } = read;
  const own = new Set(dossiers.map(({ id }) => id));
  const below = new Set(dossiers.flatMap(({ dependsOn }) => dependsOn));
  const { away, received } = provider.transferred;
  return (
    <>
      <Around {...{ page, read }} name="builds-on" title={words.around.buildsOn} ids={below} />
      <Around
        {...{ page, read }}
        name="dependents"
        title={words.around.dependents}
        ids={new Set(around.filter(({ dependsOn }) => dependsOn.some((id) => own.has(id))).map(({ id }) => id))}
      />
      <Moves {...{ page, read }} name="away" title={words.said.away} moves={away} way={words.to} />
      <Moves {...{ page, read }} name="received" title={words.said.received} moves={received} way={words.from} />
    </>
  );
}

function Around({
  page,
  read: { around, schemes },
  name,
  title,
  ids,
}: SurroundingsProps & { name: string; title: string; ids: ReadonlySet<string> }) {
  const { language } = page;
  const found = around.filter(({ id }) => ids.has(id));
  if (found.length === 0) return null;
  return (
    <section aria-labelledby={name}>
      <h2 id={name}>{title}</h2>
      <ul class="spaced">
        {found.slice(0, MOST_LINKS).map(({ id, provider, service, scheme, status, confirmed }) => (
          <li key={id}>
            <a href={addressOf(page, `/dossiers/${id}`)}>
              {[provider.name, service?.name].filter(Boolean).join(', ')} ({schemeName(scheme, schemes, language)})
            </a>{' '}
            <StatusBadge {...{ status, confirmed, language, scheme: schemes.get(scheme) }} />
          </li>
        ))}
      </ul>
      <More page={page} count={found.length - MOST_LINKS} />
    </section>
  );
}

function Moves({
  page,
  read: { schemes },
  name,
  title,
  moves,
  way,
}: SurroundingsProps & { name: string; title: string; moves: readonly Transfer[]; way: string }) {
  if (moves.length === 0) return null;
  const { nameless } = phrases(page.language).console.providers;
  return (
    <section aria-labelledby={name}>
      <h2 id={name}>{title}</h2>
      <ul class="spaced">
        {moves.slice(-MOST_LINKS).map(({ dossier, provider, occurred, event, source }) => (
          <li key={event}>
            <a href={addressOf(page, `/dossiers/${dossier.id}`)}>
              {dossier.service ?? nameless} ({schemeName(dossier.scheme, schemes, page.language)})
            </a>{' '}
            {way} <a href={addressOf(page, `/providers/${encodeURIComponent(provider.slug)}`)}>{provider.name}</a>,{' '}
            <When page={page} date={occurred} /> · <SaidBy page={page} source={source} />
          </li>
        ))}
      </ul>
      <More page={page} count={moves.length - MOST_LINKS} />
    </section>
  );
}
