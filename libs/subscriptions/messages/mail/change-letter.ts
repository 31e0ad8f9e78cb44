import { phrases } from '#language/phrases.js';
import { dayIn } from '#domain/date/day.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { confirms } from '#domain/source/source.js';
import { cutShort, quoted, typeset, writtenDate } from '#language/format.js';
import { colon, type Language } from '#language/language.js';
import { type Change, isStandingChanged, type NextDeadline, type Standing } from '../change.js';
import { amendmentFacts, eventFacts, remarksOf, sourceFacts, summaryOf } from '#language/describe-event.js';
import type { Content, Fact, Writing } from './letter.js';
import { isOfficers, LONGEST_TITLE, titleOf } from './reminder-letter.js';
import { STATUS_TONES } from '#language/tones.js';
import { schemeName, shiftPhrase, stageShift, standingPhrase, standingPhrases } from '#language/describe-standing.js';

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
export function claimOf({ source, amends, dossier }: Change, language: Language): string | undefined {
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

export const schemeOf = ({ scheme }: Pick<Change, 'scheme'>, schemes: Schemes): Scheme | undefined =>
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
export function changePhrase(change: Change, schemes: Schemes, language: Language): string {
  const scheme = schemeOf(change, schemes);
  const { corrected, retraction } = phrases(language).mail.changes;
  if (change.amends && change.type === 'EventCorrected') return corrected(summaryOf(change.amends, language, scheme));
  if (change.amends && change.type === 'EventRetracted') return retraction(summaryOf(change.amends, language, scheme));
  const { deadlineTitle: title } = change;
  const summary = summaryOf(change, language, scheme);
  return title === undefined ? summary : `${summary} ${quoted(cutShort(title, LONGEST_TITLE), language)}`;
}

/** The title of an event, unless its phrase names it in full. */
export const titlesOf = (change: Change, language: Language): string[] =>
  remarksOf(change, language).title.filter((title) => title !== change.deadlineTitle || title.length > LONGEST_TITLE);

/** Name and date of a deadline. One that an officer set has no other name than its title. */
export function nextPhrase(next: NextDeadline, language: Language): string {
  const { decision } = phrases(language).mail.general;
  if (isOfficers(next))
    return `${quoted(cutShort(next.title, LONGEST_TITLE), language)}, ${writtenDate(next.due, language)}`;
  const titles = titleOf(next, language).map((text) => text.replace(`${decision} `, `${decision.toLowerCase()} `));
  const title = titles.length === 0 ? '' : ` (${titles.join(', ')})`;
  return `${phrases(language).mail.reminders.kind[next.kind]}${title}, ${writtenDate(next.due, language)}`;
}
