import { z } from 'zod';
import { addDays, type Day } from '../date/day.js';
import { eitherWay, hasCredentials, Name, Prose } from '../text/text.js';
import { problemWithLine } from '../text/hidden-characters.js';
import { because, refusedFor, refusedForAll } from '../validation.js';
import { problemsOfRegister } from './register-rules.js';

/** Part of the name of a register's stream and of its addresses; never changes. */
export const RegisterSlug = z
  .string()
  .max(100)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, { error: because('register-slug-format') });

/** A column, or a path in JSON such as `service.name`, which leads through lists. Of several, the first with a value. */
const At = z.union([Name, z.array(Name).min(1).max(10)]);

const Fields = z.strictObject({
  entry: At.optional().describe("The register's own key of the entry. Default: provider and service."),
  provider: At,
  identifier: At.optional().describe(
    'A VAT number, SIREN, LEI or UEI of the provider, also with the prefix of ETSI EN 319 412-1 as in `VATFR-32552081317`.',
  ),
  service: At.optional().describe('Default: the dossier of the provider without a service.'),
  serviceKinds: At.optional(),
  stage: At.optional().describe('Looked up in `stages`. Default: every entry is granted.'),
  decision: At.optional(),
  level: At.optional(),
  validFrom: At.optional(),
  validUntil: At.optional(),
  conditions: At.optional(),
  since: At.optional().describe('The day since which the entry is at its stage: the last row of its history.'),
  dependsOn: At.optional().describe('The keys of the entries of the register that this one is built on.'),
  dependents: At.optional().describe('The reverse: the keys of the entries that are built on this one.'),
});

const History = z.strictObject({
  rows: At.describe('The rows of the history of an entry.'),
  day: At.describe('Within the row: since when the entry is at its stage.'),
  stage: At.describe('Within the row: the stage, looked up in `stages`.'),
});

/** How the entries of a document are found and read. */
export const ReaderProfile = z.strictObject({
  format: z.enum(['json', 'csv', 'xlsx', 'html']),
  entries: At.optional().describe(
    'JSON: the path of the list, if the document is not that list; XLSX: the sheet; HTML: the caption of the table or the heading before it. Default: the first with the columns of the profile.',
  ),
  readOn: At.optional().describe('JSON: the path of the day of the document. Default: the day of the reading.'),
  nextUpdate: At.optional().describe('JSON: the path of the day by which the register is updated next.'),
  dates: z
    .enum(['iso', 'day-month-year', 'month-day-year'])
    .describe('`iso` reads the day of an instant such as `2026-04-01T02:40:41Z` in UTC.'),
  blanks: z.array(z.string().max(200)).max(100).describe('Texts that stand for no value, such as `n/a`.'),
  separator: z.string().min(1).max(5).optional().describe('Separates several values of one cell. Default: `;`.'),
  fields: Fields,
  history: History.optional().describe(
    'Where entries tell their earlier stages, each of which is an event of its day.',
  ),
  stages: z
    .record(z.string().max(200), Name)
    .describe(
      'From the text of the register, in any case, to a milestone of the scheme, `granted`, `absent` or `ignored`. Other texts are unreadable.',
    ),
  milestones: z
    .record(Name, At)
    .describe('From milestones of the scheme to where the register dates them: the earliest of several dates.'),
  levels: z
    .record(z.string().max(200), Name)
    .optional()
    .describe(
      'From the text of the register, in any case, to a level of the scheme. Other texts must be a level of it.',
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
  /** Share of the listed entries that a reading may remove, or move to another stage, without an officer. */
  limits: z.strictObject({ gonePercent: percent, movedPercent: percent }),
  reader: ReaderProfile,
  /** Where it was described, and what is not known. */
  notes: z.array(eitherWay(Prose)).max(50),
});

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
