import { phrases } from '#language/phrases.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { capitalized } from '#notifications/mail/capitalized.js';
import { milestoneName, statusWord, wholeMilestone } from '#notifications/mail/standing-phrase.js';
import { colon } from '#language/language.js';
import { typeset } from '#language/format.js';
import { Badge } from '../frame/badge.js';
import type { ThisPage } from '../frame/page.js';

/** The way to the outcome, stage by stage: what each means, and what it is easily mistaken for. */
export function Stages({ page, scheme }: { page: ThisPage; scheme: Scheme }) {
  const { language } = page;
  const { stages } = phrases(language).console.schemes;
  return (
    <section>
      <h2>{stages.title}</h2>
      {scheme.milestones.length === 0 ? <p>{stages.none}</p> : null}
      <ol class="scheme-stages">
        {scheme.milestones.map(({ code, means, isNot, gives, after = [] }) => (
          <li key={code} class="card">
            <h3>{capitalized(wholeMilestone(code, scheme, language))}</h3>
            {means ? <p>{typeset(means[language], language)}</p> : null}
            {isNot ? (
              <p>
                <strong>{typeset(stages.isNot, language)}</strong> {typeset(isNot[language], language)}.
              </p>
            ) : null}
            <p class="small soft">
              {stages.gives}{' '}
              <Badge tone={gives === 'granted' ? 'good' : 'warn'}>{statusWord(gives, scheme, language)}</Badge>
              {after.length > 0
                ? ` · ${stages.after}${colon(language)}${after.map((one) => milestoneName(one, scheme, language)).join(', ')}`
                : null}
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}
