import type { ComponentChildren, VNode } from 'preact';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { Problem } from '#domain/refusal.js';
import type { Recorded } from '#event-store/events.js';
import { capitalized, writtenDate } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import { Failed, Form, Hidden, idOf, Problems } from '../frame/controls.js';
import { linkTo, Section, Timestamp, Facts, DateText } from '../frame/display.js';
import { labelsOf, type FormPart, FormParts, type Send, SendButton } from '../frame/fields.js';
import { addressOf, nameOfActor, type Page } from '../frame/page.js';
import { entryId } from '../frame/timeline-entries.js';
import { type Names, ChangedFields, EntryContent } from '../frame/timeline.js';
import { REASON } from './amendment.js';
import { eventParts, type FormContext, sourceParts } from './forms/event-parts.js';
import { typesByGroup, type FormShape } from './forms/form-data.js';
import { hostOf } from './forms/choices.js';
import type { Subject, SubjectHistory } from './subject.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import type { Language } from '#language/language.js';
import { summaryOf } from '#language/describe-event.js';

/** What a form records: an event, or the correction or retraction of one. */
export interface Task {
  subject: Subject;
  history: SubjectHistory;
  title: string;
  hint: string;
  action: string;
  /** The `done` parameter of the page that follows. */
  done: 'recorded' | 'corrected' | 'retracted';
  shape: FormShape;
  /** The event to correct or retract, and why it cannot be. */
  entry?: Entry;
  blocked?: 'gone' | 'isAmendment' | 'isOpening' | undefined;
}

/** Field of problems that concern the event to amend itself. */
const ENTRY = 'data.event';

const NONE = { choices: { only: {}, suggestions: {} } };

/** The event and the reason to amend it at the left, the source at the right. */
export function partsOf(
  { subject, shape, done }: Task,
  asked: Omit<FormContext, 'choices' | 'path'> & Partial<FormContext>,
): Record<'event' | 'source', FormPart[]> {
  const context = { ...NONE, ...asked, path: subject.path };
  const { amending: t, terms } = phrases(asked.page.language).console;
  const isCorrection = done === 'corrected';
  const why: FormPart = {
    ...{ name: REASON, label: terms.reason, kind: 'textarea', required: true, input: { rows: 2 } },
    hint: isCorrection ? t.correctReasonHint : t.retractReasonHint,
    answers: isCorrection ? [t.typingError, ...t.correctReasons] : t.retractReasons,
  };
  if (done === 'retracted') return { event: [why], source: [] };
  return {
    event: [...eventParts(shape, context), ...(isCorrection ? [why] : [])],
    source: sourceParts(shape, context),
  };
}

interface Props {
  page: Page;
  task: Task;
  form: URLSearchParams;
  parts: Record<'event' | 'source', FormPart[]>;
  names: Names | undefined;
  problems: readonly Problem[];
  note: VNode | undefined;
}

/** A script updates the effect as the user types. It and the buttons stay in view. */
export function RecordForm({ page, task, form, parts, names, problems, note }: Props) {
  const { subject, action, done, entry, history } = task;
  const { recording: t, amending, preview, terms } = phrases(page.language).console;
  const labels = { ...labelsOf([...parts.event, ...parts.source]), [ENTRY]: amending.entry };
  const fields = { page, problems, typed: form };
  const back = `${addressOf(page, subject.path)}${entry ? `#${entryId(entry.id)}` : ''}`;
  const checks = done === 'retracted' ? {} : { 'data-check': `${action}/check` };
  const step = (value: string, label: string, looks?: 'second'): Send => ({
    ...{ name: 'step', value, label },
    ...(looks && { looks }),
  });
  const send =
    done === 'retracted'
      ? [step('preview', t.preview)]
      : [step('preview', t.preview, 'second'), step('record', preview.save[done])];
  if (done === 'corrected') send.push(step('record-typing-error', amending.recordTypingError, 'second'));
  return (
    <>
      {note}
      <p class="soft">
        {linkTo(page, subject.path, subject.name)} · {task.hint}{' '}
        {done === 'recorded' ? linkTo(page, `${subject.path}/record`, t.other) : null}
      </p>
      <Problems page={page} problems={problems} labels={labels} />
      {entry ? (
        <div class="card" id={idOf(ENTRY)}>
          {done === 'retracted' ? (
            <EntrySummary
              {...{ page, event: entry.event, aim: entry.aim, scheme: subject.scheme, names: names ?? new Map() }}
            />
          ) : (
            <strong>{capitalized(entryPhrase(entry.event, history, subject.scheme, page.language))}</strong>
          )}
        </div>
      ) : null}
      <div {...checks}>
        <Form page={page} action={action} class="stacked columns" files novalidate keepsInput>
          <Hidden fields={['expected', 'idempotencyKey', 'writtenIn'].map((name) => [name, form.get(name) ?? ''])} />
          <div>
            <FormParts {...fields} parts={parts.event} />
          </div>
          {parts.source.length === 0 ? null : (
            <section aria-labelledby="source" data-drop>
              <h2 id="source">{terms.source}</h2>
              <FormParts {...fields} parts={parts.source} />
            </section>
          )}
          <Panel page={page} send={send} back={back}>
            {filledNote(page, form)}
            {done === 'retracted' ? null : <p class="hint">{t.recordHint}</p>}
          </Panel>
        </Form>
      </div>
    </>
  );
}

