import { phrases } from '#language/phrases.js';
import type { FeedView } from '#feeds/feeds.js';
import type { Problem } from '#domain/refusal.js';
import { LANGUAGES } from '#language/language.js';
import { Badge } from '../frame/badges.js';
import { DoneNote, Table, Timestamp } from '../frame/display.js';
import { Choice, Field, Form, Hidden, Problems } from '../frame/controls.js';
import { addressOf, may, type PageContext, currentUrlWith } from '../frame/page.js';
import { type FilterContext, filterInWords, DeadlineFilterFields, DeadlineViews } from './deadline-filters.js';

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

export function CalendarView(props: CalendarViewProps) {
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
      <Feeds {...props} />
    </>
  );
}

/** The public URL and the form for a private one. */
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
      <form class="filters" method="get" action="/deadlines/calendar">
        <Hidden fields={[...page.query].filter(([name]) => ['asOf', 'knownOn'].includes(name))} />
        <div class="row">
          <DeadlineFilterFields page={page} filters={filters} />
          <p class="field">
            <button class="second">{phrases(page.language).console.agenda.filter.show}</button>
          </p>
        </div>
      </form>
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
      <Field page={page} name="language" label={t.language}>
        {(input) => <Choice {...input} chosen={typed?.language ?? page.language} options={languages} />}
      </Field>
      <p>
        <button>{t.make}</button>
      </p>
    </Form>
  );
}

function Feeds(props: CalendarViewProps) {
  const { page, feeds } = props;
  const t = phrases(page.language).console.calendar.list;
  if (feeds.length === 0) return null;
  return (
    <>
      <h2>{t.heading}</h2>
      <Table label={t.caption} columns={[t.name, t.made, t.state, { act: t.act }]}>
        {feeds.map((feed) => (
          <Feed key={feed.id} page={page} feed={feed} />
        ))}
      </Table>
    </>
  );
}

function Feed({ page, feed: { id, name, createdAt, revokedAt } }: { page: PageContext; feed: FeedView }) {
  const t = phrases(page.language).console.calendar.list;
  return (
    <tr>
      <th scope="row">{name}</th>
      <td data-label={t.made}>
        <Timestamp page={page} at={createdAt} />
      </td>
      <td data-label={t.state}>
        {revokedAt === null ? <Badge tone="good">{t.active}</Badge> : <Badge tone="plain">{t.revoked}</Badge>}
      </td>
      <td class="no-print">
        {revokedAt === null ? (
          <Form page={page} action={addressOf(page, '/deadlines/calendar/revoke')}>
            <input type="hidden" name="feed" value={id} />
            <button class="danger">
              {t.revoke}
              <span class="unseen"> {name}</span>
            </button>
          </Form>
        ) : null}
      </td>
    </tr>
  );
}

/** The private URL is only shown once. */
export function MadeView({ page, url, webcal }: { page: PageContext; url: string; webcal: string }) {
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
