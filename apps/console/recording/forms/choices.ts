import { Injectable } from '@nestjs/common';
import { latest } from '#domain/date/partial-date.js';
import { officerDeadlines, targetKey, targetsSetAside } from '#domain/deadline/officer-deadlines.js';
import { dossierModel, factsOf } from '#domain/dossier/facts.js';
import type { InputKind } from '#domain/event/describe.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { Reason } from '#domain/reasons.js';
import { type Problem, reason } from '#domain/refusal.js';
import { ProviderIds } from '#dossiers/provider-ids.js';
import { EventStore } from '#event-store/event-store.js';
import { wholeMilestone, dossierTitle } from '#language/describe-standing.js';
import { capitalized, writtenDate } from '#language/format.js';
import type { Language } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { DossierLists, type NamedDossier } from '#projections/list-dossiers.js';
import { ProviderLists } from '#projections/list-providers.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { type PageContext, unlessRefused } from '../../frame/page.js';
import type { Subject } from '../subject.js';
import type { FormShape } from './form-data.js';

/** Maximum of options; beyond it, the user types a name. */
const OFFERED = 200;

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;

interface Offered {
  choices: Choice[];
  /** The list is complete. */
  whole: boolean;
}

/** Resolves references to dossiers and providers by option, name, id or URL. */
@Injectable()
export class References {
  constructor(
    private readonly providerLists: ProviderLists,
    private readonly dossierLists: DossierLists,
    private readonly providerIds: ProviderIds,
    private readonly schemes: SchemeCatalogue,
  ) {}

  /** @param but the dossier of the form */
  async dossiers(page: PageContext, but?: string, provider?: string): Promise<Offered> {
    const { today: asOf, language } = page;
    const asked = { asOf, knownAt: undefined, limit: OFFERED, ...(provider !== undefined && { provider }) };
    const { items, isWhole } = await this.dossierLists.names(asked);
    const schemes = await this.schemes.at();
    const label = (dossier: NamedDossier): string => dossierTitle(dossier, schemes, language);
    return {
      choices: items.filter(({ id }) => id !== but).map((one) => ({ value: one.id, label: label(one) })),
      whole: isWhole,
    };
  }

  async providers({ today: asOf }: PageContext): Promise<Offered> {
    const { items, next } = await this.providerLists.page({ asOf, knownAt: undefined, limit: OFFERED });
    return { choices: items.map(({ id, name }) => ({ value: id, label: name })), whole: next === null };
  }

  /** By field; what is not found is a problem of its field. */
  async in(form: URLSearchParams, { fields }: FormShape, page: PageContext) {
    const found = { references: new Map<string, string>(), problems: [] as Problem[] };
    for (const { name, input } of fields) {
      const text = form.get(`data.${name}`) ?? '';
      if ((input !== 'dossier' && input !== 'provider') || text === '') continue;
      const meant = UUID.exec(text)?.[0].toLowerCase() ?? (await this.#named(text, input, page));
      if (typeof meant === 'string') found.references.set(`data.${name}`, meant);
      else found.problems.push({ field: `data.${name}`, ...meant });
    }
    return found;
  }

  async #named(text: string, kind: 'dossier' | 'provider', page: PageContext): Promise<string | Reason> {
    const provider = (await this.#provider(text)) ?? (await this.#provider(text.split(/, | \(/, 1)[0] ?? ''));
    if (kind === 'provider') return provider ?? reason('provider-name-unknown');
    if (provider === undefined) return reason('dossier-name-unknown');
    const { choices } = await this.dossiers(page, undefined, provider);
    const named = choices.filter(({ label }) => label === text);
    const [only, ...others] = named.length > 0 ? named : choices;
    if (only && others.length === 0) return only.value;
    return only
      ? reason('dossier-name-ambiguous', { names: choices.slice(0, 10).map(({ label }) => label) })
      : reason('dossier-name-unknown');
  }

  async #provider(name: string): Promise<string | undefined> {
    return name === '' ? undefined : unlessRefused(() => this.providerIds.of(name));
  }
}

