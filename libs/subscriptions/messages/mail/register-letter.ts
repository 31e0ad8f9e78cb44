import type { Schemes } from '#domain/scheme/catalogue.js';
import { schemeName, shiftPhrase, standingPhrase } from '#language/describe-standing.js';
import { capitalized, writtenDate } from '#language/format.js';
import { colon, type Language } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import type { ReadDossier, RegisterHeld, ReadingNews, RegisterStale } from '../message.js';
import { STATUS_TONES } from '#language/tones.js';
import { schemeOf, whoOf } from './change-letter.js';
import type { Content, Fact, LetterItem, Writing } from './letter.js';

export function readLetter(read: ReadingNews, writing: Writing): Content {
  const { language, schemes, pages } = writing;
  const words = phrases(language).mail.registers.read;
  const { dossiers, more, entries, changes } = read;
  const differences = differencesIn(read);
  const heading = words.dossiers(dossiers.length, more);
  return {
    subject: readingInWords(read, language),
    paragraphs: [
      `${words.text(entries, writtenDate(read.day, language))} ${words.confirmed(differences)}`,
      ...(differences === 0 ? [] : [words.matching(changes)]),
    ],
    facts: [...figures(read, language), schemeFact(read, schemes, language)],
    actions: [{ label: words.open, url: pages.reading(read.register, read.reading) }],
    lists: dossiers.length === 0 ? [] : [{ heading, items: dossiers.map((one) => itemOf(one, writing)) }],
  };
}

export const readingInWords = (read: ReadingNews, language: Language): string =>
  phrases(language).mail.registers.read.subject(read.name, differencesIn(read), writtenDate(read.day, language));

const differencesIn = ({ added, changed, gone }: ReadingNews): number => added + changed + gone;

function itemOf(about: ReadDossier, { language, schemes, pages }: Writing): LetterItem {
  const { status } = about;
  const scheme = schemeOf(about, schemes);
  const shift = status ? shiftPhrase(status, scheme, language) : undefined;
  const who = whoOf(about, schemes, language);
  return {
    title: shift === undefined ? who : `${who}${colon(language)}${shift}`,
    ...(status?.after && { tone: STATUS_TONES[status.after.status] }),
    lines: status?.after
      ? [`${phrases(language).mail.changes.status}${colon(language)}${standingPhrase(status.after, scheme, language)}`]
      : [],
    link: { label: phrases(language).mail.general.read, url: pages.change(about) },
  };
}

export function staleLetter(stale: RegisterStale, { language, schemes, pages }: Writing): Content {
  const { stale: words, frozen } = phrases(language).mail.registers;
  const { name, lastRead, days, staleAfterDays } = stale;
  const why =
    lastRead === null ? words.never(staleAfterDays) : words.text(writtenDate(lastRead, language), staleAfterDays);
  return {
    subject: (stale.frozen ? frozen : words).subject(name, days),
    tone: 'warn',
    paragraphs: stale.frozen ? [frozen.text(days), frozen.todo] : [why, words.todo],
    facts: [schemeFact(stale, schemes, language)],
    actions: [{ label: words.open, url: pages.register(stale.register) }],
  };
}

export function heldLetter(held: RegisterHeld, { language, schemes, pages }: Writing): Content {
  const words = phrases(language).mail.registers.held;
  return {
    subject: words.subject(held.name),
    tone: 'warn',
    paragraphs: [words.text(writtenDate(held.day, language)), words.todo],
    facts: [
      { label: words.because, value: held.holds.map((hold) => capitalized(words.holds[hold])).join('\n') },
      ...figures(held, language),
      schemeFact(held, schemes, language),
    ],
    actions: [{ label: words.open, url: pages.reading(held.register, held.reading) }],
  };
}

/** The numbers of entries that are not 0. */
function figures(
  numbers: Pick<ReadingNews, 'entries' | 'added' | 'changed' | 'gone'> & { unreadable?: number },
  language: Language,
): Fact[] {
  const { fields } = phrases(language).events;
  return (['entries', 'added', 'changed', 'gone', 'unreadable'] as const).flatMap((key) =>
    numbers[key] ? [{ label: fields[key], value: numbers[key].toLocaleString(language) }] : [],
  );
}

const schemeFact = ({ scheme }: { scheme: string }, schemes: Schemes, language: Language): Fact => ({
  label: phrases(language).mail.registers.scheme,
  value: schemeName(scheme, schemes, language),
});
