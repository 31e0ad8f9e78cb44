import { phrases } from '#language/phrases.js';
import type { GrantsPage } from '#projections/list-grants.js';
import type { ProviderRef } from '#domain/dossier/dossier-view.js';
import type { Problem } from '#domain/refusal.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { addressOf, thisPageWith, type ThisPage } from '../frame/page.js';
import { Pager } from '../frame/pager.js';
import { type GrantsChoice, GrantsFilter } from './grants-filter.js';
import { GrantsTable } from './grants-table.js';
import { Legend } from './legend.js';
import { GrantsPicture } from './picture.js';

/** Dossiers on a page: as many as one sheet of paper has room for. */
export const PAGE_SIZE = 25;

interface GrantsViewProps {
  page: ThisPage;
  choice: GrantsChoice;
  schemes: Schemes;
  providers: readonly ProviderRef[];
  problems: readonly Problem[];
  /** Absent: what was chosen is not on record. */
  found: GrantsPage | undefined;
  number: number;
}

export function GrantsView({ page, choice, schemes, providers, problems, found, number }: GrantsViewProps) {
  const words = phrases(page.language).console.grants;
  return (
    <>
      <p>{words.intro}</p>
      <GrantsFilter {...{ page, choice, schemes, providers, problems }} />
      {found?.dossiers.length === 0 ? <NoGrants {...{ page, choice, found }} /> : null}
      {found && found.dossiers.length > 0 ? (
        <>
          <section>
            <h2>{words.picture.title}</h2>
            <GrantsPicture {...{ page, schemes }} dossiers={found.dossiers} />
            <Legend page={page} />
          </section>
          <section>
            <h2>{words.table.title}</h2>
            <GrantsTable {...{ page, schemes }} dossiers={found.dossiers} />
            <Pager {...{ page, number, size: PAGE_SIZE, total: found.total }} />
          </section>
        </>
      ) : null}
    </>
  );
}

/** What is empty, and the way out. */
function NoGrants({ page, choice, found }: { page: ThisPage; choice: GrantsChoice; found: GrantsPage }) {
  const { empty } = phrases(page.language).console.grants;
  const isNarrowed = choice.scheme !== undefined || choice.provider !== undefined;
  if (found.total > 0)
    return (
      <p class="empty">
        {empty.noPage} <a href={thisPageWith(page, { page: undefined })}>{empty.firstPage}</a>
      </p>
    );
  return isNarrowed ? (
    <p class="empty">
      {empty.noMatch} <a href={addressOf(page, '/grants')}>{empty.all}</a>
    </p>
  ) : (
    <p class="empty">
      {empty.nothing} {empty.whatToDo}
    </p>
  );
}
