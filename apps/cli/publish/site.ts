import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import {
  type CalendarDeadline,
  DeadlinesOfDossier,
  type DossierDeadline,
} from '#deadlines/queries/dossier-deadlines.js';
import { earlier } from '#domain/date/day.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { Schemes, SchemeView } from '#domain/scheme/catalogue.js';
import { uuidOf } from '#event-store/encoding.js';
import { EventStore } from '#event-store/event-store.js';
import { calendarEventOf, calendarText } from '#feeds/calendars.js';
import { type Language, LANGUAGES } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { assetUrl } from '../../api/http/html-page.js';
import { DossierAnswer } from '../../api/ledger/dossier-answer.js';
import { UserError } from '../terminal.js';
import { CHECKPOINT, type Job, MANIFEST, PACKAGE, type Places, type Sums } from './job.js';
import { framed, indexContent, languagesPage, picture } from './site-pages.js';
import { staticPage, unescaped } from './static-page.js';

export type Dossier = z.output<typeof DossierAnswer>;

interface Named {
  id: string;
  slug: string;
}

/** Of REST, in a language: of warnings there is a text. */
export interface Contents {
  dossiers: Dossier[];
  providers: Named[];
  schemes: SchemeView[];
  registers: Named[];
  /** The latest first. */
  years: number[];
}

/** Where absolute links begin; the site has relative ones. */
export const BASE = 'https://ledger.invalid';

type ByLanguage<T> = Record<Language, T>;

/** A page of the console, or the first of a list, and the file that it becomes. */
interface Source {
  path: string;
  file: string;
  /** What REST answers about the same; absent: nothing. */
  json?: (language: Language) => unknown;
  /** Whose grants it has as a picture above its first section. */
  pictured?: (dossier: Dossier) => boolean;
  /** The address of all of them. */
  all?: string;
}

/** Parameters with which a list goes on; with any other, a page is not on the site. */
const GOES_ON = ['page', 'cursor', 'after'];

const AT_ONCE = 4;

/** Of a page, in bytes. */
const LARGEST = 60_000;
/** In turn, until a page is small enough: how many grants its picture has, and whether it has quotes and notes. */
const SHORTER = [
  { lines: 20, hasProse: true },
  { lines: 8, hasProse: true },
  { lines: 8, hasProse: false },
  { lines: 0, hasProse: false },
];

/** As many as the calendar of REST has. */
const MOST_DEADLINES = 1_000;

const zipped = promisify(gzip);

