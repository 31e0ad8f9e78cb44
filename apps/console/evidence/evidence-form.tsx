import { EVIDENCE_TYPES } from '#domain/evidence/media-type.js';
import type { Problem } from '#domain/refusal.js';
import { phrases } from '#language/phrases.js';
import { Field, Form, Problems } from '../frame/controls.js';
import { addressOf, type PageContext } from '../frame/page.js';
import { entryId } from '../frame/timeline-entries.js';
import { type Entry, EntrySummary } from '../recording/event-summary.js';
import type { Subject } from '../recording/subject.js';

interface Props {
  page: PageContext;
  subject: Subject;
  entry: Entry;
  note: string;
  megabytes: number;
  problems: readonly Problem[];
}

/** The form for a file. Its other fields come first: the file is read as it arrives. */
export function EvidenceForm({ page, subject, entry, note, megabytes, problems }: Props) {
  const words = phrases(page.language).console.evidence;
  const { about } = phrases(page.language).console.amending;
  const action = addressOf(page, `${subject.path}/events/${entry.id}/evidence`);
  return (
    <>
      <p>
        {about} <a href={addressOf(page, subject.path)}>{subject.name}</a>
      </p>
      <Problems page={page} problems={problems} labels={{ file: words.file, note: words.note }} />
      <div class="card">
        <EntrySummary page={page} event={entry.event} aim={entry.aim} scheme={subject.scheme} names={NO_NAMES} />
      </div>
      <p>{words.intro}</p>
      <Form page={page} action={action} files class="stacked" sends>
        <Field {...{ page, problems }} name="note" label={words.note} hint={words.noteHint}>
          {(input) => <textarea {...input} rows={2} value={note} maxLength={10_000} />}
        </Field>
        <div class="import-drop" data-drop>
          <Field {...{ page, problems }} name="file" label={words.file} hint={words.fileHint(megabytes)} required>
            {(input) => <input {...input} type="file" accept={ACCEPTED} required />}
          </Field>
          <p class="soft" data-drop-hint>
            {words.drop}
          </p>
        </div>
        <p class="row">
          <button>{words.send}</button>
          <a href={`${addressOf(page, subject.path)}#${entryId(entry.id)}`}>{words.back}</a>
        </p>
        <p data-sending hidden>
          <label>
            {words.sending} <progress max="1" />
          </label>
        </p>
      </Form>
    </>
  );
}

const NO_NAMES = new Map<string, string>();

const ACCEPTED = [...EVIDENCE_TYPES, '.eml'].join(',');
