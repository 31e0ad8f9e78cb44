import { createHash } from 'node:crypto';
import { RE2JS } from 're2js';
import type { z } from 'zod';
import { type Day, dayIn, isDay, compareDays } from '#domain/date/day.js';
import { isInstant } from '#domain/date/instant.js';
import { isPartialDate, type PartialDate, earliest, latest } from '#domain/date/partial-date.js';
import { identifierIn, type Identifier } from '#domain/provider/identifiers.js';
import { reason } from '#domain/refusal.js';
import { type Entry, type HistoryRow, isOutcome, type UnreadableEntry } from '#domain/register/entry.js';
import { isAlways, isMarked, partsOfKey } from '#domain/register/places.js';
import type { ReaderProfile } from '#domain/register/register.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { fold, Line, Name } from '#domain/text/text.js';
import { problemsOf } from '#domain/validation.js';
import type { Reason } from '#domain/reasons.js';
import { listOf, type Places, type RawEntry } from './raw-entry.js';

type Dates = Pick<ReaderProfile, 'dates' | 'timeZone'>;

const TIME = /^[T ]\d{1,2}:\d\d(?::\d\d(?:\.\d{1,9})?)?(?: ?[ap]m)?$/i;
const NUMERIC = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})/;
const MONTH = /^(\d{1,2})[/.-](\d{4})$/;
/** `27 January 2026`, `1er mars 2026`, `5. Mai 2026`, `3 de junio de 2026`. */
const WORDED = /^(\d{1,2})(?:er|st|nd|rd|th|\.|º)? (?:de )?(\p{L}{3,12})\.?,? (?:de )?(\d{4})$/iu;
/** Longer than any date. */
const LONGEST = 50;

/** The day zero of spreadsheets, in any time zone: an empty cell that was formatted as a date. */
const ZERO = /^1899-12-(?:29|30|31)/;

/** Whether a text is the date that spreadsheets show for an empty cell. */
const isZeroDate = (text: string): boolean => ZERO.test(text);

/** A date as a register writes it; `undefined` if it is none. ISO dates are read in every notation. */
function dateIn(text: string, { dates, timeZone = 'UTC' }: Dates): PartialDate | undefined {
  if (text.length > LONGEST) return undefined;
  if (isPartialDate(text)) return text;
  if (isInstant(text)) return existing(dayIn(timeZone, new Date(text)));
  if (/^\d{4}-\d\d-\d\d/.test(text) && TIME.test(text.slice(10))) return existing(text.slice(0, 10));
  const [, day = '', month = '', year = ''] = WORDED.exec(text) ?? [];
  const number = monthsByName().get(fold(month));
  if (number !== undefined) return existing(`${year}-${number}-${day.padStart(2, '0')}`);
  return dates === undefined || dates === 'iso' ? undefined : numericDate(text, dates);
}

const LANGUAGES = ['en', 'fr', 'de', 'es', 'it', 'nl', 'pt'];

/** The names of months, also abbreviated, without case and accents; made when they are needed first. */
function monthsByName(): ReadonlyMap<string, string> {
  if (MONTHS.size === 0)
    for (let month = 1; month <= 12; month += 1)
      for (const language of LANGUAGES)
        for (const style of ['long', 'short'] as const) {
          const name = new Date(Date.UTC(2000, month - 1, 1)).toLocaleDateString(language, {
            month: style,
            timeZone: 'UTC',
          });
          MONTHS.set(fold(name), String(month).padStart(2, '0'));
        }
  return MONTHS;
}

const MONTHS = new Map<string, string>();

