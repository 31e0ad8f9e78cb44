import type { z } from 'zod';
import { type Day, isDay, compareDays } from '#domain/date/day.js';
import { isInstant } from '#domain/date/instant.js';
import { isPartialDate, type PartialDate, earliest, latest } from '#domain/date/partial-date.js';
import { identifierIn, type Identifier } from '#domain/provider/identifiers.js';
import { reason } from '#domain/refusal.js';
import type { Entry, HistoryRow, UnreadableEntry } from '#domain/register/entry.js';
import type { ReaderProfile } from '#domain/register/register.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { fold, Line, Name } from '#domain/text/text.js';
import { problemsOf } from '#domain/validation.js';
import type { Reason } from '#domain/reasons.js';
import { listOf, type Places, type RawEntry } from './raw-entry.js';

type Dates = ReaderProfile['dates'];

const TIME = /^[T ]\d{1,2}:\d\d(?::\d\d(?:\.\d{1,9})?)?(?: ?[ap]m)?$/i;
const NUMERIC = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})/;
const MONTH = /^(\d{1,2})[/.-](\d{4})$/;
/** Longer than any date. */
const LONGEST = 50;

/** The day zero of spreadsheets, in any time zone: an empty cell that was formatted as a date. */
const ZERO = /^1899-12-(?:29|30|31)/;

/** Whether a text is the date that spreadsheets show for an empty cell. */
const isZeroDate = (text: string): boolean => ZERO.test(text);

/** A date as a register writes it; `undefined` if it is none. ISO dates are read in every notation. */
function dateIn(text: string, dates: Dates): PartialDate | undefined {
  if (text.length > LONGEST) return undefined;
  if (isPartialDate(text)) return text;
  if (isInstant(text)) return existing(new Date(text).toISOString().slice(0, 10));
  if (/^\d{4}-\d\d-\d\d/.test(text) && TIME.test(text.slice(10))) return existing(text.slice(0, 10));
  return dates === 'iso' ? undefined : numericDate(text, dates);
}

function numericDate(text: string, dates: Exclude<Dates, 'iso'>): PartialDate | undefined {
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

/** Understands entries by a profile, one by one. */
export class EntryReader {
  readonly #blanks: ReadonlySet<string>;
  readonly #stages: ReadonlyMap<string, string>;
  readonly #levels: ReadonlyMap<string, string>;

  constructor(
    private readonly profile: ReaderProfile,
    private readonly scheme: Scheme,
  ) {
    const { blanks, stages, levels = {} } = profile;
    this.#blanks = new Set(['', ...blanks.map(tidy).map(lower)]);
    this.#stages = new Map(Object.entries(stages).map(([text, stage]) => [lower(tidy(text)), stage]));
    this.#levels = new Map([
      ...(scheme.levels ?? []).map((level) => [fold(level), level] as const),
      ...Object.entries(levels).map(([text, level]) => [fold(text), level] as const),
    ]);
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
      key: unlessUnreadable(() => (own ? this.#nameOf(raw, 'entry') : this.#namesOf(raw).key)),
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
    const whole = entry.listing === 'granted' ? { ...entry, ...this.#validityOf(raw) } : entry;
    return { number: raw.number, entry: whole, dependents: keysOf('dependents'), leftOut };
  }

  #stageOf(raw: RawEntry): string {
    const { stage: places } = this.profile.fields;
    return places === undefined ? 'granted' : this.#stageAt(raw, 'stage', places);
  }

  #stageAt(raw: RawEntry, field: string, places: Places): string {
    const text = this.#textsOf(raw, field, places)[0] ?? '';
    const stage = this.#stages.get(lower(text));
    if (stage !== undefined) return stage;
    if (text === '') throw new Unreadable(field, reason('required'));
    throw new Unreadable(field, reason('register-stage-unknown', { text: cited(text) }));
  }

  /** Nobody knows what a row that cannot be read would have said: its entry is unreadable. */
  #historyOf(raw: RawEntry, stage: string): HistoryRow[] | undefined {
    const { history, fields } = this.profile;
    if (history === undefined && fields.since === undefined) return undefined;
    const rows = listOf(history?.rows).flatMap((place) => raw.rowsAt?.(place) ?? []);
    if (rows.length > MOST_ROWS)
      throw new Unreadable('history', reason('too-large', { of: 'array', maximum: MOST_ROWS, included: true }));
    const told = rows.flatMap((row): HistoryRow[] => {
      const listed = history && this.#stageAt(row, 'history', history.stage);
      if (history === undefined || listed === undefined || listed === 'ignored') return [];
      return [{ day: this.#dayOf(row, 'history', history.day) ?? missing('history'), ...this.#listingOf(listed) }];
    });
    const since = this.#dayOf(raw, 'since', fields.since);
    return since === undefined ? told : [...told, { day: since, ...this.#listingOf(stage) }];
  }

  #dayOf(raw: RawEntry, field: string, places: Places | undefined): Day | undefined {
    const [date] = listOf(places).flatMap((place) => this.#datesAt(raw, place, field));
    return date === undefined ? undefined : earliest(date);
  }

  #listingOf(stage: string): Pick<Entry, 'listing' | 'milestone'> {
    if (stage === 'granted' || stage === 'absent') return { listing: stage };
    const gives = this.scheme.milestones.find(({ code }) => code === stage)?.gives;
    return { listing: gives === 'granted' ? 'granted' : 'in-progress', milestone: stage };
  }

  /** Its own, or else its names without case, accents and punctuation, which are not always written alike. */
  #keyOf(raw: RawEntry, provider: string, service: string | undefined): string {
    const { entry: places } = this.profile.fields;
    if (places !== undefined) return this.#nameOf(raw, 'entry') ?? missing('entry');
    const names = [provider, service].filter((name) => name !== undefined);
    return checked(Name, names.map((name) => fold(name) || name).join(' / '), 'entry');
  }

  #nameOf(raw: RawEntry, field: 'provider' | 'service' | 'entry' | 'decision'): string | undefined {
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
      const dates = listOf(this.profile.milestones[milestone]).flatMap((place) => {
        try {
          return this.#datesAt(raw, place, place);
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

  #datesAt(raw: RawEntry, place: string, field: string): PartialDate[] {
    return this.#textsOf(raw, field, place)
      .filter((text) => !isZeroDate(text))
      .map((text) => {
        const date = dateIn(text, this.profile.dates);
        if (date !== undefined) return date;
        throw new Unreadable(field, reason('register-date-format', { text: cited(text), dates: this.profile.dates }));
      });
  }

  #listOf(
    raw: RawEntry,
    field: ListField,
    schema: z.ZodType<string>,
    leaveOut: (field: string, problem: Reason) => void,
  ) {
    const texts = unlessUnreadable(
      () => this.#textsOf(raw, field, this.profile.fields[field], MOST[field]),
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
      for (const text of raw.textsAt(place)) {
        if (text.length > LONGEST_TEXT) throw new Unreadable(field, tooLong);
        for (const part of most === undefined ? [text] : text.replaceAll('\n', separator).split(separator)) {
          const tidied = tidy(part);
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

/** The day of a document. @returns nothing if it does not say, a problem if that is no day */
export function dayIn(texts: readonly string[], dates: ReaderProfile['dates']): { day?: string; problem?: Reason } {
  const given = texts.find((candidate) => candidate.trim() !== '')?.slice(0, LONGEST_TEXT);
  if (given === undefined) return {};
  const text = tidy(given);
  const day = dateIn(text, dates);
  return day !== undefined && isDay(day)
    ? { day }
    : { problem: reason('register-date-format', { text: cited(text), dates }) };
}

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
