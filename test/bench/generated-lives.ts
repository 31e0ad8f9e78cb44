import { addDays, daysBetween } from '#domain/date/day.js';
import { builtInSchemes } from '#domain/scheme/catalogue.js';
import type { SourceKind } from '#domain/source/source.js';
import { COLUMNS, type Column } from '#imports/columns.js';
import { Dice } from '#test/dice.js';

/** The ledger ends here: nothing in it happens later. */
export const END = '2026-11-25';

const daysAfter = (day: string, dice: Dice, from: number, to: number): string => addDays(day, dice.between(from, to));

/** Some day from one to another, both included. */
export function dayBetween(first: string, last: string, dice: Dice): string {
  return addDays(first, dice.between(0, Math.max(0, daysBetween(first, last))));
}

/** A day as precisely as sources tell it: of the real ledger's rows, seven in ten know the day and a quarter the month. */
function asTold(day: string, dice: Dice): string {
  const told = dice.next();
  if (told < 0.7) return day;
  if (told < 0.96) return day.slice(0, 7);
  return told < 0.98 ? quarter(day) : day.slice(0, 4);
}

const month = (day: string): number => Number(day.slice(5, 7));
const quarter = (day: string): string => `${day.slice(0, 4)}-Q${Math.ceil(month(day) / 3)}`;

/** A date that somebody aims at. */
export const asAimedAt = (day: string, dice: Dice): string =>
  dice.pick([day.slice(0, 4), quarter(day), `${day.slice(0, 4)}-H${month(day) < 7 ? 1 : 2}`, day.slice(0, 7)]);

type Cells = Partial<Record<Column, string>>;

/** Something in a life, on a day; `occurred` may say less than the day. */
export interface Step {
  day: string;
  cells: Cells;
}

export const byDay = (a: Step, b: Step): number => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0);

export interface Row {
  cells: Cells;
  /** For a row about a dossier: the service that it was opened with, whatever the row calls it. */
  openedAs?: string | undefined;
}

export const csvHeader = `${COLUMNS.join()}\n`;

export const csvLine = ({ cells }: Row): string => `${COLUMNS.map((column) => quoted(cells[column] ?? '')).join()}\n`;

const quoted = (cell: string): string => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

const QUOTES = [
  'décision de qualification du service, périmètre inchangé',
  "le service est proposé aux administrations et aux opérateurs d'importance vitale",
  'toutes les données sont hébergées en France',
  "l'Anssi a validé ce dispositif, d'après le communiqué",
  'nous visons la qualification "SecNumCloud" dans les meilleurs délais',
  "n'a été attribué qu'à quelques prestataires, dont celui-ci",
  "les travaux d'évaluation se poursuivent avec le centre d'évaluation, sans date annoncée à ce jour",
  'le risque est possible mais résiduel',
] as const;

const PRESS = ['LeMagIT', 'Clubic', 'IT for Business', "L'Usine Digitale", 'Next INpact', 'secondary source'] as const;

const CATALOGUE: Cells = {
  source_kind: 'catalogue',
  source_publisher: 'ANSSI',
  source_url:
    'https://messervices.cyber.gouv.fr/visas/catalogue-produits-services-profils-de-protection-sites-certifies-qualifies-agrees-anssi.pdf',
};

const LIST: Cells = {
  source_kind: 'list',
  source_publisher: 'ANSSI',
  source_url: 'https://cyber.gouv.fr/prestataires-de-services-dinformatique-en-nuage-secnumcloud',
  source_title: 'Services in the course of qualification',
};

/** The cells of a source, as often with an address, a title and a quote as the real ledger's. */
function sourceCells(kind: SourceKind, provider: string, day: string, dice: Dice): Cells {
  const month = day.slice(0, 7);
  const article = `${provider} ${month} ${dice.between(10_000, 99_999)}`.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  switch (kind) {
    case 'decision':
    case 'catalogue':
      return {
        ...CATALOGUE,
        source_title: `Catalogue of qualified products and services, ${month} (read through transcriptions)`,
      };
    case 'list':
      return LIST;
    case 'statement':
      return {
        source_kind: kind,
        source_publisher: 'ANSSI',
        source_url: `https://www.vie-publique.example/auditions/rien-ne-s-oppose-a-la-qualification-selon-l-anssi-${article}`,
      };
    case 'company':
      return {
        source_kind: kind,
        source_publisher: provider,
        ...(dice.chance(0.4) && { source_title: `press release of ${day}, as reported in the trade press` }),
        ...(dice.chance(0.4) && {
          source_url: `https://newsroom.example/en/press-releases/${article}-on-the-way-to-qualification`,
        }),
        ...(dice.chance(0.45) && { quote: dice.pick(QUOTES) }),
      };
    case 'press':
    case 'other':
      return {
        source_kind: kind,
        source_publisher: dice.pick(PRESS),
        ...(dice.chance(0.45) && {
          source_url: `https://presse.example/actualite/cloud-de-confiance-ou-en-est-la-qualification-${article}.html`,
        }),
        ...(dice.chance(0.4) && { source_title: `article of ${month}` }),
        ...(dice.chance(0.35) && { quote: dice.pick(QUOTES) }),
      };
  }
}