/** The share of a thread in the files of a site: pages of the console for readers without a key, what REST answers, and indexes. */
export class Site {
  readonly #fastify: FastifyInstance;
  readonly #sums = new Map<string, string>();
  /** Files within a language by the addresses of the console. */
  readonly #files = new Map([
    ['/', 'index.html'],
    ...(['console.css', 'favicon.svg'] as const).map((name): [string, string] => [assetUrl(name), `../assets/${name}`]),
  ]);
  /** Of dossiers, once all of them are written; other pages point to their events. */
  #places: Places = new Map();
  readonly #placesWritten = new Map<string, string>();
  readonly #folders = new Set<string>();

  constructor(
    private readonly job: Job,
    private readonly app: NestFastifyApplication,
    private readonly onPage: (pages: number) => void,
  ) {
    this.#fastify = app.getHttpAdapter().getInstance();
  }

  /**
   * @param placesOfAll given those on the dossiers of this thread, those on the dossiers of all threads
   * @returns the sum of each file, by its path
   */
  async write(placesOfAll: (own: Places) => Promise<Places>): Promise<Sums> {
    const contents: ByLanguage<Contents> = { fr: await this.#contents('fr'), en: await this.#contents('en') };
    const schemes = await this.app.get(SchemeCatalogue).at(this.job.position);
    const sources = this.#sourcesOf(contents);
    for (const { path, file } of sources) this.#files.set(path, file);
    for (const { id, slug } of contents.en.providers) this.#files.set(`/providers/${id}`, `providers/${slug}.html`);
    const written = (source: Source) => async (): Promise<void> => {
      for (const language of LANGUAGES) await this.#writePages(source, language, contents[language], schemes);
      this.onPage(sources.length);
    };
    await this.#share(0, sources.filter(isDossier).map(written));
    this.#places = await placesOfAll(this.#placesWritten);
    await this.#share(1, [
      ...LANGUAGES.map((language) => () => this.#writeIndex(language, contents[language])),
      () => this.#writeCalendars(contents.en.dossiers, schemes),
      () => this.#writeData(contents.en.dossiers),
      () => this.#writeFixed(),
      ...sources.filter((source) => !isDossier(source)).map(written),
    ]);
    return this.#sums;
  }

  /** Does some of the work, of which all threads have the same list. */
  async #share(half: number, work: readonly (() => Promise<void>)[]): Promise<void> {
    const next = () => work[Atomics.add(this.job.taken, half, 1)];
    const some = async (): Promise<void> => {
      for (let one = next(); one !== undefined; one = next()) await one();
    };
    await Promise.all(Array.from({ length: AT_ONCE }, some));
  }

  async #writeFixed(): Promise<void> {
    const checkpoint = await this.#fastify.inject('/log/checkpoint');
    if (checkpoint.statusCode === 200) this.#write(CHECKPOINT, checkpoint.body);
    this.#write('index.html', languagesPage());
    for (const [path, file] of this.#files)
      if (path.startsWith('/assets/')) this.#write(posix.join('en', file), await this.#text(path, 'en'));
  }

  async #contents(language: Language): Promise<Contents> {
    const dossiers = await this.#list<Dossier>('/v1/dossiers?limit=200', language);
    const days = dossiers.flatMap(({ announced, milestones, grants }) => [
      ...(announced ? [announced.occurred] : []),
      ...milestones.map(({ day }) => day),
      ...grants.flatMap(({ runsFrom }) => runsFrom ?? []),
    ]);
    const last = yearOf(this.job.day);
    const first = Math.min(last, ...days.map(yearOf));
    return {
      dossiers,
      providers: await this.#list('/v1/providers?limit=200', language),
      schemes: await this.#list('/v1/schemes', language),
      registers: (await this.#list<Named>('/v1/registers', language)).map(withoutReadings),
      years: Array.from({ length: last - first + 1 }, (_, index) => last - index),
    };
  }

  #sourcesOf(contents: ByLanguage<Contents>): Source[] {
    const { dossiers, providers, schemes, registers, years } = contents.en;
    const { day } = this.job;
    const answer = (path: string) => async (language: Language) =>
      JSON.parse(await this.#text(path, language)) as Named;
    const list = (path: string) => async (language: Language) => ({ items: await this.#list(path, language) });
    const subject = (path: string) => ({ path, file: `${path.slice(1)}.html`, json: answer(`/v1${path}`) });
    return [
      ...dossiers.map(({ id }, index) => ({
        ...subject(`/dossiers/${id}`),
        json: (language: Language) => contents[language].dossiers[index],
      })),
      ...providers.map(({ id, slug }) => ({
        ...subject(`/providers/${slug}`),
        pictured: ({ provider }: Dossier) => provider.id === id,
      })),
      ...schemes.flatMap(({ slug }) => {
        const all = `/dossiers?scheme=${slug}`;
        const has = ({ scheme }: Dossier): boolean => scheme === slug;
        const json = (language: Language) => ({ items: contents[language].dossiers.filter(has) });
        return [
          { ...subject(`/schemes/${slug}`), pictured: has, all },
          { path: all, file: `schemes/${slug}.dossiers.html`, json },
        ];
      }),
      ...registers.map(({ slug }) => ({
        ...subject(`/registers/${slug}`),
        json: async (language: Language) => ({
          ...withoutReadings(await answer(`/v1/registers/${slug}`)(language)),
          ...(await list(`/v1/registers/${slug}/entries?limit=200`)(language)),
        }),
      })),
      ...years.map((year) => ({
        ...{ path: `/overview/changes?year=${year}`, file: `years/${year}.html` },
        json: list(`/v1/diff?limit=200&from=${year - 1}-12-31&to=${earlier(`${year}-12-31`, day)}`),
      })),
      { path: '/help', file: 'help.html' },
      { path: '/deadlines', file: 'deadlines.html', json: list('/v1/deadlines?limit=200') },
      ...(['dossiers', 'providers', 'schemes', 'registers'] as const).map((name) => ({
        ...{ path: `/${name}`, file: `${name}.html` },
        json: (language: Language) => ({ items: contents[language][name] }),
      })),
    ];
  }

  async #writePages(source: Source, language: Language, { dossiers }: Contents, schemes: Schemes): Promise<void> {
    const { path, file, json, pictured, all } = source;
    const pages: { html: string; own: string }[] = [];
    const places = new Map<string, string>();
    for (let next: string | undefined = path; next !== undefined;) {
      const html = await this.#text(next, language);
      const own = pages.length === 0 ? file : file.replace(/html$/, `${pages.length + 1}.html`);
      pages.push({ html, own });
      this.#files.set(next, own);
      for (const [, id = ''] of html.matchAll(/ id="(event-[0-9a-f-]{36}|timeline|entries)"/g)) {
        places.set(`${own}#${id}`, own);
        if (id.startsWith('event-')) places.set(`${file}#${id}`, own);
      }
      const links = [...html.matchAll(/<a rel="next" href="([^"]+)"/g)].map(([, href = '']) => unescaped(href));
      next = links.map((link) => addressOf(link)).find((link) => addressOf(link, GOES_ON) === path);
    }
    const data = json && file.replace(/html$/, 'json');
    const of = { dossiers: pictured ? dossiers.filter(pictured) : [], schemes, all, language, day: this.job.day };
    for (const { html, own } of pages) {
      const above = (lines: number): string => (own === file ? picture(of, lines) : '');
      this.#writePage(html, { language, file: own, json: data }, places, above);
    }
    if (isDossier(source)) for (const [place, at] of places) this.#placesWritten.set(place, at);
    if (json) this.#write(`${language}/${data}`, lineOf(await json(language)));
  }

  /**
   * @param places on the page and those with which it goes on
   * @param above its first section
   */
  #writePage(
    html: string,
    page: Parameters<typeof framed>[2],
    places: Places,
    above: (lines: number) => string = () => '',
  ): void {
    const hrefOf = (href: string): string | undefined => this.#hrefOf(href, page.file, { html, places });
    const whole = framed(html, this.job, page);
    let text = '';
    for (const { lines, hasProse } of SHORTER) {
      text = staticPage(
        whole.replace('<section', (begin) => above(lines) + begin),
        hrefOf,
        hasProse,
      );
      if (Buffer.byteLength(text) <= LARGEST) break;
    }
    this.#write(`${page.language}/${page.file}`, text);
  }

  /** On the site, from one of its files; `undefined` if it has no such page. */
  #hrefOf(href: string, from: string, own: { html: string; places: Places }): string | undefined {
    if (href.startsWith('#')) return own.html.includes(` id="${href.slice(1)}"`) ? href : undefined;
    if (!href.startsWith('/')) return href;
    const whole = this.#files.get(href);
    if (whole !== undefined) return posix.relative(posix.dirname(from), whole);
    const { hash, searchParams } = new URL(href, BASE);
    const file = this.#files.get(addressOf(href, ['event']));
    if (file === undefined) return undefined;
    const event = searchParams.get('event');
    const id = event === null ? hash.slice(1) : `event-${event}`;
    const place = own.places.get(`${file}#${id}`) ?? this.#places.get(`${file}#${id}`);
    return posix.relative(posix.dirname(from), place ?? file) + (place === undefined ? '' : `#${id}`);
  }

  async #writeIndex(language: Language, contents: Contents): Promise<void> {
    const content = indexContent(contents, language);
    const { title, intro } = phrases(language).published;
    const html = (await this.#text('/', language))
      .replace(/(<main [^>]*>).*(<\/main>)/s, (_, begin: string, end: string) => begin + content + end)
      .replace(/<title>[^<]*/, `<title>${title}`)
      .replace(/(<meta name="description" content=")[^"]*/, `$1${intro}`);
    this.#writePage(html, { language, file: 'index.html', json: undefined }, this.#places);
    const feed = await this.#text(`/v1/changes.atom?language=${language}`, language);
    const self = 'changes.atom';
    const id = uuidOf('published', (await this.#events.idAt(1)) ?? '', language);
    const atom = feed
      .replace(/<id>[^<]*/, `<id>urn:uuid:${id}`)
      .replace(/<link rel="next"[^>]*>\n/, '')
      .replace(/<link rel="self"([^>]*) href="[^"]*"/, `<link rel="self"$1 href="${self}"`)
      .replace(/ href="https:\/\/ledger\.invalid([^"]*)"/g, (_, path: string) => {
        const target = this.#hrefOf(unescaped(path), self, { html: '', places: this.#places }) ?? 'index.html';
        return ` href="${target}"`;
      });
    this.#write(`${language}/${self}`, atom);
  }

  /** Derived from the ledger alone: the revisions of `/v1/deadlines.ics` are those of one installation. */
  async #writeCalendars(dossiers: readonly Dossier[], schemes: Schemes): Promise<void> {
    const { day, position } = this.job;
    const [last] = await this.#events.readAll({ after: position - 1, upTo: position, limit: 1 });
    const changed = { revision: position, changedAt: last?.recordedAt ?? new Date(0), reminders: [] };
    const all: (CalendarDeadline & { deadline: DossierDeadline })[] = [];
    for (const place of dossiers)
      for (const deadline of await this.app.get(DeadlinesOfDossier, { strict: false }).on(place.id, day))
        if (deadline.state !== 'cancelled') all.push({ deadline, place, ...changed });
    const far = ({ deadline }: (typeof all)[number]): number => Math.abs(deadline.daysLeft);
    const near = all
      .sort((a, b) => far(a) - far(b) || (a.deadline.key < b.deadline.key ? -1 : 1))
      .slice(0, MOST_DEADLINES);
    for (const language of LANGUAGES) {
      const { name, description, truncated } = phrases(language).feeds.calendar;
      const text = calendarText({
        ...{ name, language, refreshHours: 24 },
        description: near.length < all.length ? `${description} ${truncated(MOST_DEADLINES)}` : description,
        events: near.map((one) => calendarEventOf(one, { url: '', schemes }, language)),
      });
      this.#write(`${language}/deadlines.ics`, text.replaceAll('URL:\r\n', '')); // it has to be absolute
    }
  }

  async #writeData(dossiers: readonly Dossier[]): Promise<void> {
    const [path, schema] = ['dossiers.ndjson.gz', 'dossiers.schema.json'];
    const bytes = await zipped(dossiers.map(lineOf).join(''), { level: 9 });
    this.#write(path, bytes);
    this.#write(schema, lineOf(z.toJSONSchema(DossierAnswer, { unrepresentable: 'any' })));
    const { day, position, licence } = this.job;
    const words = phrases('en').published;
    const manifest = {
      $schema: 'https://datapackage.org/profiles/2.0/datapackage.json',
      ...{ name: PACKAGE, title: words.title, homepage: 'index.html', version: String(position), asOf: day },
      description: `${words.intro} ${words.state(day, position)} ${words.licence(licence)}`,
      ...(licence !== undefined && { licenses: [/^https?:/.test(licence) ? { path: licence } : { name: licence }] }),
      resources: [
        {
          ...{ name: 'dossiers', path, schema, format: 'ndjson', mediatype: 'application/x-ndjson', encoding: 'utf-8' },
          ...{ compression: 'gz', bytes: bytes.length, hash: `sha256:${sha256(bytes)}` },
        },
      ],
    };
    this.#write(MANIFEST, `${JSON.stringify(manifest, null, 2)}\n`);
  }

  get #events(): EventStore<LedgerEvent> {
    return this.app.get<EventStore<LedgerEvent>>(EventStore);
  }

  async #ask(path: string, language: Language) {
    const answer = await this.#fastify.inject({ url: path, headers: { 'accept-language': language } });
    if (answer.statusCode >= 500)
      throw new UserError(
        `The ledger could not be read: ${path} answered ${answer.statusCode}. Run the command again.`,
      );
    if (answer.statusCode !== 200)
      throw new Error(`${path} answered ${answer.statusCode}: ${answer.body.slice(0, 500)}`);
    return answer;
  }

  async #text(path: string, language: Language): Promise<string> {
    return (await this.#ask(path, language)).body;
  }

  async #list<T>(path: string, language: Language): Promise<T[]> {
    const items: T[] = [];
    for (let next: string | undefined = path; next !== undefined;) {
      const { body, headers } = await this.#ask(next, language);
      items.push(...(JSON.parse(body) as { items: T[] }).items);
      next = /<([^<>]+)>; rel="next"/.exec(String(headers.link))?.[1];
    }
    return items;
  }

  #write(path: string, content: string | Buffer): void {
    const file = join(this.job.folder, path);
    try {
      const folder = dirname(file);
      if (!this.#folders.has(folder)) mkdirSync(folder, { recursive: true });
      this.#folders.add(folder);
      writeFileSync(file, content);
    } catch (error) {
      throw new UserError(`Cannot write ${file}: ${(error as Error).message}.`);
    }
    this.#sums.set(path, sha256(content));
  }
}

/** An address of the console without its fragment and some parameters. */
function addressOf(href: string, without: readonly string[] = []): string {
  const { pathname, searchParams } = new URL(href, BASE);
  for (const name of without) searchParams.delete(name);
  searchParams.sort();
  return searchParams.size > 0 ? `${pathname}?${searchParams.toString()}` : pathname;
}

const isDossier = ({ file }: Source): boolean => file.startsWith('dossiers/');

const yearOf = (day: string): number => Number(day.slice(0, 4));

const lineOf = (value: unknown): string => `${JSON.stringify(value)}\n`;

const sha256 = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');

/** A register as the ledger knows it: where it was restored, there are none of the documents that were read. */
function withoutReadings<T extends object>(register: T): T {
  const { readings } = register as { readings?: Record<string, unknown>[] };
  return { ...register, ...(readings && { readings: readings.map(({ reading: _, ...point }) => point) }) };
}
