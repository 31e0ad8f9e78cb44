import { correctedSource } from '#domain/event/corrections.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { isClaim, type Source, confirms } from '#domain/source/source.js';
import { colon } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { SourceLine } from '../frame/sources.js';
import type { PageContext } from '../frame/page.js';
import type { SubjectHistory } from './subject.js';

interface StandingProps {
  page: PageContext;
  event: LedgerEvent;
  history: Pick<SubjectHistory, 'eventOf'>;
}

/** With whose standing the effects of an event come: an act of the authority, a claim, a report, or nobody's. */
export function SourceStanding({ page, event, history }: StandingProps) {
  const { standing: t } = phrases(page.language).console.preview;
  const [before, after] = sourcesOf(event, history);
  if (!before && !after) return <p>{t.none}</p>;
  if (event.type === 'EventRetracted')
    return (
      <p>
        {t.withdrawn}
        {colon(page.language)}
        <Standing page={page} source={before} />
      </p>
    );
  const isOther = before !== undefined && before.kind !== after?.kind;
  return (
    <p class={isOther ? 'note warn' : undefined}>
      {t.comesAs}
      {colon(page.language)}
      {isOther ? (
        <>
          <del>
            <Standing page={page} source={before} />
          </del>
          {' → '}
        </>
      ) : null}
      <Standing page={page} source={after} />
    </p>
  );
}

/** Of the event before and after; an amendment has the standing of what it amends. */
function sourcesOf(
  event: LedgerEvent,
  { eventOf }: Pick<SubjectHistory, 'eventOf'>,
): [Source | undefined, Source | undefined] {
  if (event.type !== 'EventCorrected' && event.type !== 'EventRetracted') return [undefined, event.source];
  const before = eventOf(event.data.event)?.source;
  return [before, event.type === 'EventCorrected' ? correctedSource(before, event.data.changes) : undefined];
}

function Standing({ page, source }: { page: PageContext; source: Source | undefined }) {
  const { language } = page;
  const { standing: t } = phrases(language).console.preview;
  if (!source) return <>{t.none}</>;
  const weight = confirms(source) ? t.confirms : isClaim(source) ? t.claims : t.weighsNothing;
  return (
    <>
      <strong>
        <SourceLine source={source} language={language} />
      </strong>
      {`, ${weight}.`}
    </>
  );
}
