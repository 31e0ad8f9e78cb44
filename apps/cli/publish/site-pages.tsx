import { posix } from 'node:path';
import { renderToString } from 'preact-render-to-string';
import { compareDays, type Day } from '#domain/date/day.js';
import { soonestEnd } from '#domain/dossier/standing.js';
import { IN_FORCE, IN_PROGRESS, type Status } from '#domain/dossier/status.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { shortDate, writtenDate } from '#language/format.js';
import { colon, type Language, LANGUAGES } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { GrantChart } from '../../console/board/board-grants.js';
import { Section } from '../../console/frame/display.js';
import type { Page } from '../../console/frame/page.js';
import { MAIN_TABLE, Table } from '../../console/frame/table.js';
import type { Job } from './job.js';
import type { Contents, Dossier } from './site.js';

interface Framed {
  language: Language;
  /** Within the language. */
  file: string;
  /** The file of the same as JSON. */
  json: string | undefined;
}

/** A page of the console with what the site has on each: the other language, what is shown, the licence, and the data. */
export function framed(html: string, job: Job, { language, file, json }: Framed): string {
  const { published: words, console } = phrases(language);
  const [other = language] = LANGUAGES.filter((one) => one !== language);
  const from = posix.dirname(file);
  const translated = posix.relative(from, `../${other}/${file}`);
  const data = json && posix.relative(from, json);
  const state = <p class="soft small">{words.state(writtenDate(job.day, language), job.position)}</p>;
  const note = (
    <p class="soft small">
      {words.licence(job.licence)} {data === undefined ? null : <a href={data}>{words.asJson}</a>}
    </p>
  );
  const change = (
    <a href={translated} lang={other} hreflang={other}>
      {console.frame.otherLanguage}
    </a>
  );
  return html
    .replace('</head>', (end) => (data ? `<link rel="alternate" type="application/json" href="${data}"/>${end}` : end))
    .replace('<div class="end">', (end) => end + renderToString(change))
    .replace(/<main [^>]*>/, (begin) => begin + renderToString(state))
    .replace('</main>', (end) => renderToString(note) + end);
}

export const languagesPage = (): string =>
  [
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"/><title>Jalon</title>',
    '<meta name="viewport" content="width=device-width,initial-scale=1"/>',
    '<link rel="icon" href="assets/favicon.svg"/><link rel="stylesheet" href="assets/console.css"/></head>',
    '<body><main><h1>Jalon</h1>',
    ...LANGUAGES.map((language) => {
      const { title, intro } = phrases(language).published;
      return `<p lang="${language}"><a href="${language}/index.html">${title}</a><br/>${intro}</p>`;
    }),
    '</main></body></html>\n',
  ].join('');

interface Pictured {
  dossiers: readonly Dossier[];
  schemes: Schemes;
  /** The address of all of them. */
  all: string | undefined;
  language: Language;
  day: Day;
}

/** The grants of some dossiers over the years, as the console draws them, with its links: those that end first. */
export function picture({ dossiers, schemes, all, language, day }: Pictured, most: number): string {
  const { published: words, console } = phrases(language);
  if (dossiers.length === 0 || most === 0) return '';
  const end = ({ grants }: Dossier) => soonestEnd(grants) ?? '9999-12-31';
  const lines = dossiers.toSorted((a, b) => compareDays(end(a), end(b))).slice(0, most);
  const page = { language, today: day, at: { asOf: day, isNow: true } } as Page;
  const drawn = renderToString(
    <Section id="grants-over-time" title={words.picture}>
      <GrantChart
        {...{ page, schemes }}
        choice={{ show: 'chart', years: '10', sort: 'urgency' }}
        lines={lines.map((dossier) => ({ ...dossier, service: dossier.service?.name ?? null }))}
        grants={new Map(lines.map(({ id, grants }) => [id, grants]))}
      />
      <p class="small">
        {console.frame.pages.shown(1, lines.length, dossiers.length)}{' '}
        {all === undefined ? null : <a href={all}>{console.schemes.dossiers}</a>}
      </p>
    </Section>,
  );
  return drawn
    .replace(` id="${MAIN_TABLE}"`, '')
    .replace(`>${console.grants.chart.today}<`, `>${shortDate(day, language)}<`);
}

/** The first page: what this is, how to read it, where things are, and the data. */
export function indexContent({ years, ...contents }: Contents, language: Language): string {
  const { published: words, console } = phrases(language);
  const { places } = console.frame;
  const { columns } = words;
  const count = (number: number): string => number.toLocaleString(language);
  const rows = contents.schemes.flatMap(({ slug, name }) => {
    const own = contents.dossiers.filter(({ scheme }) => scheme === slug);
    const having = (statuses: readonly Status[]) => own.filter(({ status }) => statuses.includes(status));
    const inForce = having(IN_FORCE);
    const confirmed = inForce.filter((one) => one.confirmed);
    if (own.length === 0) return [];
    return [
      [
        <a href={`schemes/${slug}.html`}>{name[language]}</a>,
        ...[confirmed.length, inForce.length - confirmed.length, having(IN_PROGRESS).length].map(count),
        <a href={`schemes/${slug}.dossiers.html`}>{count(own.length)}</a>,
      ],
    ];
  });
  const lists = ['dossiers', 'providers', 'schemes', 'registers'] as const;
  const { set, schema, manifest, calendar, atom, sums, checkpoint } = words.files;
  const files: [file: string, text: string][] = [
    ['../dossiers.ndjson.gz', set],
    ['../dossiers.schema.json', schema],
    ['../datapackage.json', manifest],
    ['deadlines.ics', calendar],
    ['changes.atom', atom],
    ['../SHA256SUMS', sums],
  ];
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
          columns={[{ name: columns.scheme }, ...columns.counts.map((number) => ({ number }))]}
          rows={rows}
          empty={<p class="soft">{words.nothing}</p>}
        />
      </Section>
      <div class="halves">
        <Section id="lists" title={words.lists}>
          <ul>
            {lists.map((list) => (
              <li>
                <a href={`${list}.html`}>{places[list]}</a> ({count(contents[list].length)})
              </li>
            ))}
            <li>
              {words.years + colon(language)}
              {years.map((year) => (
                <>
                  <a href={`years/${year}.html`}>{year}</a>{' '}
                </>
              ))}
            </li>
          </ul>
        </Section>
        <Section id="data" title={words.data}>
          <p>{words.json}</p>
          <ul>
            {files.map(([file, text]) => (
              <li>
                <a href={file}>{text}</a>
              </li>
            ))}
            <li>{checkpoint}</li>
          </ul>
        </Section>
      </div>
    </>,
  );
}
