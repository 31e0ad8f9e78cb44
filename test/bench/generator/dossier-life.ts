import { builtInSchemes } from '#domain/scheme/catalogue.js';
import { addDays } from '#domain/date/day.js';
import type { SourceKind } from '#domain/source/source.js';
import { asAimedAt, asTold, dayBetween, daysAfter, END } from './dates.js';
import type { Dice } from '#test/dice.js';
import type { DossierShape } from './provider-shape.js';
import { byDay, type Cells, type Step } from './row.js';
import { sourceCells } from './sources.js';

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
