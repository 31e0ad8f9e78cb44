import { Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { actorOf } from '#access/principal.js';
import { LedgerDatabase } from '#database/connection.js';
import { type Problem, Refusal } from '#domain/refusal.js';
import type { Difference } from '#domain/register/judgement.js';
import type { Register } from '#domain/register/register.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { writtenDate, writtenInstant } from '#language/format.js';
import { colon } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { fileNameOf, type ReadingAttempt } from '#registers/attempts.js';
import { Readings, RegisterViews } from '#registers/register-views.js';
import { dossiersOfEntries } from '#registers/entries-on-record.js';
import { DecideReading } from '#registers/read-register.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { ActivitySubjects, type SubjectsOf } from '../activity/activity.controller.js';
import { abouts, statusTable } from '../approvals/status-table.js';
import { type PageAnswer, ConsoleGet, ConsolePost, Pages } from '../frame/console-route.js';
import { RefusalNote, UnsavedText } from '../frame/controls.js';
import { linkTo, DateText, DoneNote, Facts, Section, Timestamp } from '../frame/display.js';
import { DataForm } from '../frame/fields.js';
import { Id, Named } from '../../api/auth/caller.js';
import { Exchange, addressOf, callerOf, may, Page, pageNumber, queryOf, nameOfActor } from '../frame/page.js';
import {
  asOfNow,
  Address,
  Found,
  holdSentences,
  ProblemList,
  problemsOfReason,
  reasonField,
  StateBadge,
  WhyHeld,
} from './reading.js';

const Asked = z.object({ page: pageNumber });

/** The page of a reading, its document, and the decision on one that is on hold. */
@Pages('registers/:slug/readings/:id')
export class ReadingPages {
  constructor(
    private readonly commands: CommandBus,
    private readonly registerViews: RegisterViews,
    private readonly readings: Readings,
    private readonly db: LedgerDatabase,
    private readonly schemes: SchemeCatalogue,
    private readonly subjects: ActivitySubjects,
  ) {}

  @ConsoleGet('', 'public-read')
  async one(@Page() page: Page, @Named('slug') slug: string, @Id('id') id: string): Promise<PageAnswer> {
    return this.#show(page, await this.readings.get(id, slug, !may(page, 'read')));
  }

  /** As it was read. Sent as a file: browsers do not display or run it. */
  @ConsoleGet('document', 'read')
  async document(@Named('slug') slug: string, @Id('id') id: string, @Res() reply: FastifyReply): Promise<void> {
    const attempt = await this.readings.get(id, slug);
    const document = await this.readings.document(attempt.id);
    void reply
      .headers({
        'Content-Disposition': `attachment; filename="${fileNameOf(attempt, document)}"`,
        'X-Content-Type-Options': 'nosniff',
        Vary: 'Cookie',
      })
      .type('application/octet-stream')
      .send(document.bytes);
  }

  @ConsolePost('', 'record')
  async decide(
    @Exchange() { page, form }: Exchange,
    @Named('slug') slug: string,
    @Id('id') id: string,
  ): Promise<PageAnswer> {
    const attempt = await this.readings.get(id, slug);
    const reason = (form.get('reason') ?? '').trim();
    const problems = await problemsOfReason(reason);
    if (problems.length > 0) return this.#show(page, attempt, { reason, problems });
    const decision = form.get('decision') === 'accept' ? 'accept' : 'discard';
    const caller = callerOf(page);
    const mayApprove = caller.scopes.has('approve');
    try {
      const { state } = await this.commands.execute(
        new DecideReading(attempt.id, decision, reason, {
          ...{ actor: actorOf(caller), correlationId: page.requestId, mayApprove },
          preview: form.get('preview') ?? undefined,
        }),
      );
      const done = state === 'recorded' ? 'accepted' : state;
      return { redirect: addressOf(page, `/registers/${slug}/readings/${attempt.id}`, { done }) };
    } catch (error) {
      if (!(error instanceof Refusal) || error.code === 'not-found') throw error;
      const now = await this.readings.get(id, slug);
      return this.#show(page, now, { reason, refused: error });
    }
  }

  /** The dossiers that the reading opened are on record by now. */
  async #withDossiers({ register, state, differences }: ReadingAttempt): Promise<Difference[]> {
    if (state !== 'recorded') return differences;
    const opened = differences.flatMap(({ dossier, entry }) => (dossier === null ? [entry] : []));
    const dossiers = await dossiersOfEntries(this.db, register, opened);
    return differences.map((one) => ({ ...one, dossier: one.dossier ?? dossiers.get(one.entry) ?? null }));
  }

  async #show(
    page: Page,
    attempt: ReadingAttempt,
    typed: { reason?: string; problems?: readonly Problem[]; refused?: Refusal } = {},
  ): Promise<PageAnswer> {
    const { page: number } = await queryOf(page, Asked);
    const { register, lastRead } = await this.registerViews.get(attempt.register);
    const differences = await this.#withDossiers(attempt);
    const schemes = await this.schemes.at();
    const subjects = await this.subjects.of(page, abouts(attempt.preview?.changes ?? []));
    const { day, at } = attempt;
    const when = day === null ? writtenInstant(at, page.zone, page.language) : writtenDate(day, page.language);
    const { reading } = phrases(page.language).console.readings;
    return {
      title: reading.title(register.name, when),
      actions: (
        <a class="button second" href={addressOf(page, `/registers/${register.slug}`)}>
          {reading.back}
        </a>
      ),
      menuEntry: 'registers',
      timeless: true,
      status: typed.problems || typed.refused ? (attempt.state === 'held' ? 422 : 409) : 200,
      children: (
        <ReadingContent
          {...{ page, register, schemes, subjects, number, ...typed }}
          attempt={{ ...asOfNow(attempt, lastRead), differences }}
        />
      ),
    };
  }
}

