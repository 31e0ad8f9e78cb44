import { phrases } from '#language/phrases.js';
import { addressOf, may, type ThisPage } from './page.js';
import { type Place, PLACES } from './places.js';

/** Where one can go, who one is, and the other language. */
export function Header({ page, place }: { page: ThisPage; place: Place | undefined }) {
  const words = phrases(page.language).console.frame;
  return (
    <header class="top">
      <a class="brand" href={addressOf(page, '/')}>
        Jalon
      </a>
      <nav aria-label={words.menu}>
        <ul>
          {PLACES.filter(({ need }) => may(page, need)).map((entry) => (
            <li key={entry.place}>
              <a
                href={addressOf(page, entry.path)}
                {...(entry.place === place && { 'aria-current': entry.path === page.path ? 'page' : 'true' })}
              >
                {words.places[entry.place]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div class="who">
        <LanguageSwitch page={page} />
        <Session page={page} />
      </div>
    </header>
  );
}

function LanguageSwitch({ page }: { page: ThisPage }) {
  if (page.isAnswer) return null;
  const other = page.language === 'fr' ? 'en' : 'fr';
  return (
    <form method="post" action="/language">
      <input type="hidden" name="to" value={hereIn(page)} />
      <button class="quiet" name="language" value={other} lang={other}>
        {phrases(page.language).console.frame.otherLanguage}
      </button>
    </form>
  );
}

function Session({ page }: { page: ThisPage }) {
  const words = phrases(page.language).console.frame;
  if (!page.caller)
    return page.isAnswer || page.path === '/sign-in' ? null : (
      <a href={`/sign-in?to=${encodeURIComponent(hereIn(page))}`}>{words.signIn}</a>
    );
  return (
    <form method="post" action="/sign-out">
      <span class="soft" title={words.signedInAs(page.caller.name)}>
        {page.caller.name}
      </span>{' '}
      <button class="quiet">{words.signOut}</button>
    </form>
  );
}

const hereIn = ({ path, query }: ThisPage): string => (query.size > 0 ? `${path}?${query.toString()}` : path);
