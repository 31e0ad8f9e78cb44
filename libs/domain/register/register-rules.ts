import { reason } from '../refusal.js';
import type { Scheme } from '../scheme/scheme.js';
import { fold, hasCredentials } from '../text/text.js';
import type { PlacedReason } from '../validation.js';
import type { Register } from './register.js';

/** What a text of a register may stand for besides a milestone. */
const OUTCOMES = ['granted', 'absent', 'ignored'];

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
  ...brokenPaths(register),
  ...keysWithoutField(register),
];

function unreachable({ url, everyHours }: Register): PlacedReason[] {
  if (url === undefined)
    return everyHours === undefined ? [] : [{ path: ['url'], why: reason('register-url-required') }];
  return hasCredentials(url) ? [{ path: ['url'], why: reason('register-url-credentials') }] : [];
}

function stageProblems({ reader: { fields, stages } }: Register): PlacedReason[] {
  const texts = Object.keys(stages);
  if (fields.stage === undefined && texts.length > 0)
    return [{ path: ['reader', 'fields', 'stage'], why: reason('register-stage-field-required') }];
  if (fields.stage !== undefined && texts.length === 0)
    return [{ path: ['reader', 'stages'], why: reason('register-stages-required') }];
  const compared = texts.map((text) => text.replace(/\s+/g, ' ').trim().toLowerCase());
  return texts.flatMap((text, index) =>
    compared.indexOf(compared[index] ?? '') < index
      ? [{ path: ['reader', 'stages', text], why: reason('listed-twice', { value: text }) }]
      : [],
  );
}

/** Where JSON has paths, each part is a name; other formats have no place outside their entries. */
function brokenPaths({ reader: { format, entries, readOn, fields, milestones } }: Register): PlacedReason[] {
  if (format !== 'json')
    return [
      ...(readOn === undefined ? [] : [{ path: ['reader', 'readOn'], why: reason('register-only-for-json') }]),
      ...(format === 'csv' && entries !== undefined
        ? [{ path: ['reader', 'entries'], why: reason('register-not-for-csv') }]
        : []),
    ];
  const places: [string[], string | readonly string[] | undefined][] = [
    [['reader', 'entries'], entries],
    [['reader', 'readOn'], readOn],
    ...Object.entries(fields).map(([name, at]): [string[], typeof at] => [['reader', 'fields', name], at]),
    ...Object.entries(milestones).map(([name, at]): [string[], typeof at] => [['reader', 'milestones', name], at]),
  ];
  return places.flatMap(([path, at]) =>
    [at ?? []].flat().some((place) => place.split('.').includes(''))
      ? [{ path, why: reason('register-path-format') }]
      : [],
  );
}

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

function unknownMilestones({ reader: { stages, milestones } }: Register, scheme: Scheme): PlacedReason[] {
  const codes = scheme.milestones.map(({ code }) => code);
  const params = { scheme: scheme.slug, milestones: codes };
  return [
    ...Object.entries(stages).flatMap(([text, stage]) =>
      codes.includes(stage) || OUTCOMES.includes(stage)
        ? []
        : [{ path: ['reader', 'stages', text], why: reason('register-stage-target', { stage, ...params }) }],
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
