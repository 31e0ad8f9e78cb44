import { phrases } from '#language/phrases.js';
import { soonestEnd } from '#domain/dossier/standing.js';
import type { DossierView } from '#domain/dossier/dossier-view.js';
import { writtenDate } from '#language/format.js';
import { StatusBadge } from '../frame/badge.js';
import { More } from '../frame/more.js';
import { addressOf, type ThisPage } from '../frame/page.js';
import { dossierTitle } from '../frame/dossier-name.js';
import type { ReadDossier } from './dossier-reading.js';

/** What it builds on and what builds on it, each with where it stands. */
export function Dependencies({ page, read }: { page: ThisPage; read: ReadDossier }) {
  const words = phrases(page.language).console.dossiers.dependencies;
  const { buildsOn, dependents, dependentsLeftOut } = read;
  return (
    <section aria-labelledby="dependencies">
      <h2 id="dependencies">{words.title}</h2>
      <h3>{words.buildsOn}</h3>
      {buildsOn.length === 0 ? <p>{words.onNothing}</p> : <Related page={page} read={read} dossiers={buildsOn} />}
      <More page={page} count={read.view.dependsOn.length - buildsOn.length} />
      <h3>{words.dependents}</h3>
      {dependents.length === 0 ? (
        <p>{words.noDependents}</p>
      ) : (
        <Related page={page} read={read} dossiers={dependents} />
      )}
      <More page={page} count={dependentsLeftOut} />
    </section>
  );
}

function Related({ page, read, dossiers }: { page: ThisPage; read: ReadDossier; dossiers: readonly DossierView[] }) {
  const { language } = page;
  const words = phrases(language).console.dossiers.dependencies;
  return (
    <ul>
      {dossiers.map((other) => {
        const end = soonestEnd(other.grants);
        const scheme = read.schemes.get(other.scheme);
        return (
          <li key={other.id}>
            <a href={addressOf(page, `/dossiers/${other.id}`)}>{dossierTitle(other, read.schemes, language)}</a>{' '}
            <StatusBadge status={other.status} confirmed={other.confirmed} scheme={scheme} language={language} />
            {end === null ? null : <span class="small"> · {words.ends(writtenDate(end, language))}</span>}
            {other.expiring ? <strong class="small"> · {words.endsSoon}</strong> : null}
          </li>
        );
      })}
    </ul>
  );
}
