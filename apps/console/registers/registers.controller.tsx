import { Get, Post, Req } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { LISTINGS } from '#domain/register/entry.js';
import { actorOf } from '#access/principal.js';
import { Refusal } from '#domain/refusal.js';
import type { Match } from '#domain/register/register-record.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { Name } from '#domain/text/text.js';
import { schemeName } from '#language/describe-standing.js';
import { phrases } from '#language/phrases.js';
import { GetReading, ListReadings } from '#registers/get-reading.js';
import { type RegisterView, GetRegister, ListRegisters } from '#registers/get-register.js';
import { ListEntries } from '#registers/list-entries.js';
import { KnownRegisters } from '#registers/known-registers.js';
import { ListProposals, matchIn } from '#registers/list-proposals.js';
import { MatchEntry } from '#registers/match-entry.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { Proposals } from '#approvals/proposals.js';
import { SchemaPipe } from '../../api/problem/rejection.js';
import { Follows } from '../follow/follow.controller.js';
import { DateText } from '../frame/display.js';
import { Badge } from '../frame/marks.js';
import { Table } from '../frame/table.js';
import { type PageAnswer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { Named, Sent, addressOf, may, type PageContext, callerOf, Page, queryOf } from '../frame/page.js';
import { FollowedNames } from '../subscribers/subscribers.js';
import { heldReadings } from './differences.js';
import { RegisterContent } from './register-view.js';

const READINGS_SHOWN = 15;
const ENTRIES_SHOWN = 50;

const Asked = z.object({
  search: z.string().max(200).optional(),
  listing: z.enum(LISTINGS).optional(),
  after: Name.optional(),
  reading: z.uuid().optional(),
});

export type RegisterAsked = z.output<typeof Asked>;

const Answered = z.object({ name: Name, candidate: z.uuid(), answer: z.enum(['same', 'other']) });

const pipe = new SchemaPipe();

/** The fields of a form that an officer does not type. @throws Rejection invalid-request */
const formAs = <S extends z.ZodType>(schema: S, form: URLSearchParams): Promise<z.output<S>> =>
  pipe.transform(Object.fromEntries(form) as z.output<S>, { type: 'body', schema });

/** The pages of registers. A register is shown as it is now: what a reading changed is part of each dossier's history. */
@Pages('registers')
export class RegisterPages {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly registers: KnownRegisters,
    private readonly schemes: SchemeCatalogue,
    private readonly names: FollowedNames,
    private readonly proposals: Proposals,
    private readonly follows: Follows,
  ) {}

  @Get()
  @ConsoleRoute('public-read')
  async list(@Page() page: PageContext): Promise<PageAnswer> {
    const registers = await this.queries.execute(new ListRegisters());
    const children = <RegisterList {...{ page, registers, schemes: await this.schemes.at() }} />;
    return { title: phrases(page.language).console.registers.title, menuEntry: 'registers', timeless: true, children };
  }

  @Get(':slug')
  @ConsoleRoute('public-read')
  async one(@Page() page: PageContext, @Named('slug') slug: string): Promise<PageAnswer> {
    return this.#show(page, slug);
  }

  /** @param answered what somebody else has answered meanwhile */
  async #show(page: PageContext, slug: string, answered?: Match): Promise<PageAnswer> {
    const asked = await queryOf(page, Asked);
    const { search, listing, after } = asked;
    const view = await this.queries.execute(new GetRegister(slug));
    const proposals = await this.queries.execute(new ListProposals(slug));
    const isOpen = !may(page, 'read');
    const readings = { after: asked.reading, limit: READINGS_SHOWN, open: isOpen };
    const filter = { search, listing, after, limit: ENTRIES_SHOWN };
    const data = {
      view,
      asked,
      schemes: await this.schemes.at(),
      attempts: await this.queries.execute(new ListReadings(slug, readings)),
      held: isOpen ? [] : await heldReadings(this.queries, view),
      lastActor: await this.#lastActor(page, view.readings.at(-1)?.attempt),
      entries: await this.queries.execute(new ListEntries(slug, filter)),
      proposals,
      names: await this.names.providers(proposals.map(({ provider }) => provider)),
    };
    const children = <RegisterContent {...{ page, data, answered }} />;
    const follow = await this.follows.of(page, { kind: 'register', id: slug });
    const { name: title } = view.register;
    const about = { description: phrases(page.language).publicPages.register(title) };
    return { status: answered ? 409 : 200, title, menuEntry: 'registers', timeless: true, follow, about, children };
  }

  @Post(':slug/matches')
  @ConsoleRoute('record')
  async match(
    @Page() page: PageContext,
    @Named('slug') slug: string,
    @Sent() form: URLSearchParams,
    @Req() { id: correlationId }: FastifyRequest,
  ): Promise<PageAnswer> {
    const { name, candidate, answer } = await formAs(Answered, form);
    const match = { name, candidate, provider: answer === 'same' ? candidate : null };
    const actor = actorOf(callerOf(page));
    try {
      const { proposal } = await this.proposals.orPropose(
        () => this.commands.execute(new MatchEntry(slug, match, { actor, correlationId })),
        { kind: 'match', register: slug, match },
        { actor },
      );
      if (proposal) return { redirect: addressOf(page, `/approvals/${proposal.id}`, { done: 'proposed' }) };
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'unknown-reference') throw error;
      const answered = matchIn(await this.registers.get(slug), match);
      if (!answered) throw error;
      if (answered.provider !== match.provider) return this.#show(page, slug, answered);
    }
    return { redirect: `${addressOf(page, `/registers/${slug}`, { done: 'matched' })}#proposals` };
  }

  /** Who read it last; shown to signed-in users only. */
  async #lastActor(page: PageContext, attempt: string | null | undefined): Promise<string | undefined> {
    if (!attempt || !may(page, 'read')) return undefined;
    return (await this.queries.execute(new GetReading(attempt))).actor;
  }
}

