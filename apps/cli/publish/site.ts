import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { forEachConcurrent } from '#concurrency/async-iteration.js';
import type { CalendarDeadline } from '#deadlines/queries/calendar-deadlines.js';
import { DeadlinesOfDossier, type DossierDeadline } from '#deadlines/queries/dossier-deadlines.js';
import { earlier } from '#domain/date/day.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { Schemes, SchemeView } from '#domain/scheme/catalogue.js';
import { uuidOf } from '#event-store/encoding.js';
import { EventStore } from '#event-store/event-store.js';
import { calendarEventOf, calendarText } from '#feeds/calendars.js';
import { phrases } from '#language/phrases.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { assetUrl } from '../../api/http/assets.js';
import { DossierAnswer } from '../../api/ledger/dossier-answer.js';
import { UserError } from '../terminal.js';
import { CHECKPOINT, type Job, MANIFEST, PACKAGE } from './job.js';
import { type Framed, framed, indexContent, languagesPage, picture } from './site-pages.js';
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

/** A page of the console, or the first of a list, and the file that it becomes. */
interface Source {
  path: string;
  file: string;
  /** What REST answers about the same; absent: nothing. */
  json?: () => unknown;
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

/**
 * The files of a site in a language: the pages of the console for readers without a key, what REST answers, and indexes. With
 * English, what both share.
 */
export class Site {
  readonly #fastify: FastifyInstance;
  /** The sum of each file, by its path. */
  readonly #sums = new Map<string, string>();
  /** Files within a language by the addresses of the console. */
  readonly #files = new Map([
    ['/', 'index.html'],
    ...(['console.css', 'favicon.svg'] as const).map((name): [string, string] => [assetUrl(name), `../assets/${name}`]),
  ]);
  /** The file of an anchor, by `file#anchor`: of an event, by the first file of its list as well. */
  readonly #places = new Map<string, string>();
  readonly #folders = new Set<string>();

  constructor(
    private readonly job: Job,
    private readonly app: NestFastifyApplication,
    private readonly onPage: (pages: number) => void,
  ) {
    this.#fastify = app.getHttpAdapter().getInstance();
  }

  /** @returns the sum of each file, by its path */
  async write(): Promise<ReadonlyMap<string, string>> {
    const contents = await this.#contents();
    const schemes = await this.app.get(SchemeCatalogue).at(this.job.position);
    const sources = this.#sourcesOf(contents);
    for (const { path, file } of sources) this.#files.set(path, file);
    for (const { id, slug } of contents.providers) this.#files.set(`/providers/${id}`, `providers/${slug}.html`);
    // Dossiers first: other pages point to their events.
    for (const isDossier of [true, false]) {
      const some = sources.filter(({ file }) => file.startsWith('dossiers/') === isDossier);
      await forEachConcurrent(AT_ONCE, Readable.from(some), async (source: Source) => {
        await this.#writePages(source, contents, schemes);
        this.onPage(sources.length);
      });
    }
    await this.#writeIndex(contents);
    await this.#writeCalendar(contents.dossiers, schemes);
    if (this.job.language === 'en') await this.#writeShared(contents.dossiers);
    return this.#sums;
  }

  /** What both languages share. */
  async #writeShared(dossiers: readonly Dossier[]): Promise<void> {
    const checkpoint = await this.#fastify.inject('/log/checkpoint');
    if (checkpoint.statusCode === 200) this.#write(CHECKPOINT, checkpoint.body);
    await this.#writeData(dossiers);
    this.#write('index.html', languagesPage());
    for (const [path, file] of this.#files)
      if (path.startsWith('/assets/')) this.#write(posix.join('en', file), await this.#text(path));
  }

  async #contents(): Promise<Contents> {
    const dossiers = await this.#list<Dossier>('/v1/dossiers?limit=200');
    const days = dossiers.flatMap(({ announced, milestones, grants }) => [
      ...(announced ? [announced.occurred] : []),
      ...milestones.map(({ day }) => day),
      ...grants.flatMap(({ runsFrom }) => runsFrom ?? []),
    ]);
    const last = yearOf(this.job.day);
    const first = Math.min(last, ...days.map(yearOf));
    return {
      dossiers,
      providers: await this.#list('/v1/providers?limit=200'),
      schemes: await this.#list('/v1/schemes'),
      registers: (await this.#list<Named>('/v1/registers')).map(withoutReadings),
      years: Array.from({ length: last - first + 1 }, (_, index) => last - index),
    };
  }

  #sourcesOf(contents: Contents): Source[] {
    const { dossiers, providers, schemes, registers, years } = contents;
    const { day } = this.job;
    const answer = (path: string) => async () => JSON.parse(await this.#text(path)) as Named;
    const list = (path: string) => async () => ({ items: await this.#list(path) });
    const subject = (path: string) => ({ path, file: `${path.slice(1)}.html`, json: answer(`/v1${path}`) });
    return [
      ...dossiers.map((dossier) => ({ ...subject(`/dossiers/${dossier.id}`), json: () => dossier })),
      ...providers.map(({ id, slug }) => ({
        ...subject(`/providers/${slug}`),
        pictured: ({ provider }: Dossier) => provider.id === id,
      })),
      ...schemes.flatMap(({ slug }) => {
        const all = `/dossiers?scheme=${slug}`;
        const has = ({ scheme }: Dossier): boolean => scheme === slug;
        const json = () => ({ items: dossiers.filter(has) });
        return [
          { ...subject(`/schemes/${slug}`), pictured: has, all },
          { path: all, file: `schemes/${slug}.dossiers.html`, json },
        ];
      }),
      ...registers.map(({ slug }) => ({
        ...subject(`/registers/${slug}`),
        json: async () => ({
          ...withoutReadings(await answer(`/v1/registers/${slug}`)()),
          ...(await list(`/v1/registers/${slug}/entries?limit=200`)()),
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
        json: () => ({ items: contents[name] }),
      })),
    ];
  }

  /** A page and those with which it goes on. */
  async #writePages(source: Source, { dossiers }: Contents, schemes: Schemes): Promise<void> {
    const { path, file, json, pictured, all } = source;
    const { language, day } = this.job;
    const pages: { html: string; own: string }[] = [];
    for (let next: string | undefined = path; next !== undefined;) {
      const html = await this.#text(next);
      const own = pages.length === 0 ? file : file.replace(/html$/, `${pages.length + 1}.html`);
      pages.push({ html, own });
      this.#files.set(next, own);
      for (const [, id = ''] of html.matchAll(/ id="(event-[0-9a-f-]{36}|timeline|entries)"/g)) {
        this.#places.set(`${own}#${id}`, own);
        if (id.startsWith('event-')) this.#places.set(`${file}#${id}`, own);
      }
      const links = [...html.matchAll(/<a rel="next" href="([^"]+)"/g)].map(([, href = '']) => unescaped(href));
      next = links.map((link) => addressOf(link)).find((link) => addressOf(link, GOES_ON) === path);
    }
    const data = json && file.replace(/html$/, 'json');
    const of = { dossiers: pictured ? dossiers.filter(pictured) : [], schemes, all, language, day };
    for (const { html, own } of pages) {
      const above = (lines: number): string => (own === file ? picture(of, lines) : '');
      this.#writePage(html, { file: own, json: data }, above);
    }
    if (json) this.#write(`${language}/${data}`, lineOf(await json()));
  }

  /** @param above its first section */
  #writePage(html: string, page: Framed, above: (lines: number) => string = () => ''): void {
    const hrefOf = (href: string): string | undefined => this.#hrefOf(href, page.file, html);
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
    this.#write(`${this.job.language}/${page.file}`, text);
  }

  /** On the site, from one of its files; `undefined` if it has no such page. */
  #hrefOf(href: string, from: string, html: string): string | undefined {
    if (href.startsWith('#')) return html.includes(` id="${href.slice(1)}"`) ? href : undefined;
    if (!href.startsWith('/')) return href;
    const whole = this.#files.get(href);
    if (whole !== undefined) return posix.relative(posix.dirname(from), whole);
    const { hash, searchParams } = new URL(href, BASE);
    const file = this.#files.get(addressOf(href, ['event']));
    if (file === undefined) return undefined;
    const event = searchParams.get('event');
    const id = event === null ? hash.slice(1) : `event-${event}`;
    const place = this.#places.get(`${file}#${id}`);
    return posix.relative(posix.dirname(from), place ?? file) + (place === undefined ? '' : `#${id}`);
  }

  async #writeIndex(contents: Contents): Promise<void> {
    const { language } = this.job;
    const content = indexContent(contents, language);
    const { title, intro } = phrases(language).published;
    const html = (await this.#text('/'))
      .replace(/(<main [^>]*>).*(<\/main>)/s, (_, begin: string, end: string) => begin + content + end)
      .replace(/<title>[^<]*/, `<title>${title}`)
      .replace(/(<meta name="description" content=")[^"]*/, `$1${intro}`);
    this.#writePage(html, { file: 'index.html', json: undefined });
    const feed = await this.#text(`/v1/changes.atom?language=${language}`);
    const self = 'changes.atom';
    const id = uuidOf('published', (await this.#events.idAt(1)) ?? '', language);
    const atom = feed
      .replace(/<id>[^<]*/, `<id>urn:uuid:${id}`)
      .replace(/<link rel="next"[^>]*>\n/, '')
      .replace(/<link rel="self"([^>]*) href="[^"]*"/, `<link rel="self"$1 href="${self}"`)
      .replace(/ href="https:\/\/ledger\.invalid([^"]*)"/g, (_, path: string) => {
        const target = this.#hrefOf(unescaped(path), self, '') ?? 'index.html';
        return ` href="${target}"`;
      });
    this.#write(`${language}/${self}`, atom);
  }

  /** Derived from the ledger alone: the revisions of `/v1/deadlines.ics` are those of one installation. */
  async #writeCalendar(dossiers: readonly Dossier[], schemes: Schemes): Promise<void> {
    const { day, position, language } = this.job;
    const [last] = await this.#events.readAll({ after: position - 1, upTo: position, limit: 1 });
    const changed = { revision: position, changedAt: last?.recordedAt ?? new Date(0), reminders: [] };
    const all: (CalendarDeadline & { deadline: DossierDeadline })[] = [];
    for (const place of dossiers)
      for (const deadline of await this.app.get(DeadlinesOfDossier, { strict: false }).on(place.id, day, position))
        if (deadline.state !== 'cancelled') all.push({ deadline, place, ...changed });
    const far = ({ deadline }: (typeof all)[number]): number => Math.abs(deadline.daysLeft);
    const near = all
      .sort((a, b) => far(a) - far(b) || (a.deadline.key < b.deadline.key ? -1 : 1))
      .slice(0, MOST_DEADLINES);
    const { name, description, truncated } = phrases(language).feeds.calendar;
    const text = calendarText({
      ...{ name, language, refreshHours: 24 },
      description: near.length < all.length ? `${description} ${truncated(MOST_DEADLINES)}` : description,
      events: near.map((one) => calendarEventOf(one, { url: '', schemes }, language)),
    });
    this.#write(`${language}/deadlines.ics`, text.replaceAll('URL:\r\n', '')); // it has to be absolute
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

  async #ask(path: string) {
    const answer = await this.#fastify.inject({ url: path, headers: { 'accept-language': this.job.language } });
    if (answer.statusCode !== 200)
      throw new Error(`${path} answered ${answer.statusCode}: ${answer.body.slice(0, 500)}`);
    return answer;
  }

  async #text(path: string): Promise<string> {
    return (await this.#ask(path)).body;
  }

  /** All items of a list of REST. */
  async #list<T>(path: string): Promise<T[]> {
    const items: T[] = [];
    for (let next: string | undefined = path; next !== undefined;) {
      const { body, headers } = await this.#ask(next);
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

const yearOf = (day: string): number => Number(day.slice(0, 4));

const lineOf = (value: unknown): string => `${JSON.stringify(value)}\n`;

const sha256 = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');

/** A register as the ledger knows it: where it was restored, there are none of the documents that were read. */
function withoutReadings<T extends object>(register: T): T {
  const { readings } = register as { readings?: Record<string, unknown>[] };
  return { ...register, ...(readings && { readings: readings.map(({ reading: _, ...point }) => point) }) };
}
