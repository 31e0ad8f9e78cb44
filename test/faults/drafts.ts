import type { Dice } from '../bench/generator/dice.js';

const DAY_MS = 86_400_000;

/** A dossier that writers record on, as REST, CSV and the ledger name it. */
export interface Subject {
  id: string;
  provider: string;
  service: string;
}

export interface Draft {
  type: string;
  occurred: string;
  source: { kind: string; publisher: string };
  data: Record<string, string>;
}

/** An event of the last week, which is found by its title. */
export function draft(title: string, dice: Dice): Draft {
  const occurred = new Date(Date.now() - dice.between(0, 6) * DAY_MS).toISOString().slice(0, 10);
  const said = (type: string, kind: string, data: Record<string, string> = {}): Draft => ({
    ...{ type, occurred },
    source: { kind, publisher: kind === 'company' ? 'The company' : 'ANSSI' },
    data: { ...data, title },
  });
  return dice.pick([
    () => said('AnnouncementMade', 'company'),
    () => said('StatementMade', 'company'),
    () => said('ApplicationFiled', 'company'),
    () => said('MilestoneReached', 'company', { milestone: dice.pick(['J0', 'J1', 'J2']) }),
    () => said('TargetSet', 'company', { milestone: 'J3', target: String(dice.between(2028, 2032)) }),
    () => said('RegisterObserved', 'catalogue', { register: 'ANSSI catalogue', listing: 'in-progress' }),
  ])();
}

const CELLS = ['milestone', 'target', 'register', 'listing', 'title'] as const;

export function csvOf(rows: readonly { subject: Subject; draft: Draft }[]): string {
  const head = [
    'provider',
    'service',
    'service_kinds',
    'scheme',
    'type',
    'occurred',
    'source_kind',
    'source_publisher',
  ];
  const lines = rows.map(({ subject, draft: { type, occurred, source, data } }) =>
    [
      ...[subject.provider, subject.service, '', 'secnumcloud', type, occurred, source.kind, source.publisher],
      ...CELLS.map((cell) => data[cell] ?? ''),
    ].join(),
  );
  return [[...head, ...CELLS].join(), ...lines, ''].join('\n');
}
