import { Res, type StreamableFile, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { ACTS, LEDGER_ACTS, SOMEBODY, type ActivityFilter, type DoneAct, ActivityLog } from '#access/activities.js';
import { ActorNames } from '#access/people.js';
import { addDays, DaySchema } from '#domain/date/day.js';
import {
  type LedgerEvent,
  dossierStream,
  providerStream,
  registerStream,
  schemeStream,
  streamId,
} from '#domain/event/ledger-event.js';
import { type Problem, Refusal } from '#domain/refusal.js';
import { Name, urlIn } from '#domain/text/text.js';
import { because } from '#domain/validation.js';
import { ProviderIds } from '#dossiers/provider-names.js';
import { EventStore } from '#event-store/event-store.js';
import { schemeName } from '#language/describe-standing.js';
import { capitalized } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import { pageOf } from '#projections/page.js';
import {
  activityAnswerOf,
  activityColumns,
  ActName,
  ActorReference,
  keysetOf,
  markIn,
} from '../../api/activity/activity.controller.js';
import { sendCsv } from '../../api/csv/csv.js';
import { decodedPath } from '../../api/feeds/feeds.controller.js';
import { Exports } from '../../api/http/download.js';
import { page as cursored } from '../../api/http/query-fields.js';
import { type PageAnswer, ConsoleGet, Pages } from '../frame/console-route.js';
import { buttonTo, MaybeLink, Timestamp } from '../frame/display.js';
import { select } from '../frame/fields.js';
import { Table, CursorPager, MOST_COUNTED, Empty, Toolbar } from '../frame/table.js';
import { Exchange, currentUrlWith, nameOfActor, Page, queryOf, addressOf } from '../frame/page.js';
import { FollowedNames, startOf } from '../subscribers/subscribers.js';

/** What something was done to, as a page shows it. */
interface ShownSubject {
  name: string;
  href?: string;
}

export type SubjectsOf = (about: string) => ShownSubject;

@Injectable()
export class ActivitySubjects {
  constructor(
    private readonly names: FollowedNames,
    private readonly providers: ProviderIds,
  ) {}

  async of(page: Page, acts: readonly Pick<DoneAct, 'about'>[]): Promise<SubjectsOf> {
    const abouts = [...new Set(acts.flatMap(({ about }) => about ?? []))];
    const idsOf = (kind: string) => abouts.filter((one) => one.startsWith(kind)).map(streamId);
    const { providers, dossiers, schemes, registers } = await this.names.of(
      { providers: idsOf('provider-').filter(isUuid), dossiers: idsOf('dossier-').filter(isUuid) },
      page,
    );
    const words = phrases(page.language).console.activity.subjects;
    return (about) => {
      const id = streamId(about);
      const linked = (name: string | undefined, path: string): ShownSubject => ({
        name: name ?? id,
        href: addressOf(page, `/${path}/${encodeURIComponent(id)}`),
      });
      if (about.startsWith('dossier-')) return linked(dossiers.get(id), 'dossiers');
      if (about.startsWith('provider-')) return linked(providers.get(id), 'providers');
      if (about.startsWith('scheme-')) return linked(schemeName(id, schemes, page.language), 'schemes');
      if (about.startsWith('register-')) return linked(registers.get(id), 'registers');
      const [, kind = '', name = ''] = /^(proposal|view):(.+)$/.exec(about) ?? [];
      if (kind === 'proposal') return { name: words.proposal, href: `/approvals/${name}` };
      if (kind === 'view') return { name: words.view(name), href: `/views/${name}` };
      return { name: /^(?:account|key):/.test(about) ? nameOfActor(page, about) : about };
    };
  }

  /**
   * The subject that somebody typed: the address of its page, its stream, an account or key, or a name of a provider.
   *
   * @throws Refusal not-found
   */
  async streamOf(typed: string): Promise<string> {
    const [, place = '', id = ''] = (urlIn(typed)?.pathname ?? typed).split('/');
    if (typed.includes('/') && id !== '') {
      if (place === 'dossiers') return dossierStream(id.toLowerCase());
      if (place === 'schemes') return schemeStream(id);
      if (place === 'registers') return registerStream(id);
      if (place === 'providers') return providerStream(await this.providers.of(decodedPath(id), 'about'));
    }
    if (/^(?:(?:dossier|provider|scheme|register)-|(?:account|key|proposal):)/.test(typed)) return typed;
    return providerStream(await this.providers.of(typed, 'about'));
  }
}

const isUuid = (text: string): boolean => z.uuid().safeParse(text).success;

const PAGE_SIZE = 50;
const FILE_PAGE = 1_000;

const ActivityQuery = z
  .object({
    who: ActorReference.optional(),
    act: ActName.optional(),
    about: Name.optional(),
    since: DaySchema.optional(),
    until: DaySchema.optional(),
    cursor: cursored('number', 'instant', 'number').cursor,
  })
  .refine(({ since = '', until = '9999-12-31' }) => since <= until, {
    path: ['until'],
    error: because('until-before-since'),
  });

type AskedActivity = z.output<typeof ActivityQuery>;

/** Who did what; for admins, since it shows how people work. */
@Pages()
export class ActivityPages {
  constructor(
    private readonly log: ActivityLog,
    private readonly subjects: ActivitySubjects,
    private readonly names: ActorNames,
    private readonly exports: Exports,
    private readonly events: EventStore<LedgerEvent>,
  ) {}

  @ConsoleGet('activity', 'admin')
  async list(@Page() page: Page): Promise<PageAnswer> {
    const asked = await queryOf(page, ActivityQuery);
    const { filter, problems } = await this.#filterOf(page, asked);
    const found = filter ? await this.#read(filter, PAGE_SIZE, asked.cursor) : { items: [], next: null };
    const total = filter ? await this.log.count(filter, MOST_COUNTED + 1) : 0;
    const subjects = await this.subjects.of(page, found.items);
    const { people } = await this.names.current();
    const { title } = phrases(page.language).console.activity;
    const { csv } = phrases(page.language).console.terms;
    const children = <ActivityView {...{ page, asked, people, subjects, problems, total, ...found }} />;
    const { pathname, search } = new URL(currentUrlWith(page, { cursor: undefined }), 'http://here');
    const actions = buttonTo(`${pathname}.csv${search}`, csv);
    return { status: filter ? 200 : 422, title, menuEntry: 'activity', timeless: true, actions, children };
  }

  @ConsoleGet('activity.csv', 'admin')
  async file(
    @Exchange() { page, request }: Exchange,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const asked = await queryOf(page, ActivityQuery);
    const { filter, refused } = await this.#filterOf(page, asked);
    if (!filter) throw refused;
    const name = `activity-${page.today}`;
    await this.exports.note(request, `jalon-${name}.csv`);
    const names = await this.names.current();
    const file = { name, columns: activityColumns, position: await this.events.head() };
    const sent = await sendCsv(reply, file, async (cursor: string | undefined) => {
      const { items, next } = await this.#read(filter, FILE_PAGE, cursor);
      const answers = items.map((one) => activityAnswerOf(one, names));
      return { items: answers, next: next ?? undefined };
    });
    reply.header('Vary', 'Cookie');
    return sent;
  }

  async #read(filter: ActivityFilter, limit: number, cursor: string | undefined) {
    const found = await this.log.list(filter, { limit: limit + 1, after: markIn(cursor) });
    return pageOf<DoneAct>(found, limit, keysetOf);
  }

  async #filterOf({ zone }: Page, { who, act, about, since, until }: AskedActivity) {
    const problems: readonly Problem[] = [];
    try {
      const filter: ActivityFilter = {
        actor: who,
        acts: act && [act],
        about: about === undefined ? undefined : await this.subjects.streamOf(about),
        since: since === undefined ? undefined : startOf(since, zone),
        until: until === undefined ? undefined : startOf(addDays(until, 1), zone),
      };
      return { filter, problems };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { refused: error, problems: error.problems };
    }
  }
}

