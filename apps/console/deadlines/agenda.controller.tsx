import { titleOf } from '#subscriptions/messages/mail/reminder-letter.js';
import { Injectable } from '@nestjs/common';
import { AnswerableReminders, type AnswerableReminder } from '#deadlines/queries/reminders.js';
import { addDays, addMonths, isDay } from '#domain/date/day.js';
import { earliest } from '#domain/date/partial-date.js';
import { DEADLINE_STATES, isSettled, DEADLINE_KINDS } from '#domain/deadline/deadline.js';
import { schemeName } from '#language/describe-standing.js';
import { writtenDate, capitalized, shortDate } from '#language/format.js';
import type { Language } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { DeadlineLists, type ListedDeadline, type DeadlinesAsked } from '#projections/list-deadlines.js';
import { ownerOf, scopeOf } from '../../api/auth/caller.js';
import { type PageAnswer, ConsoleGet, Pages } from '../frame/console-route.js';
import {
  linkTo,
  buttonTo,
  ClaimMark,
  DoneNote,
  DateText,
  Badge,
  DueMark,
  Icon,
  toneOfDeadline,
  type Tone,
} from '../frame/display.js';
import { select, type FieldData, optionsOf, providerField } from '../frame/fields.js';
import { currentUrlWith, may, queryOf, Page, addressOf } from '../frame/page.js';
import { CursorPager, Table, Empty, Toolbar } from '../frame/table.js';
import { acknowledgeButton, deadlineActions, remindersInWords, summarize } from './deadline-answers.js';
import { z } from 'zod';
import { schemeOf } from '#domain/dossier/dossier.js';
import type { ProviderRef } from '#domain/dossier/standing.js';
import { type Problem, Refusal } from '#domain/refusal.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { Name } from '#domain/text/text.js';
import { because } from '#domain/validation.js';
import { ProviderIds } from '#dossiers/provider-names.js';
import { ProviderLists } from '#projections/list-providers.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { DeadlinesQuery } from '../../api/deadlines/deadlines.controller.js';
import { Viewpoints } from '../../api/http/reading.js';

const { within, kind, cursor, seen } = DeadlinesQuery.shape;

export const filterFields = { scheme: Name.optional(), provider: Name.optional(), kind };

const AGENDA_STATES = ['todo', ...DEADLINE_STATES] as const;

const isMonth = (text: string): boolean => /^\d{4}-\d\d$/.test(text) && isDay(`${text}-01`);

/** Query parameters of the agenda. `todo`: overdue and open deadlines. `month` replaces both `state` and `within`. */
const AgendaQuery = z.object({
  state: z.enum(AGENDA_STATES).default('todo'),
  within,
  ...filterFields,
  month: z
    .string()
    .refine(isMonth, { error: because('month-format') })
    .optional(),
  cursor,
  seen,
});

export type AgendaChoice = z.output<typeof AgendaQuery>;
export type DeadlineFilter = Pick<AgendaChoice, 'scheme' | 'provider' | 'kind'>;

const MOST_PROVIDERS = 200;

export interface FilterContext {
  schemes: Schemes;
  /** Options; empty when there are too many. */
  providers: readonly ProviderRef[];
  /** As requested; the provider by its slug if it is an option. */
  choice: DeadlineFilter;
  /** For the query; absent: an unknown provider or scheme. */
  filter?: Pick<DeadlinesAsked, 'schemes' | 'providers' | 'kind'>;
  problems: readonly Problem[];
}

@Injectable()
export class DeadlineFilters {
  constructor(
    private readonly providerLists: ProviderLists,
    private readonly ids: ProviderIds,
    private readonly catalogue: SchemeCatalogue,
    private readonly viewpoints: Viewpoints,
  ) {}

  /** An unknown provider or scheme is reported beside its field. */
  async filters({ at }: Page, { scheme, provider, kind }: DeadlineFilter): Promise<FilterContext> {
    const { asOf, knownAt } = at;
    const { upTo } = await this.viewpoints.of({ asOf, knownAt: knownAt?.toISOString() });
    const schemes = await this.catalogue.at(upTo);
    const providers = await this.providerLists.names({ asOf, knownAt, most: MOST_PROVIDERS });
    try {
      if (scheme !== undefined) schemeOf(scheme, schemes);
      const id = provider === undefined ? undefined : await this.ids.of(provider, 'provider');
      const choice = { scheme, provider: providers.find((one) => one.id === id)?.slug ?? provider, kind };
      const [schemesAsked, providersAsked] = [scheme, id].map((one) => (one === undefined ? undefined : [one]));
      const filter = { schemes: schemesAsked, providers: providersAsked, kind };
      return { schemes, providers, choice, filter, problems: [] };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { schemes, providers, choice: { scheme, provider, kind }, problems: error.problems };
    }
  }
}

