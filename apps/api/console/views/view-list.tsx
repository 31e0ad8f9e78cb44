import type { Schemes } from '#domain/scheme/catalogue.js';
import { phrases } from '#language/phrases.js';
import { mayChange, type SavedView, type SeenView } from '#views/saved-views.js';
import { viewScopeOf } from '../../views/view-scope.js';
import { Form, Hidden } from '../frame/controls.js';
import { DoneNote, Section, Table } from '../frame/display.js';
import { FollowControl, followDone, type FollowState } from '../frame/page-actions.js';
import { Meanwhile } from '../frame/meanwhile.js';
import { callerOf, nameOfActor, type PageContext } from '../frame/page.js';
import { ViewText } from './view-text.js';

export interface ListedView {
  view: SavedView;
  follow: FollowState | undefined;
}

interface ListProps {
  page: PageContext;
  schemes: Schemes;
  listed: readonly ListedView[];
}

interface Props extends ListProps {
  /** A view that was not deleted because somebody else has changed it. */
  changed: SavedView | undefined;
}

export function ViewList({ page, schemes, listed, changed }: Props) {
  const words = phrases(page.language).console.views;
  const { owner } = viewScopeOf(callerOf(page));
  const own = listed.filter(({ view }) => view.owner === owner);
  const others = listed.filter(({ view }) => view.owner !== owner);
  return (
    <>
      <DoneNote page={page} words={{ ...words.done, ...followDone(page) }} />
      {changed ? <ViewNow page={page} view={changed} not="removed" /> : null}
      <p>{words.intro}</p>
      {listed.length === 0 ? <p class="empty">{words.empty}</p> : null}
      <p class="soft">{words.how}</p>
      <Views {...{ page, schemes }} id="own" title={words.own} listed={own} />
      <Views {...{ page, schemes }} id="others" title={words.others} listed={others} />
    </>
  );
}

function Views({ page, schemes, id, title, listed }: ListProps & { id: string; title: string }) {
  const { columns, access } = phrases(page.language).console.views;
  if (listed.length === 0) return null;
  return (
    <Section id={id} title={title}>
      <Table label={title} columns={[columns.name, columns.list, columns.access, columns.by, columns.act]}>
        {listed.map(({ view, follow }) => (
          <tr key={view.id}>
            <th scope="row">
              <a href={`/views/${view.slug}`}>{view.name}</a>
            </th>
            <td data-label={columns.list}>
              <ViewText {...{ page, schemes, view }} />
            </td>
            <td data-label={columns.access}>{access[view.shared ? 'shared' : 'private']}</td>
            <td data-label={columns.by}>{nameOfActor(page, view.owner)}</td>
            <td data-label={columns.act}>
              <ViewActions {...{ page, view, follow }} />
            </td>
          </tr>
        ))}
      </Table>
    </Section>
  );
}

/** What a view is by now. */
export function ViewNow({ page, view, not }: { page: PageContext; view: SeenView; not?: 'removed' }) {
  const { name, columns, access } = phrases(page.language).console.views;
  const now = [
    [name, view.name],
    [columns.access, access[view.shared ? 'shared' : 'private']],
  ] as const;
  return <Meanwhile {...{ page, now }} {...(not && { not })} />;
}

/** The fields of the form of a view, filled in. */
export const settingsOf = ({ name, shared }: SeenView): URLSearchParams =>
  new URLSearchParams({ name, ...(shared && { shared: 'yes' }) });

function ViewActions({ page, view, follow }: { page: PageContext } & ListedView) {
  const words = phrases(page.language).console.views;
  const unseen = <span class="unseen"> ({view.name})</span>;
  return (
    <>
      {follow ? <FollowControl {...{ page, follow }} to="/views" name={view.name} /> : null}
      {mayChange(view, viewScopeOf(callerOf(page))) ? (
        <div class="actions">
          <a class="button second" href={`/views/${view.slug}/change`}>
            {words.change}
            {unseen}
          </a>
          <Form page={page} action={`/views/${view.slug}/delete`}>
            <Hidden fields={[['was', settingsOf(view).toString()]]} />
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