export interface DossierShape {
  scheme: string;
  service: string;
  kinds: string;
  /** Its scope was unknown at first. */
  openedWithout: boolean;
}

interface ProviderShape {
  name: string;
  dossiers: DossierShape[];
}

const CONSONANTS = 'bcdfglmnprstvz';
const VOWELS = 'aeiou';
const ENDINGS = ['', ' Cloud', ' Numérique', '.cloud', ' Hébergement', ' Santé', ' Systems'] as const;
const SERVICES = [
  'SNC Cloud Platform',
  'Hosted Private Cloud powered by VMware',
  'Bare Metal Pod',
  'Secured IaaS',
  'Plateforme des services cloud',
  'Work, Meet and Share',
] as const;
const KINDS = ['IaaS', 'SaaS', 'PaaS', 'IaaS;PaaS;CaaS'] as const;

/** What providers and services are called is known from their number alone, so that others can depend on them. */
export function providerShape(seed: number, index: number): ProviderShape {
  const dice = Dice.of(seed, index, 1);
  const count = dossiersOf(index);
  const openedWithout = index % 9 === 0;
  const first = dice.between(0, SERVICES.length - 1);
  const dossiers = Array.from({ length: count }, (_, nth): DossierShape => ({
    scheme: dice.chance(0.95) ? 'secnumcloud' : dice.pick(['hds', 'hds', 'iso-27001']),
    service: SERVICES[(first + nth) % SERVICES.length] ?? SERVICES[0],
    kinds: dice.pick(KINDS),
    openedWithout,
  }));
  return { name: nameOf(index) + dice.pick(ENDINGS), dossiers };
}

/** As in the real ledger: of nine providers one has three dossiers, and one begins without a scope. */
export const dossiersOf = (index: number): number => (index % 9 === 1 ? 3 : 1);

/** Syllables of two letters, so that no two numbers share a name; below 343,000. */
function nameOf(index: number): string {
  const syllables = CONSONANTS.length * VOWELS.length;
  const mixed = (index * 7919) % syllables ** 3;
  const name = [mixed % syllables, Math.floor(mixed / syllables) % syllables, Math.floor(mixed / syllables ** 2)]
    .map((syllable) => `${CONSONANTS[syllable % 14] ?? ''}${VOWELS[Math.floor(syllable / 14)] ?? ''}`)
    .join('');
  return name.charAt(0).toUpperCase() + name.slice(1);
}

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

const REGISTERS = {
  press: 'SecNumCloud holders named by the press',
  catalogue: 'ANSSI catalogue',
  list: 'ANSSI services in progress',
} as const;

const SEEN_GRANTED = ['press', 'catalogue', 'catalogue', 'catalogue', 'list'] as const;
const SEEN_UNDER_WAY = ['press', 'catalogue', 'list', 'list'] as const;

/** One dossier, from the first hope to the last observation. */
export class DossierLife {
  private readonly steps: Step[] = [];
  private readonly grants: { from: string; until: string }[] = [];
  private readonly stages: string[];
  private readonly outcome: string;
  private ended = false;
  private day: string;

  constructor(
    private readonly provider: string,
    private readonly shape: DossierShape,
    private readonly begin: string,
    private readonly dice: Dice,
  ) {
    const codes = builtInSchemes.get(shape.scheme)?.milestones.map(({ code }) => code) ?? [];
    this.stages = codes.slice(0, -1);
    this.outcome = codes.at(-1) ?? '';
    this.day = begin;
  }

  /** @param dependsOn `provider / service` of the same scheme */
  told(rows: number, dependsOn: string | undefined): Step[] {
    this.hope();
    if (dependsOn !== undefined)
      this.add('DependencyDeclared', 'press', {
        depends_on: dependsOn,
        title: `${this.provider} runs on ${dependsOn}`,
      });
    const untilGranted = this.dice.chance(0.85) ? 1 : this.dice.next();
    this.advance(this.stages.slice(0, Math.ceil(this.stages.length * untilGranted)), 90, 300);
    if (untilGranted === 1) while (!this.ended && this.day < END) this.cycle();
    else if (this.dice.chance(0.3))
      this.add(this.dice.pick(['ApplicationAbandoned', 'ApplicationRefused']), 'press', {
        reason: 'change of strategy',
      });
    const past = this.steps.filter(({ day }) => day <= END).slice(0, rows);
    while (past.length < rows) past.push(this.observation(dayBetween(this.begin, END, this.dice)));
    return past.sort(byDay);
  }

