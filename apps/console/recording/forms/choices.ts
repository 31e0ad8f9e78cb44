import { Injectable } from '@nestjs/common';
import { latest } from '#domain/date/partial-date.js';
import { officerDeadlines, targetKey, targetsSetAside } from '#domain/deadline/officer-deadlines.js';
import { dossierModel, factsOf } from '#domain/dossier/facts.js';
import type { InputKind } from '#domain/event/describe.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { Reason } from '#domain/reasons.js';
import { type Problem, reason } from '#domain/refusal.js';
import { ProviderIds } from '#dossiers/provider-names.js';
import { EventStore } from '#event-store/event-store.js';
import { wholeMilestone, dossierTitle } from '#language/describe-standing.js';
import { capitalized, writtenDate } from '#language/format.js';
import { type Language, LanguageSchema } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { DossierLists, type NamedDossier } from '#projections/list-dossiers.js';
import { ProviderLists } from '#projections/list-providers.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { type Page, unlessRefused, callerOf } from '../../frame/page.js';
import type { Subject, SubjectHistory, SubjectOf } from '../subject.js';
import { type FormShape, translate, typedForm } from './form-data.js';
import { z } from 'zod';
import { actorOf } from '#access/principal.js';
import type { Source } from '#domain/source/source.js';
import { fold, urlIn } from '#domain/text/text.js';
import { RecentSources } from '#ledger/get-timeline.js';
import { KnownRegisters } from '#registers/known-registers.js';

/** Maximum of options; beyond it, the user types a name. */
const OFFERED = 200;

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;

interface Offered {
  choices: Choice[];
  /** The list is complete. */
  whole: boolean;
}

/** What forms offer to choose from, and the dossiers and providers that they name by option, name, id or URL. */
@Injectable()
export class FormChoices {
  constructor(
    private readonly events: EventStore<LedgerEvent>,
    private readonly registers: KnownRegisters,
    private readonly recent: RecentSources,
    private readonly providerLists: ProviderLists,
    private readonly dossierLists: DossierLists,
    private readonly providerIds: ProviderIds,
    private readonly schemes: SchemeCatalogue,
  ) {}

  async of(page: Page, subject: Subject, { type, fields }: FormShape): Promise<Choices> {
    const [only, suggestions]: [Choices['only'], Choices['suggestions']] = [{}, {}];
    if (subject.kind === 'dossier') {
      Object.assign(only, schemeChoices(subject, page.language));
      Object.assign(suggestions, likelyOn(subject));
    }
    for (const { input } of fields) {
      if (input === 'openKey') only.openKey = await this.#openKeys(subject, page, type === 'DeadlineCancelled');
      if (input !== 'dossier' && input !== 'provider') continue;
      const { choices, whole } = await (input === 'dossier' ? this.dossiers(page, subject.id) : this.providers(page));
      if (whole) only[input] = choices;
      else suggestions[input] = choices.map(({ label }) => label);
    }
    return { only, suggestions };
  }

  /** @param withTargets missed targets, which can be set aside, too */
  async #openKeys(subject: Subject, page: Page, withTargets: boolean): Promise<Choice[]> {
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

