import { phrases } from '#language/phrases.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import type { Language } from '#language/language.js';
import type { ImportSummary } from '../message.js';
import type { Subject } from '../change.js';
import { whoOf } from './change-letter.js';
import type { Letter } from './letter.js';

/** Summary of the past events that an import has recorded. */
export function importLetter(
  { events, subjects, more }: ImportSummary,
  { urlOf, newsUrl, schemes }: { urlOf: (about: Subject) => string; newsUrl: string; schemes: Schemes },
  language: Language,
): Omit<Letter, 'footer'> {
  const { mail } = phrases(language);
  const { imported, digest } = mail.changes;
  const items = subjects.map((about) => ({
    title: whoOf(about, schemes, language),
    link: { label: mail.general.read, url: urlOf(about) },
    note: '',
  }));
  return {
    subject: imported.subject(events),
    heading: imported.subject(events),
    paragraphs: [imported.text],
    facts: [],
    actions: [{ label: digest.all, url: newsUrl }],
    lists: [{ heading: imported.subjects(items.length, more), items }],
  };
}
