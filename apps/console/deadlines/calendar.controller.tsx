import { randomUUID } from 'node:crypto';
import { Get, Inject, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Problem } from '#domain/refusal.js';
import { uuidOf } from '#event-store/encoding.js';
import { Feeds, type FeedScope, type FeedView } from '#feeds/feeds.js';
import { LANGUAGES } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { Secrets } from '#subscriptions/messages/secrets.js';
import { feedUrl, webcalUrl } from '../../api/feeds/feed-addresses.js';
import { NewFeedSchema } from '../../api/feeds/feeds.controller.js';
import { type ApiSettings, SETTINGS } from '../../api/settings.js';
import { CallerKey, CallerScope, scopeOf } from '../../api/auth/caller.js';
import { DoneNote, Timestamp } from '../frame/display.js';
import { Badge } from '../frame/marks.js';
import { Table } from '../frame/table.js';
import { type PageAnswer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { ChoiceField, Field, Form, Problems } from '../frame/controls.js';
import { Toolbar } from '../frame/toolbar.js';
import { Sent, addressOf, may, problemsUnder, queryOf, Page, type PageContext, currentUrlWith } from '../frame/page.js';
import {
  DeadlineFilters,
  filterFields,
  type DeadlineFilter,
  type FilterContext,
  filterInWords,
  deadlineFields,
  DeadlineViews,
} from './deadline-filters.js';

const CalendarQuery = z.object(filterFields);
const MOST_FEEDS = 200;

@Pages('deadlines/calendar')
export class CalendarPages {
  constructor(
    private readonly feeds: Feeds,
    private readonly reading: DeadlineFilters,
    private readonly secrets: Secrets,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  @Get()
  @ConsoleRoute('public-read')
  async look(@Page() page: PageContext): Promise<PageAnswer> {
    return this.#show(page);
  }

  /** Idempotent: sent twice, it creates one URL and shows it again. */
  @Post()
  @ConsoleRoute('record')
  async make(
    @Page() page: PageContext,
    @Sent() form: URLSearchParams,
    @CallerKey() owner: string,
    @Res() reply: FastifyReply,
  ): Promise<PageAnswer> {
    const typed = { name: (form.get('name') ?? '').trim(), language: form.get('language') ?? page.language };
    const idempotencyKey = z.uuid().safeParse(form.get('idempotencyKey')).data ?? randomUUID();
    const { filter } = await this.reading.filters(page.at, await queryOf(page, CalendarQuery));
    const asked = { kind: 'calendar', ...typed, filter: filterOf(filter) };
    const problems = await problemsUnder(NewFeedSchema, asked);
    if (!filter || problems.length > 0) {
      return this.#show(page, { typed, problems, idempotencyKey });
    }
    const chosen = {
      id: uuidOf('console feed', owner, idempotencyKey),
      token: this.secrets.feedToken(`${owner} ${idempotencyKey}`),
    };
    const { feed, token } = await this.feeds.create(NewFeedSchema.parse(asked), owner, chosen);
    const url = feedUrl(this.settings.PUBLIC_URL, feed.kind, token);
    const { title } = phrases(page.language).console.calendar.made;
    const children = <MadeView {...{ page, url, webcal: webcalUrl(url) }} />;
    void reply.header('Cache-Control', 'no-store');
    return { title, menuEntry: 'deadlines', timeless: true, children };
  }

  @Post('revoke')
  @ConsoleRoute('record')
  async revoke(
    @Page() page: PageContext,
    @Sent() form: URLSearchParams,
    @CallerScope() scope: FeedScope,
  ): Promise<PageAnswer> {
    const id = z.guid().safeParse(form.get('feed')).data;
    if (id !== undefined) await this.feeds.revoke(id, scope);
    return { redirect: addressOf(page, '/deadlines/calendar', id === undefined ? {} : { done: 'revoked' }) };
  }

  async #show(
    page: PageContext,
    wrong?: { typed: { name: string; language: string }; problems: readonly Problem[]; idempotencyKey: string },
  ): Promise<PageAnswer> {
    const filters = await this.reading.filters(page.at, await queryOf(page, CalendarQuery));
    const { typed, problems, idempotencyKey = randomUUID() } = wrong ?? {};
    const feeds = await this.#feeds(page);
    const url = this.#openUrl(filters.choice);
    return {
      title: phrases(page.language).console.calendar.title,
      menuEntry: 'deadlines',
      timeless: true,
      status: wrong ? 422 : filters.filter ? 200 : 404,
      children: <CalendarView {...{ page, filters, url, feeds, idempotencyKey, typed, problems }} />,
    };
  }

  async #feeds(page: PageContext) {
    if (!page.caller || !may(page, 'record')) return [];
    const feeds = await this.feeds.list(scopeOf(page.caller), { limit: MOST_FEEDS });
    return feeds.filter(({ kind }) => kind === 'calendar');
  }

  #openUrl({ scheme, provider, kind }: DeadlineFilter): string {
    const url = new URL('/v1/deadlines.ics', this.settings.PUBLIC_URL);
    const query = { schemes: scheme, providers: provider, deadlineKinds: kind };
    for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value);
    return url.href;
  }
}

