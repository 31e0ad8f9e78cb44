import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { forEachConcurrent } from '#concurrency/async-iteration.js';
import { DeadlinesOfDossier } from '#deadlines/queries/dossier-deadlines.js';
import type { Day } from '#domain/date/day.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { SchemeView } from '#domain/scheme/catalogue.js';
import { uuidOf } from '#event-store/encoding.js';
import { EventStore } from '#event-store/event-store.js';
import { calendarEventOf, calendarText } from '#feeds/calendars.js';
import { type Language, LANGUAGES } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { assetUrl } from '../../api/http/assets.js';
import { DossierAnswer } from '../../api/ledger/dossier-answer.js';
import { UserError } from '../terminal.js';
import { indexContent, languagesPage, picture, sitePage, yearsNav } from './site-pages.js';
import { staticContent } from './static-content.js';

export interface Ledger {
  app: NestFastifyApplication;
  day: Day;
  position: number;
  /** Of the data, as the operator grants it. */
  licence?: string | undefined;
}

export type Dossier = z.output<typeof DossierAnswer>;

interface Named {
  id: string;
  slug: string;
}

/** What the site is of, the same in both languages. */
export interface Contents {
  dossiers: Dossier[];
  providers: Named[];
  schemes: SchemeView[];
  registers: Named[];
  years: number[];
}

/** Where links of feeds begin; replaced by relative ones. */
export const BASE = 'https://ledger.invalid';
export const MANIFEST = 'datapackage.json';
/** The name in the manifest. */
export const PACKAGE = 'jalon-ledger';
const CHECKPOINT = 'checkpoint';

/** A page of the console, or of a list all its pages, by the file of the first. */
interface Source {
  path: string;
  file: string;
  /** Its answer of REST. */
  json?: (language: Language) => Promise<unknown>;
  /** The picture of grants above its first section. */
  pictured?: string;
}

/** Parameters with which a list goes on; with any other, a page is not on the site. */
const GOES_ON = ['page', 'cursor', 'after'];

/** Grants in the picture of a page. */
const PICTURED = 20;

const AT_ONCE = 4;

/** The calendar has as many deadlines as that of REST. */
const MOST_DEADLINES = 1_000;

const zipped = promisify(gzip);

/** The files of a site: the pages of the console for readers without a key, their answers of REST, and indexes. */
export class Site {
  readonly #fastify: FastifyInstance;
  /** Of each file, by its path. */
  readonly #sums = new Map<string, string>();
  /** Files within a language by the addresses of the console. */
  readonly #files = new Map([['/', 'index.html']]);
  /** The file of an anchor, by `file#anchor`: of an event, by the first file of its list as well. */
  readonly #places = new Map<string, string>();
  readonly #folders = new Set<string>();
  #done = 0;

  constructor(
    private readonly folder: string,
    readonly ledger: Ledger,
    private readonly onPage: (done: number, total: number) => void,
  ) {
    this.#fastify = ledger.app.getHttpAdapter().getInstance();
  }

