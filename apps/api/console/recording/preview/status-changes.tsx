import type { Standing } from '#domain/dossier/standing.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { standingPhrase, wholeMilestone } from '#notifications/mail/standing-phrase.js';
import { writtenDate } from '#language/format.js';
import { StatusBadge } from '../../frame/display.js';
import type { ThisPage } from '../../frame/page.js';
import { isSameStanding } from './days-that-tell.js';
import type { Foreseen } from './foresight.js';
import { PREVIEW_WORDS } from './preview-words.js';

/** Where a dossier stands, and where it would stand. */
export function StatusChanges({
  page,
  standings,
  scheme,
}: {
  page: ThisPage;
  standings: Foreseen['standings'];
  scheme: Scheme;
}) {
  const words = PREVIEW_WORDS[page.language];
  return (
    <>
      {standings.map(({ day, before, after }) => (
        <div key={day}>
          {standings.length > 1 ? (
            <p>
              <strong>{day === page.today ? words.today : words.from(writtenDate(day, page.language))}</strong>
            </p>
          ) : null}
          {isSameStanding(before, after) ? (
            <p>{words.nothingMoves(phraseOf(after, scheme, page))}</p>
          ) : (
            <dl class="facts">
              <dt>{words.before}</dt>
              <dd>
                <Stood page={page} standing={before} scheme={scheme} />
              </dd>
              <dt>{words.after}</dt>
              <dd>
                <Stood page={page} standing={after} scheme={scheme} />
              </dd>
            </dl>
          )}
        </div>
      ))}
    </>
  );
}

function phraseOf(standing: Standing, scheme: Scheme, { language }: ThisPage): string {
  const phrase = standingPhrase({ ...standing, stage: null }, scheme, language);
  const { stage } = standing;
  return stage
    ? `${phrase}, ${PREVIEW_WORDS[language].stage} ${wholeMilestone(stage.milestone, scheme, language)}`
    : phrase;
}

function Stood({ page, standing, scheme }: { page: ThisPage; standing: Standing; scheme: Scheme }) {
  const { status, confirmed, stage } = standing;
  const { language } = page;
  return (
    <>
      <StatusBadge {...{ status, confirmed, scheme, language }} />
      {stage ? (
        <span>
          {' · '}
          {PREVIEW_WORDS[language].stage} {wholeMilestone(stage.milestone, scheme, language)}
        </span>
      ) : null}
    </>
  );
}
