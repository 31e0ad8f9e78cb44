import { phrases } from '#language/phrases.js';
import type { Page } from '#projections/page.js';
import type { ListedProvider } from '#projections/list-providers.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { StatusMark } from '../frame/marks.js';
import { Table, CursorPager } from '../frame/table.js';
import { addressOf, may, type PageContext } from '../frame/page.js';
import { schemeName } from '#language/describe-standing.js';

const MOST = 5;

interface Props {
  page: PageContext;
  found: Page<ListedProvider>;
  name: string | undefined;
  schemes: Schemes;
}

export function ProviderList({ page, found: { items, next }, name, schemes }: Props) {
  const words = phrases(page.language).console.providers.list;
  return (
    <>
      <Search page={page} name={name} />
      {may(page, 'record') ? (
        <p>
          <a class="button second" href={addressOf(page, '/providers/new')}>
            {words.register}
          </a>
        </p>
      ) : null}
      {items.length === 0 ? <Nothing page={page} name={name} /> : <ListTable {...{ page, items, schemes }} />}
      <CursorPager
        page={page}
        cursor="cursor"
        next={next}
        words={{ first: words.first, next: phrases(page.language).console.frame.pages.next }}
      />
    </>
  );
}

function Search({ page, name }: { page: PageContext; name: string | undefined }) {
  const words = phrases(page.language).console.providers.list;
  const { asOf, knownOn } = page.at;
  return (
    <form method="get" action="/providers" class="filters row" role="search">
      {asOf === page.today ? null : <input type="hidden" name="asOf" value={asOf} />}
      {knownOn === undefined ? null : <input type="hidden" name="knownOn" value={knownOn} />}
      <div class="field">
        <label for="f-name">{words.search}</label>
        <div class="hint" id="f-name-hint">
          {words.hint}
        </div>
        <input
          id="f-name"
          type="search"
          name="name"
          value={name ?? ''}
          maxLength={200}
          aria-describedby="f-name-hint"
        />
      </div>
      <button>{words.find}</button>
      {name === undefined ? null : <a href={addressOf(page, '/providers')}>{words.all}</a>}
    </form>
  );
}

function Nothing({ page, name }: { page: PageContext; name: string | undefined }) {
  const words = phrases(page.language).console.providers.list;
  return (
    <div class="empty">
      <p>{name === undefined ? words.none : words.noMatch(name)}</p>
      {name === undefined && may(page, 'record') ? <p>{words.noneRecord}</p> : null}
    </div>
  );
}

function ListTable({ page, items, schemes }: Pick<Props, 'page' | 'schemes'> & { items: readonly ListedProvider[] }) {
  const words = phrases(page.language).console.providers.list;
  return (
    <Table
      isMain
      label={words.caption}
      columns={[words.name, words.dossiers]}
      rows={items.map(({ slug, name, aliases, dossiers }) => [
        <>
          <a href={addressOf(page, `/providers/${encodeURIComponent(slug)}`)}>{name}</a>
          {aliases.length === 0 ? null : (
            <div class="told soft small">
              {words.alsoCalled} {aliases.slice(0, MOST).join(', ')}
            </div>
          )}
        </>,
        <>
          {dossiers.length === 0 ? <span class="soft">{words.noDossiers}</span> : null}
          {dossiers.slice(0, MOST).map((dossier) => (
            <div>
              <a href={addressOf(page, `/dossiers/${dossier.id}`)}>
                {dossier.service === null ? '' : `${dossier.service.name}, `}
                {schemeName(dossier.scheme, schemes, page.language)}
              </a>{' '}
              <StatusMark
                status={dossier.status}
                confirmed={dossier.confirmed}
                scheme={schemes.get(dossier.scheme)}
                language={page.language}
              />
            </div>
          ))}
          {dossiers.length > MOST ? (
            <a href={addressOf(page, '/dossiers', { provider: slug })}>{words.more(dossiers.length - MOST)}</a>
          ) : null}
        </>,
      ])}
    />
  );
}