  /** @param but the dossier of the form */
  async dossiers(page: Page, but?: string, provider?: string): Promise<Offered> {
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

  async providers({ today: asOf }: Page): Promise<Offered> {
    const { items, next } = await this.providerLists.page({ asOf, knownAt: undefined, limit: OFFERED });
    return { choices: items.map(({ id, name }) => ({ value: id, label: name })), whole: next === null };
  }

  /** By field; what is not found is a problem of its field. */
  async references(form: URLSearchParams, { fields }: FormShape, page: Page) {
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

  async #named(text: string, kind: 'dossier' | 'provider', page: Page): Promise<string | Reason> {
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

  async sourcesOf(page: Page, { scheme }: Subject, { live }: SubjectHistory): Promise<Sources> {
    const told = new Set<string>();
    const isNew = ({ source: { kind, publisher, url, title } }: OfferedSource): boolean => {
      const key = JSON.stringify([kind, publisher, url, title]);
      return told.size < told.add(key).size;
    };
    const own = live
      .toReversed()
      .flatMap(({ id, event: { source } }) => (source ? [{ value: id, source: usedAgain(source) }] : []));
    const recent = (await this.recent.of(actorOf(callerOf(page)))).map(({ event, source }) => ({
      value: event,
      source,
    }));
    const registers = scheme ? await this.#registersOf(page, scheme.slug) : [];
    const authorities = [scheme?.authority, ...registers.map(({ source }) => source.publisher)].map((name = '') =>
      fold(name),
    );
    const isOfAuthority = ({ source }: OfferedSource): boolean => authorities.includes(fold(source.publisher));
    const sources = {
      own: own.filter(isNew),
      authority: [...recent.filter(isOfAuthority), ...registers].filter(isNew),
    };
    return { ...sources, others: recent.filter(isNew).slice(0, MOST) };
  }

  /** A form as it was sent, with the source that was picked, and what is known of the address of a new one. */
  async tidy(sent: URLSearchParams, shape: FormShape, page: Page, sources: Sources): Promise<URLSearchParams> {
    const form = typedForm(sent, shape, await this.#sourceNamed(sent.get('same') ?? '', page), page.language);
    const from = LanguageSchema.safeParse(form.get('writtenIn')).data;
    if (from && from !== page.language) translate(form, shape, { from, to: page.language });
    form.set('writtenIn', page.language);
    const filled = knownOf(form, sources);
    for (const [name, value] of filled) form.set(`source.${name}`, value);
    if (filled.length > 0) form.set('filled', JSON.stringify(Object.fromEntries(filled)));
    return form;
  }

  async #sourceNamed(value: string, page: Page): Promise<Source | undefined> {
    if (REGISTER.test(value)) return (await this.#registersOf(page)).find((one) => one.value === value)?.source;
    if (!z.uuid().safeParse(value).success) return undefined;
    const source = (await this.events.find(value))?.event.source;
    return source && usedAgain(source);
  }

  async #registersOf({ today }: Page, scheme?: string): Promise<OfferedSource[]> {
    return (await this.registers.all())
      .filter(({ register }) => scheme === undefined || register.scheme === scheme)
      .map(({ register: { slug, kind, publisher, url, name } }) => ({
        value: `register:${slug}`,
        source: { kind, publisher, title: name, readOn: today, ...(url !== undefined && { url }) },
      }));
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

function missedTargets({ view, scheme }: SubjectOf<'dossier'>, { language, today }: Page): Choice[] {
  const missed = view.targets.filter(({ reached, due }) => reached === null && latest(due) < today);
  const choices = new Map(
    missed.map(({ milestone, due }) => [
      targetKey(milestone, due),
      `${phrases(language).mail.reminders.kind.target} ${wholeMilestone(milestone, scheme, language)}, ${writtenDate(due, language)}`,
    ]),
  );
  return [...choices].map(([value, label]) => ({ value, label: capitalized(label) }));
}

function schemeChoices({ scheme }: SubjectOf<'dossier'>, language: Language): Choices['only'] {
  return {
    milestone: scheme.milestones.map(({ code }) => ({ value: code, label: wholeMilestone(code, scheme, language) })),
    duty: (scheme.duties ?? []).map(({ code, name }) => ({ value: code, label: name[language] })),
  };
}

const likelyOn = ({ scheme, view }: SubjectOf<'dossier'>): Choices['suggestions'] => ({
  decision: [...new Set(view.grants.flatMap(({ decision }) => decision ?? []))],
  reservation: [...new Set(view.grants.flatMap(({ reservations }) => reservations.map(({ text }) => text)))],
  referential: scheme.referentials.map(({ version }) => version).toReversed(),
  level: scheme.levels ?? [],
  authority: [scheme.authority],
});

export interface OfferedSource {
  /** Value of the field `same`: an event that has the source, or `register:<slug>`. */
  value: string;
  source: Source;
}

/** The sources on record that a form offers: those of the record itself, of the authority of its scheme, and others. */
export type Sources = Record<'own' | 'authority' | 'others', OfferedSource[]>;

const MOST = 60;
const REGISTER = /^register:([a-z0-9-]{1,100})$/;

/** Without what one event says of it. */
const usedAgain = ({ quote: _, sha256: __, speaker: ___, ...source }: Source): Source => source;

/**
 * What sources on record say of the address in a form, as far as its fields are empty: of the same page, or of its host if
 * that is of one publisher only.
 */
function knownOf(form: URLSearchParams, { own, authority, others }: Sources): [name: string, value: string][] {
  const url = form.get('source.url') ?? '';
  const host = hostOf(url);
  const isEmpty = (name: string): boolean => (form.get(`source.${name}`) ?? '') === '';
  if (host === undefined || !isEmpty('publisher')) return [];
  const known = [...own, ...authority, ...others].map(({ source }) => source);
  const onHost = known.filter((source) => hostOf(source.url) === host);
  const page = onHost.find((source) => source.url === url);
  const found = page ?? (new Set(onHost.map(({ publisher }) => fold(publisher))).size === 1 ? onHost[0] : undefined);
  if (!found) return [];
  const fields = { kind: found.kind, publisher: found.publisher, title: page?.title };
  return Object.entries(fields).flatMap(([name, value]) =>
    value !== undefined && isEmpty(name) ? [[name, value]] : [],
  );
}

export const hostOf = (address = ''): string | undefined => urlIn(address)?.host.replace(/^www\./, '') || undefined;