interface PanelProps {
  page: Page;
  send: readonly Send[];
  back?: string;
  children?: ComponentChildren;
}

/** What an act comes to and its buttons, which stay in view. */
export const Panel = ({ page, send, back, children }: PanelProps) => (
  <div class="effect">
    <div data-checked aria-live="polite">
      {children}
    </div>
    <div class="send">
      {send.map((one) => (
        <SendButton send={one} />
      ))}
      {back === undefined ? null : <a href={back}>{phrases(page.language).console.recording.back}</a>}
    </div>
  </div>
);

/** What the address of a source has filled in. A script puts it into the fields. */
export function filledNote(page: Page, form: URLSearchParams) {
  const filled = form.get('filled');
  if (filled === null) return null;
  const said = Object.entries(JSON.parse(filled) as Record<string, string>);
  const { sourceKinds } = phrases(page.language).events;
  const words = said.map(([name, value]) => (name === 'kind' ? sourceKinds[value as 'list'] : value)).join(', ');
  return (
    <p class="note" data-filled={filled}>
      {phrases(page.language).console.eventForm.filled(hostOf(form.get('source.url') ?? '') ?? '', words)}
    </p>
  );
}

export function chooseType(page: Page, subject: Subject) {
  const { events, console } = phrases(page.language);
  return (
    <>
      <p class="soft">
        {linkTo(page, subject.path, subject.name)} · {console.recording.chooseIntro}
      </p>
      <div class="types">
        {[...typesByGroup(subject.kind)].map(([group, types]) => (
          <Section id={`group-${group}`} title={events.groups[group]}>
            <ul>
              {types.map((type) => (
                <li>
                  {linkTo(page, `${subject.path}/record/${type}`, capitalized(events.types[type].name))}{' '}
                  <span class="soft small">{events.types[type].hint}</span>
                </li>
              ))}
            </ul>
          </Section>
        ))}
      </div>
    </>
  );
}

export function notAmendable(page: Page, subject: Subject, blocked: 'gone' | 'isAmendment' | 'isOpening', id: string) {
  const t = phrases(page.language).console.amending;
  const instead = { gone: undefined, isAmendment: ['retract', t.retractInstead], isOpening: ['correct', t.correct] }[
    blocked
  ];
  return (
    <>
      <p class="note">{t[blocked]}</p>
      <p>
        <a href={`${addressOf(page, subject.path)}#${entryId(id)}`}>{subject.name}</a>
        {instead ? ' · ' : null}
        {instead ? linkTo(page, `${subject.path}/events/${id}/${instead[0] ?? ''}`, instead[1]) : null}
      </p>
    </>
  );
}

const SHOWN = 10;

interface NotesProps {
  page: Page;
  subject: Subject;
  history: SubjectHistory;
  /** In place of what is said where the browser went back to a form that is already saved. */
  note: VNode | undefined;
  saved: { id: string } | undefined;
  since: readonly Recorded<LedgerEvent>[];
}

