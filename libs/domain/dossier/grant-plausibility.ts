import { addDays, addYears, type Day } from '../date/day.js';
import { earliest, latest } from '../date/partial-date.js';
import type { Scheme } from '../scheme/scheme.js';
import { runsOn, type Grant } from './grant.js';
import { versionOf } from './grant-run.js';
import type { Contradiction } from '../warning/warning.js';

/** What is odd about a grant by itself. */
export const grantDoubts = (grant: Grant, scheme: Scheme, day: Day): Contradiction[] => [
  ...(scheme.family === 'decision' && runsOn(grant, day) ? noEnd(grant) : []),
  ...tooLong(grant, scheme),
  ...endsBeforeItStarts(grant, scheme),
  ...cutShort(grant, day),
  ...beforeScheme(grant, scheme),
  ...oddReferential(grant, scheme),
  ...versionOver(grant, scheme),
  ...oddLevel(grant, scheme),
];

const noEnd = (grant: Grant): Contradiction[] =>
  grant.validUntil ? [] : [{ code: 'no-end-on-record', params: {}, events: grant.events }];

/** By any day that its dates can mean. Only where its start is on record: a register that shows a grant says when it was seen. */
function tooLong(grant: Grant, { family, maximalValidity: max }: Scheme): Contradiction[] {
  if (family !== 'decision' || !max || !grant.validUntil || !grant.startSaid || grant.run.cutShort) return [];
  const longest = addDays(addYears(latest(grant.validFrom), max.years), max.toleranceDays);
  if (earliest(grant.validUntil) <= longest) return [];
  const params = { from: grant.validFrom, until: grant.validUntil, years: max.years };
  return [{ code: 'validity-too-long', params, events: grant.events }];
}

function endsBeforeItStarts({ id, run, validFrom, validUntil }: Grant, { family }: Scheme): Contradiction[] {
  if (family !== 'decision' || !validUntil || latest(validUntil) >= run.from) return [];
  return [{ code: 'ends-before-it-starts', params: { from: validFrom, until: validUntil }, events: [id] }];
}

function cutShort({ id, run, validUntil }: Grant, day: Day): Contradiction[] {
  const { cutShort: cut } = run;
  if (cut === undefined || day < run.from || day > run.to) return [];
  const params = { until: validUntil ?? null, version: cut.version, ends: cut.until };
  return [{ code: 'cut-short', params, events: [id] }];
}

function beforeScheme({ id, validFrom, startSaid }: Grant, { name, referentials }: Scheme): Contradiction[] {
  const first = referentials.find(({ draft }) => !draft);
  if (!startSaid || referentials.length === 0 || (first && first.published <= latest(validFrom))) return [];
  const params = { scheme: name, from: validFrom, ...(first && { published: first.published }) };
  return [{ code: 'before-scheme', params, events: [id] }];
}

function oddReferential({ id, referential, validFrom }: Grant, { slug, referentials }: Scheme): Contradiction[] {
  if (referential === undefined) return [];
  const version = referentials.find((known) => known.version === referential);
  if (!version) return [{ code: 'before-referential', params: { scheme: slug, version: referential }, events: [id] }];
  if (version.published <= latest(validFrom)) return [];
  const params = { from: validFrom, version: referential, published: version.published };
  return [{ code: 'before-referential', params, events: [id] }];
}

/** Granted under a version whose grace was over: it was never in force. */
function versionOver(grant: Grant, scheme: Scheme): Contradiction[] {
  const { version, graceEnds } = versionOf(grant, scheme) ?? {};
  if (version === undefined || graceEnds === undefined || graceEnds >= earliest(grant.validFrom)) return [];
  const params = { from: grant.validFrom, version, ended: graceEnds };
  return [{ code: 'version-over', params, events: [grant.id] }];
}

function oddLevel({ id, level }: Grant, { slug, levels }: Scheme): Contradiction[] {
  if (level === undefined || levels === undefined || levels.includes(level)) return [];
  return [{ code: 'unknown-level', params: { scheme: slug, level, levels }, events: [id] }];
}
