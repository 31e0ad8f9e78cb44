import { EVIDENCE_TYPES } from '#domain/evidence/media-type.js';
import { Param, Res, type StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { actorOf } from '#access/principal.js';
import { LedgerDatabase } from '#database/connection.js';
import { reason, type Problem, Refusal } from '#domain/refusal.js';
import { EvidenceFiles } from '#evidence/evidence-files.js';
import { phrases } from '#language/phrases.js';
import { AuditFiles } from '../../api/evidence/audit-files.js';
import { EvidenceDownloads, EvidenceUploads } from '../../api/evidence/evidence.controller.js';
import { Viewpoints } from '../../api/http/reading.js';
import { Rejection } from '../../api/problem/rejection.js';
import { PositionInPath, ProofController } from '../../api/proof/log.controller.js';
import { type PageAnswer, ConsoleGet, ConsolePost, Pages } from '../frame/console-route.js';
import { linkTo } from '../frame/display.js';
import { DataForm } from '../frame/fields.js';
import { FormWithStream } from '../frame/forms.js';
import { Id, Named } from '../../api/auth/caller.js';
import { Exchange, addressOf, callerOf, Page } from '../frame/page.js';
import { entryId } from '../frame/timeline-entries.js';
import { EntrySummary, entryOf } from '../recording/record-form.js';
import { menuEntryOf, Subjects, targetOf } from '../recording/subject.js';

@Pages()
export class EvidencePages {
  constructor(
    private readonly subjects: Subjects,
    private readonly uploads: EvidenceUploads,
    private readonly files: EvidenceFiles,
    private readonly downloads: EvidenceDownloads,
    private readonly db: LedgerDatabase,
    private readonly viewpoints: Viewpoints,
    private readonly auditFiles: AuditFiles,
    private readonly proofs: ProofController,
  ) {}

  /** Its fields stand before the file, which is stored as it arrives. */
  @ConsoleGet(['dossiers/:name/events/:event/evidence', 'providers/:name/events/:event/evidence'], 'record')
  async form(
    @Page() page: Page,
    @Named('name') name: string,
    @Id('event') event: string,
    typed?: URLSearchParams,
    problems: readonly Problem[] = [],
  ): Promise<PageAnswer> {
    const { evidence: words, terms } = phrases(page.language).console;
    const subject = await this.subjects.of(page, name);
    const history = await this.subjects.historyOf(subject);
    const entry = entryOf(targetOf(history, event, 'correct').entry, history);
    const { path, scheme } = subject;
    return {
      title: words.attach,
      menuEntry: menuEntryOf(subject),
      timeless: true,
      status: problems.length > 0 ? 422 : 200,
      children: (
        <>
          <p>
            {phrases(page.language).console.amending.about} {linkTo(page, path, subject.name)}
          </p>
          <div class="card">
            <EntrySummary {...{ page, scheme }} event={entry.event} aim={entry.aim} names={new Map()} />
          </div>
          <p>{words.intro}</p>
          <div class="drop" data-drop>
            <DataForm
              {...{ page, problems, typed }}
              action={addressOf(page, `${path}/events/${entry.id}/evidence`)}
              files
              parts={[
                {
                  kind: 'textarea',
                  name: 'note',
                  label: words.note,
                  hint: words.noteHint,
                  input: { rows: 2, maxLength: 10_000 },
                },
                {
                  kind: 'file',
                  name: 'file',
                  label: terms.file,
                  hint: `${words.fileHint(this.files.maxBytes / 1_000_000)}. ${words.drop}`,
                  required: true,
                  input: { accept: ACCEPTED },
                },
              ]}
              send={words.send}
              back={[`${addressOf(page, path)}#${entryId(entry.id)}`, words.back]}
            />
          </div>
        </>
      ),
    };
  }

  @ConsolePost(
    ['dossiers/:name/events/:event/evidence', 'providers/:name/events/:event/evidence'],
    'record',
    'evidence',
  )
  async attach(
    @Named('name') name: string,
    @Id('event') event: string,
    @Exchange() { page, form, request, reply }: Exchange,
  ): Promise<PageAnswer> {
    const note = (form.get('note') ?? '').trim();
    const file = form instanceof FormWithStream && form.file?.name !== '' ? form.file : undefined;
    if (!file) return this.form(page, name, event, form, [{ field: 'file', ...reason('required') }]);
    const subject = await this.subjects.of(page, name);
    const context = { actor: actorOf(callerOf(page)), correlationId: request.id };
    const sent = { subject, event, name: file.name, bytes: file.bytes, note: note === '' ? undefined : note };
    try {
      const { id, position } = await this.uploads.receive(sent, context, reply);
      const seen = this.db.epochs.written(position);
      return { redirect: `${subject.path}?seen=${seen}&done=attached#${entryId(id)}` };
    } catch (error) {
      const problems = problemsIn(error);
      if (problems.length === 0) throw error;
      return this.form(page, name, event, form, problems);
    }
  }

  @ConsoleGet('evidence/:sha256', 'read')
  open(
    @Page() page: Page,
    @Named('sha256') sha256: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    return this.downloads.send(sha256, callerOf(page), reply);
  }

  /** As REST, which a session does not open. */
  @ConsoleGet('ledger/proof/:position', 'public-read')
  proof(@Param('position', { schema: PositionInPath }) position: number, @Exchange() { page, reply }: Exchange) {
    return this.proofs.getProof(position, page.look ?? { position: 0 }, reply);
  }

  /** For the point in time of the page. */
  @ConsoleGet(['dossiers/:name/audit-file', 'providers/:name/audit-file'], 'read')
  async auditFile(
    @Named('name') name: string,
    @Page() page: Page,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { asOf, knownAt } = page.at;
    const at = await this.viewpoints.of({ asOf, knownAt: knownAt?.toISOString() });
    const { kind, id } = await this.subjects.of(page, name);
    return this.auditFiles.send({ kind, id }, at, page.language, reply);
  }
}

const ACCEPTED = [...EVIDENCE_TYPES, '.eml'].join(',');

/** The problems that the form shows, each at its field; none for another error. */
function problemsIn(error: unknown): readonly Problem[] {
  if (error instanceof Refusal && /^evidence-/.test(error.code)) return error.problems;
  if (error instanceof Rejection && error.code === 'invalid-request')
    return error.problems.map((problem) => (problem.field === 'name' ? { ...problem, field: 'file' } : problem));
  return [];
}
