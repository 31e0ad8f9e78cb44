import type { SourceKind } from '#domain/source/source.js';
import { asTold, dayBetween, daysAfter, END } from './dates.js';
import type { Dice } from '#test/dice.js';
import { byDay, type Cells, type Step } from './row.js';
import { sourceCells } from './sources.js';

const NEWS = [
  'Repositioned as a portable hybrid platform',
  'New data centre opened near Strasbourg, hosting entirely in France',
  'First services announced for the public sector and for hospitals',
  'Shareholders confirm the plan and its calendar',
] as const;
const SPEAKERS = [
  "ANSSI's director general",
  'InterHop',
  'Guillaume Poupard, ANSSI',
  'a member of the Senate',
] as const;

/** What a provider's stream tells, oldest first: it is founded, owned, launched and talked about. */
export function providerLife(name: string, begin: string, rows: number, dice: Dice): Step[] {
  const step = (type: string, day: string, kind: SourceKind, cells: Cells): Step => ({
    day,
    cells: { type, occurred: asTold(day, dice), ...sourceCells(kind, name, day, dice), ...cells },
  });
  const later = (from: number, to: number): string => daysAfter(begin, dice, from, to);
  const steps = [
    step('AnnouncementMade', begin, 'company', {
      title: `${name} is announced, to run a trusted cloud in France`,
      parties: `${name};Capgemini;Orange`,
      sectors: 'OIV;OSE;State;hospitals;local authorities',
    }),
    step('OwnershipDeclared', begin, 'company', {
      holders: 'Capgemini;Orange (40 %, FR)',
      technology: 'VMware',
      hosting: 'France',
    }),
    step('CompanyCreated', later(60, 400), 'press', { title: `${name} is born` }),
    step('AliasAdded', later(60, 400), 'press', { name: `Société ${name} SAS`, note: 'Legal name in the register' }),
    step('ServiceLaunched', later(100, 500), 'company', { title: 'Launch of commercial activities' }),
    step('ValidationIssued', later(0, 90), 'company', {
      authority: 'ANSSI',
      title: 'ANSSI is said to have validated the set-up',
    }),
    undated(
      step('AuthorizationExpected', begin, 'company', {
        title: 'Prior authorizations to be obtained',
        note: 'No date given',
      }),
    ),
    step('AuthorizationObtained', later(200, 600), 'company', {
      authority: 'European Commission',
      title: 'Cleared under EU merger control',
    }),
  ];
  const some = steps.filter((_, index) => index < 2 || dice.chance(0.7));
  while (some.length < rows) some.push(news(dayBetween(begin, END, dice)));
  return some
    .filter(({ day }) => day <= END)
    .sort(byDay)
    .slice(0, rows);

  function news(day: string): Step {
    if (dice.chance(0.4))
      return step('StatementMade', day, dice.pick(['press', 'press', 'statement']), {
        speaker: dice.pick(SPEAKERS),
        title: `On extraterritorial risk, ${day}`,
      });
    const title = `${dice.pick(NEWS)}, ${day.slice(0, 7)}`;
    return step(
      dice.pick(['AnnouncementMade', 'AnnouncementMade', 'PartnershipAnnounced']),
      day,
      dice.pick(['company', 'press']),
      { title },
    );
  }
}

const undated = ({ day, cells: { occurred, ...cells } }: Step): Step => ({ day, cells });
