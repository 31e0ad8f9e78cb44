import { phrases } from '#language/phrases.js';
import type { DossierGrants } from '#projections/list-grants.js';
import { earliest, latest } from '#domain/date/partial-date.js';
import type { GrantView } from '#domain/dossier/standing.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { schemeName } from '#language/describe-standing.js';
import { GrantBadge } from '../frame/badges.js';
import { DateText, Table } from '../frame/display.js';
import { addressOf, type PageContext } from '../frame/page.js';
import { latestOf } from './picture.js';

interface TableProps {
  page: PageContext;
  dossiers: readonly DossierGrants[];
  schemes: Schemes;
}

export function GrantsTable({ page, dossiers, schemes }: TableProps) {
  const { table } = phrases(page.language).console.grants;
  const columns = [table.dossier, table.scheme, table.decision, table.from, table.until, table.state, table.word];
  return (
    <Table isMain caption={table.caption} columns={columns}>
      {dossiers.flatMap((dossier) => {
        const { shown, older } = latestOf(dossier);
        return shown.map((grant, index) => (
          <GrantRow
            key={grant.id}
            {...{ page, dossier, grant, schemes }}
            older={index === shown.length - 1 ? older : 0}
          />
        ));
      })}
    </Table>
  );
}

interface RowProps {
  page: PageContext;
  dossier: DossierGrants;
  grant: GrantView;
  schemes: Schemes;
  older: number;
}

function GrantRow({ page, dossier, grant, schemes, older }: RowProps) {
  const { language } = page;
  const { table } = phrases(language).console.grants;
  const { provider, service } = dossier;
  return (
    <tr>
      <th scope="row">
        <a href={addressOf(page, `/dossiers/${dossier.id}`)}>
          {service === null ? provider.name : `${provider.name}, ${service.name}`}
        </a>
        {older > 0 ? <div class="small soft">{table.older(older)}</div> : null}
      </th>
      <td class="grants-scheme" data-label={table.scheme}>
        {schemeName(dossier.scheme, schemes, language)}
      </td>
      <td data-label={table.decision}>{grant.decision ?? <span class="soft">{table.noDecision}</span>}</td>
      <td data-label={table.from}>
        <DateText page={page} date={grant.validFrom} />
        {grant.runsFrom === null || grant.runsFrom === earliest(grant.validFrom) ? null : (
          <div class="small soft">
            {table.runsFrom} <DateText page={page} date={grant.runsFrom} />
          </div>
        )}
      </td>
      <td data-label={table.until}>
        <Until page={page} grant={grant} />
      </td>
      <td data-label={table.state}>
        <GrantBadge {...grant} language={language} />
      </td>
      <td data-label={table.word}>{phrases(language).standing.confirmation(grant.confirmed, 'grant')}</td>
    </tr>
  );
}

/** The end of validity and, where different, the effective end. */
function Until({ page, grant: { validUntil, runsUntil } }: { page: PageContext; grant: GrantView }) {
  const { table } = phrases(page.language).console.grants;
  return (
    <>
      {validUntil === null ? <span class="soft">{table.noEnd}</span> : <DateText page={page} date={validUntil} />}
      {runsUntil === null || (validUntil !== null && latest(validUntil) === runsUntil) ? null : (
        <div class="small soft">
          {table.runsUntil} <DateText page={page} date={runsUntil} />
        </div>
      )}
    </>
  );
}
