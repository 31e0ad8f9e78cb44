import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { CHANGE_WORDS } from '#notifications/mail/change-words.js';
import { eventFacts } from '#notifications/mail/event-facts.js';
import { colon } from '#language/language.js';
import { quoted } from '#language/format.js';
import { ENTRY_WORDS } from './entry-words.js';
import { Facts } from './facts.js';
import { addressOf, type ThisPage } from './page.js';
import { SourceLine } from './source-line.js';
import { When } from './when.js';

/** Quotes beyond this are folded. */
const SHORT = 400;

/** What dossiers and providers are called, by id. */
export type Names = ReadonlyMap<string, string>;

/** What an event says beside its phrase and title: its data, by whose word, in which words, and a note. */
export function EntryContent({ page, event, names }: { page: ThisPage; event: LedgerEvent; names?: Names }) {
  const { language } = page;
  const words = ENTRY_WORDS[language];
  const { occurred, source: according, reason } = CHANGE_WORDS[language];
  const { source, data } = event;
  const readOn = source?.readOn;
  return (
    <>
      <Facts
        facts={[
          ...eventFacts(event, language)
            .filter(({ label }) => label !== occurred || !('occurred' in event && event.occurred))
            .map(({ label, value }) => [label, value] as const),
          [reason, 'reason' in data ? data.reason : undefined],
          [
            words.builds,
            'dependsOn' in data
              ? linkTo(page, `/dossiers/${data.dependsOn}`, names?.get(data.dependsOn) ?? words.open)
              : undefined,
          ],
          [
            words.taker,
            'to' in data ? linkTo(page, `/providers/${data.to}`, names?.get(data.to) ?? words.openProvider) : undefined,
          ],
          [according, source ? <SourceLine source={source} language={language} /> : undefined],
          [words.readOn, readOn === undefined ? undefined : <When page={page} date={readOn} />],
          [words.digest, source?.sha256 === undefined ? undefined : <code>{source.sha256}</code>],
        ]}
      />
      {source?.quote === undefined ? null : <Quote page={page} text={source.quote} />}
      {'note' in data && data.note !== undefined ? (
        <p class="small">
          {words.note}
          {colon(language)}
          <span class="written">{data.note}</span>
        </p>
      ) : null}
    </>
  );
}

/** In the words of the source; long ones are folded. */
export function Quote({ page, text }: { page: ThisPage; text: string }) {
  if (text.length <= SHORT) return <blockquote class="written">{quoted(text, page.language)}</blockquote>;
  const begin = text.slice(0, SHORT / 2).toWellFormed();
  return (
    <details>
      <summary>{`${begin}… (${ENTRY_WORDS[page.language].quote})`}</summary>
      <blockquote class="written">{quoted(text, page.language)}</blockquote>
    </details>
  );
}

/** The beginning of it, where the timeline has all of it. */
export const QuoteBegins = ({ page, text }: { page: ThisPage; text: string }) => (
  <blockquote class="written">
    {quoted(text.length <= SHORT ? text : `${text.slice(0, SHORT).toWellFormed()}…`, page.language)}
  </blockquote>
);

const linkTo = (page: ThisPage, path: string, text: string) => <a href={addressOf(page, path)}>{text}</a>;