function numericDate(text: string, dates: 'day-month-year' | 'month-day-year'): PartialDate | undefined {
  const [whole = '', first = '', , second = '', year = ''] = NUMERIC.exec(text) ?? [];
  const rest = text.slice(whole.length);
  if (whole !== '' && (rest === '' || TIME.test(rest))) {
    const [day, month] = dates === 'day-month-year' ? [first, second] : [second, first];
    return existing(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
  }
  const [, month, monthYear = ''] = MONTH.exec(text) ?? [];
  if (month === undefined) return undefined;
  const date = `${monthYear}-${month.padStart(2, '0')}`;
  return isPartialDate(date) ? date : undefined;
}

const existing = (day: string): PartialDate | undefined => (isDay(day) ? day : undefined);

/** An entry with the keys of the entries that are built on it. */
export type ReadEntry = { number: number; entry: Entry; dependents: readonly string[]; leftOut: UnreadableEntry[] };

type Names = Pick<Entry, 'key' | 'provider' | 'service'>;

type Outcome = ReadEntry | 'ignored' | { unreadable: UnreadableEntry };

/** Of a text that a problem cites. */
const CITED = 200;
/** A longer text is never taken apart: 60 kB of gzip unpack to one of 60 million characters. */
const LONGEST_TEXT = 200_000;
/** Of a place of which the first or the earliest counts. */
const MOST_VALUES = 10_000;
/** Of the history of an entry. */
const MOST_ROWS = 1_000;
const MOST = { serviceKinds: 50, conditions: 100, dependsOn: 1_000, dependents: 10_000 };
type ListField = keyof typeof MOST;

/** A value that makes its entry unreadable. */
class Unreadable extends Error {
  constructor(
    readonly field: string,
    readonly problem: Reason,
  ) {
    super(problem.code);
  }
}

/** The expressions of a profile, compiled. @throws Error that says what is wrong with one */
export function compilePatterns(profile: unknown): ReadonlyMap<string, RE2JS> {
  const found = new Map<string, RE2JS>();
  const collect = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [name, one] of Object.entries(value))
      if (name === 'part' && typeof one === 'string') found.set(one, RE2JS.compile(one));
      else collect(one);
  };
  collect(profile);
  return found;
}

/** Understands entries by a profile, one by one. */
export class EntryReader {
  readonly #blanks: ReadonlySet<string>;
  readonly #stages: ReadonlyMap<string, string>;
  readonly #levels: ReadonlyMap<string, string>;
  readonly #patterns: ReadonlyMap<string, RE2JS>;

