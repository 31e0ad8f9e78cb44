import { dayIn } from '#domain/date/day.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import {
  amendmentFacts,
  eventFacts,
  remarksOf,
  sourceFacts,
  sourceStanding,
  summaryOf,
} from '#language/describe-event.js';
import { confirms } from '#domain/source/source.js';
import { schemeName, shiftPhrase, stageShift, standingPhrase, standingPhrases } from '#language/describe-standing.js';
import { capitalized, cutShort, quoted, typeset, writtenDate } from '#language/format.js';
import { colon, type Language } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { STATUS_TONES } from '#language/tones.js';
import {
  type Change,
  type ChangesDigest,
  isStandingChanged,
  type NextDeadline,
  type ReadDossier,
  type ReadingNews,
  type RegisterHeld,
  type RegisterStale,
  type Standing,
  type StandingChange,
} from '../message.js';
import type { Content, Fact, LetterItem, Writing } from './letter.js';
import { isOfficers, LONGEST_TITLE, titleOf } from './reminder-letter.js';

export function changeLetter(change: Change, { language, schemes, zone, pages }: Writing) {
  const words = phrases(language).mail.changes;
  const scheme = schemeOf(change, schemes);
  const heading = `${whoOf(change, schemes, language)}${colon(language)}${changePhrase(change, schemes, language)}`;
  const status = change.status ?? undefined;
  const shift = status && shiftPhrase(status, scheme, language);
  const addition = (status && isStageOnly(status) ? stageWord(status, language) : shift) ?? claimOf(change, language);
  const remarks = remarksOf(change, language);
  const source = sourceFacts(change.source, language);
  return {
    subject: addition === undefined ? heading : `${heading} (${addition})`,
    heading,
    preview: [shift, source[0] && `${source[0].label} ${source[0].value}`].filter(Boolean).join(' · '),
    paragraphs: [...titlesOf(change, language), ...(change.type === 'EventRetracted' ? [words.retracted] : [])],
    ...(status?.after && isStandingChanged(status) && { tone: STATUS_TONES[status.after.status] }),
    main: mainFacts(change, scheme, language),
    facts: [
      ...unchanged(change, scheme, language),
      ...amendmentFacts(change, change.amends ?? null, language),
      ...eventFacts(change, language, scheme),
      ...source,
      ...remarks.facts,
      ...nextFact(change, language),
      ...meaning(change, scheme, language),
      { label: words.recorded, value: writtenDate(dayIn(zone, new Date(change.recordedAt)), language) },
    ],
    actions: [{ label: phrases(language).mail.general.read, url: pages.change(change) }],
  } satisfies Content;
}

/** That the event of a dossier, or the one that it corrects or retracts, is a claim. */
function claimOf({ source, amends, dossier }: Change, language: Language): string | undefined {
  const said = dossier ? (source ?? amends?.source) : undefined;
  return said && !confirms(said) ? phrases(language).console.frame.sources.claim : undefined;
}

/** Only that the stage is a claim, or no longer one: the summary of the event names the milestone already. */
const stageWord = ({ before, after }: NonNullable<Change['status']>, language: Language): string | undefined =>
  before && after ? stageShift(before, after, language) : undefined;

/** Omits the milestone, which the summary of the event names already. */
const isStageOnly = ({ before, after }: NonNullable<Change['status']>): boolean =>
  before?.status === after?.status && before?.confirmed === after?.confirmed;

function mainFacts({ status }: Change, scheme: Scheme | undefined, language: Language): Fact[] {
  if (!status || !isStandingChanged(status)) return [];
  const { before, after, status: label, nothing } = phrases(language).mail.changes;
  const written = (standing: Standing | null): string =>
    standing === null ? nothing : standingPhrases(standing, scheme, language).join('\n');
  if (status.before === null) return [{ label, value: written(status.after), isLarge: true }];
  return [
    { label: before, value: written(status.before) },
    { label: after, value: written(status.after), isLarge: true },
  ];
}

/** An unchanged status is stated in one line. */
function unchanged({ status }: Change, scheme: Scheme | undefined, language: Language): Fact[] {
  const { status: label, unchanged: same } = phrases(language).mail.changes;
  if (!status?.after || isStandingChanged(status)) return [];
  const phrase = standingPhrase(status.after, scheme, language);
  return [{ label, value: status.before === null ? phrase : same(phrase) }];
}

