import type { Warning } from '#domain/warning/warning.js';
import { phrases } from '#language/phrases.js';
import { More } from './more.js';
import { WarningCard, type WarningProps } from './warning-card.js';

/** Warnings that are told in full. */
const MOST = 12;

type Props = Omit<WarningProps, 'warning'> & { warnings: readonly Warning[] };

/** What is odd about what is on record. */
export function Warnings({ warnings, ...shared }: Props) {
  const { page } = shared;
  if (warnings.length === 0) return null;
  return (
    <section aria-labelledby="warnings">
      <h2 id="warnings">{phrases(page.language).warnings.heading(warnings.length)}</h2>
      <ul class="cards">
        {warnings.slice(0, MOST).map((warning) => (
          <WarningCard key={warning.code + warning.events.join()} warning={warning} {...shared} />
        ))}
      </ul>
      <More page={page} count={warnings.length - MOST} />
    </section>
  );
}
