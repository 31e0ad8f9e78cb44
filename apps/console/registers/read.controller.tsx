import {
  fileName,
  secondsSince,
  untilRecorded,
  uploadNotFound,
  Uploading,
  UploadingPage,
} from '../import/uploading.js';
import { CommandBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { actorOf } from '#access/principal.js';
import { Clock } from '#database/clock.js';
import { DaySchema } from '#domain/date/day.js';
import { type Problem, reason, Refusal } from '#domain/refusal.js';
import { DocumentAddress, type Register } from '#domain/register/register.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { writtenDate } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import { partialDateTyped } from '#language/typed-date.js';
import { Uploads } from '#imports/uploads.js';
import { type AttemptSummary, mediaTypeOf, type ReadingOutcome } from '#registers/attempts.js';
import { Readings, RegisterViews } from '#registers/register-views.js';
import type { ReadingContext } from '#registers/record-reading.js';
import { type ReadingOptions, ReadRegister, type RegisterUpload, type UploadedAs } from '#registers/read-register.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { IdInPath, Id, Named } from '../../api/auth/caller.js';
import { type PageAnswer, ConsoleGet, ConsolePost, Pages } from '../frame/console-route.js';
import { DateText, Facts, Section } from '../frame/display.js';
import { DataForm } from '../frame/fields.js';
import { FormWithFile } from '../frame/forms.js';
import { addressOf, callerOf, Page, pageNumber, problemsUnder, queryOf, Exchange } from '../frame/page.js';
import {
  Address,
  Found,
  heldReadings,
  heldTable,
  holdSentences,
  ProblemList,
  problemsOfReason,
  reasonField,
  WhyHeld,
} from './reading.js';

const Asked = z.object({ page: pageNumber });

const Fields = z.object({
  day: DaySchema.optional(),
  address: DocumentAddress,
});

const SHOWN = { menuEntry: 'registers', timeless: true } as const;

interface Typed {
  reason?: string;
  problems?: readonly Problem[];
}

@Pages('registers/:slug/read')
export class ReadPages {
  constructor(
    private readonly commands: CommandBus,
    private readonly registerViews: RegisterViews,
    private readonly readings: Readings,
    private readonly schemes: SchemeCatalogue,
    private readonly clock: Clock,
    private readonly uploads: Uploads,
  ) {}

  @ConsoleGet('', 'record')
  async form(@Page() page: Page, @Named('slug') slug: string): Promise<PageAnswer> {
    const register = await this.#register(slug);
    return this.#form(page, register, { day: '', address: register.url ?? '' });
  }

  /** A document is kept even if another field is wrong: browsers do not send it again. */
  @ConsolePost('', 'record', 'files')
  async send(@Named('slug') slug: string, @Exchange() { page, form }: Exchange): Promise<PageAnswer> {
    const register = await this.#register(slug);
    const typed = { day: (form.get('day') ?? '').trim(), address: (form.get('address') ?? '').trim() };
    const { day, address } = typed;
    const read = partialDateTyped(day, page.language);
    const fields = {
      ...(day !== '' && { day: 'date' in read ? read.date : day }),
      ...(address !== '' && { address }),
    };
    const wrong = await problemsUnder(Fields, fields);
    const document = await this.#documentIn(page, slug, form);
    if (document && wrong.length === 0)
      return {
        redirect: addressOf(page, `/registers/${slug}/read/${await this.#store(page, { ...document, ...fields })}`),
      };
    if (!document) return this.#form(page, register, typed, [{ field: 'file', ...reason('required') }, ...wrong]);
    const kept = { id: await this.#store(page, document), name: document.name };
    return this.#form(page, register, { ...typed, kept }, wrong);
  }

  @ConsoleGet(':upload', 'record')
  async check(@Page() page: Page, @Named('slug') slug: string, @Id('upload') id: string): Promise<PageAnswer> {
    return this.#check(page, await this.#upload(page, slug, id));
  }

  @ConsoleGet(':upload/progress', 'record')
  async progress(@Page() page: Page, @Named('slug') slug: string, @Id('upload') id: string): Promise<PageAnswer> {
    const upload = await this.#upload(page, slug, id);
    if (upload.state.is !== 'running') return { fragment: <div data-reload /> };
    return { fragment: <Uploading {...await this.#running(page, upload, upload.state.beganAt)} /> };
  }

  @ConsolePost(':upload/confirm', 'record')
  async confirm(
    @Exchange() { page, form }: Exchange,
    @Named('slug') slug: string,
    @Id('upload') id: string,
  ): Promise<PageAnswer> {
    const upload = await this.#upload(page, slug, id);
    const { is } = upload.state;
    if (is !== 'running' && is !== 'done') {
      const given = (form.get('reason') ?? '').trim();
      const checked = await this.#preview(page, upload);
      if (checked instanceof Refusal) return this.#check(page, upload);
      const problems = checked.holds.length === 0 ? [] : await problemsOfReason(given);
      if (problems.length > 0) return this.#check(page, upload, { reason: given, problems });
      const accept = checked.holds.length === 0 ? undefined : given;
      const caller = callerOf(page);
      const context = {
        actor: actorOf(caller),
        correlationId: page.requestId,
        mayApprove: caller.scopes.has('approve'),
      };
      await this.uploads.start(id, { key: caller.id }, async () => {
        const options = { how: 'upload', ...(accept !== undefined && { accept }) } as const;
        return { reading: (await this.#read(upload, options, context)).id };
      });
      await untilRecorded(async () => (await this.#upload(page, slug, id)).state.is === 'running');
    }
    return { redirect: addressOf(page, `/registers/${slug}/read/${id}`) };
  }

  async #register(slug: string): Promise<Register> {
    return (await this.registerViews.get(slug)).register;
  }

  /** The file of the form, or the one kept from before. */
  async #documentIn(page: Page, register: string, form: URLSearchParams) {
    const file = form instanceof FormWithFile ? form.file : undefined;
    if (file)
      return { register, name: fileName(file.name) || '-', mediaType: mediaTypeOf(file.name), bytes: file.bytes };
    const kept = IdInPath.parse(form.get('kept') ?? '');
    const upload = await this.#find(page, kept);
    if (upload?.about.register !== register) return undefined;
    return { register, name: upload.name, mediaType: upload.about.mediaType, bytes: upload.bytes };
  }

  #store(page: Page, { name, bytes, ...about }: UploadedAs & Pick<RegisterUpload, 'name' | 'bytes'>) {
    return this.uploads.store({ kind: 'register', name, bytes, about }, callerOf(page).id);
  }

  #find(page: Page, id: string): Promise<RegisterUpload | undefined> {
    return this.uploads.find<{ reading: string }, UploadedAs>('register', id, { key: callerOf(page).id });
  }

  /** Another key's document is answered like an unknown one. */
  async #upload(page: Page, slug: string, id: string): Promise<RegisterUpload> {
    const upload = await this.#find(page, id);
    if (upload?.about.register !== slug) throw uploadNotFound();
    return upload;
  }

  /** @returns the refusal of a document that cannot be read */
  async #preview(page: Page, upload: RegisterUpload): Promise<ReadingOutcome | Refusal> {
    try {
      return await this.#read(upload, { how: 'upload', preview: true }, { actor: actorOf(callerOf(page)) });
    } catch (error) {
      if (error instanceof Refusal) return error;
      throw error;
    }
  }

  #read({ bytes, about }: RegisterUpload, options: ReadingOptions, context: ReadingContext): Promise<ReadingOutcome> {
    const { register, ...document } = about;
    return this.commands.execute(new ReadRegister(register, { ...document, bytes }, options, context));
  }

  #form(page: Page, register: Register, input: ReadInput, problems: readonly Problem[] = []): PageAnswer {
    const { upload } = phrases(page.language).console.readings;
    return {
      ...SHOWN,
      title: upload.title(register.name),
      status: problems.length > 0 ? 422 : 200,
      children: (
        <>
          <p>{upload.intro}</p>
          <ReadForm {...{ page, register, input, problems }} />
        </>
      ),
    };
  }

  async #check(page: Page, upload: RegisterUpload, typed: Typed = {}): Promise<PageAnswer> {
    const { state } = upload;
    if (state.is === 'done')
      return { redirect: addressOf(page, `/registers/${upload.about.register}/readings/${state.result.reading}`) };
    const { readings: words, terms } = phrases(page.language).console;
    const view = await this.registerViews.get(upload.about.register);
    const { register } = view;
    if (state.is === 'running') {
      const children = <UploadingPage {...await this.#running(page, upload, state.beganAt)} />;
      return { ...SHOWN, title: terms.recordingTitle, children };
    }
    const { page: number } = await queryOf(page, Asked);
    const checked = await this.#preview(page, upload);
    if (!(checked instanceof Error) && checked.state === 'same')
      return { redirect: addressOf(page, `/registers/${register.slug}/readings/${checked.event}`, { done: 'same' }) };
    const scheme = (await this.schemes.at()).get(register.scheme);
    const held = await heldReadings(this.readings, view);
    return {
      ...SHOWN,
      title: words.checked.title(register.name),
      status: checked instanceof Refusal || typed.problems ? 422 : 200,
      children: <CheckContent {...{ page, register, scheme, upload, checked, held, number, typed }} />,
    };
  }

  /** One reading of a register is recorded at a time. */
  async #running(page: Page, { id, about: { register } }: RegisterUpload, beganAt: Date) {
    const { reading: words } = phrases(page.language).console.readings;
    const { readings } = await this.readings.page(register, { state: 'applying', limit: 1 });
    const { progress } = readings[0] ?? {};
    return {
      ...{ page, path: `/registers/${register}/read/${id}`, label: words.running },
      progress: progress ? { max: progress.events, value: progress.staged } : undefined,
      said: [
        ...(progress ? [words.runningProgress(progress.staged, progress.events)] : []),
        words.runningSince(secondsSince(beganAt, this.clock.now())),
      ],
    };
  }
}

