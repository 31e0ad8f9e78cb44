import type { Day } from '#domain/date/day.js';
import type { Problem, Refusal } from '#domain/refusal.js';
import type { Register } from '#domain/register/register.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { phrases } from '#language/phrases.js';
import type { AttemptSummary, ReadingOutcome } from '#registers/attempts.js';
import type { RegisterUpload } from '#registers/read-register.js';
import { Form, Problems, Field, Hidden } from '../frame/controls.js';
import { DateText, Facts, Section } from '../frame/display.js';
import { addressOf, type PageContext } from '../frame/page.js';
import { Differences, FigureList, Unreadable, holdSentences, ReasonField } from './differences.js';
import { ProblemList } from './readings.controller.js';
import { HeldList, Address } from './register-view.js';

interface Props {
  page: PageContext;
  register: Register;
  scheme: Scheme | undefined;
  upload: RegisterUpload;
  /** The result of a preview; a refusal if the document cannot be read. */
  checked: ReadingOutcome | Refusal;
  /** Readings of the register that are on hold. */
  held: readonly AttemptSummary[];
  number: number;
  /** As typed, when the confirmation was rejected. */
  reason?: string;
  problems?: readonly Problem[];
}

/** What recording an uploaded document would come to. Only a document that can be read can be confirmed. */
export function CheckContent(props: Props) {
  const { page, register, scheme, upload, checked, held, number, problems = [] } = props;
  const { checked: words, decide } = phrases(page.language).console.readings;
  if (checked instanceof Error) return <Unfit {...props} checked={checked} />;
  const { figures, unreadable } = checked;
  return (
    <>
      {upload.state.is === 'refused' ? <p class="note warn">{words.refused}</p> : null}
      {upload.state.is === 'unfinished' ? <p class="note warn">{words.unfinished}</p> : null}
      <Problems page={page} problems={problems} labels={{ reason: decide.reason }} />
      <UploadFacts page={page} upload={upload} checked={checked} />
      {checked.state === 'same' ? null : <Waiting {...{ page, register, held }} day={checked.day} />}
      <Confirm {...props} checked={checked} />
      {checked.state === 'same' ? null : (
        <>
          <Section id="figures" title={phrases(page.language).console.readings.reading.figures}>
            <FigureList page={page} figures={figures} />
          </Section>
          <Unreadable page={page} total={figures.unreadable} unreadable={unreadable} />
          <Differences {...{ page, scheme, figures, number }} differences={checked.differences} />
        </>
      )}
      <Again {...{ page, register, upload }} />
    </>
  );
}

function Unfit({ page, register, upload, checked }: Omit<Props, 'checked'> & { checked: Refusal }) {
  const { checked: words } = phrases(page.language).console.readings;
  return (
    <>
      <div class="note error" role="alert">
        <p>{words.unfit}</p>
        <ProblemList page={page} why={checked} />
      </div>
      <UploadFacts page={page} upload={upload} />
      <h2>{words.retry}</h2>
      <ReadForm page={page} register={register} input={inputOf(upload)} />
    </>
  );
}

const Again = ({ page, register, upload }: Pick<Props, 'page' | 'register' | 'upload'>) => (
  <details>
    <summary>{phrases(page.language).console.readings.checked.again}</summary>
    <ReadForm page={page} register={register} input={inputOf(upload)} />
  </details>
);

const inputOf = ({ id, name, about: { day = '', address = '' } }: RegisterUpload) => ({
  day,
  address,
  kept: { id, name },
});

function UploadFacts({
  page,
  upload: {
    name,
    about: { address },
  },
  checked,
}: Pick<Props, 'page' | 'upload'> & { checked?: ReadingOutcome }) {
  const { checked: words, reading } = phrases(page.language).console.readings;
  return (
    <Facts
      facts={[
        [words.file, name],
        [reading.day, checked && <DateText page={page} date={checked.day} />],
        [reading.address, address === undefined ? undefined : <Address url={address} />],
        [reading.digest, checked && <code>{checked.sha256}</code>],
      ]}
    />
  );
}

