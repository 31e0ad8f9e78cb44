import type { Schemes } from '#domain/scheme/catalogue.js';
import type { AtomEntry } from '#feeds/atom/atom-feed.js';
import { changeLetter } from '#notifications/mail/change-letter.js';
import { escaped } from '#notifications/mail/escaped.js';
import type { Language } from '#language/language.js';
import type { Fact } from '#notifications/mail/letter.js';
import type { Change } from '#notifications/message.js';

/** A change as an entry: in the words of the mail about it. By whose word it is said, never who recorded it. */
export function atomEntryOf(
  change: Change,
  { url, schemes, zone }: { url: string; schemes: Schemes; zone: string },
  language: Language,
): AtomEntry {
  const { subject, paragraphs, shift = [], facts } = changeLetter(change, { url, schemes, zone }, language);
  return {
    id: change.id,
    title: subject,
    author: change.source && { name: change.source.publisher },
    updated: new Date(change.recordedAt),
    url,
    content: [...paragraphs.map((text) => `<p>${escaped(text)}</p>`), factsHtml([...shift, ...facts])].join(''),
    categories: [change.type, ...(change.scheme === null ? [] : [change.scheme])],
  };
}

function factsHtml(facts: readonly Fact[]): string {
  const items = facts.map(
    ({ label, value }) => `<dt>${escaped(label)}</dt><dd>${escaped(value).replaceAll('\n', '<br>')}</dd>`,
  );
  return items.length === 0 ? '' : `<dl>${items.join('')}</dl>`;
}