  /** @returns the number of files */
  async write(): Promise<number> {
    const contents = await this.#contents();
    const sources = this.#sourcesOf(contents);
    for (const { path, file } of sources) this.#files.set(path, file);
    for (const { id, slug } of contents.providers) this.#files.set(`/providers/${id}`, `providers/${slug}.html`);
    // Dossiers first: other pages point to their events.
    const total = sources.length * LANGUAGES.length;
    for (const isDossier of [true, false]) {
      const some = sources.filter(({ file }) => file.startsWith('dossiers/') === isDossier);
      for (const language of LANGUAGES)
        await forEachConcurrent(AT_ONCE, Readable.from(some), async (source: Source) => {
          await this.#writePages(source, language, contents);
          this.onPage((this.#done += 1), total);
        });
    }
    for (const language of LANGUAGES) await this.#writeIndex(language, contents);
    await this.#writeCalendars(contents.dossiers);
    await this.#writeData(contents.dossiers);
    await this.#write('index.html', languagesPage(this.ledger));
    for (const name of ['console.css', 'favicon.svg'] as const)
      await this.#write(`assets/${name}`, await this.#text(assetUrl(name), 'en'));
    const checkpoint = await this.#fastify.inject('/log/checkpoint');
    if (checkpoint.statusCode === 200) await this.#write(CHECKPOINT, checkpoint.body);
    const listed = [...this.#sums].filter(([path]) => path !== CHECKPOINT).sort(([a], [b]) => (a < b ? -1 : 1));
    await this.#write('SHA256SUMS', listed.map(([path, sum]) => `${sum}  ${path}\n`).join(''));
    return this.#sums.size;
  }

  async #contents(): Promise<Contents> {
    const dossiers = await this.#list<Dossier>('/v1/dossiers?limit=200', 'en');
    const days = dossiers.flatMap(({ announced, milestones, grants }) => [
      ...(announced ? [announced.occurred] : []),
      ...milestones.map(({ day }) => day),
      ...grants.flatMap(({ runsFrom }) => runsFrom ?? []),
    ]);
    const last = Number(this.ledger.day.slice(0, 4));
    const first = Math.min(last, ...days.map((day) => Number(day.slice(0, 4))));
    return {
      dossiers,
      providers: await this.#list('/v1/providers?limit=200', 'en'),
      schemes: await this.#list('/v1/schemes?limit=200', 'en'),
      registers: await this.#list('/v1/registers?limit=200', 'en'),
      years: Array.from({ length: last - first + 1 }, (_, index) => last - index),
    };
  }

  #sourcesOf({ dossiers, providers, schemes, registers, years }: Contents): Source[] {
    const answer = (path: string) => async (language: Language) =>
      JSON.parse(await this.#text(path, language)) as object;
    const list = (path: string) => async (language: Language) => ({ items: await this.#list(path, language) });
    const chart = (filter: string) => `/dossiers?show=chart&years=10&${filter}`;
    return [
      ...dossiers.map(({ id }) => ({
        path: `/dossiers/${id}`,
        file: `dossiers/${id}.html`,
        json: answer(`/v1/dossiers/${id}`),
      })),
      ...providers.map(({ slug }) => ({
        ...{ path: `/providers/${slug}`, file: `providers/${slug}.html`, json: answer(`/v1/providers/${slug}`) },
        pictured: chart(`provider=${slug}`),
      })),
      ...schemes.flatMap(({ slug }) => [
        {
          ...{ path: `/schemes/${slug}`, file: `schemes/${slug}.html`, json: answer(`/v1/schemes/${slug}`) },
          pictured: chart(`scheme=${slug}`),
        },
        {
          ...{ path: `/dossiers?scheme=${slug}`, file: `schemes/${slug}.dossiers.html` },
          json: list(`/v1/dossiers?limit=200&schemes=${slug}`),
        },
      ]),
      ...registers.map(({ slug }) => ({
        ...{ path: `/registers/${slug}`, file: `registers/${slug}.html` },
        json: async (language: Language) => ({
          ...withoutReadings(await answer(`/v1/registers/${slug}`)(language)),
          ...(await list(`/v1/registers/${slug}/entries?limit=200`)(language)),
        }),
      })),
      ...years.map((year) => ({
        ...{ path: `/overview/changes?year=${year}`, file: `years/${year}.html` },
        json: list(`/v1/diff?limit=200&from=${year - 1}-12-31&to=${yearEnd(year, this.ledger.day)}`),
      })),
      { path: '/dossiers', file: 'dossiers.html', json: list('/v1/dossiers?limit=200') },
      { path: '/providers', file: 'providers.html', json: list('/v1/providers?limit=200') },
      { path: '/schemes', file: 'schemes.html', json: list('/v1/schemes?limit=200') },
      {
        path: '/registers',
        file: 'registers.html',
        json: async (language) => ({
          items: (await this.#list<object>('/v1/registers?limit=200', language)).map(withoutReadings),
        }),
      },
    ];
  }

  /** A page and those with which it goes on. */
  async #writePages({ path, file, json, pictured }: Source, language: Language, contents: Contents): Promise<void> {
    const pages: { html: string; own: string }[] = [];
    for (let next: string | undefined = path; next !== undefined;) {
      const html = await this.#text(next, language);
      const own = pages.length === 0 ? file : file.replace(/html$/, `${pages.length + 1}.html`);
      pages.push({ html, own });
      this.#files.set(next, own);
      for (const [, id = ''] of html.matchAll(/ id="(event-[0-9a-f-]{36}|timeline|entries)"/g)) {
        this.#places.set(`${own}#${id}`, own);
        if (id.startsWith('event-')) this.#places.set(`${file}#${id}`, own);
      }
      const links = [...html.matchAll(/<a rel="next" href="([^"]+)"/g)].map(([, href = '']) => addressOf(href));
      next = links.find((link) => addressOf(link, GOES_ON) === path);
    }
    const year = /^years\/(\d+)/.exec(file)?.[1];
    for (const { html, own } of pages) {
      const hrefOf = (href: string): string | undefined => this.#hrefOf(href, own, html);
      const picture = pictured !== undefined && own === file ? await this.#picture(pictured, language, hrefOf) : '';
      const [, title = ''] = /<title>(.*?)( · Jalon)?<\/title>/.exec(html) ?? [];
      const [, description] = /<meta name="description" content="([^"]*)"/.exec(html) ?? [];
      const tabs = year === undefined ? '' : yearsNav(contents.years, Number(year), language);
      const content = tabs + staticContent(html, { hrefOf }).replace('<section', `${picture}<section`);
      const page = sitePage(this.ledger, { language, file: own, json: jsonOf(file), title, description, content });
      await this.#write(`${language}/${own}`, page);
    }
    if (json) await this.#write(`${language}/${jsonOf(file)}`, line(await json(language)));
  }

  async #picture(path: string, language: Language, hrefOf: (href: string) => string | undefined): Promise<string> {
    const grants = staticContent(await this.#text(path, language), { hrefOf, only: 'gantt', lines: PICTURED });
    return grants === '' ? '' : picture(grants, language);
  }

  /** On the site, from one of its files; `undefined` if it has no such page. */
  #hrefOf(href: string, from: string, html: string): string | undefined {
    if (href.startsWith('#')) return html.includes(` id="${href.slice(1)}"`) ? href : undefined;
    if (!href.startsWith('/')) return href;
    const { hash, searchParams } = new URL(href, BASE);
    const file = this.#files.get(addressOf(href, ['event']));
    if (file === undefined) return undefined;
    const id = searchParams.has('event') ? `event-${searchParams.get('event')}` : hash.slice(1);
    const place = this.#places.get(`${file}#${id}`);
    return posix.relative(posix.dirname(from), place ?? file) + (place === undefined ? '' : `#${id}`);
  }

  async #writeIndex(language: Language, contents: Contents): Promise<void> {
    const content = indexContent(this.ledger, contents, language, this.#sums.has(CHECKPOINT));
    const { title, intro: description } = phrases(language).published;
    const page = { language, file: 'index.html', json: undefined, title, description, content };
    await this.#write(`${language}/index.html`, sitePage(this.ledger, page));
    const feed = await this.#text(`/v1/changes.atom?language=${language}`, language);
    const id = uuidOf('published', (await this.#events.idAt(1)) ?? '', language);
    const self = 'changes.atom';
    const atom = feed
      .replace(/<id>[^<]*<\/id>/, `<id>urn:uuid:${id}</id>`)
      .replace(/<link rel="next"[^>]*>\n/, '')
      .replace(/(<link rel="self"[^>]*href=")[^"]*/, `$1${self}`)
      .replace(
        /href="https:\/\/ledger\.invalid([^"]*)"/g,
        (_, path: string) => `href="${this.#hrefOf(path.replaceAll('&amp;', '&'), self, '') ?? 'index.html'}"`,
      );
    await this.#write(`${language}/${self}`, atom);
  }

  /** Derived from the ledger alone: the revisions of `/v1/deadlines.ics` are those of one installation. */
  async #writeCalendars(dossiers: readonly Dossier[]): Promise<void> {
    const deadlines = this.ledger.app.get(DeadlinesOfDossier, { strict: false });
    const { day, position } = this.ledger;
    const [last] = await this.#events.readAll({ after: position - 1, upTo: position, limit: 1 });
    const found = [];
    for (const place of dossiers)
      for (const deadline of await deadlines.on(place.id, day, position))
        if (deadline.state !== 'cancelled')
          found.push({
            deadline,
            place,
            revision: position,
            changedAt: last?.recordedAt ?? new Date(0),
            reminders: [],
          });
    const near = found
      .sort(
        (a, b) =>
          Math.abs(a.deadline.daysLeft) - Math.abs(b.deadline.daysLeft) || (a.deadline.key < b.deadline.key ? -1 : 1),
      )
      .slice(0, MOST_DEADLINES);
    const schemes = await this.ledger.app.get(SchemeCatalogue).at(position);
    for (const language of LANGUAGES) {
      const { name, description, truncated } = phrases(language).feeds.calendar;
      const text = calendarText({
        ...{ name, language, refreshHours: 24 },
        description: near.length < found.length ? `${description} ${truncated(MOST_DEADLINES)}` : description,
        events: near.map((one) => calendarEventOf(one, { url: '', schemes }, language)),
      });
      await this.#write(`${language}/deadlines.ics`, text.replaceAll('URL:\r\n', ''));
    }
  }

