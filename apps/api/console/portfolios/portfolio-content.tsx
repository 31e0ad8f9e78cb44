import type { Schemes } from '#domain/scheme/catalogue.js';
import { schemeName } from '#language/describe-standing.js';
import { phrases } from '#language/phrases.js';
import type { ServiceDossier } from '#projections/services-with.js';
import type { Dependence, PortfolioService, PortfolioView } from '../../portfolios/portfolio-view.js';
import { StatusBadge } from '../frame/badges.js';
import { Form, Hidden } from '../frame/controls.js';
import { DateText, DoneNote, Section, Table } from '../frame/display.js';
import { Meanwhile } from '../frame/meanwhile.js';
import { addressOf, may, type PageContext } from '../frame/page.js';
import { PortfolioFeeds, PortfolioForms } from './portfolio-forms.js';
import type { Typed } from './portfolios.controller.js';

interface Props extends Typed {
  page: PageContext;
  view: PortfolioView;
  schemes: Schemes;
}

export function PortfolioContent({ page, view, schemes, ...sent }: Props) {
  const words = phrases(page.language).console.portfolios;
  const { services } = view;
  return (
    <>
      <DoneNote page={page} words={words.done} />
      <ChangedMeanwhile {...{ page, view, ...sent }} />
      {services.length === 0 ? <p class="empty">{words.empty}</p> : <Services {...{ page, view, schemes }} />}
      {services.length === 0 ? null : <Falls {...{ page, view, schemes }} />}
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
function ChangedMeanwhile({ page, view, meanwhile }: Omit<Props, 'schemes'>) {
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

type PartProps = Pick<Props, 'page' | 'view' | 'schemes'>;

function Services({ page, view, schemes }: PartProps) {
  const words = phrases(page.language).console.portfolios;
  const { columns } = words;
  const mayAct = may(page, 'record');
  const headings = [columns.service, columns.schemes, columns.inherits, columns.next];
  return (
    <Section id="services" title={words.own}>
      <Table caption={words.caption} columns={mayAct ? [...headings, { act: columns.act }] : headings}>
        {view.services.map((service) => (
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
    </Section>
  );
}

const nameOf = ({ own: [first] }: PortfolioService): string | undefined =>
  first && [first.provider.name, first.service].filter(Boolean).join(', ');

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
    <ul class="plain-list">
      {dossiers.map(({ id, provider, service, scheme, status, confirmed }) => (
        <li key={id}>
          <a href={addressOf(page, `/dossiers/${id}`)}>
            {isNamed ? `${[provider.name, service].filter(Boolean).join(', ')}, ` : ''}
            {schemeName(scheme, schemes, language)}
          </a>{' '}
          <StatusBadge {...{ status, confirmed, scheme: schemes.get(scheme), language }} />
        </li>
      ))}
    </ul>
  );
}

/** Certifications, next ends first, with the services that rest on each. */
function Falls({ page, view, schemes }: PartProps) {
  const words = phrases(page.language).console.portfolios;
  const { fallsColumns: columns } = words;
  return (
    <Section id="ends" title={words.falls}>
      <p class="soft">{words.fallsIntro}</p>
      <Table
        caption={words.fallsCaption}
        columns={[columns.certification, columns.end, columns.status, columns.services]}
      >
        {view.dependences.map((one) => (
          <Fall key={one.dossier.id} {...{ page, schemes, one }} />
        ))}
      </Table>
    </Section>
  );
}

function Fall({ page, schemes, one }: Pick<Props, 'page' | 'schemes'> & { one: Dependence }) {
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
        <ul class="plain-list">
          {one.services.map(({ service: affected, isInherited }) => (
            <li key={affected.dossier}>
              {nameOf(affected)}
              {isInherited ? <span class="soft small"> ({words.inherited})</span> : null}
            </li>
          ))}
        </ul>
      </td>
    </tr>
  );
}