export function deadlineFields(page: Page, filters: FilterContext): FieldData[] {
  const { language } = page;
  const { terms } = phrases(language).console;
  const { schemes, providers, choice } = filters;
  const kinds = optionsOf(DEADLINE_KINDS, phrases(language).mail.reminders.kind);
  const names = [...schemes.values()].map(({ slug, name }) => ({ value: slug, label: name[language] }));
  return [
    select('scheme', terms.scheme, choice.scheme, names, terms.everyScheme),
    providerField(page, providers, choice.provider),
    select('kind', terms.kind, choice.kind, kinds, phrases(language).console.agenda.filter.everyKind),
  ];
}

const OVERDUE_SHOWN = 15;
const SHOWN = 40;

@Pages('deadlines')
export class AgendaPages {
  constructor(
    private readonly deadlines: DeadlineLists,
    private readonly reminders: AnswerableReminders,
    private readonly reading: DeadlineFilters,
  ) {}

  @ConsoleGet('', 'public-read')
  async agenda(@Page() page: Page): Promise<PageAnswer> {
    const asked = await queryOf(page, AgendaQuery);
    const filters = await this.reading.filters(page, asked);
    const listed = await this.#listed(page, asked, filters);
    const reminders = await this.#reminders(page, listed);
    const { agenda: t, calendar, terms } = phrases(page.language).console;
    const { scheme, provider, kind } = filters.choice;
    return {
      title: asked.month === undefined ? terms.deadlines : t.ofMonth(writtenDate(asked.month, page.language)),
      menuEntry: 'deadlines',
      status: filters.filter ? 200 : 404,
      actions: buttonTo(addressOf(page, '/deadlines/calendar', { scheme, provider, kind }), calendar.title),
      children: <AgendaView {...{ page, asked, filters, listed, reminders }} />,
    };
  }

  async #listed(
    page: Page,
    { state, within, cursor, month }: AgendaChoice,
    { filter }: FilterContext,
  ): Promise<Listed> {
    const none = { items: [], next: null };
    if (!filter) return { overdue: none, ...none };
    const about = { ...filter, asOf: page.at.asOf, knownAt: page.at.knownAt };
    if (month !== undefined) {
      const from = `${month}-01`;
      const days = { from, to: addDays(addMonths(from, 1), -1) };
      return { overdue: none, ...(await this.deadlines.page({ ...about, ...days, limit: SHOWN, cursor })) };
    }
    const isFirst = state === 'todo' && cursor === undefined;
    const missed = { ...about, within, state: 'missed', limit: OVERDUE_SHOWN } as const;
    const rest = { ...about, within, state: state === 'todo' ? 'open' : state, limit: SHOWN, cursor } as const;
    return {
      overdue: isFirst ? await this.deadlines.page(missed) : none,
      ...(await this.deadlines.page(rest)),
    };
  }

  /** Reminders are only shown as of today. */
  async #reminders(page: Page, { overdue, items }: Listed) {
    if (!page.at.isNow || !page.caller || !may(page, 'record')) return undefined;
    const keys = [...overdue.items, ...items].map(({ key }) => key);
    return this.reminders.ofDeadlines(keys, ownerOf(scopeOf(page.caller)));
  }
}

interface Some {
  items: readonly ListedDeadline[];
  next: string | null;
}

/** Overdue deadlines, if shown first, and the others. */
type Listed = Some & { overdue: Some };

interface ViewProps {
  page: Page;
  asked: AgendaChoice;
  filters: FilterContext;
  listed: Listed;
  /** By deadline key; absent if not visible. */
  reminders: ReadonlyMap<string, readonly AnswerableReminder[]> | undefined;
}