/** What an officer has to know before the preview: that the form is recorded already, and what others recorded meanwhile. */
export function NotesBefore({ page, subject, history, note, saved, since }: NotesProps) {
  const { recording: t, preview, terms } = phrases(page.language).console;
  const phraseOf = (event: LedgerEvent) => capitalized(entryPhrase(event, history, subject.scheme, page.language));
  return (
    <>
      {note ??
        (saved ? (
          <p class="note warn">
            <strong>{t.saved}</strong>{' '}
            <a href={`${addressOf(page, subject.path)}#${entryId(saved.id)}`}>{t.savedLink}</a>. {t.savedHint}
          </p>
        ) : null)}
      {since.length === 0 ? null : (
        <Failed tone="warn">
          <p>
            <strong>{t.meanwhile}</strong>
          </p>
          <ul>
            {since.slice(-SHOWN).map(({ event, actor, recordedAt }) => (
              <li>
                {`${phraseOf(event)}, ${terms.by} ${nameOfActor(page, actor)}, `}
                <Timestamp page={page} at={recordedAt} />
              </li>
            ))}
            {since.length > SHOWN ? <li>{preview.more(since.length - SHOWN)}</li> : null}
          </ul>
          <p>{t.meanwhileHint}</p>
        </Failed>
      )}
    </>
  );
}

interface EntryProps {
  page: Page;
  event: LedgerEvent;
  /** For an amendment, the amended event as it was just before. */
  aim: LedgerEvent | undefined;
  scheme: Scheme | undefined;
  names: Names;
  /** The date as typed: the interpretation is shown if it looks different. */
  typed?: string | undefined;
}

/** An event; for an amendment, the changes and the reason. */
export function EntrySummary({ page, event, aim, scheme, names, typed }: EntryProps) {
  const { language } = page;
  const phrase = <strong>{capitalized(entryPhrase(event, { eventOf: () => aim }, scheme, language))}</strong>;
  if (event.type === 'EventCorrected' || event.type === 'EventRetracted')
    return (
      <>
        <p>{phrase}</p>
        {aim ? <ChangedFields {...{ page, event, names }} amends={aim} /> : null}
        <Facts facts={[[phrases(language).console.terms.reason, event.data.reason]]} />
      </>
    );
  const { occurred } = event;
  const isUnclear = typed !== undefined && typed !== occurred && typed !== writtenDate(occurred ?? '', language);
  return (
    <>
      <p>
        {phrase}
        {occurred === undefined ? null : ', '}
        {occurred === undefined ? null : <DateText page={page} date={occurred} />}
        {occurred === undefined || !isUnclear ? null : (
          <span class="soft small"> ({phrases(language).console.preview.understood(occurred)})</span>
        )}
      </p>
      {'title' in event.data && event.data.title !== undefined ? <p>{event.data.title}</p> : null}
      <EntryContent {...{ page, event, scheme, names }} />
    </>
  );
}

/** The event in a few words; for an amendment, including the amended event. */
export function entryPhrase(
  event: LedgerEvent,
  { eventOf }: Pick<SubjectHistory, 'eventOf'>,
  scheme: Scheme | undefined,
  language: Language,
): string {
  const { correctionOf, retractionOf } = phrases(language).console.frame.entry;
  if (event.type !== 'EventCorrected' && event.type !== 'EventRetracted') return summaryOf(event, language, scheme);
  const amended = eventOf(event.data.event);
  if (!amended) return summaryOf(event, language, scheme);
  const phrase = summaryOf(amended, language, scheme);
  return event.type === 'EventCorrected' ? correctionOf(phrase) : retractionOf(phrase);
}

/** The changes of a correction or the retracted event, with the reason. */
export function CorrectionSummary({ page, event, entry, scheme, names }: Omit<EntryProps, 'aim'> & { entry: Entry }) {
  if (event.type !== 'EventRetracted') return <EntrySummary {...{ page, event, scheme, names }} aim={entry.event} />;
  return (
    <>
      <del>
        <EntrySummary {...{ page, scheme, names }} event={entry.event} aim={entry.aim} />
      </del>
      <Facts facts={[[phrases(page.language).console.terms.reason, event.data.reason]]} />
    </>
  );
}

/** An amended event in its current state. */
export interface Entry {
  id: string;
  event: LedgerEvent;
  /** For an amendment, the amended event as it was just before. */
  aim: LedgerEvent | undefined;
}

export function entryOf(
  { id, version, event }: { id: string; version: number; event: LedgerEvent },
  { eventAt, eventOf }: SubjectHistory,
): Entry {
  const aim = event.type === 'EventCorrected' || event.type === 'EventRetracted' ? event.data.event : undefined;
  return { id, event, aim: aim === undefined ? undefined : (eventAt(aim, version - 1) ?? eventOf(aim)) };
}