  private hope(): void {
    this.add('AnnouncementMade', 'company', { title: `${this.shape.service} announced as a trusted cloud` });
    this.add('IntentDeclared', 'company', { title: `${this.provider} hopes to receive the label` });
    this.aim();
    if (this.shape.openedWithout) {
      this.pass(60, 400);
      this.add('ScopeDeclared', 'company', {
        service_kinds: this.shape.kinds,
        title: `Scope in progress: ${this.shape.kinds.replaceAll(';', ', ')}`,
      });
    }
    this.add('ApplicationFiled', 'press', { title: 'Application filed with the authority' });
  }

  private aim(): void {
    const target = asAimedAt(addDays(this.day, this.dice.between(300, 700)), this.dice);
    this.add('TargetSet', this.dice.pick(['company', 'press']), {
      milestone: this.outcome,
      target,
      title: `Outcome now aimed at in ${target}`,
    });
  }

  private advance(stages: readonly string[], from: number, to: number): void {
    for (const milestone of stages) {
      this.pass(from, to);
      this.add('MilestoneReached', 'company', { milestone, title: `${milestone} announced by ${this.provider}` });
      if (this.dice.chance(0.2)) this.aim();
    }
  }

  /** A grant, what happens under it, and how the next one comes about or does not. */
  private cycle(): void {
    this.pass(60, 200);
    const decision = String(this.dice.between(100, 3999));
    const from = this.day;
    const until = addDays(from, 1095 + this.dice.pick([0, 0, 1, 7]));
    this.grants.push({ from, until });
    const attached: Cells = this.dice.chance(0.1)
      ? { reservations: 'logs to be kept for a year;a second site to be audited', conditions: 'hosting in France' }
      : {};
    this.add('GrantIssued', 'catalogue', {
      milestone: this.outcome,
      decision,
      valid_from: from,
      valid_until: until,
      authority: 'ANSSI',
      ...attached,
    });
    this.pass(5, 40);
    this.add('GrantAnnounced', this.dice.pick(['company', 'company', 'press']), {
      title: `Announced by ${this.provider} after the decision`,
    });
    for (const year of [1, 2])
      this.at(addDays(from, 365 * year + this.dice.between(-20, 20)), 'SurveillancePassed', 'company', { decision });
    if (this.dice.chance(0.03)) this.suspend(decision);
    if (this.dice.chance(0.02)) this.end('GrantWithdrawn', { decision, reason: 'obligations not kept' });
    if (this.dice.chance(0.05)) this.end();
    if (this.ended) return;
    this.day = addDays(until, -this.dice.between(300, 540));
    this.add('ApplicationFiled', 'company', { title: `Renewal of decision ${decision} asked for` });
    this.advance(this.stages, 40, 110);
  }

  private suspend(decision: string): void {
    this.pass(100, 400);
    this.add('GrantSuspended', 'decision', { decision, reason: 'incident under investigation' });
    this.pass(20, 120);
    this.add('GrantReinstated', 'decision', { decision });
  }

  private end(type?: string, cells: Cells = {}): void {
    this.pass(100, 700);
    if (type !== undefined) this.add(type, 'decision', cells);
    this.ended = true;
  }

  private observation(day: string): Step {
    if (this.dice.chance(0.2))
      return this.step(day, 'StatementMade', this.dice.pick(['press', 'statement']), {
        speaker: 'a spokesperson',
        title: `On the calendar, as asked on ${day}`,
      });
    const granted = this.grants.some(({ from, until }) => from <= day && day <= until);
    const kind = this.dice.pick(granted ? SEEN_GRANTED : SEEN_UNDER_WAY);
    const listing = granted ? 'granted' : kind === 'catalogue' ? 'absent' : 'in-progress';
    return this.step(day, 'RegisterObserved', kind, {
      register: REGISTERS[kind],
      listing,
      title: `Listed as ${listing} on ${day}`,
      ...(this.dice.chance(0.3) && { note: 'Dates of the decision were not transcribed' }),
    });
  }

  private pass(from: number, to: number): void {
    this.day = daysAfter(this.day, this.dice, from, to);
  }

  private add(type: string, kind: SourceKind, cells: Cells): void {
    this.at(this.day, type, kind, cells);
  }

  private at(day: string, type: string, kind: SourceKind, cells: Cells): void {
    this.steps.push(this.step(day, type, kind, cells));
  }

  private step(day: string, type: string, kind: SourceKind, cells: Cells): Step {
    const occurred = type === 'GrantIssued' ? day : asTold(day, this.dice);
    return { day, cells: { type, occurred, ...sourceCells(kind, this.provider, day, this.dice), ...cells } };
  }
}
