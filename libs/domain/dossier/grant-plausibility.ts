import { addDays, addYears, type Day } from '../date/day.js';
import { latest } from '../date/partial-date.js';
import type { Scheme } from '../scheme/scheme.js';
import { lastDayOf, runsOn, startOf, type Grant } from './grant.js';
import type { Contradiction } from './warning.js';

/** What is odd about a grant by itself. */
export const grantDoubts = (grant: Grant, scheme: Scheme, day: Day): Contradiction[] => [
  ...(scheme.family === 'decision' && runsOn(grant, day) ? noEnd(grant) : []),
  ...tooLong(grant, scheme),
  ...endsBeforeItStarts(grant, scheme),
  ...cutShort(grant, day),
  ...beforeScheme(grant, scheme),
  ...oddReferential(grant, scheme),
  ...oddLevel(grant, scheme),
];

const noEnd = (grant: Grant): Contradiction[] =>
  grant.validUntil
    ? []
    : [{ code: 'no-end-on-record', text: 'the grant in force has no end date on record', events: grant.events }];

/** Only where its start is on record: a register that shows a grant says when it was seen. */
function tooLong(grant: Grant, { family, maximalValidity: max }: Scheme): Contradiction[] {
  if (family !== 'decision' || !max || !grant.validUntil || !grant.startSaid || grant.run.cutShort) return [];
  if (lastDayOf(grant) <= addDays(addYears(startOf(grant), max.years), max.toleranceDays)) return [];
  const text = `valid from ${grant.validFrom} until ${grant.validUntil}: longer than the scheme's ${max.years} years`;
  return [{ code: 'validity-too-long', text, events: grant.events }];
}

function endsBeforeItStarts({ id, run, validFrom, validUntil }: Grant, { family }: Scheme): Contradiction[] {
  if (family !== 'decision' || !validUntil || latest(validUntil) >= run.from) return [];
  const text = `granted on ${validFrom}, and valid until ${validUntil} only`;
  return [{ code: 'ends-before-it-starts', text, events: [id] }];
}

function cutShort(grant: Grant, day: Day): Contradiction[] {
  const { cutShort: cut } = grant.run;
  if (cut === undefined || !runsOn(grant, day)) return [];
  const text = `valid until ${grant.validUntil ?? 'further notice'}, and version ${grant.referential ?? ''} ends on ${cut}`;
  return [{ code: 'cut-short', text, events: [grant.id] }];
}

function beforeScheme(grant: Grant, { name, referentials }: Scheme): Contradiction[] {
  if (!grant.startSaid) return [];
  const first = referentials.find(({ draft }) => !draft);
  if (first && first.published <= startOf(grant)) return [];
  if (!first && referentials.length === 0) return [];
  const text = first
    ? `granted on ${grant.validFrom}, and the first version of ${name.en} came on ${first.published}`
    : `granted, and ${name.en} has only drafts so far`;
  return [{ code: 'before-scheme', text, events: [grant.id] }];
}

function oddReferential({ id, referential, validFrom, run }: Grant, { slug, referentials }: Scheme): Contradiction[] {
  if (referential === undefined) return [];
  const version = referentials.find((known) => known.version === referential);
  if (!version) return [{ code: 'before-referential', text: `${slug} has no version ${referential}`, events: [id] }];
  if (version.published <= run.from) return [];
  const text = `granted on ${validFrom} under version ${referential}, which was published on ${version.published}`;
  return [{ code: 'before-referential', text, events: [id] }];
}

function oddLevel({ id, level }: Grant, { slug, levels }: Scheme): Contradiction[] {
  if (level === undefined || levels === undefined || levels.includes(level)) return [];
  return [{ code: 'unknown-level', text: `${slug} has no level ${level}; it has ${levels.join(', ')}`, events: [id] }];
}