interface Props {
  page: Page;
  register: Register;
  scheme: Scheme | undefined;
  upload: RegisterUpload;
  /** The result of a preview; a refusal if the document cannot be read. */
  checked: ReadingOutcome | Refusal;
  held: readonly AttemptSummary[];
  number: number;
  /** As sent, when the confirmation was rejected. */
  typed: Typed;
}

/** What recording an uploaded document would come to. Only a document that can be read can be confirmed. */
function CheckContent(props: Props) {
  const { page, register, scheme, upload, checked, held, number } = props;
  const { checked: words } = phrases(page.language).console.readings;
  const { terms } = phrases(page.language).console;
  const { id, name, state, about } = upload;
  const { day, address = '' } = about;
  const again = (
    <ReadForm
      {...{ page, register }}
      input={{ day: day === undefined ? '' : writtenDate(day, page.language), address, kept: { id, name } }}
    />
  );
  const isUnfit = checked instanceof Error;
  const facts = (
    <Section id="document" title={terms.document}>
      <Facts
        facts={[
          [terms.file, name],
          [terms.documentOf, isUnfit ? null : <DateText page={page} date={checked.day} />],
          [terms.address, address === '' ? null : <Address url={address} />],
          [terms.sha256, isUnfit ? null : <code>{checked.sha256}</code>],
        ]}
      />
    </Section>
  );
  if (isUnfit)
    return (
      <>
        <div class="note error" role="alert">
          <p>{words.unfit}</p>
          <ProblemList page={page} why={checked} />
        </div>
        {facts}
        <h2>{terms.retry}</h2>
        {again}
      </>
    );
  // Once this document is recorded, a reading of an earlier day can only be discarded.
  const waiting = held.filter((one) => one.day !== null && one.day < checked.day && !one.holds.includes('older'));
  return (
    <>
      {state.is === 'refused' || state.is === 'unfinished' ? <p class="note warn">{words[state.is]}</p> : null}
      {waiting.length === 0 ? null : (
        <Section id="waiting" title={words.waiting} class="note warn">
          <p>{words.waitingText}</p>
          {heldTable(page, register, waiting)}
        </Section>
      )}
      <Confirm {...props} checked={checked} />
      <Found {...{ page, scheme, number }} reading={checked} />
      {facts}
      <details>
        <summary>{words.again}</summary>
        {again}
      </details>
    </>
  );
}