interface ViewProps {
  page: Page;
  asked: AskedActivity;
  /** Accounts that are not erased. */
  people: readonly { id: string; name: string }[];
  subjects: SubjectsOf;
  items: readonly DoneAct[];
  next: string | null;
  total: number;
  problems: readonly Problem[];
}

function ActivityView({ page, asked, people, subjects, items, next, total, problems }: ViewProps) {
  const { activity: t, terms } = phrases(page.language).console;
  const { who, act, about, since, until } = asked;
  const persons = people.map(({ id, name }) => ({ value: `account:${id}`, label: name }));
  if (who !== undefined && !persons.some(({ value }) => value === who))
    persons.push({ value: who, label: nameShown(page, who) });
  const acts = [...LEDGER_ACTS, ...ACTS].map((value) => ({ value, label: t.acts[value] }));
  return (
    <>
      <p class="soft">{t.intro}</p>
      <Toolbar
        page={page}
        action="/activity"
        label={t.filter}
        go={terms.apply}
        problems={problems}
        fields={[
          select('who', t.column.who, who, persons, t.everybody),
          select('act', terms.action, act, acts, t.everyAct),
          { name: 'since', kind: 'date', label: terms.from, value: since },
          { name: 'until', kind: 'date', label: t.until, value: until },
          { name: 'about', label: t.about, hint: t.aboutHint, value: about },
        ]}
      />
      <Table
        isMain
        isList
        label={t.title}
        columns={[{ first: t.column.at }, t.column.who, terms.action, { name: terms.details }, { act: t.same }]}
        rows={items.map((one) => lineOf(page, one, subjects))}
        empty={<Empty text={t.empty} />}
      />
      <CursorPager {...{ page, next, total }} cursor="cursor" shown={items.length} />
    </>
  );
}

