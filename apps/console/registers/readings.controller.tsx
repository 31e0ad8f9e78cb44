import { Get, Post, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { actorOf } from '#access/principal.js';
import { LedgerDatabase } from '#database/connection.js';
import { type Problem, Refusal } from '#domain/refusal.js';
import type { Difference } from '#domain/register/judgement.js';
import type { Register } from '#domain/register/register.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { writtenDate, writtenInstant, capitalized } from '#language/format.js';
import { phrases, say } from '#language/phrases.js';
import type { ReadingAttempt } from '#registers/attempts.js';
import { fileNameOf } from '#registers/document-file.js';
import { GetReading, GetReadingDocument } from '#registers/get-reading.js';
import { GetRegister } from '#registers/get-register.js';
import { dossiersOfEntries } from '#registers/list-entries.js';
import { DecideReading } from '#registers/read-register.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { ActivitySubjects, type SubjectsOf } from '../activity/activity.controller.js';
import { abouts, StatusTable } from '../approvals/approval-view.js';
import { type PageAnswer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { Form, Problems, RefusalNote, UnsavedText } from '../frame/controls.js';
import { DateText, DoneNote, Facts, Section, Timestamp } from '../frame/display.js';
import {
  Id,
  Named,
  Sent,
  addressOf,
  callerOf,
  may,
  Page,
  type PageContext,
  pageNumber,
  queryOf,
  nameOfActor,
} from '../frame/page.js';
import {
  Differences,
  FigureList,
  Unreadable,
  asOfNow,
  holdSentences,
  problemsOfReason,
  ReasonField,
} from './differences.js';
import { StateBadge, Address } from './register-view.js';

const Asked = z.object({ page: pageNumber });

/** The page of a reading, its document, and the decision on one that is on hold. */
@Pages('registers/:slug/readings/:id')
export class ReadingPages {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly db: LedgerDatabase,
    private readonly schemes: SchemeCatalogue,
    private readonly subjects: ActivitySubjects,
  ) {}

  @Get()
  @ConsoleRoute('public-read')
  async one(@Page() page: PageContext, @Named('slug') slug: string, @Id('id') id: string): Promise<PageAnswer> {
    return this.#show(page, await this.queries.execute(new GetReading(id, slug, !may(page, 'read'))));
  }

  /** As it was read. Sent as a file: browsers do not display or run it. */
  @Get('document')
  @ConsoleRoute('read')
  async document(@Named('slug') slug: string, @Id('id') id: string, @Res() reply: FastifyReply): Promise<void> {
    const attempt = await this.queries.execute(new GetReading(id, slug));
    const document = await this.queries.execute(new GetReadingDocument(attempt.id));
    void reply
      .headers({
        'Content-Disposition': `attachment; filename="${fileNameOf(attempt, document)}"`,
        'X-Content-Type-Options': 'nosniff',
        Vary: 'Cookie',
      })
      .type('application/octet-stream')
      .send(document.bytes);
  }

  @Post()
  @ConsoleRoute('record')
  async decide(
    @Page() page: PageContext,
    @Named('slug') slug: string,
    @Id('id') id: string,
    @Sent() form: URLSearchParams,
    @Req() { id: correlationId }: FastifyRequest,
  ): Promise<PageAnswer> {
    const attempt = await this.queries.execute(new GetReading(id, slug));
    const reason = (form.get('reason') ?? '').trim();
    const problems = await problemsOfReason(reason);
    if (problems.length > 0) return this.#show(page, attempt, { reason, problems });
    const decision = form.get('decision') === 'accept' ? 'accept' : 'discard';
    const caller = callerOf(page);
    const mayApprove = caller.scopes.has('approve');
    try {
      const { state } = await this.commands.execute(
        new DecideReading(attempt.id, decision, reason, {
          ...{ actor: actorOf(caller), correlationId, mayApprove },
          preview: form.get('preview') ?? undefined,
        }),
      );
      const done = state === 'recorded' ? 'accepted' : state;
      return { redirect: addressOf(page, `/registers/${slug}/readings/${attempt.id}`, { done }) };
    } catch (error) {
      if (!(error instanceof Refusal) || error.code === 'not-found') throw error;
      const now = await this.queries.execute(new GetReading(id, slug));
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
    page: PageContext,
    attempt: ReadingAttempt,
    typed: { reason?: string; problems?: readonly Problem[]; refused?: Refusal } = {},
  ): Promise<PageAnswer> {
    const { page: number } = await queryOf(page, Asked);
    const { register, lastRead } = await this.queries.execute(new GetRegister(attempt.register));
    const differences = await this.#withDossiers(attempt);
    const schemes = await this.schemes.at();
    const scheme = schemes.get(register.scheme);
    const subjects = await this.subjects.of(page, abouts(attempt.preview?.changes ?? []));
    const { day, at } = attempt;
    const when = day === null ? writtenInstant(at, page.zone, page.language) : writtenDate(day, page.language);
    return {
      title: phrases(page.language).console.readings.reading.title(register.name, when),
      menuEntry: 'registers',
      timeless: true,
      status: typed.problems || typed.refused ? (attempt.state === 'held' ? 422 : 409) : 200,
      children: (
        <ReadingContent
          {...{ page, register, scheme, schemes, subjects, number, ...typed }}
          attempt={{ ...asOfNow(attempt, lastRead), differences }}
        />
      ),
    };
  }
}

interface Props {
  page: PageContext;
  register: Register;
  scheme: Scheme | undefined;
  schemes: Schemes;
  subjects: SubjectsOf;
  attempt: ReadingAttempt;
  number: number;
  reason?: string;
  problems?: readonly Problem[];
  refused?: Refusal | undefined;
}

/** The page of a reading: what it found, why it is on hold, and the decision on it. */
function ReadingContent(props: Props) {
  const { page, register, scheme, attempt, number, reason = '', problems = [], refused } = props;
  const { reading, decide } = phrases(page.language).console.readings;
  const { accepted, discarded, heldNow: held } = reading;
  const { figures, differences, unreadable, state } = attempt;
  return (
    <>
      <DoneNote page={page} words={{ accepted, discarded, held }} />
      <Problems page={page} problems={problems} labels={{ reason: decide.reason }} />
      <RefusalNote page={page} refused={refused} />
      {state === 'held' ? null : <UnsavedText page={page} text={reason} />}
      <Explanation page={page} attempt={attempt} register={register} />
      {state === 'held' ? <Held {...props} /> : null}
      <AttemptFacts page={page} attempt={attempt} register={register} />
      {figures && state !== 'same' ? (
        <>
          <Section id="figures" title={reading.figures}>
            <FigureList page={page} figures={figures} />
          </Section>
          <Unreadable page={page} total={figures.unreadable} unreadable={unreadable} />
          <Differences {...{ page, scheme, figures, differences, number }} />
        </>
      ) : null}
      <p>
        <a href={addressOf(page, `/registers/${register.slug}`)}>{reading.back}</a>
      </p>
    </>
  );
}

/** For an attempt that recorded nothing: why. */
function Explanation({ page, attempt, register }: Pick<Props, 'page' | 'attempt' | 'register'>) {
  const { reading: words } = phrases(page.language).console.readings;
  const { state, problem, event, progress } = attempt;
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
          {event === null ? null : (
            <a href={addressOf(page, `/registers/${register.slug}/readings/${event}`)}>{words.earlier}</a>
          )}
        </p>
      );
    case 'refused':
    case 'failed': {
      const text = state === 'failed' && attempt.how === 'fetch' ? words.notFetched : words[state];
      return (
        <div class="note error">
          <p>{text}</p>
          {problem ? <ProblemList page={page} why={problem} /> : null}
        </div>
      );
    }
    case 'recorded':
    case 'held':
    case 'discarded':
      return null;
  }
}