interface Props {
  page: PageContext;
  registers: readonly RegisterView[];
  schemes: Schemes;
}

function RegisterList({ page, registers, schemes }: Props) {
  const words = phrases(page.language).console.registers;
  const { list } = words;
  const columns = [list.register, list.scheme, list.publisher, list.lastRead, { number: list.entries }, list.state];
  return (
    <>
      <p>{words.intro}</p>
      <Table
        isMain
        label={list.caption}
        columns={columns}
        rows={registers.map((view) => lineOf({ page, view, schemes }))}
        empty={words.empty}
      />
    </>
  );
}

function lineOf({ page, view, schemes }: { page: PageContext; view: RegisterView; schemes: Schemes }) {
  const words = phrases(page.language).console.registers;
  const { slug, name, scheme, publisher } = view.register;
  return [
    <a href={addressOf(page, `/registers/${slug}`)}>{name}</a>,
    <a href={addressOf(page, `/schemes/${encodeURIComponent(scheme)}`)}>
      {schemeName(scheme, schemes, page.language)}
    </a>,
    publisher,
    view.lastRead === null ? words.never : <DateText page={page} date={view.lastRead} />,
    view.entries?.toLocaleString(page.language),
    <RegisterBadges page={page} view={view} />,
  ];
}

/** What needs attention; readers without an account are not told what waits or failed. */
function RegisterBadges({ page, view }: { page: PageContext; view: RegisterView }) {
  const words = phrases(page.language).console.registers;
  const { stale, lastRead } = view;
  const [held, failures] = may(page, 'read') ? [view.held, view.failures] : [0, 0];
  return (
    <>
      {held > 0 ? <Badge tone="warn">{words.held(held)}</Badge> : null}{' '}
      {stale && lastRead !== null ? <Badge tone="bad">{words.stale}</Badge> : null}
      {failures > 0 ? <Badge tone="bad">{words.failing(failures)}</Badge> : null}{' '}
      {held + failures === 0 && !stale && lastRead !== null ? <Badge tone="good">{words.upToDate}</Badge> : null}
    </>
  );
}
