import type { Schemes } from '#domain/scheme/catalogue.js';
import { schemeName } from '#language/describe-standing.js';
import { phrases } from '#language/phrases.js';
import type { ServiceDossier } from '#projections/services-with.js';
import type { PortfolioService, PortfolioView } from '../../portfolios/portfolio-view.js';
import { StatusBadge } from '../frame/badges.js';
import { Form, Hidden } from '../frame/controls.js';
import { DateText, DoneNote, Section, Table } from '../frame/display.js';
import { Pager } from '../frame/pagers.js';
import { Meanwhile } from '../frame/meanwhile.js';
import { addressOf, may, type PageContext } from '../frame/page.js';
import { Dependences } from './portfolio-dependences.js';
import { FirstFew, nameOf, type PartProps, PORTFOLIO_ROWS, rowsOfPage } from './portfolio-parts.js';
import { PortfolioFeeds, PortfolioForms } from './portfolio-forms.js';
import type { PagesOfPortfolio, Typed } from './portfolios.controller.js';

interface Props extends Typed {
  page: PageContext;
  view: PortfolioView;
  schemes: Schemes;
  pages: PagesOfPortfolio;
}

export function PortfolioContent({ page, view, schemes, pages, ...sent }: Props) {
  const words = phrases(page.language).console.portfolios;
  const { services } = view;
  return (
    <>
      <DoneNote page={page} words={words.done} />
      <ChangedMeanwhile {...{ page, view, ...sent }} />
      {services.length === 0 ? (
        <p class="empty">{words.empty}</p>
      ) : (
        <Services {...{ page, view, schemes }} number={pages.page} />
      )}
      {services.length === 0 ? null : <Dependences {...{ page, view, schemes }} number={pages.ends} />}
      {may(page, 'record') ? (
        <>
          {services.length === 0 ? null : <PortfolioFeeds page={page} view={view} />}
          <PortfolioForms {...{ page, view, ...sent }} />
        </>
      ) : null}
    </>
  );
}

/** What is as the reader did not see it when they sent a form. */
function ChangedMeanwhile({ page, view, meanwhile }: Omit<Props, 'schemes' | 'pages'>) {
  const words = phrases(page.language).console.portfolios;
  if (meanwhile === undefined) return null;
  if (meanwhile === 'name') return <Meanwhile page={page} now={[[words.name, view.name]]} />;
  const shown = meanwhile === 'content' ? view.services : meanwhile.uses;
  const names = new Map(view.services.map((service) => [service.dossier, nameOf(service) ?? words.unknownThen]));
  const uses = shown.map(
    ({ dossier, usedFor }) =>
      [names.get(dossier) ?? words.unknownThen, usedFor === '' ? words.noUse : words.usedFor(usedFor)] as const,
  );
  if (meanwhile !== 'content') return <Meanwhile page={page} now={uses} />;
  return <Meanwhile page={page} now={[[words.name, view.name], ...uses]} not="removed" />;
}

function Services({ page, view, schemes, number }: PartProps) {
  const words = phrases(page.language).console.portfolios;
  const { columns } = words;
  const mayAct = may(page, 'record');
  const headings = [columns.service, columns.schemes, columns.inherits, columns.next];
  return (
    <Section id="services" title={words.own}>
      <Table caption={words.caption} columns={mayAct ? [...headings, { act: columns.act }] : headings}>
        {rowsOfPage(view.services, number).map((service) => (
          <tr key={service.dossier}>
            <th scope="row">
              <ServiceName page={page} service={service} />
              {service.usedFor === '' ? null : <div class="small soft">{words.usedFor(service.usedFor)}</div>}
            </th>
            <td data-label={columns.schemes}>
              <Certifications {...{ page, schemes }} dossiers={service.own} />
            </td>
            <td data-label={columns.inherits}>
              {service.inherited.length === 0 ? (
                <span class="soft">{words.inheritsNothing}</span>
              ) : (
                <Certifications {...{ page, schemes }} dossiers={service.inherited} isNamed />
              )}
            </td>
            <td data-label={columns.next}>
              {service.nextEnd === null ? (
                <span class="soft">{words.noEnd}</span>
              ) : (
                <DateText page={page} date={service.nextEnd} />
              )}
            </td>
            {mayAct ? (
              <td class="no-print" data-label={columns.act}>
                <Form page={page} action={addressOf(page, `/portfolios/${view.slug}/remove`)}>
                  <Hidden
                    fields={[
                      ['dossier', service.dossier],
                      ['was', service.usedFor],
                    ]}
                  />
                  <button class="quiet">
                    {words.remove}
                    <span class="unseen"> ({nameOf(service) ?? words.unknownThen})</span>
                  </button>
                </Form>
              </td>
            ) : null}
          </tr>
        ))}
      </Table>
      <Pager
        {...{ page, number, size: PORTFOLIO_ROWS, total: view.services.length }}
        list={{ label: words.own, parameter: 'page' }}
      />
    </Section>
  );
}

function ServiceName({ page, service }: { page: PageContext; service: PortfolioService }) {
  const { unknownThen } = phrases(page.language).console.portfolios;
  const [first] = service.own;
  if (!first) return <span class="soft">{unknownThen}</span>;
  return <a href={addressOf(page, `/providers/${encodeURIComponent(first.provider.slug)}`)}>{nameOf(service)}</a>;
}

/** @param isNamed with provider and service, for those that are not of the service beside which they are shown */
function Certifications({
  page,
  schemes,
  dossiers,
  isNamed = false,
}: Pick<Props, 'page' | 'schemes'> & { dossiers: readonly ServiceDossier[]; isNamed?: boolean }) {
  const { language } = page;
  return (
    <FirstFew
      page={page}
      items={dossiers.map(({ id, provider, service, scheme, status, confirmed }) => (
        <li key={id}>
          <a href={addressOf(page, `/dossiers/${id}`)}>
            {isNamed ? `${[provider.name, service].filter(Boolean).join(', ')}, ` : ''}
            {schemeName(scheme, schemes, language)}
          </a>{' '}
          <StatusBadge {...{ status, confirmed, scheme: schemes.get(scheme), language }} />
        </li>
      ))}
    />
  );
}