function lineOf(page: Page, one: DoneAct, subjects: SubjectsOf) {
  const t = phrases(page.language).console.activity;
  const { events } = phrases(page.language);
  const { at, actor, act, about, event, details } = one;
  const subject = about === null ? undefined : subjects(about);
  const isOnTimeline = event && /^(?:dossier|provider)-/.test(about ?? '');
  const href = isOnTimeline ? `${subject?.href ?? ''}?event=${event.id}` : subject?.href;
  const told = Object.entries(details).map(([name, value]) => detail(page, name, value));
  return [
    <Timestamp page={page} at={at} isShort />,
    <a href={currentUrlWith(page, { who: actorReference(actor), cursor: undefined })}>{nameShown(page, actor)}</a>,
    t.acts[act],
    <>
      {subject ? <MaybeLink href={href}>{subject.name}</MaybeLink> : null}{' '}
      <span class="also small">
        {[...(event ? [capitalized(events.types[event.type].name)] : []), ...told].join(' · ')}
      </span>
    </>,
    about === null ? null : (
      <a class="small" href={currentUrlWith(page, { about, cursor: undefined })}>
        {t.same}
      </a>
    ),
  ];
}

function nameShown(page: Page, actor: string): string {
  const t = phrases(page.language).console.activity;
  return actor === SOMEBODY ? t.somebody : nameOfActor(page, actor);
}

/** Of a person whatever the key, or of a key without one; other actors are not filtered by. */
const actorReference = (actor: string): string | undefined =>
  /^(?:account|key):\S+/.exec(actor)?.[0] ?? (actor === SOMEBODY ? actor : undefined);

function detail(page: Page, name: string, value: unknown): string {
  const { details, values } = phrases(page.language).console.activity as unknown as Record<
    'details' | 'values',
    Partial<Record<string, string>>
  >;
  const said = (one: unknown) => values[String(one)] ?? String(one);
  const label = details[name];
  const texts = Array.isArray(value) ? value.map(said) : name === 'filter' ? filtersIn(String(value)) : [said(value)];
  const text = texts.join(', ');
  return label === undefined ? text : phrases(page.language).console.activity.detail(label, text);
}

const filtersIn = (query: string): string[] =>
  [...new URLSearchParams(query)].map(([name, value]) => `${name}=${value}`);
