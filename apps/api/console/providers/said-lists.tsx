import { phrases } from '#language/phrases.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { earliest } from '#domain/date/partial-date.js';
import type { Said } from '#domain/provider/said.js';
import { capitalized } from '#notifications/mail/capitalized.js';
import { eventPhrase } from '#notifications/mail/event-phrase.js';
import { QuoteBegins } from '../frame/entry-content.js';
import { MaybeLink } from '../frame/maybe-link.js';
import type { ThisPage } from '../frame/page.js';
import { When } from '../frame/when.js';
import type { ReadProvider } from './provider-reading.js';
import { SaidBy } from '../frame/said-by.js';

/** Of each list, the latest. */
const MOST = 6;

interface Props {
  page: ThisPage;
  provider: ReadProvider['provider'];
  eventOf: (id: string) => LedgerEvent | undefined;
  hrefOf: (id: string) => string | undefined;
}

type Line = Said<{ title?: string | undefined; also?: string | undefined }>;

/** What is said of the provider itself. None of it moves a status. */
export function SaidLists({ page, provider, ...rest }: Props) {
  const words = phrases(page.language).console.providers;
  const { authorizations, validations, statements, announcements, created, launches } = provider;
  const lists: [keyof typeof words.said, Line[], string?][] = [
    ['expected', authorizations.expected.map((one) => ({ ...one, also: one.authority })), words.expectedHint],
    [
      'obtained',
      authorizations.obtained.map((one) => ({
        ...one,
        also: [one.authority, one.fulfils.length > 0 ? words.fulfils : undefined].filter(Boolean).join(' · '),
      })),
    ],
    ['fulfilled', authorizations.fulfilled.map((one) => ({ ...one, also: one.authority }))],
    ['validations', validations.map((one) => ({ ...one, also: one.authority })), words.validationsHint],
    ['statements', statements.map((one) => ({ ...one, also: one.speaker }))],
    ['news', [...announcements, ...created, ...launches]],
  ];
  return lists.map(([name, lines, hint]) =>
    lines.length === 0 ? null : (
      <section key={name} aria-labelledby={`said-${name}`}>
        <h2 id={`said-${name}`}>{words.said[name]}</h2>
        {hint === undefined ? null : <p class="soft">{hint}</p>}
        <ul class="spaced">
          {latestFirst(lines)
            .slice(0, MOST)
            .map((line) => (
              <SaidLine key={line.event} page={page} line={line} {...rest} />
            ))}
        </ul>
        {lines.length > MOST ? <p class="soft">{words.more(lines.length - MOST)}</p> : null}
      </section>
    ),
  );
}

function SaidLine({ page, line, eventOf, hrefOf }: Omit<Props, 'provider'> & { line: Line }) {
  const { event, occurred, source, also } = line;
  const told = eventOf(event);
  const text = line.title ?? (told ? capitalized(eventPhrase(told, page.language)) : source.publisher);
  return (
    <li>
      <MaybeLink href={hrefOf(event)}>{text}</MaybeLink>
      {', '}
      {occurred === null ? phrases(page.language).console.providers.undated : <When page={page} date={occurred} />}
      {also === undefined || also === '' ? null : ` · ${also}`}
      <br />
      <SaidBy page={page} source={source} />
      {source.quote === undefined ? null : <QuoteBegins page={page} text={source.quote} />}
    </li>
  );
}

/** What has no day stays on top: it is still waited for. Of one day, the last that was recorded comes first. */
const latestFirst = (lines: readonly Line[]): Line[] =>
  lines.toReversed().sort((a, b) => (dayOf(a) === dayOf(b) ? 0 : dayOf(a) < dayOf(b) ? 1 : -1));

const dayOf = ({ occurred }: Line): string => (occurred === null ? '9999' : earliest(occurred));