function AgendaView(props: ViewProps) {
  const { page, asked, filters, listed } = props;
  const t = phrases(page.language).console.agenda;
  const { overdue, next } = listed;
  const late = rowsOf(overdue.items);
  const rows = rowsOf(listed.items);
  const groups = [...(late.length > 0 ? [{ title: t.overdue, rows: late }] : []), ...groupsOf(rows, page.language)];
  return (
    <>
      <DoneNote page={page} words={{ ...t.done, busy: phrases(page.language).reminders.page.busy }} />
      <Filter {...{ page, asked, filters }} />
      <div id="found">
        {groups.length === 0 ? <Nothing {...props} /> : <Lines {...props} groups={groups} />}
        <div class="found">
          {groups.length === 0 ? null : (
            <span role="status">{t.shown(late.length + rows.length, next !== null || overdue.next !== null)}</span>
          )}
          {overdue.next === null ? null : (
            <a href={currentUrlWith(page, { state: 'missed', cursor: undefined })}>{t.allOverdue}</a>
          )}
          {asked.month === undefined ? null : (
            <a href={currentUrlWith(page, { month: undefined, cursor: undefined })}>{t.everyMonth}</a>
          )}
        </div>
        <CursorPager {...{ page, next }} cursor="cursor" />
      </div>
    </>
  );
}

function Nothing({ page, asked, filters }: ViewProps) {
  if (!filters.filter) return null;
  const { empty, wider } = phrases(page.language).console.agenda;
  const { state, scheme, provider, kind } = asked;
  const isOfPeriod = state === 'todo' || state === 'open';
  const isNarrowed = (scheme ?? provider ?? kind) !== undefined;
  const hints = [...(isOfPeriod ? [wider.period] : []), ...(isNarrowed ? [wider.choices] : [])];
  return <Empty text={empty[state]} more={hints.join(' ')} />;
}

const PERIODS: readonly number[] = [30, 90, 180, 365, 1095];

function Filter({ page, asked, filters }: Pick<ViewProps, 'page' | 'asked' | 'filters'>) {
  const t = phrases(page.language).console.agenda.filter;
  const { terms } = phrases(page.language).console;
  const periods = [...new Set([...PERIODS, asked.within])].sort((a, b) => a - b);
  const states = AGENDA_STATES.map((value) => ({ value, label: t.states[value] }));
  const days = periods.map((count) => ({ value: String(count), label: terms.days(count) }));
  const ofPeriod: FieldData[] = [
    select('state', terms.state, asked.state, states),
    select('within', t.within, String(asked.within), days),
  ];
  return (
    <Toolbar
      page={page}
      action="/deadlines"
      label={t.label}
      kept={['asOf', 'knownOn', 'month']}
      live=".top,.page-actions,#found"
      go={terms.apply}
      problems={filters.problems}
      folded={{
        label: t.label,
        isOpen: filters.problems.length > 0,
        isWide: true,
        fields: [...(asked.month === undefined ? ofPeriod : []), ...deadlineFields(page, filters)],
      }}
    />
  );
}

/** A deadline, or several that a reader could not tell apart, such as a target that two sources announced. */
interface AgendaRow {
  deadline: ListedDeadline;
  keys: string[];
}

/** Deadlines set by hand have a key of their own, which tells them apart. */
export function rowsOf(items: readonly ListedDeadline[]): AgendaRow[] {
  const rows = new Map<string, AgendaRow>();
  for (const deadline of items) {
    const { key, kind, due, lapses, state, title, dossier, dependsOn, referential } = deadline;
    const own = kind === 'officer-set' ? key : null;
    const shown = JSON.stringify([own, kind, due, lapses, state, title, dossier.id, dependsOn, referential]);
    const row = rows.get(shown);
    if (row) row.keys.push(key);
    else rows.set(shown, { deadline, keys: [key] });
  }
  return [...rows.values()];
}

/** Groups by month of the due date; deadlines due any day, and late ones that can still be met, come first. */
function groupsOf(rows: readonly AgendaRow[], language: Language): { title: string; rows: AgendaRow[] }[] {
  const groups = new Map<string, AgendaRow[]>();
  for (const row of rows) {
    const { state, daysLeft, due } = row.deadline;
    const title =
      state === 'open' && daysLeft <= 0
        ? phrases(language).console.agenda.now
        : capitalized(writtenDate(earliest(due).slice(0, 7), language));
    groups.set(title, [...(groups.get(title) ?? []), row]);
  }
  return [...groups].map(([title, its]) => ({ title, rows: its }));
}

/** Kind and title; of a dependency, the service whose grant ends. */
export function nameOfDeadline(
  deadline: Pick<ListedDeadline, 'kind' | 'title' | 'confirmed' | 'dependency'>,
  language: Language,
): string {
  const { kind, dependency } = deadline;
  const named = [phrases(language).mail.reminders.kind[kind], ...titleOf(deadline, language)].join(', ');
  return dependency ? `${named} (${serviceNamed(dependency)})` : named;
}

