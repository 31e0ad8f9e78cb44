import type { Schemes } from '#domain/scheme/catalogue.js';
import { schemeName, statusWord } from '#language/describe-standing.js';
import { writtenDate } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import { SERVICE_TONES, type ServiceDossier, toned, type TonedDossier } from '#projections/services-with.js';
import { type SavedView, addressOfView, type ViewAddress } from '#views/saved-views.js';
import type { ServiceDossiers } from '../../api/views/view-services.js';
import { linkTo, Figures, StatusMark } from '../frame/display.js';
import type { Page } from '../frame/page.js';
import { DEADLINE_KINDS } from '#domain/deadline/deadline.js';
import { Status } from '#domain/dossier/status.js';

/** What the services of a view rest on, and below it what rests on it: each once with all that is below. */
export function serviceTree(page: Page, view: SavedView, schemes: Schemes, dossiers: ServiceDossiers) {
  const { language } = page;
  const { tree: t } = phrases(language).console.views;
  const { ends } = phrases(language).console.dossiers.dependencies;
  const nameOf = ({ provider, service }: ServiceDossier) => [provider.name, service].filter(Boolean).join(', ');
  const uses = new Map(view.services.map(({ dossier, usedFor }) => [nameIn(dossiers.get(dossier)), usedFor]));
  const all = toned(dossiers, page.at.asOf);
  const drawn = new Set<string>();
  const branch = (dossier: TonedDossier) => {
    const { id, status, confirmed, grantEnd, scheme, tone, restsOn } = dossier;
    const above = drawn.has(id) ? [] : all.filter((one) => one.dependsOn.includes(id));
    drawn.add(id);
    const use = uses.get(nameIn(dossier));
    const name = `${nameOf(dossier)} (${schemeName(scheme, schemes, language)})`;
    return (
      <li class={tone === 'good' || tone === 'plain' ? undefined : tone}>
        {linkTo(page, `/dossiers/${id}`, use === undefined ? name : <strong>{name}</strong>)}{' '}
        <StatusMark {...{ status, confirmed, language }} scheme={schemes.get(scheme)} />
        {grantEnd === null ? null : <span class="small"> · {ends(writtenDate(grantEnd, language))}</span>}
        {restsOn.length === 0 ? null : <span class="small of"> · {t.restsOn(restsOn.map(nameOf))}</span>}
        {use ? <span class="small soft"> · {use}</span> : null}
        {above.length === 0 ? null : <ul>{above.map(branch)}</ul>}
      </li>
    );
  };
  // Of a circle on record, which nothing begins, one is drawn first.
  const isBelow = ({ dependsOn }: ServiceDossier) => dependsOn.some((id) => dossiers.has(id));
  const roots = [
    ...all.filter((one) => !isBelow(one)).map(branch),
    ...all.map((one) => (drawn.has(one.id) ? null : branch(one))),
  ];
  const figures = SERVICE_TONES.map((tone) => ({
    count: all.filter((one) => one.tone === tone).length,
    label: t.figures[tone],
    tone,
  }));
  const missing = view.services.filter(({ dossier }) => !dossiers.has(dossier)).length;
  return (
    <>
      <Figures label={view.name} figures={figures.filter(({ count }) => count > 0)} />
      <p class="soft">{t.intro}</p>
      {missing > 0 ? <p class="note">{t.missing(missing)}</p> : null}
      <div class="tree">
        <ul>{roots}</ul>
      </div>
    </>
  );
}

/** Of a service, whatever its dossier. */
const nameIn = (dossier: ServiceDossier | undefined): string | undefined =>
  dossier && JSON.stringify([dossier.provider.id, dossier.service ?? dossier.id]);

export function viewText(page: Page, schemes: Schemes, view: ViewAddress) {
  const fields: Partial<Record<string, string>> = phrases(page.language).console.views.fields;
  return (
    <>
      <a href={addressOfView(view)}>{listName(page, view.path)}</a>
      {[...new URLSearchParams(view.query)]
        .filter(([name]) => name !== 'view')
        .map(([name, value]) => (
          <>
            {' · '}
            {fields[name] ?? name} <strong>{chosenIn(page, schemes, name, value)}</strong>
          </>
        ))}
    </>
  );
}

/** What a filter selects, in words; nothing to add to the name of one that is only switched on. */
function chosenIn(page: Page, schemes: Schemes, name: string, value: string): string | undefined {
  const { language } = page;
  const { console, mail } = phrases(language);
  if (value === 'true') return undefined;
  if (value === 'false') return console.views.no;
  if (name === 'show') return console.board.ways[value === 'chart' ? 'chart' : 'grants'];
  if (name === 'scheme') return schemeName(value, schemes, language);
  const status = name === 'status' ? Status.safeParse(value).data : undefined;
  if (status) return statusWord(status, undefined, language);
  const kind = name === 'kind' ? DEADLINE_KINDS.find((one) => one === value) : undefined;
  if (kind) return mail.reminders.kind[kind];
  if (name === 'within') return phrases(page.language).console.terms.days(Number(value));
  return value;
}

function listName({ language }: Page, path: string): string {
  const { lists } = phrases(language).console.views;
  const { terms } = phrases(language).console;
  switch (path) {
    case '/':
      return terms.dossiers;
    case '/deadlines':
      return terms.deadlines;
    case '/grants':
      return lists.grants;
    case '/providers':
      return terms.providers;
    default:
      return lists.register(path.split('/')[2] ?? '');
  }
}
