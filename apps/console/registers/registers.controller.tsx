import { followDone } from '../frame/page-head.js';
import { CommandBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { LISTINGS } from '#domain/register/entry.js';
import { DEFAULT_LIMITS } from '#domain/register/register.js';
import { actorOf } from '#access/principal.js';
import { reason, Refusal } from '#domain/refusal.js';
import type { Match } from '#domain/register/register-record.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { Name, Prose } from '#domain/text/text.js';
import { schemeName, statusWord } from '#language/describe-standing.js';
import { capitalized, writtenDate } from '#language/format.js';
import { phrases, say } from '#language/phrases.js';
import { Readings, type RegisterView, RegisterViews } from '#registers/register-views.js';
import { RegisterEntries } from '#registers/entries-on-record.js';
import { KnownRegisters } from '#registers/known-registers.js';
import { MatchEntry, matchIn, NameProposals } from '#registers/match-entry.js';
import { DecideReadings } from '#registers/read-register.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { Proposals } from '#approvals/proposals.js';
import { SchemaPipe } from '../../api/problem/rejection.js';
import { Follows } from '../follow/follow.controller.js';
import { type PageAnswer, ConsoleGet, ConsolePost, Pages } from '../frame/console-route.js';
import { Failed, Form, Hidden } from '../frame/controls.js';
import {
  linkTo,
  DateText,
  DoneNote,
  Facts,
  More,
  SchemeText,
  Section,
  Timestamp,
  Badge,
  type Tone,
} from '../frame/display.js';
import { DataForm, select } from '../frame/fields.js';
import { Named } from '../../api/auth/caller.js';
import { addressOf, callerOf, currentUrlWith, may, nameOfActor, Page, queryOf, Exchange } from '../frame/page.js';
import { CursorPager, Table, Empty, Menu, Toolbar } from '../frame/table.js';
import { FollowedNames } from '../subscribers/subscribers.js';
import { chartOf } from './chart.js';
import { Address, heldReadings, heldTable, listed, reasonField, StateBadge } from './reading.js';

const READINGS_SHOWN = 15;
const ENTRIES_SHOWN = 50;

const Asked = z.object({
  search: z.string().max(200).optional(),
  listing: z.enum(LISTINGS).optional(),
  after: Name.optional(),
  reading: z.uuid().optional(),
});

const Decided = z.object({ decision: z.enum(['accept', 'discard']), reason: Prose });

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
    private readonly registerViews: RegisterViews,
    private readonly readings: Readings,
    private readonly entries: RegisterEntries,
    private readonly nameProposals: NameProposals,
    private readonly registers: KnownRegisters,
    private readonly schemes: SchemeCatalogue,
    private readonly names: FollowedNames,
    private readonly proposals: Proposals,
    private readonly follows: Follows,
  ) {}

  @ConsoleGet('', 'public-read')
  async list(@Page() page: Page): Promise<PageAnswer> {
    const registers = await this.registerViews.all();
    const children = registerList(page, registers, await this.schemes.at());
    return { title: phrases(page.language).console.terms.registers, menuEntry: 'registers', timeless: true, children };
  }

  @ConsoleGet(':slug', 'public-read')
  async one(@Page() page: Page, @Named('slug') slug: string): Promise<PageAnswer> {
    return this.#show(page, slug);
  }

  async loaded(page: Page, slug: string) {
    const asked = await queryOf(page, Asked);
    const { search, listing, after } = asked;
    const view = await this.registerViews.get(slug);
    const proposals = await this.nameProposals.of(slug);
    const isOpen = !may(page, 'read');
    const last = view.readings.at(-1)?.attempt;
    const readings = { after: asked.reading, limit: READINGS_SHOWN, open: isOpen };
    return {
      ...{ view, asked, proposals },
      schemes: await this.schemes.at(),
      attempts: await this.readings.page(slug, readings),
      held: isOpen ? [] : await heldReadings(this.readings, view),
      /** Shown to signed-in users only. */
      lastActor: last && !isOpen ? (await this.readings.get(last)).actor : undefined,
      entries: await this.entries.page(slug, { search, listing, after, limit: ENTRIES_SHOWN }),
      /** Of the providers that the entries belong to, by id. */
      names: await this.names.providers(proposals.map(({ provider }) => provider)),
    };
  }

  /** @param answered what somebody else has answered meanwhile */
  async #show(page: Page, slug: string, answered?: Match): Promise<PageAnswer> {
    const data = await this.loaded(page, slug);
    const { registers: words } = phrases(page.language).console;
    const { name: title } = data.view.register;
    return {
      ...{ title, status: answered ? 409 : 200, menuEntry: 'registers', timeless: true },
      follow: await this.follows.of(page, { kind: 'register', id: slug }),
      about: { description: phrases(page.language).publicPages.register(title) },
      actions: may(page, 'record') ? (
        <>
          <a class="button" href={addressOf(page, `/registers/${slug}/read`)}>
            {words.read}
          </a>
          <Menu page={page} items={[[addressOf(page, '/subscribers/new', { register: slug }), words.follow]]} />
        </>
      ) : undefined,
      children: <RegisterContent {...{ page, data, answered }} />,
    };
  }

  @ConsolePost(':slug/decision', 'record')
  async decide(@Named('slug') slug: string, @Exchange() { page, form }: Exchange): Promise<PageAnswer> {
    const { decision, reason: why } = await formAs(Decided, form);
    const caller = callerOf(page);
    const context = { actor: actorOf(caller), correlationId: page.requestId, mayApprove: caller.scopes.has('approve') };
    await this.commands.execute(new DecideReadings(slug, decision, why, context));
    return { redirect: addressOf(page, `/registers/${slug}`, { done: 'decided' }) };
  }

  @ConsolePost(':slug/matches', 'record')
  async match(@Named('slug') slug: string, @Exchange() { page, form }: Exchange): Promise<PageAnswer> {
    const { name, candidate, answer } = await formAs(Answered, form);
    const match = { name, candidate, provider: answer === 'same' ? candidate : null };
    const actor = actorOf(callerOf(page));
    try {
      const { proposal } = await this.proposals.orPropose(
        () => this.commands.execute(new MatchEntry(slug, match, { actor, correlationId: page.requestId })),
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
}

function registerList(page: Page, registers: readonly RegisterView[], schemes: Schemes) {
  const { registers: words, terms } = phrases(page.language).console;
  const { list } = words;
  return (
    <>
      <p>{words.intro}</p>
      <Table
        isMain
        isList
        label={terms.registers}
        columns={[
          { name: terms.register },
          { first: terms.state },
          { nowrap: list.lastRead },
          { number: terms.entries },
          terms.scheme,
          { wide: list.publisher },
        ]}
        rows={registers.map((view) => lineOf(page, view, schemes))}
        empty={words.empty}
      />
    </>
  );
}

function lineOf(page: Page, view: RegisterView, schemes: Schemes) {
  const { register, lastRead, entries } = view;
  const { slug, name, scheme, publisher } = register;
  const { tone, text } = attentionTo(page, view);
  const cells = [
    linkTo(page, `/registers/${slug}`, name),
    text === '' ? null : <Badge tone={tone}>{text}</Badge>,
    lastRead === null ? phrases(page.language).console.terms.never : <DateText page={page} date={lastRead} />,
    entries?.toLocaleString(page.language),
    linkTo(page, `/schemes/${encodeURIComponent(scheme)}`, schemeName(scheme, schemes, page.language)),
    publisher,
  ];
  return { cells, tone: tone === 'bad' || tone === 'warn' ? tone : undefined };
}

/** The gravest of what needs attention; readers without an account are not told what waits or failed. */
function attentionTo(page: Page, { stale, frozen, lastRead, ...view }: RegisterView): { tone: Tone; text: string } {
  const words = phrases(page.language).console.registers;
  const [held, failures] = may(page, 'read') ? [view.held, view.failures] : [0, 0];
  const told = [
    ...(stale && lastRead !== null ? [words.stale] : []),
    ...(frozen === null ? [] : [words.frozen]),
    ...(failures > 0 ? [words.failing(failures)] : []),
    ...(held > 0 ? [words.held(held)] : []),
  ];
  if (told.length > 0)
    return { tone: stale || frozen !== null || failures > 0 ? 'bad' : 'warn', text: told.join(', ') };
  return { tone: lastRead === null ? 'plain' : 'good', text: lastRead === null ? '' : words.upToDate };
}

type RegisterData = Awaited<ReturnType<RegisterPages['loaded']>>;

interface Props {
  page: Page;
  data: RegisterData;
}

/** The page of a register: what needs attention first, then what it says, then how it is read. */
function RegisterContent({ answered, ...props }: Props & { answered: Match | undefined }) {
  const { page, data } = props;
  const words = phrases(page.language).console.registers;
  const { view, held } = data;
  const { staleAfterDays } = view.register;
  return (
    <>
      <DoneNote
        page={page}
        words={{ matched: words.proposals.matched, decided: words.onHold.decided, ...followDone(page) }}
      />
      {answered ? (
        <Failed tone="warn">
          <p>{words.proposals.answered(answered.name, answered.provider === null ? 'other' : 'same')}</p>
        </Failed>
      ) : null}
      {view.lastRead === null ? <p class="note">{words.neverNote}</p> : null}
      {view.lastRead !== null && view.stale ? <p class="note warn">{words.staleNote(staleAfterDays)}</p> : null}
      {view.frozen === null ? null : (
        <p class="note warn">{words.frozenNote(writtenDate(view.frozen, page.language))}</p>
      )}
      <Head {...props} />
      {held.length === 0 ? null : (
        <Section id="held" title={words.onHold.title} class="note warn">
          <p>{words.onHold.text}</p>
          {heldTable(page, view.register, held.slice(0, MOST))}
          <More page={page} count={view.held - MOST} />
          {held.length < 2 || !may(page, 'record') ? null : (
            <DataForm
              page={page}
              action={addressOf(page, `/registers/${view.register.slug}/decision`)}
              parts={[reasonField(page)]}
              typed={new URLSearchParams()}
              problems={[]}
              send={[
                { label: words.onHold.accept, name: 'decision', value: 'accept' },
                { label: words.onHold.discard, name: 'decision', value: 'discard', looks: 'danger' },
              ]}
            />
          )}
        </Section>
      )}
      <SimilarNames {...props} />
      {chartOf(page, view.register.slug, view.readings)}
      <ReadingTable {...props} />
      {view.lastRead === null ? null : <Entries {...props} />}
      <HowRead {...props} />
    </>
  );
}

const MOST = 10;

function Head({ page, data: { view, schemes, lastActor } }: Props) {
  const { language } = page;
  const { facts, list } = phrases(language).console.registers;
  const { never } = phrases(language).console.terms;
  const { register, entries, lastRead } = view;
  return (
    <p class="soft">
      {linkTo(page, `/schemes/${encodeURIComponent(register.scheme)}`, schemeName(register.scheme, schemes, language))}
      {` · ${register.publisher} · ${facts.entries(entries ?? 0)} · ${list.lastRead} `}
      {lastRead === null ? never : <DateText page={page} date={lastRead} />}
      {lastActor === undefined ? null : ` ${facts.lastReadBy(nameOfActor(page, lastActor))}`}
    </p>
  );
}

/** Providers of the register whose name is like another one on record: a question to the officer. */
function SimilarNames({ page, data: { view, proposals, names } }: Props) {
  const words = phrases(page.language).console.registers.proposals;
  const { terms } = phrases(page.language).console;
  if (proposals.length === 0) return null;
  const answer = (value: 'same' | 'other', of: string) => (
    <button class="second" name="answer" value={value}>
      {words[value]}
      <span class="unseen">{` (${of})`}</span>
    </button>
  );
  return (
    <Section id="proposals" title={words.title}>
      <p>{words.text}</p>
      <Table
        caption={words.caption}
        columns={[words.name, { number: terms.entries }, words.provider, words.candidate, { act: words.answer }]}
        rows={proposals.slice(0, MOST).map(({ name, entries, provider, candidate }) => [
          name,
          entries,
          linkTo(page, `/providers/${provider}`, names.get(provider) ?? name),
          linkTo(page, `/providers/${candidate.id}`, candidate.name),
          may(page, 'record') ? (
            <Form page={page} action={addressOf(page, `/registers/${view.register.slug}/matches`)} class="actions">
              <Hidden
                fields={[
                  ['name', name],
                  ['candidate', candidate.id],
                ]}
              />
              {answer('same', `${name}, ${candidate.name}`)}
              {answer('other', `${name}, ${candidate.name}`)}
            </Form>
          ) : (
            words.unanswered
          ),
        ])}
      />
      <More page={page} count={proposals.length - MOST} />
    </Section>
  );
}

function ReadingTable({ page, data: { view, attempts } }: Props) {
  const { readings: words, changes, how: ways } = phrases(page.language).console.registers;
  const { terms } = phrases(page.language).console;
  return (
    <Section id="readings" title={words.title}>
      <Table
        isList
        label={words.caption}
        columns={[
          { name: terms.documentOf },
          { first: terms.result },
          words.changes,
          terms.readOn,
          { wide: words.how },
        ]}
        rows={attempts.readings.map(({ id, day, state, figures, at, how }) => [
          linkTo(
            page,
            `/registers/${view.register.slug}/readings/${id}`,
            day === null ? <Timestamp page={page} at={at} /> : <DateText page={page} date={day} />,
          ),
          <StateBadge page={page} state={state} />,
          figures && state !== 'same' ? changes(figures) : null,
          <Timestamp page={page} at={at} />,
          ways[how],
        ])}
        empty={words.none}
      />
      <CursorPager page={page} cursor="reading" section="readings" next={attempts.next} />
    </Section>
  );
}

function Entries({ page, data: { view, schemes, asked, entries: found } }: Props) {
  const { language } = page;
  const { entries: words } = phrases(language).console.registers;
  const { terms } = phrases(language).console;
  const { listings } = phrases(language).events;
  const scheme = schemes.get(view.register.scheme);
  const options = [
    { value: 'granted', label: capitalized(statusWord('granted', scheme, language)) },
    { value: 'in-progress', label: capitalized(listings['in-progress']) },
    ...(['absent', 'suspended', 'withdrawn', 'expired'] as const).map((value) => ({
      value,
      label: capitalized(listings[value]),
    })),
  ];
  const all = `${currentUrlWith(page, { search: undefined, listing: undefined, after: undefined, reading: undefined })}#entries`;
  return (
    <Section id="entries" title={terms.entries}>
      <Toolbar
        page={page}
        action={`/registers/${view.register.slug}#entries`}
        role="search"
        label={terms.search}
        go={terms.search}
        fields={[
          { name: 'search', kind: 'search', label: words.search, value: asked.search },
          select('listing', words.stage, asked.listing, options, words.any),
        ]}
      />
      {found.entries.length + found.unreadable.length === 0 ? (
        <Empty text={words.noMatch} links={[[all, words.all]]} />
      ) : (
        <Table
          isMain
          isList
          label={words.caption}
          columns={[{ name: words.service }, { first: words.stage }, { wide: words.entry }, { nowrap: terms.since }]}
          rows={found.entries.map(({ dossier, provider, service, entry, since, milestone, level, listing }) => [
            linkTo(page, `/dossiers/${dossier}`, [provider.name, service].filter(Boolean).join(', ')),
            listed(page, scheme, { listing, milestone: milestone ?? undefined, level: level ?? undefined }),
            <code>{entry}</code>,
            <DateText page={page} date={since} />,
          ])}
        >
          {found.unreadable.map(({ entry, dossier }) => (
            <tr>
              <td colSpan={4}>
                <code>{entry}</code> {say(reason('entry-unreadable', { dossier }), language)}
              </td>
            </tr>
          ))}
        </Table>
      )}
      <CursorPager page={page} cursor="after" section="entries" next={found.next} />
    </Section>
  );
}

function HowRead({ page, data: { view } }: Props) {
  const { facts, profile } = phrases(page.language).console.registers;
  const { register, builtIn } = view;
  const { url, everyHours, limits = DEFAULT_LIMITS, staleAfterDays, notes = [] } = register;
  return (
    <Section id="profile" title={profile.title}>
      <p>{builtIn ? profile.builtIn : profile.published}</p>
      <Facts
        facts={[
          [facts.page, url === undefined ? undefined : <Address url={url} />],
          [facts.fetch, everyHours === undefined ? facts.fetchNever : facts.fetchEvery(everyHours)],
          [facts.staleAfter, facts.staleText(staleAfterDays)],
          [facts.nextUpdate, view.nextUpdate === null ? undefined : writtenDate(view.nextUpdate, page.language)],
          [facts.limits, facts.limitsText(limits.gonePercent, limits.movedPercent)],
        ]}
      />
      <details>
        <summary>{profile.data}</summary>
        {notes.map((note) => (
          <p>
            <SchemeText page={page} text={note} />
          </p>
        ))}
        <pre tabIndex={0}>
          <code>{JSON.stringify(register, null, 2)}</code>
        </pre>
      </details>
    </Section>
  );
}