/** Readings of an earlier day that can only be discarded once this document is recorded. */
function Waiting({ page, register, held, day }: Pick<Props, 'page' | 'register' | 'held'> & { day: Day }) {
  const { checked: words } = phrases(page.language).console.readings;
  const waiting = held.filter((one) => one.day !== null && one.day < day && !one.holds.includes('older'));
  if (waiting.length === 0) return null;
  return (
    <Section id="waiting" title={words.waiting} class="note warn">
      <p>{words.waitingText}</p>
      <HeldList {...{ page, register }} held={waiting} />
    </Section>
  );
}

/** The button to record the reading, with a reason if it would be held; none if it cannot be recorded. */
function Confirm({
  page,
  register,
  upload,
  checked,
  reason = '',
  problems = [],
}: Omit<Props, 'checked'> & { checked: ReadingOutcome }) {
  const { checked: words, reading } = phrases(page.language).console.readings;
  const { slug } = register;
  const { state, figures, holds, event } = checked;
  if (state === 'same')
    return (
      <p class="note">
        {words.same}{' '}
        {event === null ? null : (
          <a href={addressOf(page, `/registers/${slug}/readings/${event}`)}>{reading.earlier}</a>
        )}
      </p>
    );
  const isOlder = holds.includes('older');
  const sentences = holdSentences(checked, register, page);
  return (
    <>
      {sentences.length === 0 ? null : (
        <Section id="holds" title={isOlder ? words.older : words.holds} class="note warn">
          <ul>
            {sentences.map((sentence) => (
              <li>{sentence}</li>
            ))}
          </ul>
          {isOlder ? null : <p>{words.holdsText}</p>}
        </Section>
      )}
      {figures.before === 0 && !isOlder ? <p class="note">{words.first}</p> : null}
      {isOlder ? null : (
        <Form page={page} action={addressOf(page, `/registers/${slug}/read/${upload.id}/confirm`)} class="stacked">
          {sentences.length === 0 ? null : <ReasonField {...{ page, reason, problems }} />}
          <p>
            <button>{words.confirm}</button> <span class="soft">{words.confirmHint}</span>
          </p>
        </Form>
      )}
    </>
  );
}

export interface ReadInput {
  day: string;
  address: string;
  /** A document that was stored although another field is wrong: browsers do not keep a chosen file. */
  kept?: { id: string; name: string };
}

interface ReadFormProps {
  page: PageContext;
  register: Register;
  input: ReadInput;
  problems?: readonly Problem[];
}

const ACCEPTED = {
  json: '.json,application/json',
  csv: '.csv,text/csv',
  xlsx: '.xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  html: '.html,.htm,text/html',
};

export function ReadForm({ page, register, input, problems = [] }: ReadFormProps) {
  const { upload } = phrases(page.language).console.readings;
  const { slug, reader } = register;
  const { kept } = input;
  const labels = { file: upload.file, day: upload.day, address: upload.address };
  return (
    <>
      <Problems page={page} problems={problems} labels={labels} />
      <Form page={page} action={addressOf(page, `/registers/${slug}/read`)} files class="stacked">
        {kept ? <Hidden fields={[['kept', kept.id]]} /> : null}
        <div class="import-drop" data-drop>
          <Field
            page={page}
            name="file"
            label={upload.file}
            hint={kept ? upload.kept(kept.name) : upload.fileHint(reader.format)}
            problems={problems}
          >
            {(field) => <input {...field} type="file" accept={ACCEPTED[reader.format]} />}
          </Field>
          <p class="soft" data-drop-hint>
            {upload.drop}
          </p>
        </div>
        <Field page={page} name="day" label={upload.day} hint={upload.dayHint} problems={problems}>
          {(field) => <input {...field} type="date" value={input.day} max={page.today} />}
        </Field>
        <Field page={page} name="address" label={upload.address} hint={upload.addressHint} problems={problems}>
          {(field) => <input {...field} type="text" inputMode="url" value={input.address} maxLength={2000} />}
        </Field>
        <p>
          <button>{upload.check}</button>
        </p>
      </Form>
    </>
  );
}
