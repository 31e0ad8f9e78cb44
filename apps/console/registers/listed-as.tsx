import { capitalized, writtenDate } from '#language/format.js';
import { milestoneName, statusWord } from '#language/describe-standing.js';
import { phrases } from '#language/phrases.js';
import type { ListedAs } from '#domain/register/judgement.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { schemeText } from '#language/scheme-text.js';
import { Badge, type Tone } from '../frame/badges.js';
import type { PageContext } from '../frame/page.js';

const TONES: Record<ListedAs['listing'], Tone> = { granted: 'good', 'in-progress': 'warn', absent: 'plain' };

interface Props {
  page: PageContext;
  scheme: Scheme | undefined;
  as: ListedAs | null;
}

/** How an entry is listed, in the words of the scheme. */
export function Listed({ page: { language }, scheme, as }: Props) {
  if (!as) return null;
  const { validFrom, level } = as;
  const { since } = phrases(language).console.readings.differences;
  return (
    <>
      <Badge tone={TONES[as.listing]}>{capitalized(listingWord(as, scheme, language))}</Badge>
      {level === undefined ? null : <span class="small"> {schemeText(level, language)}</span>}
      {validFrom === undefined ? null : <span class="small soft"> {since(writtenDate(validFrom, language))}</span>}
    </>
  );
}

function listingWord({ listing, milestone }: ListedAs, scheme: Scheme | undefined, language: PageContext['language']) {
  if (listing === 'absent') return phrases(language).events.listings.absent;
  const isFurthest = listing === 'granted' && scheme?.milestones.at(-1)?.code === milestone;
  if (milestone === undefined || isFurthest) return statusWord(listing, scheme, language);
  return milestoneName(milestone, scheme, language);
}
