import { phrases } from '#language/phrases.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { eventIn } from '../frame/amended-entry.js';
import { DoneNote } from '../frame/done-note.js';
import type { ThisPage } from '../frame/page.js';
import { Timeline } from '../frame/timeline.js';
import { type TimelineAsked, timelineView } from '../frame/timeline-view.js';
import { Warnings } from '../frame/warnings.js';
import { Deadlines } from './deadlines.js';
import { Dependencies } from './dependencies.js';
import type { ReadDossier } from './dossier-reading.js';
import { Grants } from './grants.js';
import { DossierHead } from './head.js';
import { Ladder } from './ladder.js';
import { Targets } from './targets.js';
import { Why } from './why.js';

/** What an officer asks of a dossier, in that order: where it stands and why, what is odd, what comes next, what happened. */
export function WholeDossier({ page, read, asked }: { page: ThisPage; read: ReadDossier; asked: TimelineAsked }) {
  const { opened } = phrases(page.language).console.dossiers;
  const { view, entries } = read;
  const scheme = read.schemes.get(view.scheme);
  const timeline = timelineView(page, entries, asked);
  const eventOf = (id: string): LedgerEvent | undefined => {
    const found = entries.get(id);
    return found && eventIn(found.entry);
  };
  const { hrefOf } = timeline;
  const shared = { page, scheme, hrefOf, eventOf };
  return (
    <>
      <DoneNote page={page} words={{ ...phrases(page.language).console.frame.done, opened }} />
      <DossierHead page={page} read={read} />
      <Why {...shared} view={view} />
      <Warnings warnings={view.warnings} {...shared} />
      <Ladder {...shared} view={view} />
      <Grants {...shared} view={view} entries={entries} />
      <Targets {...shared} view={view} />
      <Deadlines page={page} read={read} hrefOf={hrefOf} />
      <Dependencies page={page} read={read} />
      <Timeline
        page={page}
        timeline={timeline}
        entries={entries}
        scheme={scheme}
        events={`/dossiers/${view.id}/events`}
      />
    </>
  );
}
