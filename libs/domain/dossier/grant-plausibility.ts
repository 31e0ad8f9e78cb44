import { addDays, addYears, type Day } from '../date/day.js';
import { earliest, latest } from '../date/partial-date.js';
import type { Scheme } from '../scheme/scheme.js';
import type { Contradiction } from '../warning/warning.js';
import { isListingOutdated } from './activity.js';
import { type Act, type Grant, isAskedAbout, isWithinValidity } from './grant.js';
import { versionOf } from './validity.js';

/** Checks of a single grant. */
export const grantContradictions = (grant: Grant, all: readonly Grant[], scheme: Scheme, day: Day): Contradiction[] => [
  ...(scheme.family === 'decision' && isWithinValidity(grant, day) ? noEnd(grant) : []),
  ...tooLong(grant, scheme),
  ...endsBeforeItStarts(grant, scheme),
  ...(isAskedAbout(grant, all, day) ? cutShort(grant) : []),
  ...beforeScheme(grant, scheme),
  ...referentialContradictions(grant, scheme),
  ...versionExpired(grant, scheme),
  ...unknownLevel(grant, scheme),
  ...noLongerListed(grant, day),
  ...listingOutdated(grant, scheme, day),
];

function noLongerListed(grant: Grant, day: Day): Contradiction[] {
  const { id, unlisted } = grant;
  return unlisted && isWithinValidity(grant, day) ? [absence(unlisted, [id, unlisted.event])] : [];
}

export const absence = ({ day, source }: Pick<Act, 'day' | 'source'>, events: string[]): Contradiction => ({
  code: 'no-longer-listed',
  params: { publisher: source.publisher, since: day },
  events,
});

function listingOutdated(grant: Grant, scheme: Scheme, day: Day): Contradiction[] {
  if (!isWithinValidity(grant, day) || !isListingOutdated(grant, scheme, day)) return [];
  const params = { read: grant.lastListed ?? '', days: scheme.staleAfterDays };
  return [{ code: 'listing-outdated', params, events: grant.events }];
}

const noEnd = (grant: Grant): Contradiction[] =>
  grant.validUntil ? [] : [{ code: 'no-end-on-record', params: {}, events: grant.events }];

/** Too long for every day that its dates can mean. Only if the start is stated: a register shows when it was read. */
function tooLong(grant: Grant, { family, maximalValidity: max }: Scheme): Contradiction[] {
  if (family !== 'decision' || !max || !grant.validUntil || !grant.startSource || grant.validity.cutShort) return [];
  const longest = addDays(addYears(latest(grant.validFrom), max.years), max.toleranceDays);
  if (earliest(grant.validUntil) <= longest) return [];
  const params = { from: grant.validFrom, until: grant.validUntil, years: max.years };
  return [{ code: 'validity-too-long', params, events: grant.events }];
}

function endsBeforeItStarts({ id, validFrom, validUntil }: Grant, { family }: Scheme): Contradiction[] {
  if (family !== 'decision' || !validUntil || latest(validUntil) >= earliest(validFrom)) return [];
  return [{ code: 'ends-before-it-starts', params: { from: validFrom, until: validUntil }, events: [id] }];
}

function cutShort({ id, validity, validUntil }: Grant): Contradiction[] {
  const { cutShort: cut } = validity;
  if (cut === undefined || validity.to < validity.from) return [];
  const params = { until: validUntil ?? null, version: cut.version, ends: cut.until };
  return [{ code: 'cut-short', params, events: [id] }];
}

function beforeScheme({ id, validFrom, startSource }: Grant, { name, referentials }: Scheme): Contradiction[] {
  const first = referentials.find(({ draft }) => !draft);
  if (!startSource || referentials.length === 0 || (first && first.published <= latest(validFrom))) return [];
  const params = { scheme: name, from: validFrom, ...(first && { published: first.published }) };
  return [{ code: 'before-scheme', params, events: [id] }];
}

function referentialContradictions(
  { id, referential, validFrom }: Grant,
  { slug, referentials }: Scheme,
): Contradiction[] {
  if (referential === undefined) return [];
  const version = referentials.find((known) => known.version === referential);
  if (!version) return [{ code: 'before-referential', params: { scheme: slug, version: referential }, events: [id] }];
  if (version.published <= latest(validFrom)) return [];
  const params = { from: validFrom, version: referential, published: version.published };
  return [{ code: 'before-referential', params, events: [id] }];
}

/** Granted under a version after its grace period: it was never in force. */
function versionExpired(grant: Grant, scheme: Scheme): Contradiction[] {
  const { version, graceEnds } = versionOf(grant, scheme) ?? {};
  if (version === undefined || graceEnds === undefined || graceEnds >= earliest(grant.validFrom)) return [];
  const params = { from: grant.validFrom, version, ended: graceEnds };
  return [{ code: 'version-over', params, events: [grant.id] }];
}

function unknownLevel({ id, level }: Grant, { slug, levels }: Scheme): Contradiction[] {
  if (level === undefined || levels === undefined || levels.includes(level)) return [];
  return [{ code: 'unknown-level', params: { scheme: slug, level, levels }, events: [id] }];
}
