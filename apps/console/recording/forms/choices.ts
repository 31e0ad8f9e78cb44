import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { actorOf } from '#access/principal.js';
import { latest } from '#domain/date/partial-date.js';
import { officerDeadlines, targetKey, targetsSetAside } from '#domain/deadline/officer-deadlines.js';
import { dossierModel, factsOf } from '#domain/dossier/facts.js';
import type { InputKind } from '#domain/event/describe.js';
import { type LedgerEvent, streamId, streamKind } from '#domain/event/ledger-event.js';
import type { Reason } from '#domain/reasons.js';
import { type Problem, reason } from '#domain/refusal.js';
import type { Source } from '#domain/source/source.js';
import { ProviderIds } from '#dossiers/provider-ids.js';
import { EventStore } from '#event-store/event-store.js';
import { wholeMilestone, dossierTitle } from '#language/describe-standing.js';
import { capitalized, writtenDate } from '#language/format.js';
import { type Language, LanguageSchema } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { type RecentSource, RecentSources } from '#ledger/get-timeline.js';
import { DossierLists, type NamedDossier } from '#projections/list-dossiers.js';
import { ProviderLists } from '#projections/list-providers.js';
import { KnownRegisters } from '#registers/known-registers.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { type PageContext, unlessRefused } from '../../frame/page.js';
import { type Subject, Subjects } from '../subject.js';
import { type FormShape, readEvent, type FormContent, translate, typedForm } from './form-data.js';

export interface OfferedSource {
  /** Value of the field `same`: an event that has the source, or `register:<slug>`. */
  value: string;
  source: Source;
  /** The record on which it was used last, and when. */
  used?: { on: string; at: Date };
}

const MOST = 8;
const REGISTER = /^register:([a-z0-9-]{1,100})$/;

/** Sources that were used recently, and the registers of the scheme as read today. */
@Injectable()
export class SourceOffers {
  constructor(
    private readonly registers: KnownRegisters,
    private readonly events: EventStore<LedgerEvent>,
    private readonly subjects: Subjects,
  ) {}

  async of(page: PageContext, subject: Subject, recent: readonly RecentSource[]): Promise<OfferedSource[]> {
    const used: OfferedSource[] = [];
    for (const { event, source, stream, recordedAt } of recent.slice(0, MOST)) {
      const on = stream === subject.stream ? subject.name : await this.#nameOf(stream, page);
      used.push({ value: event, source, ...(on !== undefined && { used: { on, at: recordedAt } }) });
    }
    const registers = subject.kind === 'dossier' ? await this.#registers(page, subject.scheme.slug) : [];
    return [...used, ...registers];
  }

  async named(value: string, page: PageContext): Promise<Source | undefined> {
    const [, slug] = REGISTER.exec(value) ?? [];
    if (slug !== undefined) return (await this.#registers(page)).find((one) => one.value === value)?.source;
    if (!z.uuid().safeParse(value).success) return undefined;
    const source = (await this.events.find(value))?.event.source;
    if (!source) return undefined;
    const { quote: _, sha256: __, ...again } = source;
    return again;
  }

  async #registers({ today }: PageContext, scheme?: string): Promise<OfferedSource[]> {
    return (await this.registers.all())
      .filter(({ register }) => scheme === undefined || register.scheme === scheme)
      .map(({ register: { slug, kind, publisher, url, name } }) => ({
        value: `register:${slug}`,
        source: { kind, publisher, title: name, readOn: today, ...(url !== undefined && { url }) },
      }));
  }

  async #nameOf(stream: string, page: PageContext): Promise<string | undefined> {
    const kind = streamKind(stream);
    if (kind !== 'dossier' && kind !== 'provider') return undefined;
    return (await unlessRefused(() => this.subjects[kind](streamId(stream), page)))?.name;
  }
}

/** Maximum of options; beyond it, the user types a name. */
const OFFERED = 200;

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;

interface Offered {
  choices: Choice[];
  /** The list is complete. */
  whole: boolean;
}

interface Referred {
  references: Map<string, string>;
  problems: Problem[];
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

  async in(form: URLSearchParams, { fields }: FormShape, page: PageContext): Promise<Referred> {
    const found: Referred = { references: new Map(), problems: [] };
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

@Injectable()
export class FormReading {
  constructor(
    private readonly offers: SourceOffers,
    private readonly references: References,
  ) {}

  async tidy(sent: URLSearchParams, shape: FormShape, page: PageContext): Promise<URLSearchParams> {
    const form = typedForm(sent, shape, await this.offers.named(sent.get('same') ?? '', page));
    const from = LanguageSchema.safeParse(form.get('writtenIn')).data;
    if (from && from !== page.language) translate(form, shape, { from, to: page.language });
    form.set('writtenIn', page.language);
    return form;
  }

  async read(form: URLSearchParams, shape: FormShape, page: PageContext): Promise<FormContent> {
    const { references, problems } = await this.references.in(form, shape, page);
    const read = readEvent(form, shape, { language: page.language, references });
    return { ...read, problems: [...problems, ...read.problems] };
  }
}

/** The first problem of each form field; all lines of a list count as one field. */
export function firstProblems(problems: readonly Problem[], { fields }: FormShape): Problem[] {
  const lists = fields.filter(({ input }) => input === 'lines').map(({ name }) => `data.${name}`);
  const first = new Map<string, Problem>();
  for (const problem of problems) {
    const { field } = problem;
    const name = lists.find((list) => field.startsWith(`${list}.`)) ?? field;
    if (!first.has(name)) first.set(name, { ...problem, field: name });
  }
  return [...first.values()];
}

export interface Choice {
  value: string;
  label: string;
}

export interface Choices {
  only: Partial<Record<InputKind, readonly Choice[]>>;
  suggestions: Partial<Record<InputKind, readonly string[]>>;
  sources: readonly RecentSource[];
  offers: readonly OfferedSource[];
}

@Injectable()
export class FormChoices {
  constructor(
    private readonly recentSources: RecentSources,
    private readonly events: EventStore<LedgerEvent>,
    private readonly references: References,
    private readonly offers: SourceOffers,
  ) {}

  async form(page: PageContext, subject: Subject, { type, fields }: FormShape): Promise<Choices> {
    const asks = (input: InputKind): boolean => fields.some((field) => field.input === input);
    const dossiers = asks('dossier') ? await this.references.dossiers(page, subject.id) : undefined;
    const providers = asks('provider') ? await this.references.providers(page) : undefined;
    const sources = await this.recent(page);
    return {
      only: {
        ...(subject.kind === 'dossier' && schemeChoices(subject, page.language)),
        ...(asks('openKey') && { openKey: await this.#openKeys(subject, page, type === 'DeadlineCancelled') }),
        ...(dossiers?.whole && { dossier: dossiers.choices }),
        ...(providers?.whole && { provider: providers.choices }),
      },
      suggestions: {
        ...(subject.kind === 'dossier' && likelyOn(subject)),
        ...(dossiers && !dossiers.whole && { dossier: dossiers.choices.map(({ label }) => label) }),
        ...(providers && !providers.whole && { provider: providers.choices.map(({ label }) => label) }),
      },
      sources,
      offers: await this.offers.of(page, subject, sources),
    };
  }

  /** Most recently used by the signed-in key first. */
  async recent({ caller }: PageContext): Promise<RecentSource[]> {
    return this.recentSources.of(caller ? actorOf(caller) : '');
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