interface Props {
  page: Page;
  register: Register;
  schemes: Schemes;
  subjects: SubjectsOf;
  attempt: ReadingAttempt;
  number: number;
  reason?: string;
  problems?: readonly Problem[];
  refused?: Refusal | undefined;
}

/** The page of a reading: why it is on hold and the decision on it, then what it found. */
function ReadingContent(props: Props) {
  const { page, register, schemes, attempt, number, reason = '', refused } = props;
  const { reading } = phrases(page.language).console.readings;
  const { accepted, discarded, heldNow: held, same } = reading;
  const { figures, state } = attempt;
  return (
    <>
      <DoneNote page={page} words={{ accepted, discarded, held, same }} />
      <RefusalNote page={page} refused={refused} />
      <Fate {...props} />
      {state === 'held' ? <Held {...props} /> : <UnsavedText page={page} text={reason} />}
      <Explanation {...props} />
      {figures && state !== 'same' ? (
        <Found {...{ page, number }} scheme={schemes.get(register.scheme)} reading={{ ...attempt, figures }} />
      ) : null}
      <Document {...props} />
    </>
  );
}

/** For an attempt that recorded nothing: why. */
function Explanation({ page, attempt, register }: Props) {
  const { reading: words } = phrases(page.language).console.readings;
  const { state, problem, event, progress, how } = attempt;
  switch (state) {
    case 'applying':
      return (
        <div class="note">
          <p role="status">{words.running}</p>
          {progress ? <p>{words.runningProgress(progress.staged, progress.events)}</p> : null}
        </div>
      );
    case 'same':
      return (
        <p class="note">
          {words.same}{' '}
          {event === null ? null : linkTo(page, `/registers/${register.slug}/readings/${event}`, words.earlier)}
        </p>
      );
    case 'refused':
    case 'failed':
      return (
        <div class="note error">
          <p>{state === 'failed' && how === 'fetch' ? words.notFetched : words[state]}</p>
          {problem ? <ProblemList page={page} why={problem} /> : null}
        </div>
      );
    case 'recorded':
    case 'held':
    case 'discarded':
      return null;
  }
}

function Held({ page, register, attempt, subjects, schemes, reason = '', problems = [] }: Props) {
  const { why, decide } = phrases(page.language).console.readings;
  const { holds, preview, id } = attempt;
  const isOlder = holds.includes('older');
  const accept = { label: decide.accept, name: 'decision', value: 'accept' };
  const discard = { label: decide.discard, name: 'decision', value: 'discard', looks: 'danger' } as const;
  return (
    <WhyHeld
      title={why.title}
      sentences={holdSentences(attempt, register, page)}
      text={isOlder ? undefined : why.check}
    >
      {preview ? statusTable(page, preview.changes, subjects, schemes) : null}
      {may(page, 'record') ? (
        <DataForm
          {...{ page, problems }}
          action={addressOf(page, `/registers/${register.slug}/readings/${id}`)}
          hidden={preview ? [['preview', preview.id]] : []}
          parts={[reasonField(page)]}
          typed={new URLSearchParams({ reason })}
          send={isOlder ? discard : [accept, discard]}
        />
      ) : null}
    </WhyHeld>
  );
}

/** What became of it, when and by whom; by whom is shown to signed-in users only. */
function Fate({ page, attempt: { state, at, actor, how, decided } }: Props) {
  const { reading: words } = phrases(page.language).console.readings;
  const { terms } = phrases(page.language).console;
  const done = (when: Date, by: string) => (
    <>
      <Timestamp page={page} at={when} /> {page.caller ? `${terms.by} ${nameOfActor(page, by)}` : null}
    </>
  );
  return (
    <p>
      <StateBadge page={page} state={state} /> {terms.readOn} {done(at, actor)}
      {`, ${phrases(page.language).console.registers.how[how]}. `}
      {decided ? (
        <>
          {words.decided[decided.decision]} {done(new Date(decided.at), decided.by)}
          {colon(page.language)}
          {decided.reason}
        </>
      ) : null}
    </p>
  );
}

function Document({ page, attempt, register }: Props) {
  const { reading: words } = phrases(page.language).console.readings;
  const { terms } = phrases(page.language).console;
  const { day, address, sha256, id } = attempt;
  return (
    <Section id="document" title={terms.document}>
      <Facts
        facts={[
          [terms.documentOf, day && <DateText page={page} date={day} />],
          [terms.address, address === null ? null : <Address url={address} />],
          [terms.sha256, sha256 && <code>{sha256}</code>],
        ]}
      />
      {sha256 !== null && may(page, 'read') ? (
        <a href={addressOf(page, `/registers/${register.slug}/readings/${id}/document`)} download>
          {words.download}
        </a>
      ) : null}
    </Section>
  );
}