  constructor(
    private readonly profile: ReaderProfile,
    private readonly scheme: Scheme,
  ) {
    const { blanks = [], stages = {}, levels = {} } = profile;
    this.#patterns = compilePatterns(profile);
    this.#blanks = new Set(['', ...blanks.map(tidy).map(lower)]);
    this.#stages = new Map(Object.entries(stages).map(([text, stage]) => [lower(tidy(text)), stage]));
    this.#levels = new Map([
      ...(scheme.levels ?? []).map((level) => [fold(level), level] as const),
      ...Object.entries(levels).map(([text, level]) => [fold(text), level] as const),
    ]);
  }

  /** A day of a document. @returns nothing if it does not say, a problem if that is no day */
  dayOfDocument(document: Pick<RawEntry, 'textsAt'>, field: 'readOn' | 'nextUpdate'): { day?: Day; problem?: Reason } {
    try {
      const [text] = this.#textsOf({ ...document, number: 0 }, field, this.profile[field]);
      if (text === undefined) return {};
      const day = dateIn(text, this.profile);
      const { dates = 'iso' } = this.profile;
      return day !== undefined && isDay(day)
        ? { day }
        : { problem: reason('register-date-format', { text: cited(text), dates }) };
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      return { problem: error.problem };
    }
  }

  read(raw: RawEntry): Outcome {
    try {
      const stage = this.#stageOf(raw);
      if (stage === 'ignored') return 'ignored';
      return this.#entryOf(raw, this.#namesOf(raw), stage);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      const { field, problem } = error;
      return { unreadable: { number: raw.number, ...this.#recognized(raw), field, problem } };
    }
  }

  #namesOf(raw: RawEntry): Names {
    const provider = this.#nameOf(raw, 'provider') ?? missing('provider');
    const service = this.#nameOf(raw, 'service');
    return { key: this.#keyOf(raw, provider, service), provider, service };
  }

  /** Which entry one is that cannot be read, whatever else is wrong with it. */
  #recognized(raw: RawEntry): Pick<UnreadableEntry, 'key' | 'provider'> {
    const own = this.profile.fields.entry !== undefined;
    return {
      key: unlessUnreadable(() => (own ? this.#ownKeyOf(raw) : this.#namesOf(raw).key)),
      provider: unlessUnreadable(() => this.#nameOf(raw, 'provider')),
    };
  }

  #entryOf(raw: RawEntry, names: Names, stage: string): ReadEntry {
    const leftOut: UnreadableEntry[] = [];
    const leaveOut = (field: string, problem: Reason): void => {
      leftOut.push({ number: raw.number, key: names.key, field, problem });
    };
    const keysOf = (field: 'dependsOn' | 'dependents') =>
      this.#listOf(raw, field, Name, leaveOut).filter((key) => key !== names.key);
    const history = this.#historyOf(raw, stage);
    const entry: Entry = {
      ...names,
      ...(history && { history }),
      ...this.#listingOf(stage),
      ...(stage === 'absent' ? { milestones: [] } : { milestones: this.#milestonesOf(raw, stage, leaveOut) }),
      serviceKinds: this.#listOf(raw, 'serviceKinds', Name, leaveOut),
      conditions: this.#listOf(raw, 'conditions', Line, leaveOut),
      dependsOn: keysOf('dependsOn'),
      level: this.#levelOf(raw, leaveOut),
      decision: this.#nameOf(raw, 'decision'),
      identifier: this.#identifierOf(raw, leaveOut),
    };
    const isDated = entry.listing !== 'in-progress' && entry.listing !== 'absent';
    const whole = isDated ? { ...entry, ...this.#validityOf(raw) } : entry;
    return { number: raw.number, entry: whole, dependents: keysOf('dependents'), leftOut };
  }

  #stageOf(raw: RawEntry): string {
    const { stage: places } = this.profile.fields;
    if (isAlways(places)) return canonicalStage(places.always);
    return places === undefined ? 'granted' : this.#stageAt(raw, 'stage', places);
  }

  #stageAt(raw: RawEntry, field: string, places: Places): string {
    const text = this.#textsOf(raw, field, places)[0] ?? '';
    const stage = this.#stages.get(lower(text));
    if (stage !== undefined) return canonicalStage(stage);
    if (text === '') throw new Unreadable(field === 'history' ? 'history.stage' : field, reason('required'));
    throw new Unreadable(field, reason('register-stage-unknown', { text: cited(text) }));
  }

  /** Nobody knows what a row that cannot be read would have said: its entry is unreadable. */
  #historyOf(raw: RawEntry, stage: string): HistoryRow[] | undefined {
    const { history, fields } = this.profile;
    if (history === undefined && fields.since === undefined) return undefined;
    const rows = listOf(history?.rows).flatMap(({ at }) => raw.rowsAt?.(at) ?? []);
    if (rows.length > MOST_ROWS)
      throw new Unreadable('history', reason('too-large', { of: 'array', maximum: MOST_ROWS, included: true }));
    const told = rows.flatMap((row): HistoryRow[] => {
      const listed = history && this.#stageAt(row, 'history', history.stage);
      if (history === undefined || listed === undefined || listed === 'ignored') return [];
      return [{ day: this.#dayOf(row, 'history', history.day) ?? missing('history.day'), ...this.#listingOf(listed) }];
    });
    const since = this.#dayOf(raw, 'since', fields.since);
    const isLatestFirst = compareDays(told.at(0)?.day ?? '', told.at(-1)?.day ?? '') > 0;
    const inOrder = isLatestFirst ? told.toReversed() : told;
    return since === undefined ? inOrder : [...inOrder, { day: since, ...this.#listingOf(stage) }];
  }

  #dayOf(raw: RawEntry, field: string, places: Places | undefined): PartialDate | undefined {
    return listOf(places).flatMap((place) => this.#datesAt(raw, place, field))[0];
  }

  #listingOf(stage: string): Pick<Entry, 'listing' | 'milestone'> {
    if (isOutcome(stage)) return { listing: stage };
    const gives = this.scheme.milestones.find(({ code }) => code === stage)?.gives;
    return { listing: gives === 'granted' ? 'granted' : 'in-progress', milestone: stage };
  }

  /** Its own, or else its names without case, accents and punctuation, which are not always written alike. */
  #keyOf(raw: RawEntry, provider: string, service: string | undefined): string {
    if (this.profile.fields.entry !== undefined) return this.#ownKeyOf(raw) ?? missing('entry');
    const names = [provider, service].filter((name) => name !== undefined);
    return checked(Name, names.map((name) => fold(name) || name).join(' / '), 'entry');
  }

  /** All its parts, or it is none. */
  #ownKeyOf(raw: RawEntry): string | undefined {
    const parts = partsOfKey(this.profile.fields.entry).map((places) => this.#textsOf(raw, 'entry', places)[0]);
    return parts.includes(undefined) ? undefined : checked(Name, parts.join(' / '), 'entry');
  }

  #nameOf(raw: RawEntry, field: 'provider' | 'service' | 'decision'): string | undefined {
    const [text] = this.#textsOf(raw, field, this.profile.fields[field]);
    if (text === undefined) return undefined;
    const name = checked(Name, text, field);
    if ((field === 'provider' || field === 'service') && fold(name) === '')
      throw new Unreadable(field, reason('name-without-letters'));
    return name;
  }

  #identifierOf(raw: RawEntry, leaveOut: (field: string, problem: Reason) => void): Identifier | undefined {
    const [text] = this.#textsOf(raw, 'identifier', this.profile.fields.identifier);
    const identifier = text === undefined ? undefined : identifierIn(text.slice(0, CITED));
    if (text !== undefined && !identifier) leaveOut('identifier', reason('identifier-invalid'));
    return identifier;
  }

  #levelOf(raw: RawEntry, leaveOut: (field: string, problem: Reason) => void): string | undefined {
    const [text] = this.#textsOf(raw, 'level', this.profile.fields.level);
    if (text === undefined) return undefined;
    const level = this.#levels.get(fold(text.slice(0, CITED)));
    if (level !== undefined) return level;
    const { levels } = this.scheme;
    const problem = levels ? reason('register-level-unknown', { text: cited(text), levels }) : problemWith(Name, text);
    if (problem) leaveOut('level', problem);
    return problem ? undefined : text;
  }

  /** A stage begins with the first of its steps. A date of the stage at which the entry is listed must be readable. */
  #milestonesOf(raw: RawEntry, stage: string, leaveOut: (field: string, problem: Reason) => void): Entry['milestones'] {
    return this.scheme.milestones.flatMap(({ code: milestone }) => {
      const dates = listOf(this.profile.milestones?.[milestone]).flatMap((place) => {
        try {
          return this.#datesAt(raw, place, place.at);
        } catch (error) {
          if (!(error instanceof Unreadable) || milestone === stage) throw error;
          leaveOut(error.field, error.problem);
          return [];
        }
      });
      const occurred = dates.sort((a, b) => compareDays(earliest(a), earliest(b)))[0];
      return occurred === undefined ? [] : [{ milestone, occurred }];
    });
  }

  #validityOf(raw: RawEntry): Pick<Entry, 'validFrom' | 'validUntil'> {
    const [validFrom, validUntil] = (['validFrom', 'validUntil'] as const).map((field) =>
      listOf(this.profile.fields[field])
        .map((place) => this.#datesAt(raw, place, field)[0])
        .find((date) => date !== undefined),
    );
    if (validFrom !== undefined && validUntil !== undefined && latest(validUntil) < earliest(validFrom))
      throw new Unreadable('validUntil', reason('ends-before-valid-from'));
    return { validFrom, validUntil };
  }

  #datesAt(raw: RawEntry, place: Places, field: string): PartialDate[] {
    return this.#textsOf(raw, field, place)
      .filter((text) => !isZeroDate(text))
      .map((text) => {
        const date = dateIn(text, this.profile);
        if (date !== undefined) return date;
        const { dates = 'iso' } = this.profile;
        throw new Unreadable(field, reason('register-date-format', { text: cited(text), dates }));
      });
  }

  #listOf(
    raw: RawEntry,
    field: ListField,
    schema: z.ZodType<string>,
    leaveOut: (field: string, problem: Reason) => void,
  ) {
    const places = this.profile.fields[field];
    const texts = unlessUnreadable(
      () =>
        isMarked(places)
          ? places.marked.filter((place) => this.#textsOf(raw, field, place).length > 0)
          : this.#textsOf(raw, field, places, MOST[field]),
      ({ problem }) => {
        leaveOut(field, problem);
      },
    );
    if (!texts) return [];
    const wrong = texts.map((text) => problemWith(schema, text)).find((problem) => problem !== undefined);
    if (wrong) leaveOut(field, wrong);
    const right = [...new Set(texts)].filter((text) => problemWith(schema, text) === undefined);
    if (right.length > MOST[field])
      leaveOut(field, reason('too-large', { of: 'array', maximum: MOST[field], included: true }));
    return right.slice(0, MOST[field]);
  }

  /** Of a text, what its place means; nothing if that is not in it. */
  #meant(text: string, { part, as }: ReturnType<typeof listOf>[number], field: string): string {
    const meant = part === undefined ? text : this.#partOf(text.slice(0, LONGEST_WHOLE), part, field);
    return as === undefined || meant === ''
      ? meant
      : createHash('sha256').update(Buffer.from(meant, 'base64')).digest('hex');
  }

  #partOf(text: string, part: string, field: string): string {
    const pattern = this.#patterns.get(part);
    const matcher = pattern?.matcher(text);
    if (!pattern || !matcher?.find()) return '';
    const groups = Object.keys(pattern.namedGroups());
    const wanted = groups.includes(field) ? [field] : groups;
    return tidy(wanted.map((group) => matcher.group(group)).find((found) => found !== null) ?? '');
  }

  /**
   * The texts of the first place that has any; without blanks.
   *
   * @param most of a list, whose texts are taken apart: no more than that and one are looked for
   * @throws Unreadable
   */
  #textsOf(raw: RawEntry, field: string, places: Places | undefined, most?: number): string[] {
    const { separator = ';' } = this.profile;
    const found: string[] = [];
    for (const place of listOf(places)) {
      for (const text of raw.textsAt(place.at)) {
        if (text.length > LONGEST_TEXT) throw new Unreadable(field, tooLong);
        const isWhole = most === undefined || place.part !== undefined;
        for (const part of isWhole ? [text] : text.replaceAll('\n', separator).split(separator)) {
          const tidied = this.#meant(tidy(part), place, field);
          if (this.#blanks.has(lower(tidied))) continue;
          found.push(tidied);
          if (found.length > (most ?? MOST_VALUES)) return found;
        }
      }
      if (found.length > 0) return found;
    }
    return [];
  }
}

