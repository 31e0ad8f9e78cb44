import { randomUUID } from 'node:crypto';
import { Inject } from '@nestjs/common';
import { z } from 'zod';
import type { Problem } from '#domain/refusal.js';
import { uuidOf } from '#event-store/encoding.js';
import { Feeds, type FeedScope, type FeedView } from '#feeds/feeds.js';
import { LANGUAGES } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { Secrets } from '#subscriptions/messages/secrets.js';
import { feedUrl, webcalUrl, NewFeedSchema } from '../../api/feeds/feeds.controller.js';
import { type ApiSettings, SETTINGS } from '../../api/settings.js';
import { CallerKey, CallerScope, scopeOf } from '../../api/auth/caller.js';
import { type PageAnswer, ConsoleGet, ConsolePost, Pages } from '../frame/console-route.js';
import { buttonTo, DoneNote, Section, ShownOnce, Timestamp, Badge } from '../frame/display.js';
import { Act, DataForm, select } from '../frame/fields.js';
import { addressOf, may, problemsUnder, queryOf, Page, currentUrlWith, Exchange } from '../frame/page.js';
import { Table, Toolbar } from '../frame/table.js';
import {
  DeadlineFilters,
  filterFields,
  type DeadlineFilter,
  deadlineFields,
  type FilterContext,
} from './agenda.controller.js';

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

  @ConsoleGet('', 'public-read')
  async look(@Page() page: Page): Promise<PageAnswer> {
    return this.#show(page);
  }

  /** Idempotent: sent twice, it creates one URL and shows it again. */
  @ConsolePost('', 'record')
  async make(@CallerKey() owner: string, @Exchange() { page, form, reply }: Exchange): Promise<PageAnswer> {
    const typed = { name: (form.get('name') ?? '').trim(), language: form.get('language') ?? page.language };
    const idempotencyKey = z.uuid().safeParse(form.get('idempotencyKey')).data ?? randomUUID();
    const { filter } = await this.reading.filters(page, await queryOf(page, CalendarQuery));
    const asked = { kind: 'calendar', ...typed, filter: filterOf(filter) };
    const problems = await problemsUnder(NewFeedSchema, asked);
    if (!filter || problems.length > 0) return this.#show(page, { typed: form, problems, idempotencyKey });
    const chosen = {
      id: uuidOf('console feed', owner, idempotencyKey),
      token: this.secrets.token('feed', `${owner} ${idempotencyKey}`),
    };
    const { feed, token } = await this.feeds.create(NewFeedSchema.parse(asked), owner, chosen);
    const url = feedUrl(this.settings.PUBLIC_URL, feed.kind, token);
    const t = phrases(page.language).console.calendar.made;
    void reply.header('Cache-Control', 'no-store');
    return {
      title: t.title,
      menuEntry: 'deadlines',
      timeless: true,
      // The private URL is only shown once.
      children: (
        <ShownOnce label={t.address} secret={url} back={[currentUrlWith(page, {}), t.back]}>
          <p class="note warn">{t.text}</p>
          <p>{buttonTo(webcalUrl(url), t.open, 'primary')}</p>
        </ShownOnce>
      ),
    };
  }

  @ConsolePost('revoke', 'record')
  async revoke(@CallerScope() scope: FeedScope, @Exchange() { page, form }: Exchange): Promise<PageAnswer> {
    const id = z.guid().safeParse(form.get('feed')).data;
    if (id !== undefined) await this.feeds.revoke(id, scope);
    return { redirect: addressOf(page, '/deadlines/calendar', id === undefined ? {} : { done: 'revoked' }) };
  }

  async #show(page: Page, { typed, problems, idempotencyKey = randomUUID() }: Wrong = {}): Promise<PageAnswer> {
    const filters = await this.reading.filters(page, await queryOf(page, CalendarQuery));
    const t = phrases(page.language).console.calendar;
    const feeds = await this.#feeds(page);
    const url = this.#openUrl(filters.choice);
    return {
      title: t.title,
      menuEntry: 'deadlines',
      timeless: true,
      status: problems ? 422 : filters.filter ? 200 : 404,
      children: (
        <>
          <DoneNote page={page} words={t.done} />
          <p>{t.intro}</p>
          <Toolbar
            page={page}
            action="/deadlines/calendar"
            go={phrases(page.language).console.terms.apply}
            problems={filters.problems}
            fields={deadlineFields(page, filters)}
          />
          {filters.filter ? <Addresses {...{ page, url, typed, problems, idempotencyKey }} /> : null}
          {feedList(page, feeds)}
        </>
      ),
    };
  }

  async #feeds(page: Page) {
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

const filterOf = ({ schemes, providers, kind }: NonNullable<FilterContext['filter']> = {}) => ({
  ...(schemes && { schemes }),
  ...(providers && { providers }),
  ...(kind !== undefined && { deadlineKinds: [kind] }),
});

interface Wrong {
  typed?: URLSearchParams | undefined;
  problems?: readonly Problem[] | undefined;
  idempotencyKey?: string;
}

/** @param url of the public calendar; needs a key unless reading is public */
function Addresses({ page, url, typed, problems, idempotencyKey = '' }: Wrong & { page: Page; url: string }) {
  const { open, own } = phrases(page.language).console.calendar;
  const languages = LANGUAGES.map((value) => ({ value, label: own.languages[value] }));
  return (
    <>
      <Section id="open" title={open.heading}>
        <p>{page.isOpen ? open.isOpen : open.isClosed}</p>
        <p>
          <code>{url}</code>
        </p>
      </Section>
      <Section id="own" title={own.heading}>
        <p>{may(page, 'record') ? own.text : own.signIn}</p>
        {may(page, 'record') ? (
          <DataForm
            {...{ page, problems, typed }}
            action={currentUrlWith(page, {})}
            hidden={[['idempotencyKey', idempotencyKey]]}
            parts={[
              { name: 'name', label: own.name, hint: own.nameHint, required: true },
              select('language', own.language, page.language, languages),
            ]}
            send={own.make}
          />
        ) : null}
      </Section>
    </>
  );
}

function feedList(page: Page, feeds: readonly FeedView[]) {
  const t = phrases(page.language).console.calendar.list;
  const { terms } = phrases(page.language).console;
  if (feeds.length === 0) return null;
  return (
    <Section id="feeds" title={t.heading}>
      <Table
        label={t.heading}
        columns={[terms.name, terms.createdOn, { first: terms.state }, { act: terms.actions }]}
        rows={feeds.map(({ id, name, createdAt, revokedAt }) => [
          name,
          <Timestamp page={page} at={createdAt} isShort />,
          revokedAt === null ? <Badge tone="good">{t.active}</Badge> : <Badge tone="plain">{t.revoked}</Badge>,
          revokedAt === null ? (
            <Act
              page={page}
              action={addressOf(page, '/deadlines/calendar/revoke')}
              hidden={[['feed', id]]}
              label={terms.revoke}
              of={name}
              looks="danger"
            />
          ) : null,
        ])}
      />
    </Section>
  );
}
