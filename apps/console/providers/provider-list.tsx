import type { Schemes } from '#domain/scheme/catalogue.js';
import { schemeName } from '#language/describe-standing.js';
import { phrases } from '#language/phrases.js';
import type { ListedProvider } from '#projections/list-providers.js';
import type { Page } from '#projections/page.js';
import { StatusMark } from '../frame/marks.js';
import { addressOf, may, type PageContext } from '../frame/page.js';
import { CursorPager, Table } from '../frame/table.js';
import { Empty, Toolbar } from '../frame/toolbar.js';

const MOST = 5;

interface Props {
  page: PageContext;
  found: Page<ListedProvider>;
  name: string | undefined;
  schemes: Schemes;
}

export function ProviderList({ page, found: { items, next }, name, schemes }: Props) {
  const { language } = page;
  const words = phrases(language).console.providers.list;
  return (
    <>
      <Toolbar
        page={page}
        action="/providers"
        role="search"
        go={words.find}
        fields={[{ kind: 'search', name: 'name', label: words.search, hint: words.hint, value: name }]}
        end={name === undefined ? null : <a href={addressOf(page, '/providers')}>{words.all}</a>}
      />
      <Table
        isMain
        label={words.caption}
        columns={[words.name, words.dossiers]}
        rows={items.map(({ slug, name: called, aliases, dossiers }) => [
          <>
            <a href={addressOf(page, `/providers/${encodeURIComponent(slug)}`)}>{called}</a>
            {aliases.length === 0 ? null : (
              <span class="told soft small">
                {' '}
                {words.alsoCalled} {aliases.slice(0, MOST).join(', ')}
              </span>
            )}
          </>,
          <>
            {dossiers.length === 0 ? <span class="soft">{words.noDossiers}</span> : null}
            {dossiers.slice(0, MOST).map(({ id, service, scheme, status, confirmed }) => (
              <div>
                <a href={addressOf(page, `/dossiers/${id}`)}>
                  {service === null ? '' : `${service.name}, `}
                  {schemeName(scheme, schemes, language)}
                </a>{' '}
                <StatusMark {...{ status, confirmed, language }} scheme={schemes.get(scheme)} />
              </div>
            ))}
            {dossiers.length > MOST ? (
              <a href={addressOf(page, '/dossiers', { provider: slug })}>{words.more(dossiers.length - MOST)}</a>
            ) : null}
          </>,
        ])}
        empty={
          name === undefined ? (
            <Empty text={words.none} more={may(page, 'record') ? words.noneRecord : undefined} />
          ) : (
            <Empty text={words.noMatch(name)} />
          )
        }
      />
      <CursorPager
        page={page}
        cursor="cursor"
        next={next}
        words={{ first: words.first, next: phrases(language).console.frame.pages.next }}
      />
    </>
  );
}
