import type { FeedView } from '#feeds/feeds.js';
import type { Problem } from '#domain/refusal.js';
import { LANGUAGES } from '#language/language.js';
import { Badge, Columns, Moment } from '../frame/display.js';
import { Choice, Field, Form, Hidden, Problems } from '../frame/controls.js';
import { DoneNote } from '../frame/layout.js';
import { addressOf, may, type ThisPage, thisPageWith } from '../frame/page.js';
import { AGENDA_WORDS } from './agenda-words.js';
import { CALENDAR_PAGE_WORDS } from './calendar-page-words.js';
import { type Narrowed, narrowedInWords, NarrowingFields, Views } from './narrowing.js';

interface CalendarViewProps {
  page: ThisPage;
  narrowed: Narrowed;
  /** Where the calendar is read, with a key unless the installation is open. */
  url: string;
  feeds: readonly FeedView[];
  /** Names the form, so that it makes one address however often it is sent. */
  once: string;
  typed?: { name: string; language: string } | undefined;
  problems?: readonly Problem[] | undefined;
}

/** How deadlines come into a calendar program. */
export function CalendarView(props: CalendarViewProps) {
  const { page, narrowed, problems = [] } = props;
  const words = CALENDAR_PAGE_WORDS[page.language];
  const shown = narrowedInWords(narrowed, page.language);
  return (
    <>
      <Views page={page} choice={narrowed.choice} />
      <DoneNote page={page} words={words.done} />
      <Problems page={page} problems={problems} labels={{ name: words.own.name }} />
      <p>{words.intro}</p>
      {narrowed.filter ? (
        <p>{shown.length === 0 ? words.everything : `${words.narrowed} ${shown.join(', ')}.`}</p>
      ) : null}
      <Narrow {...props} />
      {narrowed.filter ? <Addresses {...props} /> : null}
      <Feeds {...props} />
    </>
  );
}

/** The open address, and a private one to be made. */
function Addresses(props: CalendarViewProps) {
  const { page, url } = props;
  const { open, own } = CALENDAR_PAGE_WORDS[page.language];
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

function Narrow({ page, narrowed }: CalendarViewProps) {
  return (
    <details open={narrowed.problems.length > 0}>
      <summary>{CALENDAR_PAGE_WORDS[page.language].change}</summary>
      <form class="filters" method="get" action="/deadlines/calendar">
        <Hidden fields={[...page.query].filter(([name]) => ['asOf', 'knownOn'].includes(name))} />
        <div class="row">
          <NarrowingFields page={page} narrowed={narrowed} />
          <p class="field">
            <button class="second">{AGENDA_WORDS[page.language].filter.show}</button>
          </p>
        </div>
      </form>
    </details>
  );
}

function Make({ page, once, typed, problems = [] }: CalendarViewProps) {
  const words = CALENDAR_PAGE_WORDS[page.language].own;
  const languages = LANGUAGES.map((value) => ({ value, label: words.languages[value] }));
  return (
    <Form page={page} action={thisPageWith(page, {})} class="stacked">
      <input type="hidden" name="once" value={once} />
      <p>{words.text}</p>
      <Field page={page} name="name" label={words.name} hint={words.nameHint} required problems={problems}>
        {(input) => <input {...input} required maxLength={200} value={typed?.name ?? ''} />}
      </Field>
      <Field page={page} name="language" label={words.language}>
        {(input) => <Choice {...input} chosen={typed?.language ?? page.language} options={languages} />}
      </Field>
      <p>
        <button>{words.make}</button>
      </p>
    </Form>
  );
}

function Feeds(props: CalendarViewProps) {
  const { page, feeds } = props;
  const words = CALENDAR_PAGE_WORDS[page.language].list;
  if (feeds.length === 0) return null;
  return (
    <>
      <h2>{words.heading}</h2>
      <table class="lines">
        <caption class="unseen">{words.caption}</caption>
        <Columns names={[words.name, words.made, words.state, words.act]} />
        <tbody>
          {feeds.map((feed) => (
            <Feed key={feed.id} page={page} feed={feed} />
          ))}
        </tbody>
      </table>
    </>
  );
}

function Feed({ page, feed: { id, name, createdAt, revokedAt } }: { page: ThisPage; feed: FeedView }) {
  const words = CALENDAR_PAGE_WORDS[page.language].list;
  return (
    <tr>
      <th scope="row">{name}</th>
      <td data-label={words.made}>
        <Moment page={page} at={createdAt} />
      </td>
      <td data-label={words.state}>
        {revokedAt === null ? <Badge tone="good">{words.active}</Badge> : <Badge tone="plain">{words.revoked}</Badge>}
      </td>
      <td>
        {revokedAt === null ? (
          <Form page={page} action={addressOf(page, '/deadlines/calendar/revoke')}>
            <input type="hidden" name="feed" value={id} />
            <button class="danger">
              {words.revoke}
              <span class="unseen"> {name}</span>
            </button>
          </Form>
        ) : null}
      </td>
    </tr>
  );
}

/** The address, in the answer that makes it and nowhere else. */
export function MadeView({ page, url, webcal }: { page: ThisPage; url: string; webcal: string }) {
  const words = CALENDAR_PAGE_WORDS[page.language].made;
  return (
    <>
      <p class="note warn">{words.text}</p>
      <p>
        {words.address} <code class="calendar-address">{url}</code>
      </p>
      <p>
        <a class="button" href={webcal}>
          {words.open}
        </a>
      </p>
      <p>
        <a href={thisPageWith(page, {})}>{words.back}</a>
      </p>
    </>
  );
}
