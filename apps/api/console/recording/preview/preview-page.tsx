import type { VNode } from 'preact';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { Form, Hidden } from '../../frame/form.js';
import { addressOf, type ThisPage } from '../../frame/page.js';
import type { NewEntry } from '../act.js';
import type { SubjectHistory } from '../on-record.js';
import type { SubmittedForm } from '../sent.js';
import { DuplicatesNote } from './already-note.js';
import { Audience } from './audience.js';
import { DeadlineChanges } from './deadline-changes.js';
import type { RecordingPreview } from './foresight.js';
import { PREVIEW_WORDS } from './preview-words.js';
import { possibleDuplicates } from './said-already.js';
import { StatusChanges } from './status-changes.js';
import { WarningChangesList } from './warnings-foreseen.js';

interface PreviewProps {
  page: ThisPage;
  sent: Pick<SubmittedForm, 'subject' | 'action' | 'form' | 'summary'>;
  act: NewEntry;
  foreseen: RecordingPreview;
  record: SubjectHistory;
  notes: VNode;
}

/** What will be recorded, what it changes and who hears of it, before anything is. */
export function PreviewPage({ page, sent, act, foreseen, record, notes }: PreviewProps) {
  const { subject, action, form, summary } = sent;
  const words = PREVIEW_WORDS[page.language];
  const path = addressOf(page, subject.path);
  return (
    <>
      {notes}
      <p>
        <a href={path}>{subject.name}</a>
      </p>
      <h2>{words.will}</h2>
      <div class="card">{summary(act)}</div>
      <DuplicatesNote {...{ page, record, path }} entries={duplicatesOf(act, record)} scheme={subject.scheme} />
      <h2>{words.changes}</h2>
      {foreseen.names ? <Names {...foreseen.names} page={page} /> : null}
      {subject.kind === 'dossier' ? (
        <>
          <h3>{words.status}</h3>
          <StatusChanges page={page} standings={foreseen.standings} scheme={subject.scheme} />
          <h3>{words.deadlines}</h3>
          <DeadlineChanges page={page} moves={foreseen.deadlines} dossier={subject.id} />
        </>
      ) : null}
      <h2>{words.warnings}</h2>
      <WarningChangesList
        page={page}
        warnings={foreseen.warnings}
        record={record}
        event={act.event}
        path={path}
        scheme={subject.scheme}
      />
      <h2>{words.told}</h2>
      <Audience page={page} told={foreseen.told} {...(foreseen.reminders && { reminders: foreseen.reminders })} />
      <Form page={page} action={action} class="row recording-save">
        <Hidden fields={form} />
        <button name="step" value="save">
          {words.save}
        </button>
        <button class="second" name="step" value="change">
          {words.change}
        </button>
      </Form>
    </>
  );
}

/** An amendment tells nothing again. */
export const duplicatesOf = ({ event }: NewEntry, { live }: SubjectHistory) =>
  possibleDuplicates<LedgerEvent>(live, event);

function Names({ page, before, after }: { page: ThisPage; before: string; after: string }) {
  const words = PREVIEW_WORDS[page.language];
  return (
    <>
      {before === after ? null : <p>{words.named(before, after)}</p>}
      <p>{words.providerMovesNothing}</p>
    </>
  );
}
