import type { StatisticsPage } from '#projections/scheme-statistics.js';
import { phrases } from '#language/phrases.js';
import type { SchemeHistory } from '#domain/scheme/history.js';
import type { SchemeView } from '#domain/scheme/scheme-view.js';
import { addressOf, type ThisPage } from '../frame/page.js';
import { Duties, Labels } from './duties-and-labels.js';
import { InEnglish } from './in-english.js';
import { OpenDossiers } from './open-dossiers.js';
import { SchemeFacts } from './scheme-facts.js';
import { HistoryOfScheme } from './scheme-history.js';
import { Stages } from './stages.js';
import { StepTable } from './step-table.js';
import { Versions } from './versions.js';

interface OneSchemeProps {
  page: ThisPage;
  scheme: SchemeView;
  history: SchemeHistory;
  found: StatisticsPage;
}

/** All of a scheme: what it is, the way to it, and how long that takes in practice. */
export function OneScheme({ page, scheme, history, found }: OneSchemeProps) {
  const words = phrases(page.language).console.schemes;
  const statistics = phrases(page.language).console.statistics;
  const { slug, sources } = scheme;
  return (
    <>
      <SchemeFacts page={page} scheme={scheme} />
      <p class="row">
        <a href={addressOf(page, '/', { scheme: slug })}>{words.dossiers}</a>
        <a href={addressOf(page, '/grants', { scheme: slug })}>{words.grants}</a>
      </p>
      <Stages page={page} scheme={scheme} />
      <Duties page={page} scheme={scheme} />
      <Versions page={page} scheme={scheme} />
      <Labels page={page} scheme={scheme} />
      <section>
        <h2>{statistics.title}</h2>
        <p>{statistics.intro}</p>
        <StepTable {...{ page, scheme, found }} />
      </section>
      <OpenDossiers page={page} scheme={scheme} open={found.open} />
      {sources.length === 0 ? null : (
        <section>
          <h2>{words.sources.title}</h2>
          {words.sources.otherLanguage === '' ? null : <p class="soft">{words.sources.otherLanguage}</p>}
          <ul>
            {sources.map((source) => (
              <li key={source}>
                <InEnglish page={page} text={source} />
              </li>
            ))}
          </ul>
        </section>
      )}
      <HistoryOfScheme {...{ page, slug, history }} />
    </>
  );
}
