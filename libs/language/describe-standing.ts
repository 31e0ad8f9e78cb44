import type { Day } from '#domain/date/day.js';
import { type GrantView, startClaimedBy } from '#domain/dossier/standing.js';
import type { Status } from '#domain/dossier/status.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { capitalized, typeset, writtenDate } from './format.js';
import type { Language } from './language.js';
import { phrases } from './phrases.js';

/** A status in the words of its scheme, such as `qualified`. @param scheme absent: not in the ledger */
export const statusWord = (status: Status, scheme: Scheme | undefined, language: Language): string =>
  statusWordIn(status, scheme ? [scheme] : [], language);

/** Beyond this, outcomes are named by the general word. */
const MOST_OUTCOMES = 3;

/** A status in the words of all of some schemes, such as `qualified or certified`. */
export function statusWordIn(status: Status, schemes: readonly Scheme[], language: Language): string {
  const { outcomes, statuses, granted, reportOutdated } = phrases(language).standing;
  if (isNamedForOutcome(status, outcomes)) {
    const words = [...new Set(schemes.map(({ outcome }) => outcome[language]))];
    return outcomes[status](words.length === 0 || words.length > MOST_OUTCOMES ? [granted] : words);
  }
  const isReport = schemes.length > 0 && schemes.every(({ family }) => family === 'report');
  return status === 'expired' && isReport ? reportOutdated : statuses[status];
}

const isNamedForOutcome = <O extends object>(status: Status, outcomes: O): status is Status & keyof O =>
  status in outcomes;

/** `J1` is a name that people use; `stage-1` is not. */
const isName = (code: string): boolean => code === code.toUpperCase();

/** The short name of a milestone. */
export function milestoneName(code: string, scheme: Scheme | undefined, language: Language): string {
  const name = scheme?.milestones.find((milestone) => milestone.code === code)?.name[language];
  return isName(code) || name === undefined ? code : typeset(name, language);
}

/** The full name of a milestone, with its code where that is a name of its own. */
export function wholeMilestone(code: string, scheme: Scheme | undefined, language: Language): string {
  const name = scheme?.milestones.find((milestone) => milestone.code === code)?.name[language];
  if (name === undefined) return code;
  return isName(code) ? `${code}, ${typeset(name, language)}` : typeset(name, language);
}

/** In brackets, unless the text ends with some. */
const withAside = (text: string, aside: string): string =>
  text.endsWith(')') ? `${text}, ${aside}` : `${text} (${aside})`;

/** A status, and whether the authority confirms it. */
export function standingPhrase(
  { status, confirmed }: { status: Status; confirmed: boolean },
  scheme: Scheme | undefined,
  language: Language,
): string {
  const word = statusWord(status, scheme, language);
  return status === 'unknown' ? word : withAside(word, phrases(language).standing.confirmation(confirmed, 'status'));
}

/** The first day of a grant that is decided and not yet valid, such as `Qualified from 10 December 2026`. */
export const grantedFromPhrase = (day: Day, scheme: Scheme | undefined, language: Language): string =>
  capitalized(phrases(language).standing.grantedFrom(statusWord('granted', scheme, language), day));

/** Whose claim the start of a grant is that the authority confirms without giving one; nothing, where it is none. */
export function startClaim(grant: Parameters<typeof startClaimedBy>[0], language: Language): string {
  const by = startClaimedBy(grant);
  return by === undefined ? '' : ` (${phrases(language).standing.startClaimed[by]})`;
}

/** The start of a grant, and whose claim it is. */
export const startPhrase = (grant: GrantView, language: Language, written = writtenDate): string =>
  written(grant.validFrom, language) + startClaim(grant, language);

/** The name of a scheme; the slug of one that is not in the ledger. */
export const schemeName = (slug: string, schemes: Schemes, language: Language): string =>
  schemes.get(slug)?.name[language] ?? slug;

interface Standing {
  status: Status;
  confirmed: boolean;
  stage: string | null;
  /** Absent from messages stored before it was kept. */
  stageConfirmed?: boolean | null | undefined;
}

/** The code of a status or milestone in tables, marked if the authority does not confirm it. */
export const claimMarked = (code: string, confirmed: boolean): string =>
  confirmed || code === 'unknown' ? code : `${code} (claimed)`;

/** The full name of a stage, and whether the authority confirms it. */
export function stagePhrase(
  { milestone, confirmed }: { milestone: string; confirmed?: boolean | null },
  scheme: Scheme | undefined,
  language: Language,
): string {
  const name = wholeMilestone(milestone, scheme, language);
  return typeof confirmed === 'boolean'
    ? withAside(name, phrases(language).standing.confirmation(confirmed, 'stage'))
    : name;
}

/** A status and the stage, each with its own standing: one may be a claim while the other is not. */
export const standingPhrases = (
  standing: Standing,
  scheme: Scheme | undefined,
  language: Language,
): [string, ...string[]] => {
  const { stage: milestone, stageConfirmed } = standing;
  return [
    standingPhrase(standing, scheme, language),
    ...(milestone === null ? [] : [stagePhrase({ milestone, confirmed: stageConfirmed ?? null }, scheme, language)]),
  ];
};

/** What changed from one standing to the next, such as `in progress → qualified`, and that it is a claim; `undefined`: nothing. */
export function shiftPhrase(
  { before, after }: { before: Standing | null; after: Standing | null },
  scheme: Scheme | undefined,
  language: Language,
): string | undefined {
  if (!before || !after) return undefined;
  const { confirmation } = phrases(language).standing;
  if (before.status !== after.status) {
    const [was, is] = [before, after].map(({ status }) => statusWord(status, scheme, language));
    const claim = `, ${confirmation(false, 'status')}`;
    const old = before.status === 'unknown' ? '' : `${was}${after.confirmed && !before.confirmed ? claim : ''} → `;
    return `${old}${is}${after.confirmed || after.status === 'unknown' ? '' : claim}`;
  }
  if (before.confirmed !== after.confirmed)
    return [before, after].map(({ confirmed }) => confirmation(confirmed, 'status')).join(' → ');
  const [from, to] = [before, after].map(({ stage }) => stage && milestoneName(stage, scheme, language));
  const word = stageShift(before, after, language);
  if (!to || (from === to && word === undefined)) return undefined;
  return `${from && from !== to ? `${from} → ` : ''}${to}${word === undefined ? '' : `, ${word}`}`;
}

/** Of a stage that is a claim, or was one, whether the authority confirms it. */
export const stageShift = (before: Standing, after: Standing, language: Language): string | undefined =>
  typeof after.stageConfirmed === 'boolean' &&
  (before.stage === after.stage ? before.stageConfirmed === !after.stageConfirmed : !after.stageConfirmed)
    ? phrases(language).standing.confirmation(after.stageConfirmed, 'stage')
    : undefined;

/** Names of provider, service and scheme. */
export function dossierTitle(
  { provider, service, scheme }: { provider: { name: string }; service: { name: string } | null; scheme: string },
  schemes: Schemes,
  language: Language,
): string {
  const names = service === null ? provider.name : `${provider.name}, ${service.name}`;
  return `${names} (${schemeName(scheme, schemes, language)})`;
}
