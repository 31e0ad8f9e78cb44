import { Get, Post, Req, Res, type StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actorOf } from '#access/principal.js';
import { LedgerDatabase } from '#database/connection.js';
import { EVIDENCE_TYPES } from '#domain/evidence/media-type.js';
import { type Problem, reason, Refusal } from '#domain/refusal.js';
import { EvidenceFiles } from '#evidence/evidence-files.js';
import { phrases } from '#language/phrases.js';
import { AuditFiles } from '../../api/evidence/audit-files.js';
import { EvidenceDownloads, EvidenceUploads } from '../../api/evidence/evidence-bytes.js';
import { Viewpoints } from '../../api/http/reading.js';
import { Rejection } from '../../api/problem/rejection.js';
import { type PageAnswer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { Field, Form, Problems } from '../frame/controls.js';
import { FormWithStream } from '../frame/forms.js';
import { Id, Named, Sent, addressOf, type PageContext, callerOf, Page } from '../frame/page.js';
import { entryId } from '../frame/timeline-entries.js';
import { type Entry, EntrySummary, entryOf } from '../recording/event-summary.js';
import { type Subject, menuEntryOf, SubjectHistories, Subjects, targetOf } from '../recording/subject.js';

interface Props {
  page: PageContext;
  subject: Subject;
  entry: Entry;
  note: string;
  megabytes: number;
  problems: readonly Problem[];
}

/** The form for a file. Its other fields come first: the file is read as it arrives. */
function EvidenceForm({ page, subject, entry, note, megabytes, problems }: Props) {
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

@Pages()
export class EvidencePages {
  constructor(
    private readonly subjects: Subjects,
    private readonly histories: SubjectHistories,
    private readonly uploads: EvidenceUploads,
    private readonly files: EvidenceFiles,
    private readonly downloads: EvidenceDownloads,
    private readonly db: LedgerDatabase,
    private readonly viewpoints: Viewpoints,
    private readonly auditFiles: AuditFiles,
  ) {}

  @Get(['dossiers/:name/events/:event/evidence', 'providers/:name/events/:event/evidence'])
  @ConsoleRoute('record')
  form(@Page() page: PageContext, @Named('name') name: string, @Id('event') event: string): Promise<PageAnswer> {
    return this.#form(page, name, event);
  }

  /** Its fields stand before the file, which is stored as it arrives. */
  @Post(['dossiers/:name/events/:event/evidence', 'providers/:name/events/:event/evidence'])
  @ConsoleRoute('record', 'evidence')
  async attach(
    @Page() page: PageContext,
    @Named('name') name: string,
    @Id('event') event: string,
    @Sent() form: URLSearchParams,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<PageAnswer> {
    const note = (form.get('note') ?? '').trim();
    const file = form instanceof FormWithStream && form.file?.name !== '' ? form.file : undefined;
    if (!file) return this.#form(page, name, event, note, [{ field: 'file', ...reason('required') }]);
    const subject = await this.subjects.of(page, name);
    const context = { actor: actorOf(callerOf(page)), correlationId: request.id };
    const sent = { subject, event, name: file.name, bytes: file.bytes, note: note === '' ? undefined : note };
    try {
      const { id, position } = await this.uploads.receive(sent, context, { request, reply });
      const seen = this.db.epochs.written(position);
      return { redirect: `${subject.path}?seen=${seen}&done=attached#${entryId(id)}` };
    } catch (error) {
      const problems = problemsIn(error);
      if (problems.length === 0) throw error;
      return this.#form(page, name, event, note, problems);
    }
  }

  @Get('evidence/:sha256')
  @ConsoleRoute('read')
  open(
    @Page() page: PageContext,
    @Named('sha256') sha256: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    return this.downloads.send(sha256, callerOf(page), reply);
  }

  /** For the point in time of the page. */
  @Get(['dossiers/:name/audit-file', 'providers/:name/audit-file'])
  @ConsoleRoute('read')
  async auditFile(
    @Page() page: PageContext,
    @Named('name') name: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { asOf, knownAt } = page.at;
    const at = await this.viewpoints.of({ asOf, knownAt: knownAt?.toISOString() });
    const { kind, id } = await this.subjects.of(page, name);
    return this.auditFiles.send({ kind, id }, at, { language: page.language, request, reply });
  }

  async #form(
    page: PageContext,
    name: string,
    event: string,
    note = '',
    problems: readonly Problem[] = [],
  ): Promise<PageAnswer> {
    const subject = await this.subjects.of(page, name);
    const history = await this.histories.of(subject);
    const { entry } = targetOf(history, event, 'correct');
    const shown = entryOf(entry, history);
    const megabytes = this.files.maxBytes / 1_000_000;
    return {
      title: phrases(page.language).console.evidence.attach,
      menuEntry: menuEntryOf(subject),
      timeless: true,
      status: problems.length > 0 ? 422 : 200,
      children: <EvidenceForm {...{ page, subject, note, megabytes, problems }} entry={shown} />,
    };
  }
}

/** The problems that the form shows, each at its field; none for another error. */
function problemsIn(error: unknown): readonly Problem[] {
  if (error instanceof Refusal && /^evidence-/.test(error.code)) return error.problems;
  if (error instanceof Rejection && error.code === 'invalid-request')
    return error.problems.map((problem) => (problem.field === 'name' ? { ...problem, field: 'file' } : problem));
  return [];
}
