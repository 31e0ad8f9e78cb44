import type { ComponentChildren } from 'preact';
import { type DossierView, soonestEnd } from '#domain/dossier/standing.js';
import type { Problem } from '#domain/refusal.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { milestoneName, schemeName } from '#language/describe-standing.js';
import { fieldError } from '#language/field-error.js';
import { phrases } from '#language/phrases.js';
import type { ProviderAround } from '../../providers/provider-page.js';
import { StatusBadge } from '../frame/badges.js';
import { Hidden } from '../frame/controls.js';
import { DateText, Table } from '../frame/display.js';
import { addressOf, type PageContext } from '../frame/page.js';

export const MOST_COMPARED = 4;

/** A provider as asked for: found, or with the reason why not. */
export interface Compared {
  asked: string;
  found?: ProviderAround;
  problem?: Problem;
}

interface Props {
  page: PageContext;
  compared: readonly Compared[];
  schemes: Schemes;
}

export function CompareView({ page, compared, schemes }: Props) {
  const words = phrases(page.language).console.compare;
  const found = compared.flatMap((one) => one.found ?? []);
  return (
    <>
      <p>{words.intro}</p>
      <Choices page={page} compared={compared} />
      {found.length === 0 ? <p class="empty">{words.none}</p> : <ComparedTable {...{ page, found, schemes }} />}
    </>
  );
}

function Choices({ page, compared }: Pick<Props, 'page' | 'compared'>) {
  const words = phrases(page.language).console.compare;
  const places = Array.from({ length: MOST_COMPARED }, (_, place) => compared[place]);
  return (
    <form class="filters" method="get" action="/compare" aria-label={words.choose}>
      <Hidden fields={[...page.query].filter(([name]) => ['asOf', 'knownOn'].includes(name))} />
      <div class="row">
        {places.map((one, place) => (
          <div key={place} class={one?.problem ? 'field wrong' : 'field'}>
            <label for={`f-provider-${place}`}>{words.provider(place + 1)}</label>
            <input
              id={`f-provider-${place}`}
              name="provider"
              value={one?.found?.provider.name ?? one?.asked ?? ''}
              maxLength={200}
              {...(one?.problem && { 'aria-invalid': 'true', 'aria-describedby': `f-provider-${place}-error` })}
            />
            {one?.problem ? (
              <div class="error" id={`f-provider-${place}-error`}>
                {fieldError(one.problem, page.language)}
              </div>
            ) : null}
          </div>
        ))}
        <p class="field">
          <button>{words.show}</button>
        </p>
      </div>
    </form>
  );
}

interface TableProps {
  page: PageContext;
  found: readonly ProviderAround[];
  schemes: Schemes;
}

/** One row per scheme that any of them has a dossier for, after a row about the providers themselves. */
function ComparedTable({ page, found, schemes }: TableProps) {
  const words = phrases(page.language).console.compare;
  const slugs = [...new Set(found.flatMap(({ dossiers }) => dossiers.map(({ scheme }) => scheme)))];
  const sorted = slugs
    .map((slug) => ({ slug, name: schemeName(slug, schemes, page.language) }))
    .sort((a, b) => a.name.localeCompare(b.name, page.language));
  return (
    <Table
      caption={words.caption}
      columns={[words.scheme, ...found.map(({ provider }) => provider.name)]}
      class="compare"
    >
      <tr>
        <th scope="row">{words.about}</th>
        {found.map(({ provider, dossiers }) => (
          <td key={provider.id} data-label={provider.name}>
            <a href={addressOf(page, `/providers/${encodeURIComponent(provider.slug)}`)}>{provider.name}</a>
            <div class="small">{words.dossiers(dossiers.length)}</div>
            {provider.lastHeard === null ? null : (
              <div class="small">
                {words.lastHeard} <DateText page={page} date={provider.lastHeard} />
              </div>
            )}
          </td>
        ))}
      </tr>
      {sorted.map(({ slug, name }) => (
        <tr key={slug}>
          <th scope="row">
            <a href={addressOf(page, `/schemes/${encodeURIComponent(slug)}`)}>{name}</a>
          </th>
          {found.map((one) => (
            <td key={one.provider.id} data-label={one.provider.name}>
              <Cell page={page} one={one} schemes={schemes} slug={slug} />
            </td>
          ))}
        </tr>
      ))}
    </Table>
  );
}

const MOST_DOSSIERS = 8;

function Cell({
  page,
  one,
  schemes,
  slug,
}: {
  page: PageContext;
  one: ProviderAround;
  schemes: Schemes;
  slug: string;
}) {
  const words = phrases(page.language).console.compare;
  const its = one.dossiers.filter(({ scheme }) => scheme === slug);
  if (its.length === 0) return <span class="soft">{words.nothing}</span>;
  const left = its.length - MOST_DOSSIERS;
  return (
    <>
      {its.slice(0, MOST_DOSSIERS).map((view) => (
        <DossierCell key={view.id} {...{ page, one, schemes, view }} />
      ))}
      {left > 0 ? <p class="soft small">{phrases(page.language).console.frame.sources.more(left)}</p> : null}
    </>
  );
}

function DossierCell({
  page,
  one,
  schemes,
  view,
}: {
  page: PageContext;
  one: ProviderAround;
  schemes: Schemes;
  view: DossierView;
}) {
  const { language } = page;
  const words = phrases(language).console.compare;
  const { nameless } = phrases(language).console.providers;
  const { id, service, status, confirmed, stage, grants, dependsOn, targets } = view;
  const scheme = schemes.get(view.scheme);
  const end = soonestEnd(grants);
  const running = grants.filter(({ state }) => state === 'in-force' || state === 'suspended');
  const levels = [...new Set(running.flatMap(({ level, referential }) => [level ?? [], referential ?? []].flat()))];
  const slip = targets.reduce((longest, { slipDays }) => Math.max(longest, slipDays), 0);
  const below = one.around.filter((other) => dependsOn.includes(other.id));
  return (
    <div class="compared">
      <a href={addressOf(page, `/dossiers/${id}`)}>{service?.name ?? nameless}</a>
      <div>
        <StatusBadge {...{ status, confirmed, scheme, language }} />
      </div>
      <Fact label={words.until}>{end === null ? null : <DateText page={page} date={end} />}</Fact>
      <Fact label={words.level}>{levels.length === 0 ? null : levels.join(', ')}</Fact>
      <Fact label={words.stage}>
        {stage === null ? null : (
          <>
            {milestoneName(stage.milestone, scheme, language)}, <DateText page={page} date={stage.occurred} />,{' '}
            {phrases(language).standing.confirmation(stage.confirmed, 'stage')}
          </>
        )}
      </Fact>
      <Fact label={words.buildsOn}>
        {below.length === 0
          ? null
          : below.map((other, index) => (
              <>
                {index === 0 ? null : ', '}
                <a href={addressOf(page, `/dossiers/${other.id}`)}>
                  {[other.provider.name, other.service].filter(Boolean).join(' ')}
                </a>
              </>
            ))}
      </Fact>
      <Fact label={words.slip}>
        {targets.length === 0 ? null : (
          <a href={`${addressOf(page, `/dossiers/${id}`)}#targets`}>{slip === 0 ? words.onTime : words.days(slip)}</a>
        )}
      </Fact>
    </div>
  );
}

const Fact = ({ label, children }: { label: string; children: ComponentChildren }) =>
  children === null ? null : (
    <div class="small">
      <span class="soft">{label}</span> {children}
    </div>
  );