export const serviceNamed = ({ provider, service }: Pick<ListedDeadline['dossier'], 'provider' | 'service'>): string =>
  service === null ? provider.name : `${provider.name}, ${service.name}`;

export const STATE_TONES: Record<ListedDeadline['state'], Tone> = {
  open: 'plain',
  missed: 'bad',
  met: 'good',
  cancelled: 'plain',
};

function Lines({ groups, ...props }: ViewProps & { groups: readonly { title: string; rows: readonly AgendaRow[] }[] }) {
  const { page, reminders } = props;
  const { terms } = phrases(page.language).console;
  return (
    <Table
      isMain
      isList
      label={terms.deadlines}
      columns={[
        { first: terms.due },
        { name: terms.deadline },
        terms.dossier,
        { wide: terms.standard },
        ...(hasReminders(reminders) ? [{ wide: terms.reminders }] : []),
        ...(may(page, 'record') ? [{ act: terms.actions }] : []),
      ]}
      rows={groups.flatMap(({ title, rows }) => [{ group: title }, ...rows.map((row) => lineOf(props, row))])}
    />
  );
}

/** Otherwise their column would be empty. */
const hasReminders = (reminders: ViewProps['reminders']): boolean => (reminders?.size ?? 0) > 0;

function lineOf({ page, asked, filters, reminders }: ViewProps, { deadline, keys }: AgendaRow) {
  const { language } = page;
  const { agenda: t, terms } = phrases(language).console;
  const { dossier, due, daysLeft, lapses, state, referential } = deadline;
  const name = capitalized(nameOfDeadline(deadline, language));
  const also = [
    ...(lapses === null || daysLeft < 0 || isSettled(state) ? [] : [`${t.lapses} ${shortDate(lapses, language)}`]),
    ...(keys.length > 1 ? [t.announced(keys.length)] : []),
  ];
  const its = isSettled(state) ? [] : keys.flatMap((key) => reminders?.get(key) ?? []);
  const short = its.length > 0 ? summarize(its) : undefined;
  return {
    tone: state === 'open' ? toneOfDeadline(deadline) : STATE_TONES[state],
    cells: [
      isSettled(state) ? <DateText page={page} date={due} isShort /> : <DueMark page={page} deadline={deadline} />,
      <>
        <ClaimMark page={page} deadline={deadline} />
        {name}{' '}
        {asked.month === undefined || state === 'open' ? null : (
          <Badge tone={STATE_TONES[state]}>{phrases(language).console.frame.deadline.states[state]}</Badge>
        )}
        <span class="also small">{also.map((text) => ` ${text}`)}</span>
      </>,
      linkTo(page, `/dossiers/${dossier.id}`, serviceNamed(dossier)),
      [schemeName(dossier.scheme, filters.schemes, language), referential ?? ''].join(' '),
      ...(hasReminders(reminders) ? [<span class="soft small">{short && remindersInWords(page, short)[0]}</span>] : []),
      ...(may(page, 'record')
        ? [
            <span>
              {short?.wasSent && short.canAcknowledge
                ? acknowledgeButton(page, keys, `${name}, ${dossier.provider.name}`)
                : firstAct(page, deadline, name)}
              <a class="button quiet bare" href={answerPath(page, deadline, keys)}>
                <Icon name="more" />
                <span class="unseen">{`${terms.actions} (${name}, ${dossier.provider.name})`}</span>
              </a>
            </span>,
          ]
        : []),
    ],
  };
}

function firstAct(page: Page, deadline: ListedDeadline, name: string) {
  const [action] = isSettled(deadline.state) ? [] : deadlineActions(deadline, deadline.dossier.id);
  if (!action) return null;
  return (
    <a class="button quiet" href={addressOf(page, action.path, action.query)}>
      {phrases(page.language).console.frame.deadline.acts[action.act]}
      <span class="unseen">{` (${name}, ${deadline.dossier.provider.name})`}</span>
    </a>
  );
}

/** Where one is answered; it leads back to the list as it is shown. */
function answerPath(page: Page, { dossier, dependsOn }: ListedDeadline, keys: readonly string[]): string {
  const on = dependsOn ?? undefined;
  const to = page.query.size > 0 ? currentUrlWith(page, {}) : undefined;
  const path = addressOf(page, '/deadlines/answer', { dossier: dossier.id, on, to });
  return `${path}&${new URLSearchParams(keys.map((key) => ['deadline', key])).toString()}`;
}
