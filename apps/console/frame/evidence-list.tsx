import type { EvidenceAttached } from '#domain/evidence/evidence.js';
import { colon } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import type { TimelineEntry } from '#ledger/get-timeline.js';
import { Badge } from './badges.js';
import { Timestamp } from './display.js';
import { addressOf, may, nameOfActor, type PageContext } from './page.js';
import { type AmendedEntry, entryId, provenId } from './timeline-entries.js';

interface Props {
  page: PageContext;
  /** The event that the files prove. */
  entry: TimelineEntry;
  entries: ReadonlyMap<string, AmendedEntry>;
  events: string;
  /** Whether files are entries of their own, too. */
  isApart: boolean;
}

/** The files attached to an event, withdrawn ones struck through. Only who signed in can open them. */
export function EvidenceList({ page, entry, entries, events, isApart }: Props) {
  const files = [...entries.values()].filter((one) => provenId(one.entry) === entry.id);
  if (files.length === 0) return null;
  return (
    <div class="evidence">
      <h4>{phrases(page.language).console.evidence.heading}</h4>
      <ul>
        {files.map((file) => (
          <li key={file.entry.id} id={isApart ? undefined : entryId(file.entry.id)}>
            <EvidenceItem {...{ page, events }} entry={file.entry} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function EvidenceItem({ page, entry, events }: Pick<Props, 'page' | 'events' | 'entry'>) {
  const { language, caller } = page;
  const words = phrases(language).console.evidence;
  const said = phrases(language).console.frame.entry;
  const { name, sha256, size, mediaType, note } = entry.data as EvidenceAttached['data'];
  const isOpen = may(page, 'read');
  const title = entry.retracted ? <del>{name}</del> : name;
  return (
    <>
      {isOpen ? (
        <a href={`/evidence/${sha256}`} download>
          {title}
        </a>
      ) : (
        title
      )}{' '}
      <span class="soft">
        {words.types[mediaType]}, {words.size(size)}
      </span>{' '}
      {entry.retracted ? <Badge tone="bad">{said.retracted}</Badge> : null}
      {note === undefined ? null : <p>{note}</p>}
      <p class="small soft">
        <Timestamp page={page} at={entry.recordedAt} />
        {caller ? `, ${nameOfActor(page, entry.actor)}` : null}
        <br />
        {words.digest}
        {colon(language)}
        <code class="digest">{sha256}</code>
      </p>
      {entry.retracted || !may(page, 'record') ? null : (
        <p class="actions no-print">
          <a href={addressOf(page, `${events}/${entry.id}/retract`)}>
            {words.withdraw}
            <span class="unseen">{` (${name})`}</span>
          </a>
        </p>
      )}
    </>
  );
}

/** For the point in time of the page. @param subject path of the provider or dossier */
export function AuditFileLink({ page, subject }: { page: PageContext; subject: string }) {
  if (!may(page, 'read')) return null;
  const { auditFile, auditHint } = phrases(page.language).console.evidence;
  return (
    <p class="no-print">
      <a href={addressOf(page, `${subject}/audit-file`)} download>
        {auditFile}
      </a>{' '}
      <span class="soft">{auditHint}</span>
    </p>
  );
}
