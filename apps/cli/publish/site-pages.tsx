import { renderToString } from 'preact-render-to-string';
import { compareDays } from '#domain/date/day.js';
import { soonestEnd } from '#domain/dossier/standing.js';
import type { Status } from '#domain/dossier/status.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { writtenDate } from '#language/format.js';
import { colon, type Language, LANGUAGES } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { Mark, Section } from '../../console/frame/display.js';
import { GrantChart } from '../../console/board/board-grants.js';
import type { PageContext } from '../../console/frame/page.js';
import { MAIN_TABLE, Table } from '../../console/frame/table.js';
import type { Contents, Dossier, Ledger } from './site.js';

/** Of the menu, by the words of the console. */
const PLACES = ['home', 'dossiers', 'providers', 'schemes', 'registers'] as const;
const fileOf = (place: (typeof PLACES)[number]): string => (place === 'home' ? 'index.html' : `${place}.html`);

interface SitePage {
  language: Language;
  /** Within the language. */
  file: string;
  json: string | undefined;
  /** HTML, as are the next two. */
  title: string;
  description: string | undefined;
  content: string;
}

const html = (text: string) => ({ dangerouslySetInnerHTML: { __html: text } });

/** A page around its content. All links are relative: a site may stand under any path, or on a disk. */
export function sitePage(ledger: Ledger, { language, file, json, title, description, content }: SitePage): string {
  const { published: words, console } = phrases(language);
  const { frame } = console;
  const up = '../'.repeat(file.split('/').length - 1);
  const other = language === 'fr' ? 'en' : 'fr';
  const state = words.state(writtenDate(ledger.day, language), ledger.position);
  const year = ledger.day.slice(0, 4);
  const note = renderToString(
    <p class="soft small">
      {state} {words.licence(ledger.licence)}{' '}
      {json === undefined ? null : <a href={json.slice(json.lastIndexOf('/') + 1)}>{words.asJson}</a>}
    </p>,
  );
  const body = renderToString(
    <body>
      <a class="skip" href="#content">
        {frame.skip}
      </a>
      <header class="top">
        <div class="bar">
          <a class="brand" href={`${up}index.html`}>
            <Mark />
            <span>Jalon</span>
          </a>
          <nav aria-label={frame.menu}>
            <details class="menu menu-places">
              <summary>
                <span>{frame.menu}</span>
              </summary>
              <ul>
                {PLACES.map((place) => (
                  <li>
                    <a href={up + fileOf(place)} {...(fileOf(place) === file && { 'aria-current': 'page' })}>
                      {frame.places[place]}
                    </a>
                  </li>
                ))}
                <li>
                  <a
                    href={`${up}years/${year}.html`}
                    {...(file === `years/${year}.html` && { 'aria-current': 'page' })}
                  >
                    {words.years}
                  </a>
                </li>
              </ul>
            </details>
          </nav>
          <div class="end">
            <a href={`${up}../${other}/${file}`} lang={other} hreflang={other}>
              {frame.otherLanguage}
            </a>
          </div>
        </div>
      </header>
      <main id="content" tabIndex={-1} {...html(content + note)} />
    </body>,
  );
  return [
    `<!doctype html>\n<html lang="${language}"><head><meta charset="utf-8"/>`,
    '<meta name="viewport" content="width=device-width,initial-scale=1"/>',
    description === undefined ? '' : `<meta name="description" content="${description}"/>`,
    `<meta name="color-scheme" content="light dark"/><title>${title}</title>`,
    `<link rel="icon" type="image/svg+xml" href="${up}../assets/favicon.svg"/>`,
    `<link rel="stylesheet" href="${up}../assets/console.css"/>`,
    `<link rel="alternate" hreflang="${other}" href="${up}../${other}/${file}"/>`,
    json === undefined ? '' : `<link rel="alternate" type="application/json" href="${up}${json}"/>`,
    `</head>${body}</html>\n`,
  ].join('');
}

/** The page above both languages. */
export const languagesPage = (ledger: Ledger): string =>
  [
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"/>',
    '<meta name="viewport" content="width=device-width,initial-scale=1"/>',
    `<meta name="color-scheme" content="light dark"/><title>${phrases('en').published.title}</title>`,
    '<link rel="icon" type="image/svg+xml" href="assets/favicon.svg"/>',
    '<link rel="stylesheet" href="assets/console.css"/></head>',
    renderToString(
      <body>
        <main>
          {LANGUAGES.map((language) => {
            const { published: words } = phrases(language);
            const Heading = language === LANGUAGES[0] ? 'h1' : 'h2';
            return (
              <div lang={language}>
                <Heading>
                  <a href={`${language}/index.html`}>{words.title}</a>
                </Heading>
                <p>{words.intro}</p>
                <p class="soft">{words.state(writtenDate(ledger.day, language), ledger.position)}</p>
              </div>
            );
          })}
        </main>
      </body>,
    ),
    '</html>\n',
  ].join('');

