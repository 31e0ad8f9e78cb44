import type { ComponentChildren, VNode } from 'preact';
import type { Problem } from '#domain/refusal.js';
import { colon } from '#language/language.js';
import type { Names } from '../../frame/entry-content.js';
import { Field, Form, Hidden, idOf, Problems } from '../../frame/controls.js';
import { entryId } from '../../frame/timeline-entries.js';
import { addressOf, type ThisPage } from '../../frame/page.js';
import { madeWith } from '../made-with.js';
import type { Subject } from '../subject.js';
import { AMENDING_WORDS } from './amending-words.js';
import type { Entry } from './entry.js';
import { EntrySummary } from './entry-summary.js';

export const REASON = 'amendment.reason';

/** Where the rules refuse the entry itself. */
const ENTRY = 'data.event';

interface AmendFormProps {
  page: ThisPage;
  subject: Subject;
  act: 'correct' | 'retract';
  entry: Entry;
  action: string;
  form: URLSearchParams;
  problems: readonly Problem[];
  labels: Readonly<Record<string, string>>;
  names: Names;
  note?: VNode | undefined;
  /** The fields that may be changed. */
  children: ComponentChildren;
}

/** An entry as it reads now, what is to change about it, and why. */
export function AmendForm({
  page,
  subject,
  act,
  entry,
  action,
  form,
  problems,
  labels,
  names,
  note,
  children,
}: AmendFormProps) {
  const words = AMENDING_WORDS[page.language];
  const back = `${addressOf(page, subject.path)}#${entryId(entry.id)}`;
  return (
    <>
      {note}
      <p>
        {words.about} <a href={addressOf(page, subject.path)}>{subject.name}</a>
      </p>
      <p>{act === 'correct' ? words.correctIntro : words.retractIntro}</p>
      <Problems
        page={page}
        problems={problems}
        labels={{ ...labels, [ENTRY]: `${words.entry}${colon(page.language)}`.trimEnd(), [REASON]: words.reason }}
      />
      <h2>{words.asItReads}</h2>
      <div class="card" id={idOf(ENTRY)}>
        <EntrySummary {...{ page, names }} event={entry.event} aim={entry.aim} scheme={subject.scheme} />
      </div>
      <Form page={page} action={action} class="stacked">
        <Hidden fields={madeWith(form)} />
        {children}
        <Field
          {...{ page, problems }}
          name={REASON}
          label={words.reason}
          hint={act === 'correct' ? words.correctReasonHint : words.retractReasonHint}
          required
        >
          {(props) => <textarea {...props} rows={3} value={form.get(REASON) ?? ''} />}
        </Field>
        <p class="row">
          <button name="step" value="preview">
            {words.preview}
          </button>
          <a href={back}>{words.back}</a>
        </p>
      </Form>
    </>
  );
}