  async #writeData(dossiers: readonly Dossier[]): Promise<void> {
    const bytes = await zipped(dossiers.map(line).join(''), { level: 9 });
    const path = 'dossiers.ndjson.gz';
    await this.#write(path, bytes);
    const schema = 'dossiers.schema.json';
    await this.#write(schema, line(z.toJSONSchema(DossierAnswer, { unrepresentable: 'any' })));
    const { day, position, licence } = this.ledger;
    const words = phrases('en').published;
    const manifest = {
      $schema: 'https://datapackage.org/profiles/2.0/datapackage.json',
      ...{ name: PACKAGE, title: words.title, homepage: 'index.html', version: String(position), asOf: day, position },
      description: `${words.intro} ${words.state(day, position)} ${words.licence(licence)}`,
      ...(licence !== undefined && { licenses: [/^https?:/.test(licence) ? { path: licence } : { name: licence }] }),
      resources: [
        {
          ...{ name: 'dossiers', path, schema, format: 'ndjson', mediatype: 'application/x-ndjson', encoding: 'utf-8' },
          ...{ compression: 'gz', bytes: bytes.length, hash: `sha256:${sha256(bytes)}` },
        },
      ],
    };
    await this.#write(MANIFEST, `${JSON.stringify(manifest, null, 2)}\n`);
  }

  get #events(): EventStore<LedgerEvent> {
    return this.ledger.app.get<EventStore<LedgerEvent>>(EventStore);
  }

  async #text(path: string, language: Language): Promise<string> {
    return (await this.#ask(path, language)).body;
  }

  async #ask(path: string, language: Language) {
    const answer = await this.#fastify.inject({ url: path, headers: { 'accept-language': language } });
    if (answer.statusCode !== 200)
      throw new Error(`${path} answered ${answer.statusCode}: ${answer.body.slice(0, 500)}`);
    return answer;
  }

  /** All items of a list of REST. */
  async #list<T>(path: string, language: Language): Promise<T[]> {
    const items: T[] = [];
    for (let next: string | undefined = path; next !== undefined;) {
      const { body, headers } = await this.#ask(next, language);
      items.push(...(JSON.parse(body) as { items: T[] }).items);
      next = /<([^>]+)>; rel="next"/.exec(String(headers.link))?.[1];
    }
    return items;
  }

  async #write(path: string, content: string | Buffer): Promise<void> {
    const file = join(this.folder, path);
    try {
      const folder = dirname(file);
      if (!this.#folders.has(folder)) await mkdir(folder, { recursive: true });
      this.#folders.add(folder);
      await writeFile(file, content);
    } catch (error) {
      throw new UserError(`Cannot write ${file}: ${(error as Error).message}.`);
    }
    this.#sums.set(path, sha256(content));
  }
}

/** An address of the console, without its fragment and some parameters. */
function addressOf(href: string, without: readonly string[] = []): string {
  const { pathname, searchParams } = new URL(href.replaceAll('&amp;', '&'), BASE);
  for (const name of without) searchParams.delete(name);
  searchParams.sort();
  return searchParams.size > 0 ? `${pathname}?${searchParams.toString()}` : pathname;
}

const jsonOf = (file: string): string => file.replace(/html$/, 'json');

const line = (value: unknown): string => `${JSON.stringify(value)}\n`;

const sha256 = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');

const yearEnd = (year: number, day: Day): Day => (`${year}-12-31` < day ? `${year}-12-31` : day);

/** A register as the ledger knows it: an installation that restored it has none of the documents that were read. */
function withoutReadings(register: object): object {
  const { readings } = register as { readings?: Record<string, unknown>[] };
  return { ...register, ...(readings && { readings: readings.map(({ reading: _, ...point }) => point) }) };
}
