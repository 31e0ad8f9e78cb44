import { phrases } from '#language/phrases.js';
import type { SchemeView } from '#domain/scheme/scheme-view.js';
import { Facts } from '../frame/facts.js';
import { addressOf, type ThisPage } from '../frame/page.js';
import { countryName } from './country-name.js';
import { validityOf } from './scheme-facts.js';
import { versionStates } from './version-state.js';

/** Every scheme on record, in the reader's order of names. */
export function SchemeList({ page, schemes }: { page: ThisPage; schemes: readonly SchemeView[] }) {
  const { language } = page;
  const words = phrases(language).console.schemes;
  const sorted = schemes.toSorted((a, b) => a.name[language].localeCompare(b.name[language], language));
  return (
    <>
      <p>{words.intro}</p>
      <div class="cards">
        {sorted.map((scheme) => (
          <SchemeCard key={scheme.slug} page={page} scheme={scheme} />
        ))}
      </div>
    </>
  );
}

function SchemeCard({ page, scheme }: { page: ThisPage; scheme: SchemeView }) {
  const { language } = page;
  const { facts, family, stageCount, dossiers } = phrases(language).console.schemes;
  const { slug, name, authority, country, outcome, milestones, referentials } = scheme;
  const latest = referentials[versionStates(scheme, page.at.asOf).indexOf('latest')];
  return (
    <section class="card">
      <h2>
        <a href={addressOf(page, `/schemes/${encodeURIComponent(slug)}`)}>{name[language]}</a>
      </h2>
      <Facts
        facts={[
          [facts.kind, family[scheme.family].word],
          [facts.authority, `${authority} (${countryName(country, language)})`],
          [facts.outcome, outcome[language]],
          [facts.validity, validityOf(scheme, page)],
          [facts.stages, stageCount(milestones.length)],
          [facts.version, latest?.version],
        ]}
      />
      <p>
        <a href={addressOf(page, '/', { scheme: slug })}>
          {dossiers}
          <span class="unseen"> ({name[language]})</span>
        </a>
      </p>
    </section>
  );
}
