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
  grant.validUntil
    ? []
    : [{ code: 'no-end-on-record', text: 'the grant in force has no end date on record', events: grant.events }];

/** By any day that its dates can mean. Only where its start is on record: a register that shows a grant says when it was seen. */
function tooLong(grant: Grant, { family, maximalValidity: max }: Scheme): Contradiction[] {
  if (family !== 'decision' || !max || !grant.validUntil || !grant.startSaid || grant.run.cutShort) return [];
  const longest = addDays(addYears(latest(grant.validFrom), max.years), max.toleranceDays);
  if (earliest(grant.validUntil) <= longest) return [];
  const text = `valid from ${grant.validFrom} until ${grant.validUntil}: longer than the scheme's ${max.years} years`;
  return [{ code: 'validity-too-long', text, events: grant.events }];
}

function endsBeforeItStarts({ id, run, validFrom, validUntil }: Grant, { family }: Scheme): Contradiction[] {
  if (family !== 'decision' || !validUntil || latest(validUntil) >= run.from) return [];
  const text = `granted on ${validFrom}, and valid until ${validUntil} only`;
  return [{ code: 'ends-before-it-starts', text, events: [id] }];
}

function cutShort({ id, run, validUntil }: Grant, day: Day): Contradiction[] {
  const { cutShort: cut } = run;
  if (cut === undefined || day < run.from || day > run.to) return [];
  const text = `valid until ${validUntil ?? 'further notice'}, and version ${cut.version} ends on ${cut.until}`;
  return [{ code: 'cut-short', text, events: [id] }];
}

function beforeScheme({ id, validFrom, startSaid }: Grant, { name, referentials }: Scheme): Contradiction[] {
  const first = referentials.find(({ draft }) => !draft);
  if (!startSaid || referentials.length === 0 || (first && first.published <= latest(validFrom))) return [];
  const text = first
    ? `granted on ${validFrom}, and the first version of ${name.en} came on ${first.published}`
    : `granted, and ${name.en} has only drafts so far`;
  return [{ code: 'before-scheme', text, events: [id] }];
}

function oddReferential({ id, referential, validFrom }: Grant, { slug, referentials }: Scheme): Contradiction[] {
  if (referential === undefined) return [];
  const version = referentials.find((known) => known.version === referential);
  if (!version) return [{ code: 'before-referential', text: `${slug} has no version ${referential}`, events: [id] }];
  if (version.published <= latest(validFrom)) return [];
  const text = `granted on ${validFrom} under version ${referential}, which was published on ${version.published}`;
  return [{ code: 'before-referential', text, events: [id] }];
}

/** Granted under a version whose grace was over: it was never in force. */
function versionOver(grant: Grant, scheme: Scheme): Contradiction[] {
  const { version, graceEnds } = versionOf(grant, scheme) ?? {};
  if (version === undefined || graceEnds === undefined || graceEnds >= earliest(grant.validFrom)) return [];
  const text = `granted on ${grant.validFrom} under version ${version}, which had ended on ${graceEnds}`;
  return [{ code: 'version-over', text, events: [grant.id] }];
}

function oddLevel({ id, level }: Grant, { slug, levels }: Scheme): Contradiction[] {
  if (level === undefined || levels === undefined || levels.includes(level)) return [];
  return [{ code: 'unknown-level', text: `${slug} has no level ${level}; it has ${levels.join(', ')}`, events: [id] }];
}
