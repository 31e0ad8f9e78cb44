import { z } from 'zod';
import { addDays, type Day, TimeZoneSchema } from '../date/day.js';
import { eitherWay, hasCredentials, Name, Prose } from '../text/text.js';
import { problemWithLine } from '../text/hidden-characters.js';
import { because, refusedFor, refusedForAll } from '../validation.js';
import { problemsOfRegister } from './register-rules.js';

/** Part of the name of a register's stream and of its addresses; never changes. */
export const RegisterSlug = z
  .string()
  .max(100)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, { error: because('register-slug-format') });

/** The formats of documents. */
export const FORMATS = ['json', 'yaml', 'xml', 'csv', 'xlsx', 'html', 'pdf'] as const;

/**
 * A regular expression in the syntax of RE2, which takes linear time: it knows neither look-around nor back references. The
 * syntax that both engines have in common is checked here; `publish-register.ts` compiles it.
 */
const Pattern = z
  .string()
  .min(1)
  .max(500)
  .refine(hasNamedGroup, { error: because('register-pattern') });

function hasNamedGroup(pattern: string): boolean {
  if (/\(\?<?[=!]|\\[1-9k]/.test(pattern) || !/\(\?<[a-z]/i.test(pattern)) return false;
  try {
    new RegExp(pattern, 'u');
    return true;
  } catch {
    return false;
  }
}

/**
 * A column (`Link@href`: an attribute within its cells), or a path such as `service.name`, which leads through lists. See
 * docs/registers.md, "Places".
 */
export const Place = z.union([
  Name,
  z.strictObject({
    at: Name.describe('A column, a path, or `text`: the text around a table.'),
    part: Pattern.optional().describe(
      'A regular expression (RE2) for a part of the text: the named group with the name of the field, else the first one that took part. A text that it does not match is no value.',
    ),
    as: z
      .literal('fingerprint')
      .optional()
      .describe('The SHA-256 of what the text encodes in base64, such as a certificate.'),
  }),
]);

/** Of several, the first with a value. */
export const Places = z.union([Place, z.array(Place).min(1).max(10)]);

const Key = z.union([Places, z.strictObject({ all: z.array(Places).min(2).max(5) })]);
const Always = z.strictObject({ always: Name.describe('The stage of every entry.') });
const Marked = z.strictObject({
  marked: z.array(Name).min(1).max(50).describe('Columns: those with anything in them.'),
});

/** The parts of a key that has several. */
export const partsOfKey = (key: z.output<typeof Key> | undefined): z.output<typeof Places>[] =>
  key === undefined ? [] : typeof key === 'object' && 'all' in key ? key.all : [key];

export const isAlways = (stage: unknown): stage is z.output<typeof Always> =>
  typeof stage === 'object' && stage !== null && 'always' in stage;

export const isMarked = (kinds: unknown): kinds is z.output<typeof Marked> =>
  typeof kinds === 'object' && kinds !== null && 'marked' in kinds;

const Fields = z.strictObject({
  entry: Key.optional().describe(
    "The register's own key of the entry, or `all` its parts. Default: provider and service.",
  ),
  provider: Places,
  service: Places.optional().describe('Default: the dossier of the provider without a service.'),
  serviceKinds: z.union([Places, Marked]).optional(),
  stage: z
    .union([Places, Always])
    .optional()
    .describe('Looked up in `stages`, or `always` the same. Default: every entry is granted.'),
  decision: Places.optional(),
  level: Places.optional(),
  validFrom: Places.optional(),
  validUntil: Places.optional(),
  conditions: Places.optional(),
  since: Places.optional().describe('The day since which the entry is at its stage: the last row of its history.'),
  dependsOn: Places.optional().describe('The keys of the entries of the register that this one is built on.'),
  dependents: Places.optional().describe('The reverse: the keys of the entries that are built on this one.'),
});

const History = z.strictObject({
  rows: Places.describe('The rows of the history of an entry.'),
  day: Places.describe('Within the row: since when the entry is at its stage.'),
  stage: Places.describe('Within the row: the stage, looked up in `stages`.'),
});

/** How the entries of a document are found and read. */
export const ReaderProfile = z.strictObject({
  format: z.enum(FORMATS),
  entries: z
    .union([Name, z.array(Name).min(1).max(10)])
    .optional()
    .describe(
      'JSON, YAML and XML: the path of the list, `*` for all fields of an object; XLSX: the sheet; HTML: the caption of the table or the heading before it; PDF: the heading, or that of the chapter. Default: the document is the list; the first table with the columns of the profile.',
    ),
  head: z
    .array(Name)
    .min(1)
    .max(200)
    .optional()
    .describe('The names of all columns of the table, in order. If the document has others, the reading is held.'),
  readOn: Places.optional().describe('The day of the document. Default: the day of the reading.'),
  nextUpdate: Places.optional().describe('The day by which the register is updated next.'),
  dates: z
    .enum(['iso', 'day-month-year', 'month-day-year'])
    .optional()
    .describe('Default: `iso`, which is read whatever this says, as is a name of the month (`27 janvier 2026`).'),
  timeZone: TimeZoneSchema.optional().describe(
    'In which the publisher dates: the day of an instant such as `2026-04-01T22:00:00Z` is the one there. Default: UTC.',
  ),
  blanks: z.array(z.string().max(200)).max(100).optional().describe('Texts that stand for no value, such as `n/a`.'),
  separator: z.string().min(1).max(5).optional().describe('Separates several values of one cell. Default: `;`.'),
  fields: Fields,
  history: History.optional().describe(
    'Where entries tell their earlier stages, each of which is an event of its day.',
  ),
  stages: z
    .record(z.string().max(200), Name)
    .optional()
    .describe(
      'From the text of the register, in any case, to a milestone of the scheme, `granted`, `suspended`, `withdrawn`, `revoked` (the same), `expired`, `absent` or `ignored`. Other texts are unreadable.',
    ),
  milestones: z
    .record(Name, Places)
    .optional()
    .describe('From milestones of the scheme to where the register dates them: the earliest of several dates.'),
  levels: z
    .record(z.string().max(200), Name)
    .optional()
    .describe(
      'From the text of the register, in any case, to a level of the scheme. Other texts must be a level of it.',
    ),
  repeated: z
    .enum(['first', 'last', 'latest'])
    .optional()
    .describe(
      'Which of several entries with one key counts; `latest`: the one that is at its stage, or valid, since the latest day. Default: none of them is readable.',
    ),
});
export type ReaderProfile = z.infer<typeof ReaderProfile>;

const percent = z.number().gt(0).max(100);

/** The fields of a register; `RegisterSchema` adds the checks across fields, `registerProblems` those against its scheme. */
export const RegisterShape = z.strictObject({
  slug: RegisterSlug,
  name: Name,
  /** The scheme whose dossiers it lists. */
  scheme: Name,
  /** Who publishes it: must be the authority of the scheme for its readings to confirm. */
  publisher: Name,
  /** The kind of source that a reading is. */
  kind: z.enum(['catalogue', 'list']),
  url: z
    .url({ protocol: /^https?$/, error: because('web-address') })
    .max(2000)
    .superRefine(refusedFor(problemWithLine))
    .optional(),
  /** Fetched by the worker this often; absent: never. */
  everyHours: z.int().positive().max(8760).optional(),
  keysOf: RegisterSlug.optional().describe('Another register whose entries have the same keys: those of one service.'),
  /** Days after which a register that was not read needs attention. */
  staleAfterDays: z.int().positive().max(3660),
  frozenAfterDays: z
    .int()
    .positive()
    .max(3660)
    .optional()
    .describe(
      'Days after which readings confirm nothing if its entries never change. Default: the longest that it was quiet, and at least `staleAfterDays`, or a year while it has changed fewer than five times.',
    ),
  /** Share of the listed entries that a reading may remove, or move to another stage, without an officer. Default: 5 %. */
  limits: z.strictObject({ gonePercent: percent, movedPercent: percent }).optional(),
  reader: ReaderProfile,
  /** Where it was described, and what is not known. */
  notes: z.array(eitherWay(Prose)).max(50).optional(),
});

export const DEFAULT_LIMITS = { gonePercent: 5, movedPercent: 5 };

/** Where a document was fetched from. It is published with what the document says. */
export const DocumentAddress = RegisterShape.shape.url.refine((url) => url === undefined || !hasCredentials(url), {
  error: because('register-url-credentials'),
});

/** A register as data: who publishes it, how it is read, and when a reading waits for an officer. */
export type Register = z.infer<typeof RegisterShape>;

/** The last day on which it need not be read again: that of its next update, if its last document says one. */
export const dueOf = ({ staleAfterDays }: Register, last: { day: Day; nextUpdate?: Day | undefined }): Day =>
  last.nextUpdate ?? addDays(last.day, staleAfterDays);

export const RegisterSchema = RegisterShape.superRefine(refusedForAll(problemsOfRegister));