/** The button to record the reading, with a reason if it would be held; none if it cannot be recorded. */
function Confirm({ page, register, upload, checked, typed }: Props & { checked: ReadingOutcome }) {
  const { checked: words } = phrases(page.language).console.readings;
  const { holds, figures } = checked;
  const isOlder = holds.includes('older');
  const form = (
    <DataForm
      page={page}
      action={addressOf(page, `/registers/${register.slug}/read/${upload.id}/confirm`)}
      parts={holds.length === 0 ? [] : [reasonField(page)]}
      problems={typed.problems}
      typed={new URLSearchParams({ reason: typed.reason ?? '' })}
      send={words.confirm}
      note={words.confirmHint}
    />
  );
  if (holds.length === 0)
    return (
      <>
        {figures.before === 0 ? <p class="note">{words.first}</p> : null}
        {form}
      </>
    );
  return (
    <WhyHeld
      title={isOlder ? words.older : words.holds}
      sentences={holdSentences(checked, register, page)}
      text={isOlder ? undefined : words.holdsText}
    >
      {isOlder ? null : form}
    </WhyHeld>
  );
}

interface ReadInput {
  day: string;
  address: string;
  /** A document that was stored although another field is wrong: browsers do not keep a chosen file. */
  kept?: { id: string; name: string };
}

const ACCEPTED = {
  json: '.json,application/json',
  yaml: '.yaml,.yml',
  xml: '.xml,application/xml,text/xml',
  pdf: '.pdf,application/pdf',
  csv: '.csv,text/csv',
  xlsx: '.xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  html: '.html,.htm,text/html',
};

interface FormProps {
  page: Page;
  register: Register;
  input: ReadInput;
  problems?: readonly Problem[];
}

function ReadForm({ page, register: { slug, reader }, input: { day, address, kept }, problems = [] }: FormProps) {
  const { readings, imports, terms } = phrases(page.language).console;
  const { upload } = readings;
  const hint = kept ? upload.kept(kept.name) : `${imports.file.drop} ${upload.fileHint(reader.format)}`;
  const file = {
    name: 'file',
    kind: 'file',
    label: terms.document,
    hint,
    input: { accept: ACCEPTED[reader.format] },
  } as const;
  return (
    <div class="drop" data-drop>
      <DataForm
        {...{ page, problems }}
        action={addressOf(page, `/registers/${slug}/read`)}
        files
        hidden={kept ? [['kept', kept.id]] : []}
        parts={[
          file,
          { name: 'day', label: upload.day, hint: upload.dayHint, value: day },
          {
            ...{ name: 'address', label: terms.address, hint: upload.addressHint, value: address },
            input: { inputMode: 'url', maxLength: 2000 },
          },
        ]}
        send={upload.check}
        back={[addressOf(page, `/registers/${slug}`), readings.reading.back]}
      />
    </div>
  );
}
