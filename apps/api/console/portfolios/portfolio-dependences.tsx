import { schemeName } from '#language/describe-standing.js';
import { phrases } from '#language/phrases.js';
import type { Dependence } from '../../portfolios/portfolio-view.js';
import { StatusBadge } from '../frame/badges.js';
import { DateText, Section, Table } from '../frame/display.js';
import { Pager } from '../frame/pagers.js';
import { addressOf } from '../frame/page.js';
import { FirstFew, nameOf, type PartProps, PORTFOLIO_ROWS, rowsOfPage } from './portfolio-parts.js';

/** Certifications, next ends first, with the services that rest on each. */
export function Dependences({ page, view, schemes, number }: PartProps) {
  const words = phrases(page.language).console.portfolios;
  const { fallsColumns: columns } = words;
  return (
    <Section id="ends" title={words.falls}>
      <p class="soft">{words.fallsIntro}</p>
      <Table
        caption={words.fallsCaption}
        columns={[columns.certification, columns.end, columns.status, columns.services]}
      >
        {rowsOfPage(view.dependences, number).map((one) => (
          <DependenceRow key={one.dossier.id} {...{ page, schemes, one }} />
        ))}
      </Table>
      <Pager
        {...{ page, number, size: PORTFOLIO_ROWS, total: view.dependences.length }}
        list={{ label: words.falls, parameter: 'ends' }}
      />
    </Section>
  );
}

function DependenceRow({ page, schemes, one }: Pick<PartProps, 'page' | 'schemes'> & { one: Dependence }) {
  const { language } = page;
  const words = phrases(language).console.portfolios;
  const { fallsColumns: columns } = words;
  const { id, provider, service, scheme, status, confirmed, grantEnd } = one.dossier;
  return (
    <tr>
      <th scope="row">
        <a href={addressOf(page, `/dossiers/${id}`)}>
          {[provider.name, service].filter(Boolean).join(', ')} ({schemeName(scheme, schemes, language)})
        </a>
      </th>
      <td data-label={columns.end}>
        {grantEnd === null ? <span class="soft">{words.noEnd}</span> : <DateText page={page} date={grantEnd} />}
      </td>
      <td data-label={columns.status}>
        <StatusBadge {...{ status, confirmed, scheme: schemes.get(scheme), language }} />
      </td>
      <td data-label={columns.services}>
        <FirstFew
          page={page}
          items={one.services.map(({ service: affected, isInherited }) => (
            <li key={affected.dossier}>
              {nameOf(affected)}
              {isInherited ? <span class="soft small"> ({words.inherited})</span> : null}
            </li>
          ))}
        />
      </td>
    </tr>
  );
}
