import { reason } from '../refusal.js';
import type { Scheme } from '../scheme/scheme.js';
import { fold, hasCredentials } from '../text/text.js';
import type { PlacedReason } from '../validation.js';
import type { Reason } from '../reasons.js';
import { isAlways, type Register } from './register.js';

/** What a text of a register may stand for besides a milestone. */
const OUTCOMES = ['granted', 'suspended', 'withdrawn', 'revoked', 'expired', 'absent', 'ignored'];
/** Formats whose values have paths; the others have tables. */
const TREES: ReadonlySet<string> = new Set(['json', 'yaml', 'xml']);

/** Contradictions between a register and its scheme, and within the register. */
export const registerProblems = (register: Register, scheme: Scheme): PlacedReason[] => [
  ...problemsOfRegister(register),
  ...otherPublisher(register, scheme),
  ...unknownMilestones(register, scheme),
  ...unknownLevels(register, scheme),
];

/** Contradictions within a register. */
export const problemsOfRegister = (register: Register): PlacedReason[] => [
  ...unreachable(register),
  ...stageProblems(register),
  ...brokenPlaces(register),
  ...keysWithoutField(register),
];

function unreachable({ url, everyHours }: Register): PlacedReason[] {
  if (url === undefined)
    return everyHours === undefined ? [] : [{ path: ['url'], why: reason('register-url-required') }];
  return hasCredentials(url) ? [{ path: ['url'], why: reason('register-url-credentials') }] : [];
}

function stageProblems({ reader: { fields, stages = {}, history } }: Register): PlacedReason[] {
  const texts = Object.keys(stages);
  const isLookedUp = (fields.stage !== undefined && !isAlways(fields.stage)) || history !== undefined;
  if (!isLookedUp && texts.length > 0)
    return [{ path: ['reader', 'fields', 'stage'], why: reason('register-stage-field-required') }];
  if (isLookedUp && texts.length === 0)
    return [{ path: ['reader', 'stages'], why: reason('register-stages-required') }];
  const compared = texts.map((text) => text.replace(/\s+/g, ' ').trim().toLowerCase());
  return texts.flatMap((text, index) =>
    compared.indexOf(compared[index] ?? '') < index
      ? [{ path: ['reader', 'stages', text], why: reason('listed-twice', { value: text }) }]
      : [],
  );
}

/** Where there are paths, each part is a name; around a table there is text only, of which a part is the day. */
function brokenPlaces({ reader }: Register): PlacedReason[] {
  const { format, entries, head, history } = reader;
  const problem = (field: string, why: Reason): PlacedReason => ({ path: ['reader', field], why });
  if (!TREES.has(format))
    return [
      ...(['readOn', 'nextUpdate'] as const).flatMap((field) =>
        [reader[field] ?? []].flat().every((place) => typeof place === 'object' && place.part !== undefined)
          ? []
          : [problem(field, reason('register-part-required'))],
      ),
      ...(history === undefined ? [] : [problem('history', reason('register-not-for-tables'))]),
      ...(format === 'csv' && entries !== undefined ? [problem('entries', reason('register-not-for-csv'))] : []),
    ];
  return [
    ...(head === undefined ? [] : [problem('head', reason('register-only-for-tables'))]),
    ...placesOf(reader).flatMap(([path, places]) =>
      namesIn(places).every(isPath) ? [] : [{ path: ['reader', ...path], why: reason('register-path-format') }],
    ),
  ];
}

const placesOf = ({ entries, readOn, nextUpdate, fields, history, milestones }: Register['reader']) =>
  [
    [['entries'], entries],
    [['readOn'], readOn],
    [['nextUpdate'], nextUpdate],
    ...Object.entries({ fields, history, milestones }).flatMap(([group, places]) =>
      Object.entries(places ?? {}).map(([name, at]) => [[group, name], at]),
    ),
  ] as [string[], unknown][];

/** The paths of places, however they are written. */
function namesIn(places: unknown): string[] {
  if (typeof places === 'string') return [places];
  if (Array.isArray(places)) return places.flatMap(namesIn);
  const { at, all } = (places ?? {}) as { at?: string; all?: unknown[] };
  return [at ?? [], ...(all ?? []).map(namesIn)].flat();
}

const isPath = (at: string): boolean => {
  const steps = at.replace(/^\^+/, '').replace(/\[[^[\]]*\]/g, '');
  return !steps.split('.').includes('') && !/[[\]]/.test(steps);
};

function keysWithoutField({ reader: { fields } }: Register): PlacedReason[] {
  const needed = fields.entry === undefined && (fields.dependsOn ?? fields.dependents) !== undefined;
  return needed ? [{ path: ['reader', 'fields', 'entry'], why: reason('register-key-required') }] : [];
}

function otherPublisher({ publisher }: Register, { authority, publishers = [] }: Scheme): PlacedReason[] {
  const known = [authority, ...publishers];
  return known.some((name) => fold(name) === fold(publisher))
    ? []
    : [{ path: ['publisher'], why: reason('register-publisher-unknown', { publisher, publishers: known }) }];
}

function unknownMilestones({ reader }: Register, scheme: Scheme): PlacedReason[] {
  const { fields, stages = {}, milestones = {} } = reader;
  const codes = scheme.milestones.map(({ code }) => code);
  const params = { scheme: scheme.slug, milestones: codes };
  const targets: [string[], string][] = [
    ...Object.entries(stages).map(([text, stage]): [string[], string] => [['reader', 'stages', text], stage]),
    ...(isAlways(fields.stage)
      ? [[['reader', 'fields', 'stage', 'always'], fields.stage.always] as [string[], string]]
      : []),
  ];
  return [
    ...targets.flatMap(([path, stage]) =>
      codes.includes(stage) || OUTCOMES.includes(stage)
        ? []
        : [{ path, why: reason('register-stage-target', { stage, ...params }) }],
    ),
    ...Object.keys(milestones).flatMap((milestone) =>
      codes.includes(milestone)
        ? []
        : [{ path: ['reader', 'milestones', milestone], why: reason('milestone-not-found', { milestone, ...params }) }],
    ),
  ];
}

const unknownLevels = ({ reader: { levels: mapped = {} } }: Register, { levels }: Scheme): PlacedReason[] =>
  Object.entries(mapped).flatMap(([text, level]) =>
    levels === undefined || levels.includes(level)
      ? []
      : [{ path: ['reader', 'levels', text], why: reason('register-level-unknown', { text: level, levels }) }],
  );