/** The first problem of each form field; all lines of a list count as one field. */
export function firstProblems(problems: readonly Problem[], { fields }: FormShape): Problem[] {
  const lists = fields.filter(({ input }) => input === 'lines').map(({ name }) => `data.${name}`);
  const first = new Map<string, Problem>();
  for (const problem of problems) {
    const name = lists.find((list) => problem.field.startsWith(`${list}.`)) ?? problem.field;
    if (!first.has(name)) first.set(name, { ...problem, field: name });
  }
  return [...first.values()];
}

export interface Choice {
  value: string;
  label: string;
}

/** By kind of field: all values that there are, or some that one may type. */
export interface Choices {
  only: Partial<Record<InputKind, readonly Choice[]>>;
  suggestions: Partial<Record<InputKind, readonly string[]>>;
}

@Injectable()
export class FormChoices {
  constructor(
    private readonly events: EventStore<LedgerEvent>,
    private readonly references: References,
  ) {}

  async of(page: PageContext, subject: Subject, { type, fields }: FormShape): Promise<Choices> {
    const [only, suggestions]: [Choices['only'], Choices['suggestions']] = [{}, {}];
    if (subject.kind === 'dossier') {
      Object.assign(only, schemeChoices(subject, page.language));
      Object.assign(suggestions, likelyOn(subject));
    }
    for (const { input } of fields) {
      if (input === 'openKey') only.openKey = await this.#openKeys(subject, page, type === 'DeadlineCancelled');
      if (input !== 'dossier' && input !== 'provider') continue;
      const { choices, whole } = await (input === 'dossier'
        ? this.references.dossiers(page, subject.id)
        : this.references.providers(page));
      if (whole) only[input] = choices;
      else suggestions[input] = choices.map(({ label }) => label);
    }
    return { only, suggestions };
  }

  /** @param withTargets missed targets, which can be set aside, too */
  async #openKeys(subject: Subject, page: PageContext, withTargets: boolean): Promise<Choice[]> {
    const { state } = await this.events.load(subject.stream, dossierModel);
    const facts = factsOf(state);
    if (!facts) return [];
    const own = officerDeadlines(facts)
      .filter(({ closed }) => closed === null)
      .map(({ key, due, title }) => ({
        value: key,
        label: [title?.slice(0, 100) ?? key, writtenDate(due, page.language)].join(', '),
      }));
    if (!withTargets || subject.kind !== 'dossier') return own;
    const setAside = targetsSetAside(facts);
    return [...own, ...missedTargets(subject, page).filter(({ value }) => !setAside.has(value))];
  }
}

function missedTargets({ view, scheme }: DossierSubject, { language, today }: PageContext): Choice[] {
  const missed = view.targets.filter(({ reached, due }) => reached === null && latest(due) < today);
  const choices = new Map(
    missed.map(({ milestone, due }) => [
      targetKey(milestone, due),
      `${phrases(language).mail.reminders.kind.target} ${wholeMilestone(milestone, scheme, language)}, ${writtenDate(due, language)}`,
    ]),
  );
  return [...choices].map(([value, label]) => ({ value, label: capitalized(label) }));
}

type DossierSubject = Extract<Subject, { kind: 'dossier' }>;

function schemeChoices({ scheme }: DossierSubject, language: Language): Choices['only'] {
  return {
    milestone: scheme.milestones.map(({ code }) => ({ value: code, label: wholeMilestone(code, scheme, language) })),
    duty: (scheme.duties ?? []).map(({ code, name }) => ({ value: code, label: name[language] })),
  };
}

const likelyOn = ({ scheme, view }: DossierSubject): Choices['suggestions'] => ({
  decision: [...new Set(view.grants.flatMap(({ decision }) => decision ?? []))],
  reservation: [...new Set(view.grants.flatMap(({ reservations }) => reservations.map(({ text }) => text)))],
  referential: scheme.referentials.map(({ version }) => version).toReversed(),
  level: scheme.levels ?? [],
  authority: [scheme.authority],
});