/** Above the changes of a year: the other ones. */
export const yearsNav = (years: readonly number[], here: number, language: Language): string =>
  renderToString(
    <nav class="tabs" aria-label={phrases(language).published.years}>
      <ul>
        {years.map((year) => (
          <li>
            <a href={`${year}.html`} {...(year === here && { 'aria-current': 'page' })}>
              {year}
            </a>
          </li>
        ))}
      </ul>
    </nav>,
  );

/** Lines of a picture: the grants that end first. */
const MOST_LINES = 20;

/** The grants of some dossiers over the years, as the console draws them, with its links. @param all the page of all of them */
export function picture(dossiers: readonly Dossier[], schemes: Schemes, page: PageContext, all?: string): string {
  const { published: words, console } = phrases(page.language);
  if (dossiers.length === 0) return '';
  const ends = new Map(dossiers.map(({ id, grants }) => [id, soonestEnd(grants) ?? '9999']));
  const lines = dossiers
    .toSorted((a, b) => compareDays(ends.get(a.id) ?? '', ends.get(b.id) ?? ''))
    .slice(0, MOST_LINES)
    .map((dossier) => ({ ...dossier, service: dossier.service?.name ?? null }));
  const grants = new Map(dossiers.map((dossier) => [dossier.id, dossier.grants]));
  const drawn = renderToString(
    <Section id="grants-over-time" title={words.picture}>
      <GrantChart {...{ page, lines, schemes, grants }} choice={{ show: 'chart', years: '10', sort: 'urgency' }} />
      <p class="small">
        {console.frame.pages.shown(1, lines.length, dossiers.length)}{' '}
        {all === undefined ? null : <a href={all}>{console.schemes.dossiers}</a>}
      </p>
    </Section>,
  );
  return drawn.replace(` id="${MAIN_TABLE}"`, '');
}

const IN_FORCE: readonly Status[] = ['granted', 'granted-with-reservations'];
const IN_PROGRESS: readonly Status[] = ['renewing', 'in-progress', 'applied', 'announced'];

/** The first page: what this is, how to read it, where things are, and the data. */
export function indexContent(contents: Contents, language: Language, hasCheckpoint: boolean): string {
  const { published: words, console } = phrases(language);
  const { places } = console.frame;
  const { dossiers, schemes, years } = contents;
  const rows = schemes.flatMap(({ slug, name }) => {
    const own = dossiers.filter(({ scheme }) => scheme === slug);
    const having = (statuses: readonly Status[]) => own.filter(({ status }) => statuses.includes(status));
    const confirmed = having(IN_FORCE).filter((one) => one.confirmed).length;
    const count = (number: number) => number.toLocaleString(language);
    if (own.length === 0) return [];
    return [
      [
        <a href={`schemes/${slug}.html`}>{name[language]}</a>,
        ...[confirmed, having(IN_FORCE).length - confirmed, having(IN_PROGRESS).length].map(count),
        <a href={`schemes/${slug}.dossiers.html`}>{count(own.length)}</a>,
      ],
    ];
  });
  const lists = ['dossiers', 'providers', 'schemes', 'registers'] as const;
  const data: [href: string, text: string][] = [
    ['dossiers.json', words.data.json],
    ['../dossiers.ndjson.gz', words.data.set],
    ['../dossiers.schema.json', words.data.schema],
    ['../datapackage.json', words.data.manifest],
    ['deadlines.ics', words.data.calendar],
    ['changes.atom', words.data.atom],
    ...(hasCheckpoint ? [['../checkpoint', words.data.checkpoint] as [string, string]] : []),
    ['../SHA256SUMS', words.data.sums],
  ];
  const { columns } = words;
  return renderToString(
    <>
      <div class="head">
        <h1>{words.title}</h1>
      </div>
      <p class="lead">{words.intro}</p>
      <p>{words.marks}</p>
      <Section id="by-scheme" title={places.schemes}>
        <Table
          isMain
          label={places.schemes}
          columns={[
            { name: columns.scheme },
            { number: columns.confirmed },
            { number: columns.claimed },
            { number: columns.progress },
            { number: columns.all },
          ]}
          rows={rows}
          empty={<p class="soft">{words.nothing}</p>}
        />
      </Section>
      <div class="halves">
        <Section id="lists" title={words.lists}>
          <ul>
            {lists.map((list) => (
              <li>
                <a href={`${list}.html`}>{places[list]}</a> ({contents[list].length.toLocaleString(language)})
              </li>
            ))}
            <li>
              {words.years}
              {colon(language)}
              {years.map((year, index) => (
                <>
                  {index > 0 ? ', ' : null}
                  <a href={`years/${year}.html`}>{year}</a>
                </>
              ))}
            </li>
          </ul>
        </Section>
        <Section id="data" title={words.data.title}>
          <ul>
            {data.map(([href, text]) => (
              <li>
                <a href={href}>{text}</a>
              </li>
            ))}
          </ul>
        </Section>
      </div>
    </>,
  );
}
