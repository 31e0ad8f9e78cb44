import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ListDossierNames, type NamedDossier } from '#projections/list-dossier-names.js';
import { ListProviders } from '#projections/list-providers.js';
import { type Problem, reason, Refusal } from '#domain/refusal.js';
import { LanguageSchema } from '#language/language.js';
import type { Reason } from '#domain/reasons.js';
import { ProviderIds } from '#providers/provider-ids.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { dossierTitle } from '#language/describe-standing.js';
import type { PageContext } from '../../frame/page.js';
import type { Choice } from './choices.js';
import { type FormShape, readEvent, type FormContent, translate, typedForm } from './form-data.js';
import { SourceOffers } from './source-offers.js';

/** Maximum of options; beyond it, the user types a name. */
const OFFERED = 200;

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;

interface Offered {
  choices: Choice[];
  /** The list is complete. */
  whole: boolean;
}

/** The references of a form, resolved. */
interface Referred {
  /** Ids by field name. */
  references: Map<string, string>;
  problems: Problem[];
}

/** Resolves references to dossiers and providers by option, name, id or URL. */
@Injectable()
export class References {
  constructor(
    private readonly queries: QueryBus,
    private readonly providerIds: ProviderIds,
    private readonly schemes: SchemeCatalogue,
  ) {}

  /** @param but the dossier of the form */
  async dossiers(page: PageContext, but?: string, provider?: string): Promise<Offered> {
    const { today: asOf, language } = page;
    const asked = { asOf, knownAt: undefined, limit: OFFERED, ...(provider !== undefined && { provider }) };
    const { items, isWhole } = await this.queries.execute(new ListDossierNames(asked));
    const schemes = await this.schemes.at();
    const label = (dossier: NamedDossier): string => dossierTitle(dossier, schemes, language);
    return {
      choices: items.filter(({ id }) => id !== but).map((one) => ({ value: one.id, label: label(one) })),
      whole: isWhole,
    };
  }

  async providers({ today: asOf }: PageContext): Promise<Offered> {
    const { items, next } = await this.queries.execute(new ListProviders({ asOf, knownAt: undefined, limit: OFFERED }));
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
    try {
      return name === '' ? undefined : await this.providerIds.of(name);
    } catch (error) {
      if (error instanceof Refusal) return undefined;
      throw error;
    }
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

  /** @param form tidied */
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
