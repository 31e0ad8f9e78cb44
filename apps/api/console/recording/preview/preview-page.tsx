import type { VNode } from 'preact';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { Form, Hidden } from '../../frame/controls.js';
import { addressOf, type ThisPage } from '../../frame/page.js';
import type { Act } from '../act.js';
import type { OnRecord } from '../on-record.js';
import type { Sent } from '../sent.js';
import { AlreadyNote } from './already-note.js';
import { Audience } from './audience.js';
import { DeadlineChanges } from './deadline-changes.js';
import type { Foreseen } from './foresight.js';
import { PREVIEW_WORDS } from './preview-words.js';
import { saidAlready } from './said-already.js';
import { StatusChanges } from './status-changes.js';
import { WarningsForeseen } from './warnings-foreseen.js';

interface PreviewProps {
  page: ThisPage;
  sent: Pick<Sent, 'subject' | 'action' | 'form' | 'summary'>;
  act: Act;
  foreseen: Foreseen;
  record: OnRecord;
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
      <AlreadyNote {...{ page, record, path }} entries={duplicatesOf(act, record)} scheme={subject.scheme} />
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
      <WarningsForeseen
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
export const duplicatesOf = ({ event }: Act, { live }: OnRecord) => saidAlready<LedgerEvent>(live, event);

function Names({ page, before, after }: { page: ThisPage; before: string; after: string }) {
  const words = PREVIEW_WORDS[page.language];
  return (
    <>
      {before === after ? null : <p>{words.named(before, after)}</p>}
      <p>{words.providerMovesNothing}</p>
    </>
  );
}
