import { phrases } from '#language/phrases.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { eventIn } from '../frame/amended-entry.js';
import { DoneNote } from '../frame/done-note.js';
import { Facts } from '../frame/facts.js';
import { addressOf, may, type ThisPage } from '../frame/page.js';
import { Timeline } from '../frame/timeline.js';
import { type TimelineAsked, timelineView } from '../frame/timeline-view.js';
import { Warnings } from '../frame/warnings.js';
import { When } from '../frame/when.js';
import { DossierTable } from './dossier-table.js';
import { Names } from './names.js';
import { Owners } from './owners.js';
import type { ReadProvider } from './provider-reading.js';
import { SaidLists } from './said-lists.js';
import { StorySection } from './story.js';
import { Surroundings } from './surroundings.js';

interface Props {
  page: ThisPage;
  read: ReadProvider;
  asked: TimelineAsked;
}

/** Who it is, where its dossiers stand, what is said of it, and its whole story. */
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
