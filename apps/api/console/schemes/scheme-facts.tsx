import { phrases } from '#language/phrases.js';
import type { SchemeView } from '#domain/scheme/scheme-view.js';
import { Facts } from '../frame/facts.js';
import type { ThisPage } from '../frame/page.js';
import { countryName } from './country-name.js';

/** What a scheme is: who decides, what comes of it, how long that lasts and when its end is warned of. */
export function SchemeFacts({ page, scheme }: { page: ThisPage; scheme: SchemeView }) {
  const { language } = page;
  const words = phrases(language).console.schemes;
  const { facts } = words;
  const { word, text } = words.family[scheme.family];
  const { currentForMonths: current, renewalDays, levels, ladder } = scheme;
  return (
    <Facts
      facts={[
        [facts.kind, `${word}. ${text}`],
        [facts.authority, `${scheme.authority} (${countryName(scheme.country, language)})`],
        [facts.outcome, scheme.outcome[language]],
        [facts.validity, validityOf(scheme, page)],
        [facts.current, current === undefined ? undefined : words.months(current)],
        [facts.levels, levels?.join(', ')],
        [facts.warning, words.before(scheme.warningDays)],
        [facts.renewal, renewalDays === undefined ? undefined : words.before(renewalDays)],
        [facts.stale, words.silence(scheme.staleAfterDays)],
        [facts.reminders, ladder && words.reminders(ladder.before, ladder.overdue)],
      ]}
    />
  );
}

/** Only a decision ends by itself. */
export function validityOf({ family, maximalValidity: max }: SchemeView, { language }: ThisPage): string | undefined {
  if (family !== 'decision') return undefined;
  const { validity, noEnd } = phrases(language).console.schemes;
  return max ? validity(max.years, max.toleranceDays) : noEnd;
}