/** The scheme's description of the milestone just reached. */
function meaning({ status }: Change, scheme: Scheme | undefined, language: Language): Fact[] {
  const stage = status?.after?.stage;
  if (!stage || status.before?.stage === stage) return [];
  const milestone = scheme?.milestones.find(({ code }) => code === stage);
  if (!milestone?.means) return [];
  const words = phrases(language).mail.changes;
  const isNot = milestone.isNot ? ` ${words.isNot(milestone.isNot[language])}` : '';
  return [{ label: words.means, value: typeset(`${milestone.means[language]}${isNot}`, language) }];
}

/** The next deadline of a dossier; unknown in messages stored before it existed. */
function nextFact({ next, dossier }: Change, language: Language): Fact[] {
  if (next === undefined || (next === null && !dossier)) return [];
  const words = phrases(language).mail.changes;
  return [{ label: words.next, value: next === null ? words.noNext : nextPhrase(next, language) }];
}

const schemeOf = ({ scheme }: Pick<Change, 'scheme'>, schemes: Schemes): Scheme | undefined =>
  scheme === null ? undefined : schemes.get(scheme);

/** Provider, service and scheme, if the event has them. */
export function whoOf(
  { provider, dossier, scheme }: Pick<Change, 'provider' | 'dossier' | 'scheme'>,
  schemes: Schemes,
  language: Language,
): string {
  const names = [provider?.name, dossier?.service].filter((name) => name !== null && name !== undefined);
  if (scheme === null) return names.join(', ') || 'Jalon';
  const name = schemeName(scheme, schemes, language);
  return names.length === 0 ? name : `${names.join(', ')} (${name})`;
}

/** The event, or the event that it corrects or retracts. */
function changePhrase(change: Change, schemes: Schemes, language: Language): string {
  const scheme = schemeOf(change, schemes);
  const { corrected, retraction } = phrases(language).mail.changes;
  if (change.amends && change.type === 'EventCorrected') return corrected(summaryOf(change.amends, language, scheme));
  if (change.amends && change.type === 'EventRetracted') return retraction(summaryOf(change.amends, language, scheme));
  const { deadlineTitle: title } = change;
  const summary = summaryOf(change, language, scheme);
  return title === undefined ? summary : `${summary} ${quoted(cutShort(title, LONGEST_TITLE), language)}`;
}

/** The title of an event, unless its phrase names it in full. */
const titlesOf = (change: Change, language: Language): string[] =>
  remarksOf(change, language).title.filter((title) => title !== change.deadlineTitle || title.length > LONGEST_TITLE);

/** Name and date of a deadline. One that an officer set has no other name than its title. */
function nextPhrase(next: NextDeadline, language: Language): string {
  const { decision } = phrases(language).mail.general;
  if (isOfficers(next))
    return `${quoted(cutShort(next.title, LONGEST_TITLE), language)}, ${writtenDate(next.due, language)}`;
  const titles = titleOf(next, language).map((text) => text.replace(`${decision} `, `${decision.toLowerCase()} `));
  const title = titles.length === 0 ? '' : ` (${titles.join(', ')})`;
  return `${phrases(language).mail.reminders.kind[next.kind]}${title}, ${writtenDate(next.due, language)}`;
}

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
  return groupTitle(group, what, schemes, language);
}

function itemOf(group: Group, shown: readonly Change[], { language, schemes, pages }: Writing): LetterItem {
  const words = phrases(language).mail.changes;
  const last = group.at(-1) ?? group[0];
  const next = last.next ? [`${words.next}${colon(language)}${nextPhrase(last.next, language)}`] : [];
  const lines = shown.map((change) => lineOf(change, schemes, language));
  const { after } = netOf(group);
  return {
    title: groupTitle(group, shiftOf(group, schemes, language), schemes, language),
    ...(after && { tone: STATUS_TONES[after.status] }),
    lines: [...standing(group, schemes, language), ...lines, ...next],
    link: { label: phrases(language).mail.general.read, url: pages.change(group[0]) },
  };
}

function groupTitle(group: Group, what: string | undefined, schemes: Schemes, language: Language): string {
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
    lists: dossiers.length === 0 ? [] : [{ heading, items: dossiers.map((one) => dossierItem(one, writing)) }],
  };
}

const readingInWords = (read: ReadingNews, language: Language): string =>
  phrases(language).mail.registers.read.subject(read.name, differencesIn(read), writtenDate(read.day, language));

const differencesIn = ({ added, changed, gone }: ReadingNews): number => added + changed + gone;

function dossierItem(about: ReadDossier, { language, schemes, pages }: Writing): LetterItem {
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