/** A text of which a part is taken. */
const LONGEST_WHOLE = 10_000;

/** `revoked` is the word for certificates. */
const canonicalStage = (stage: string): string => (stage === 'revoked' ? 'withdrawn' : stage);

/** On one line, with single spaces: registers break lines in names. */
const tidy = (text: string): string => text.replace(/\s+/g, ' ').trim();
const lower = (text: string): string => text.toLowerCase();
const cited = (text: string): string => text.slice(0, CITED);
const tooLong = reason('too-large', { of: 'string', maximum: LONGEST_TEXT, included: true });

function missing(field: string): never {
  throw new Unreadable(field, reason('required'));
}

function unlessUnreadable<T>(read: () => T, otherwise?: (why: Unreadable) => void): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    otherwise?.(error);
    return undefined;
  }
}

function problemWith(schema: z.ZodType<string>, text: string): Reason | undefined {
  const { success, error } = schema.safeParse(text);
  if (success) return undefined;
  const [problem] = problemsOf(error.issues, text);
  return problem && ({ code: problem.code, ...(problem.params && { params: problem.params }) } as Reason);
}

function checked(schema: z.ZodType<string>, text: string, field: string): string {
  const problem = problemWith(schema, text);
  if (problem) throw new Unreadable(field, problem);
  return text;
}