const filterOf = ({ scheme, provider, kind }: DeadlineFilter = {}) => ({
  ...(scheme !== undefined && { schemes: [scheme] }),
  ...(provider !== undefined && { providers: [provider] }),
  ...(kind !== undefined && { deadlineKinds: [kind] }),
});

interface CalendarViewProps {
  page: PageContext;
  filters: FilterContext;
  /** URL of the public calendar; needs a key unless reading is public. */
  url: string;
  feeds: readonly FeedView[];
  /** A form sent twice creates one URL. */
  idempotencyKey: string;
  typed?: { name: string; language: string } | undefined;
  problems?: readonly Problem[] | undefined;
}

function CalendarView(props: CalendarViewProps) {
  const { page, filters, problems = [] } = props;
  const t = phrases(page.language).console.calendar;
  const shown = filterInWords(filters, page.language);
  return (
    <>
      <DeadlineViews page={page} choice={filters.choice} />
      <DoneNote page={page} words={t.done} />
      <Problems page={page} problems={problems} labels={{ name: t.own.name }} />
      <p>{t.intro}</p>
      {filters.filter ? <p>{shown.length === 0 ? t.everything : `${t.narrowed} ${shown.join(', ')}.`}</p> : null}
      <MonthFilter {...props} />
      {filters.filter ? <Addresses {...props} /> : null}
      <FeedList {...props} />
    </>
  );
}

function Addresses(props: CalendarViewProps) {
  const { page, url } = props;
  const { open, own } = phrases(page.language).console.calendar;
  return (
    <>
      <h2>{open.heading}</h2>
      <p>{page.isOpen ? open.isOpen : open.isClosed}</p>
      <p>
        {open.address} <code class="calendar-address">{url}</code>
      </p>
      <h2>{own.heading}</h2>
      {may(page, 'record') ? <Make {...props} /> : <p>{own.signIn}</p>}
    </>
  );
}

function MonthFilter({ page, filters }: CalendarViewProps) {
  return (
    <details open={filters.problems.length > 0}>
      <summary>{phrases(page.language).console.calendar.change}</summary>
      <Toolbar
        page={page}
        action="/deadlines/calendar"
        go={phrases(page.language).console.agenda.filter.show}
        problems={filters.problems}
        fields={deadlineFields(page, filters)}
      />
    </details>
  );
}

function Make({ page, idempotencyKey, typed, problems = [] }: CalendarViewProps) {
  const t = phrases(page.language).console.calendar.own;
  const languages = LANGUAGES.map((value) => ({ value, label: t.languages[value] }));
  return (
    <Form page={page} action={currentUrlWith(page, {})} class="stacked">
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      <p>{t.text}</p>
      <Field page={page} name="name" label={t.name} hint={t.nameHint} required problems={problems}>
        {(input) => <input {...input} required maxLength={200} value={typed?.name ?? ''} />}
      </Field>
      <ChoiceField
        page={page}
        name="language"
        label={t.language}
        chosen={typed?.language ?? page.language}
        options={languages}
      />
      <p>
        <button>{t.make}</button>
      </p>
    </Form>
  );
}

function FeedList(props: CalendarViewProps) {
  const { page, feeds } = props;
  const t = phrases(page.language).console.calendar.list;
  if (feeds.length === 0) return null;
  return (
    <>
      <h2>{t.heading}</h2>
      <Table
        label={t.caption}
        columns={[t.name, t.made, t.state, { act: t.act }]}
        rows={feeds.map((feed) => feedOf({ page, feed }))}
      />
    </>
  );
}

function feedOf({ page, feed: { id, name, createdAt, revokedAt } }: { page: PageContext; feed: FeedView }) {
  const t = phrases(page.language).console.calendar.list;
  return [
    name,
    <Timestamp page={page} at={createdAt} />,
    revokedAt === null ? <Badge tone="good">{t.active}</Badge> : <Badge tone="plain">{t.revoked}</Badge>,
    revokedAt === null ? (
      <Form page={page} action={addressOf(page, '/deadlines/calendar/revoke')}>
        <input type="hidden" name="feed" value={id} />
        <button class="danger">
          {t.revoke}
          <span class="unseen"> {name}</span>
        </button>
      </Form>
    ) : null,
  ];
}

/** The private URL is only shown once. */
function MadeView({ page, url, webcal }: { page: PageContext; url: string; webcal: string }) {
  const t = phrases(page.language).console.calendar.made;
  return (
    <>
      <p class="note warn">{t.text}</p>
      <p>
        {t.address} <code class="calendar-address">{url}</code>
      </p>
      <p>
        <a class="button" href={webcal}>
          {t.open}
        </a>
      </p>
      <p>
        <a href={currentUrlWith(page, {})}>{t.back}</a>
      </p>
    </>
  );
}