type Why = NonNullable<ReadingAttempt['problem']>;

export function ProblemList({ page, why: { why, problems } }: { page: PageContext; why: Why }) {
  const isOnlyOne = problems.length === 1 && problems[0]?.code === why.code;
  return (
    <>
      <p>{capitalized(say(why, page.language))}.</p>
      {isOnlyOne || problems.length === 0 ? null : (
        <ul>
          {problems.map((problem) => (
            <li>
              <code>{problem.field}</code> {say(problem, page.language)}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Held({ page, register, attempt, subjects, schemes, reason = '', problems = [] }: Props) {
  const { why, decide } = phrases(page.language).console.readings;
  const { slug } = register;
  const isOlder = attempt.holds.includes('older');
  return (
    <Section id="held" title={why.title} class="note warn">
      <ul>
        {holdSentences(attempt, register, page).map((sentence) => (
          <li>{sentence}</li>
        ))}
      </ul>
      {isOlder ? null : <p>{why.check}</p>}
      {attempt.preview ? <StatusTable {...{ page, subjects, schemes }} changes={attempt.preview.changes} /> : null}
      {may(page, 'record') ? (
        <Form page={page} action={addressOf(page, `/registers/${slug}/readings/${attempt.id}`)} class="stacked">
          {attempt.preview ? <input type="hidden" name="preview" value={attempt.preview.id} /> : null}
          <ReasonField {...{ page, reason, problems }} />
          <p class="actions">
            {isOlder ? null : (
              <button name="decision" value="accept">
                {decide.accept}
              </button>
            )}
            <button class="danger" name="decision" value="discard">
              {decide.discard}
            </button>
          </p>
        </Form>
      ) : null}
    </Section>
  );
}

/** By whom is shown to signed-in users only. */
function AttemptFacts({ page, attempt, register }: Pick<Props, 'page' | 'attempt' | 'register'>) {
  const { reading: words } = phrases(page.language).console.readings;
  const { how: ways } = phrases(page.language).console.registers;
  const { state, day, at, actor, how, address, sha256, decided } = attempt;
  const by = (name: string): string => (page.caller ? ` ${words.by} ${nameOfActor(page, name)}` : '');
  return (
    <Facts
      facts={[
        [words.result, <StateBadge page={page} state={state} />],
        [words.day, day === null ? undefined : <DateText page={page} date={day} />],
        [
          words.at,
          <>
            <Timestamp page={page} at={at} />
            {by(actor)}
          </>,
        ],
        [words.how, ways[how]],
        [words.address, address === null ? undefined : <Address url={address} />],
        [
          words.document,
          sha256 === null || !may(page, 'read') ? undefined : (
            <a href={addressOf(page, `/registers/${register.slug}/readings/${attempt.id}/document`)} download>
              {words.download}
            </a>
          ),
        ],
        [words.digest, sha256 === null ? undefined : <code>{sha256}</code>],
        [
          decided ? words.decided[decided.decision] : '',
          decided ? (
            <>
              <Timestamp page={page} at={new Date(decided.at)} />
              {by(decided.by)}
            </>
          ) : undefined,
        ],
        [words.reason, decided?.reason],
      ]}
    />
  );
}
