import { DEADLINE_KINDS } from '#domain/deadline/deadline.js';
import { Status } from '#domain/dossier/status.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { schemeName, statusWord } from '#language/describe-standing.js';
import { phrases } from '#language/phrases.js';
import {
  contentOf,
  listOf,
  mayChange,
  type SavedView,
  type SeenView,
  addressOfView,
  type ViewAddress,
} from '#views/saved-views.js';
import { nameOf, type ServiceDossiers, textOf } from '../../api/views/view-services.js';
import { viewScopeOf } from '../../api/views/view-changes.js';
import { Form, Hidden, Meanwhile } from '../frame/controls.js';
import { DoneNote, Section } from '../frame/display.js';
import { Table } from '../frame/table.js';
import { FollowControl, followDone, type FollowState } from '../frame/page-head.js';
import { callerOf, may, nameOfActor, type PageContext } from '../frame/page.js';

interface ListedView {
  view: SavedView;
  follow: FollowState | undefined;
}

interface ListProps {
  page: PageContext;
  schemes: Schemes;
  dossiers: ServiceDossiers;
  listed: readonly ListedView[];
}

interface Props extends ListProps {
  /** A view that was not deleted because somebody else has changed it. */
  changed: SavedView | undefined;
}

export function ViewList({ page, schemes, dossiers, listed, changed }: Props) {
  const words = phrases(page.language).console.views;
  const { owner } = viewScopeOf(callerOf(page));
  const own = listed.filter(({ view }) => view.owner === owner);
  const others = listed.filter(({ view }) => view.owner !== owner);
  return (
    <>
      <DoneNote page={page} words={{ ...words.done, ...followDone(page) }} />
      {changed ? <ViewNow {...{ page, dossiers }} view={changed} not="removed" /> : null}
      <p>{words.intro}</p>
      {listed.length === 0 ? <p class="empty">{words.empty}</p> : null}
      <p class="soft">{words.how}</p>
      <p class="no-print">
        <a class="button second" href="/views/new">
          {words.nameServices}
        </a>
      </p>
      <Views {...{ page, schemes, dossiers }} id="own" title={words.own} listed={own} />
      <Views {...{ page, schemes, dossiers }} id="others" title={words.others} listed={others} />
    </>
  );
}

function Views({ page, schemes, dossiers, id, title, listed }: ListProps & { id: string; title: string }) {
  const { columns, access } = phrases(page.language).console.views;
  if (listed.length === 0) return null;
  return (
    <Section id={id} title={title}>
      <Table
        label={title}
        columns={[columns.name, columns.list, columns.access, columns.by, columns.act]}
        rows={listed.map(({ view, follow }) => [
          <a href={`/views/${view.slug}`}>{view.name}</a>,
          <>
            <ViewText {...{ page, schemes }} view={listOf(view)} />
            <Services {...{ page, dossiers, view }} />
          </>,
          access[view.shared ? 'shared' : 'private'],
          nameOfActor(page, view.owner),
          <ViewActions {...{ page, view, follow }} />,
        ])}
      />
    </Section>
  );
}

function Services({ page, dossiers, view }: Pick<ListProps, 'page' | 'dossiers'> & { view: SavedView }) {
  const { count } = phrases(page.language).console.views;
  if (view.services.length === 0) return null;
  return (
    <details>
      <summary>{count(view.services.length)}</summary>
      <ul class="plain-list small">
        {view.services.map((one) => {
          const { provider, service } = nameOf(one, dossiers);
          return (
            <li>
              {[provider, service].filter(Boolean).join(', ')}
              {one.usedFor === '' ? null : <span class="soft"> ({one.usedFor})</span>}
            </li>
          );
        })}
      </ul>
    </details>
  );
}

export function ViewNow({
  page,
  view,
  dossiers,
  not,
}: {
  page: PageContext;
  view: SeenView;
  dossiers: ServiceDossiers;
  not?: 'removed';
}) {
  const { name, columns, access, services } = phrases(page.language).console.views;
  const text = textOf(view.services, dossiers);
  const now = [
    [name, view.name],
    [columns.access, access[view.shared ? 'shared' : 'private']],
    ...(text === '' ? [] : [[services, <span class="written">{text}</span>] as const]),
  ] as const;
  return <Meanwhile {...{ page, now }} {...(not && { not })} />;
}

export const settingsOf = ({ name, shared, services }: SeenView, dossiers: ServiceDossiers): URLSearchParams =>
  new URLSearchParams({ name, services: textOf(services, dossiers), ...(shared && { shared: 'yes' }) });

function ViewActions({ page, view, follow }: { page: PageContext } & ListedView) {
  const words = phrases(page.language).console.views;
  const unseen = <span class="unseen"> ({view.name})</span>;
  return (
    <>
      {follow ? <FollowControl {...{ page, follow }} to="/views" name={view.name} /> : null}
      {view.services.length > 0 && may(page, 'record')
        ? (['calendar', 'atom'] as const).map((kind) => (
            <Form page={page} action={`/views/${view.slug}/feed`}>
              <Hidden fields={[['kind', kind]]} />
              <button class="second">
                {words.feeds[kind]}
                {unseen}
              </button>
            </Form>
          ))
        : null}
      {mayChange(view, viewScopeOf(callerOf(page))) ? (
        <div class="actions">
          <a class="button second" href={`/views/${view.slug}/change`}>
            {words.change}
            {unseen}
          </a>
          <Form page={page} action={`/views/${view.slug}/delete`}>
            <Hidden fields={[['was', contentOf(view)]]} />
            <button class="second" title={words.removeHint}>
              {words.remove}
              {unseen}
            </button>
          </Form>
        </div>
      ) : null}
    </>
  );
}

export function ViewText({ page, schemes, view }: Pick<ListProps, 'page' | 'schemes'> & { view: ViewAddress }) {
  const words = phrases(page.language).console.views;
  const fields: Partial<Record<string, string>> = words.fields;
  const filters = [...new URLSearchParams(view.query)];
  return (
    <>
      <a href={addressOfView(view)}>{listName(page, view.path)}</a>
      {filters.length === 0 ? null : (
        <ul class="plain-list small">
          {filters.map(([name, value]) => {
            const shown = chosenIn(page, schemes, name, value);
            return (
              <li>
                {fields[name] ?? name} {shown === undefined ? null : <strong>{shown}</strong>}
              </li>
            );
          })}
        </ul>
      )}
    </>
  );
}

/** What a filter selects, in words; nothing to add to the name of one that is only switched on. */
function chosenIn(page: PageContext, schemes: Schemes, name: string, value: string): string | undefined {
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
  if (name === 'within') return console.views.days(Number(value));
  return value;
}

function listName({ language }: PageContext, path: string): string {
  const { lists } = phrases(language).console.views;
  switch (path) {
    case '/':
      return lists.board;
    case '/deadlines':
      return lists.deadlines;
    case '/grants':
      return lists.grants;
    case '/providers':
      return lists.providers;
    default:
      return lists.register(path.split('/')[2] ?? '');
  }
}
