import type { ListedSession } from '#access/sessions.js';
import { phrases } from '#language/phrases.js';
import { Form } from '../frame/controls.js';
import { Table, Timestamp } from '../frame/display.js';
import type { PageContext } from '../frame/page.js';

interface Props {
  page: PageContext;
  sessions: readonly ListedSession[];
  /** Where a session is ended: its id follows. */
  action: string;
}

/** The sessions of a person, each with a button that ends it. */
export function SessionsTable({ page, sessions, action }: Props) {
  const t = phrases(page.language).console.account.sessions;
  if (sessions.length === 0) return <p class="empty">{t.none}</p>;
  return (
    <Table
      label={t.title}
      columns={[t.browser, t.network, t.began, t.seen, t.act]}
      rows={sessions.map(({ id, browser, network, createdAt, seenAt, key, isCurrent }) => [
        <>
          {browserIn(browser) ?? t.unknown}
          {isCurrent ? <strong class="soft"> ({t.current})</strong> : null}
          {key === null ? null : <span class="soft"> {t.withKey(key)}</span>}
        </>,
        network ?? t.unknown,
        <Timestamp page={page} at={createdAt} />,
        <Timestamp page={page} at={seenAt} />,
        isCurrent ? null : (
          <Form page={page} action={`${action}/${id}/end`}>
            <button class="second" aria-label={t.endOf(browserIn(browser) ?? t.unknown)}>
              {t.end}
            </button>
          </Form>
        ),
      ])}
    />
  );
}

/** In this order: a browser also names those that it is compatible with. */
const BROWSERS = [
  ['Edg', 'Edge'],
  ['OPR', 'Opera'],
  ['Firefox', 'Firefox'],
  ['Chrome', 'Chrome'],
  ['Safari', 'Safari'],
] as const;
const SYSTEMS = [
  ['Android', 'Android'],
  ['iPhone', 'iOS'],
  ['iPad', 'iPadOS'],
  ['Windows', 'Windows'],
  ['Mac OS X', 'macOS'],
  ['Linux', 'Linux'],
] as const;

/** Browser and system, roughly; otherwise the beginning of what the program said of itself. */
export function browserIn(userAgent: string | null): string | undefined {
  if (userAgent === null || userAgent === '') return undefined;
  const [, browser] = BROWSERS.find(([mark]) => userAgent.includes(mark)) ?? [];
  const [, system] = SYSTEMS.find(([mark]) => userAgent.includes(mark)) ?? [];
  return browser ? [browser, ...(system ? [system] : [])].join(', ') : userAgent.slice(0, LONGEST);
}

const LONGEST = 40;
