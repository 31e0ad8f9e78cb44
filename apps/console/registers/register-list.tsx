import type { Schemes } from '#domain/scheme/catalogue.js';
import { schemeName } from '#language/describe-standing.js';
import { phrases } from '#language/phrases.js';
import type { RegisterView } from '#registers/get-register.js';
import { Badge } from '../frame/badges.js';
import { DateText, Table } from '../frame/display.js';
import { addressOf, may, type PageContext } from '../frame/page.js';

interface Props {
  page: PageContext;
  registers: readonly RegisterView[];
  schemes: Schemes;
}

/** All registers, those that need attention marked. */
export function RegisterList({ page, registers, schemes }: Props) {
  const words = phrases(page.language).console.registers;
  const { list } = words;
  const columns = [list.register, list.scheme, list.publisher, list.lastRead, { number: list.entries }, list.state];
  return (
    <>
      <p>{words.intro}</p>
      {registers.length === 0 ? (
        <p class="empty">{words.empty}</p>
      ) : (
        <Table isMain label={list.caption} columns={columns}>
          {registers.map((view) => (
            <Line key={view.register.slug} {...{ page, view, schemes }} />
          ))}
        </Table>
      )}
    </>
  );
}

function Line({ page, view, schemes }: { page: PageContext; view: RegisterView; schemes: Schemes }) {
  const words = phrases(page.language).console.registers;
  const { list } = words;
  const { slug, name, scheme, publisher } = view.register;
  return (
    <tr>
      <th scope="row">
        <a href={addressOf(page, `/registers/${slug}`)}>{name}</a>
      </th>
      <td data-label={list.scheme}>
        <a href={addressOf(page, `/schemes/${encodeURIComponent(scheme)}`)}>
          {schemeName(scheme, schemes, page.language)}
        </a>
      </td>
      <td data-label={list.publisher}>{publisher}</td>
      <td data-label={list.lastRead}>
        {view.lastRead === null ? words.never : <DateText page={page} date={view.lastRead} />}
      </td>
      <td data-label={list.entries} class="number">
        {view.entries?.toLocaleString(page.language)}
      </td>
      <td data-label={list.state}>
        <RegisterBadges page={page} view={view} />
      </td>
    </tr>
  );
}

/** What needs attention; readers without an account are not told what waits or failed. */
export function RegisterBadges({ page, view }: { page: PageContext; view: RegisterView }) {
  const words = phrases(page.language).console.registers;
  const { stale, lastRead } = view;
  const [held, failures] = may(page, 'read') ? [view.held, view.failures] : [0, 0];
  return (
    <>
      {held > 0 ? <Badge tone="warn">{words.held(held)}</Badge> : null}{' '}
      {stale && lastRead !== null ? <Badge tone="bad">{words.stale}</Badge> : null}
      {failures > 0 ? <Badge tone="bad">{words.failing(failures)}</Badge> : null}{' '}
      {held + failures === 0 && !stale && lastRead !== null ? <Badge tone="good">{words.upToDate}</Badge> : null}
    </>
  );
}
