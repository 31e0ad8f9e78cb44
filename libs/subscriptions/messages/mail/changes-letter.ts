import { phrases } from '#language/phrases.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { quoted, writtenDate } from '#language/format.js';
import { colon, type Language } from '#language/language.js';
import { type Change, type StandingChange, isStandingChanged } from '../change.js';
import type { ChangesDigest } from '../message.js';
import { changeLetter, changePhrase, claimOf, nextPhrase, schemeOf, titlesOf, whoOf } from './change-letter.js';
import { readingInWords, readLetter } from './register-letter.js';
import { sourceStanding } from '#language/describe-event.js';
import type { Content, LetterItem, Writing } from './letter.js';
import { STATUS_TONES } from '#language/tones.js';
import { shiftPhrase, standingPhrase } from '#language/describe-standing.js';

/** Limits the size: mail programs truncate emails beyond 100 kB. */
const MOST = 120;

/**
 * Digest, grouped by subject; subjects whose status or stage changed come first. A single change is rendered like an immediate
 * notification.
 *
 * @param notices of registers that need attention, for an officer
 */
export function changesLetter(
  { changes, readings = [], total }: ChangesDigest,
  notices: readonly Content[],
  writing: Writing,
): Content {
  const { language, schemes, pages } = writing;
  const { digest } = phrases(language).mail.changes;
  const words = phrases(language).mail.registers.read;
  const [[first], [read]] = [changes, readings];
  const isOne = total === 1 && notices.length === 0;
  if (first && isOne) return changeLetter(first, writing);
  if (read && isOne) return readLetter(read, writing);
  const { moved, others } = grouped(changes);
  const top = moved[0] ?? others[0];
  let room = MOST;
  const items = (groups: readonly Group[]): LetterItem[] =>
    groups.flatMap((group) => {
      const shown = group.slice(0, room);
      room -= shown.length;
      return shown.length === 0 ? [] : [itemOf(group, shown, writing)];
    });
  const readItems = readings.map((one) => ({
    title: readingInWords(one, language),
    lines: [words.matching(one.changes)],
    link: { label: words.open, url: pages.reading(one.register, one.reading) },
  }));
  const lists = [
    { heading: words.inDigest, items: readItems },
    { heading: digest.moved(moved.flat().length), items: items(moved) },
    { heading: digest.others(others.flat().length), items: items(others) },
    {
      heading: words.attention,
      items: notices.flatMap(({ subject, actions = [] }) => actions.map((link) => ({ title: subject, link }))),
    },
  ];
  const shown = readings.length + MOST - room;
  const isPart = shown < total;
  const among = read ? readingInWords(read, language) : top && subjectOf(top, schemes, language);
  return {
    subject: among === undefined ? digest.heading(total) : digest.subject(total, among),
    heading: digest.heading(total),
    paragraphs: isPart ? [digest.partly(shown, total)] : [],
    actions: isPart ? [{ label: digest.all, url: pages.news() }] : [],
    lists: lists.filter((list) => list.items.length > 0),
  };
}

function subjectOf(group: Group, schemes: Schemes, language: Language): string {
  const claim = claimOf(group[0], language);
  const phrase = changePhrase(group[0], schemes, language);
  const what = shiftOf(group, schemes, language) ?? (claim === undefined ? phrase : `${phrase} (${claim})`);
  return titleOf(group, what, schemes, language);
}

function itemOf(group: Group, shown: readonly Change[], { language, schemes, pages }: Writing): LetterItem {
  const words = phrases(language).mail.changes;
  const last = group.at(-1) ?? group[0];
  const next = last.next ? [`${words.next}${colon(language)}${nextPhrase(last.next, language)}`] : [];
  const lines = shown.map((change) => lineOf(change, schemes, language));
  const { after } = netOf(group);
  return {
    title: titleOf(group, shiftOf(group, schemes, language), schemes, language),
    ...(after && { tone: STATUS_TONES[after.status] }),
    lines: [...standing(group, schemes, language), ...lines, ...next],
    link: { label: phrases(language).mail.general.read, url: pages.change(group[0]) },
  };
}

function titleOf(group: Group, what: string | undefined, schemes: Schemes, language: Language): string {
  const who = whoOf(group.at(-1) ?? group[0], schemes, language);
  return what === undefined ? who : `${who}${colon(language)}${what}`;
}

const shiftOf = (group: Group, schemes: Schemes, language: Language): string | undefined =>
  shiftPhrase(netOf(group), schemeOf(group[0], schemes), language);

function standing(group: Group, schemes: Schemes, language: Language): string[] {
  const { after } = netOf(group);
  if (!after) return [];
  const scheme = schemeOf(group[0], schemes);
  return [`${phrases(language).mail.changes.status}${colon(language)}${standingPhrase(after, scheme, language)}`];
}

function lineOf(change: Change, schemes: Schemes, language: Language): string {
  const words = phrases(language).mail.changes;
  const occurred = 'occurred' in change && change.occurred ? [writtenDate(change.occurred, language)] : [];
  const source = change.source ? [`${words.source.toLowerCase()} ${sourceStanding(change.source, language)}`] : [];
  const titles = titlesOf(change, language).map((text) => quoted(text, language));
  return [changePhrase(change, schemes, language), ...titles, ...occurred, ...source].join(' · ');
}

/** All changes of one dossier, provider or scheme, oldest first. */
type Group = [Change, ...Change[]];

/** Grouped by subject in order of first occurrence; changed and unchanged subjects separately. */
function grouped(changes: readonly Change[]): { moved: Group[]; others: Group[] } {
  const groups = new Map<string, Group>();
  for (const change of changes) {
    const group = groups.get(change.stream);
    if (group) group.push(change);
    else groups.set(change.stream, [change]);
  }
  const hasMoved = (group: Group): boolean => group.some(({ status }) => status && isStandingChanged(status));
  const all = [...groups.values()];
  return { moved: all.filter(hasMoved), others: all.filter((group) => !hasMoved(group)) };
}

const netOf = (group: Group): StandingChange => ({
  before: group.find(({ status }) => status)?.status?.before ?? null,
  after: group.findLast(({ status }) => status)?.status?.after ?? null,
});
