import { randomUUID } from 'node:crypto';
import { Get, Post, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { actorOf } from '#access/principal.js';
import { LedgerDatabase } from '#database/connection.js';
import type { Day } from '#domain/date/day.js';
import type { ProviderRef } from '#domain/dossier/standing.js';
import { warningsOfName } from '#domain/provider/name-warnings.js';
import { type Problem, Refusal } from '#domain/refusal.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { fold, slugOf } from '#domain/text/text.js';
import type { Warning } from '#domain/warning/warning.js';
import { LookAlikeNames } from '#dossiers/look-alike-names.js';
import { ProviderIds } from '#dossiers/provider-ids.js';
import { OpenDossier } from '#dossiers/record-dossier-event.js';
import { RegisterProvider } from '#dossiers/record-provider-event.js';
import { IdReused } from '#event-store/events.js';
import { capitalized } from '#language/format.js';
import { phrases, warningText } from '#language/phrases.js';
import { ProviderLists } from '#projections/list-providers.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { OpenDossierBody } from '../../api/dossiers/dossiers.controller.js';
import { RegisterBody } from '../../api/providers/providers.controller.js';
import { type Answer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { Field, Form, PAGE_LANGUAGE, Problems, ProviderInput } from '../frame/controls.js';
import { Sent, addressOf, problemsUnder, Page, type PageContext, callerOf } from '../frame/page.js';
import { formWithKey } from './form-flow.js';
import { References, type Choice } from './forms/choices.js';
import { Select } from './forms/event-inputs.js';
import { idempotentId } from './preview.js';

const FIELDS = ['provider', 'scheme', 'service', 'kinds'];

@Pages('dossiers/new')
export class DossierOpeningPages {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly commands: CommandBus,
    private readonly providers: ProviderIds,
    private readonly references: References,
    private readonly schemes: SchemeCatalogue,
  ) {}

  @Get()
  @ConsoleRoute('record', 'input')
  async open(@Page() page: PageContext): Promise<Answer> {
    return this.#ask(page, 200, { form: formWithKey(page.query, FIELDS), problems: [] });
  }

  @Post()
  @ConsoleRoute('record', 'input')
  async take(@Page() page: PageContext, @Sent() sent: URLSearchParams): Promise<Answer> {
    const form = formWithKey(sent, FIELDS);
    if (sent.has(PAGE_LANGUAGE)) return this.#ask(page, 200, { form, problems: [] });
    const asked = askedIn(form);
    const problems = await problemsUnder(OpenDossierBody, asked);
    if (problems.length > 0) {
      return this.#ask(page, 422, { form, problems });
    }
    const caller = callerOf(page);
    try {
      const body = OpenDossierBody.parse(asked);
      const provider = await this.providers.of(body.provider, 'provider');
      const id = idempotentId(caller, form.get('idempotencyKey') ?? '');
      const context = { actor: actorOf(caller), correlationId: page.requestId, id };
      const opened = await this.commands.execute(new OpenDossier({ ...body, provider }, context));
      return { redirect: `/dossiers/${opened.id}?seen=${this.db.epochs.written(opened.position)}&done=opened` };
    } catch (error) {
      if (error instanceof IdReused) {
        form.set('idempotencyKey', randomUUID());
        return this.#ask(page, 409, { form, problems: [], isReused: true });
      } else if (error instanceof Refusal) return this.#ask(page, 422, { form, problems: error.problems });
      else throw error;
    }
  }

  async #ask(page: PageContext, status: number, asking: FormState): Promise<Answer> {
    const { title } = phrases(page.language).console.opening.dossier;
    const provider = await this.#known(asking.form.get('provider') ?? '');
    const existing = provider === undefined ? [] : (await this.references.dossiers(page, undefined, provider)).choices;
    const problems = asking.problems.map((problem) => ({ ...problem, field: formField(problem.field) }));
    const more = { problems, schemes: await this.schemes.at(), existing: existing.slice(0, 20) };
    const children = <DossierForm {...{ page, ...asking, ...more }} />;
    return { status, title, menuEntry: 'providers', timeless: true, children };
  }

  async #known(name: string): Promise<string | undefined> {
    try {
      return name === '' ? undefined : await this.providers.of(name);
    } catch (error) {
      if (error instanceof Refusal) return undefined;
      throw error;
    }
  }
}

interface FormState {
  form: URLSearchParams;
  problems: readonly Problem[];
  isReused?: boolean;
}

/** Maps a field of the schema to that of the form; the lines of a list are one field. */
function formField(field: string): string {
  if (field.startsWith('service.kinds')) return 'kinds';
  return field === 'service.name' ? 'service' : field;
}

/** Empty fields are left out. */
function askedIn(form: URLSearchParams): object {
  const [service, kinds] = [form.get('service') ?? '', form.get('kinds') ?? ''];
  const listed = kinds
    .split('\n')
    .map((kind) => kind.trim())
    .filter((kind) => kind !== '');
  const given = Object.fromEntries(
    ['provider', 'scheme'].flatMap((name) => (form.get(name) ? [[name, form.get(name)]] : [])),
  );
  return { ...given, ...((service !== '' || listed.length > 0) && { service: { name: service, kinds: listed } }) };
}

interface DossierFormProps {
  page: PageContext;
  form: URLSearchParams;
  problems: readonly Problem[];
  schemes: Schemes;
  existing: readonly Choice[];
  isReused?: boolean;
}

function DossierForm(props: DossierFormProps) {
  const { page, form, problems, schemes, existing, isReused = false } = props;
  const { dossier: t, back, reused } = phrases(page.language).console.opening;
  const labels = {
    provider: t.provider,
    scheme: t.scheme,
    service: t.service,
    kinds: t.kinds,
  };
  const typed = (name: string): string => form.get(name) ?? '';
  const among = [...schemes.values()].map(({ slug, name }) => ({ value: slug, label: name[page.language] }));
  return (
    <>
      <p>{t.intro}</p>
      {isReused ? <p class="note warn">{reused}</p> : null}
      <Problems page={page} problems={problems} labels={labels} />
      {existing.length > 0 ? (
        <div class="note">
          <p>{t.existing}</p>
          <ul>
            {existing.map(({ value, label }) => (
              <li>
                <a href={addressOf(page, `/dossiers/${value}`)}>{label}</a>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      <Form page={page} class="stacked" keepsInput>
        <input type="hidden" name="idempotencyKey" value={typed('idempotencyKey')} />
        <Field {...{ page, problems }} name="provider" label={t.provider} hint={t.providerHint} required>
          {(input) => <ProviderInput {...{ page, input }} value={typed('provider')} />}
        </Field>
        <Field {...{ page, problems }} name="scheme" label={t.scheme} required>
          {(input) => <Select {...{ page, among }} props={input} value={typed('scheme')} required />}
        </Field>
        <Field {...{ page, problems }} name="service" label={t.service} hint={t.serviceHint}>
          {(input) => <input {...input} type="text" value={typed('service')} autocomplete="off" />}
        </Field>
        <Field {...{ page, problems }} name="kinds" label={t.kinds} hint={t.kindsHint}>
          {(input) => <textarea {...input} rows={3} value={typed('kinds')} />}
        </Field>
        <p class="row">
          <button>{t.save}</button>
          <a href={addressOf(page, '/providers')}>{back}</a>
        </p>
      </Form>
    </>
  );
}

type NamedProvider = Pick<ProviderRef, 'id' | 'slug' | 'name'>;

const SHOWN = 8;
const WORDS_LOOKED_FOR = 5;

/** Words too common in provider names to search for. */
const COMMON: ReadonlySet<string> = new Set(['cloud', 'france', 'group', 'groupe', 'service', 'services', 'solutions']);

/** Finds providers with a current or former name similar to a given one. */
@Injectable()
export class SimilarProviders {
  constructor(
    private readonly providerLists: ProviderLists,
    private readonly providers: ProviderIds,
    private readonly lookAlikes: LookAlikeNames,
  ) {}

  /** Those that look like a name, and what is to be said of it. */
  async warningsOf(name: string): Promise<{ alike: NamedProvider[]; warnings: Warning[] }> {
    const alike = await this.lookAlikes.of([name], {});
    return { alike, warnings: warningsOfName(name, alike) };
  }

  /** The provider that a name identifies. Also tries its slug, as the projection may lag behind. */
  async called(name: string): Promise<NamedProvider[]> {
    for (const asked of [slugOf(name), name].filter((one) => one !== ''))
      try {
        return [{ ...(await this.providers.find(asked)), name }];
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
      }
    return [];
  }

  async to(name: string, asOf: Day): Promise<NamedProvider[]> {
    const t = fold(name).split(' ');
    const telling = t.filter((word) => word.length >= 3 && !COMMON.has(word));
    const found = new Map<string, NamedProvider>();
    for (const word of (telling.length > 0 ? telling : [fold(name)]).slice(0, WORDS_LOOKED_FOR)) {
      const { items } = await this.providerLists.page({ asOf, knownAt: undefined, name: word, limit: SHOWN });
      for (const item of items) found.set(item.id, item);
    }
    return [...found.values()].slice(0, SHOWN);
  }
}

const PROVIDER_FIELDS = ['name'];

@Pages('providers/new')
export class ProviderOpeningPages {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly commands: CommandBus,
    private readonly similar: SimilarProviders,
  ) {}

  @Get()
  @ConsoleRoute('record', 'input')
  open(@Page() page: PageContext): Answer {
    const form = formWithKey(page.query, PROVIDER_FIELDS);
    return ask(page, 200, { form, problems: [], similar: [], isTaken: false });
  }

  @Post()
  @ConsoleRoute('record', 'input')
  async take(@Page() page: PageContext, @Sent() sent: URLSearchParams): Promise<Answer> {
    const form = formWithKey(sent, PROVIDER_FIELDS);
    if (sent.has(PAGE_LANGUAGE)) return ask(page, 200, { form, problems: [], similar: [], isTaken: false });
    const asked = { name: form.get('name') ?? '' };
    const problems = await problemsUnder(RegisterBody, asked);
    if (problems.length > 0) {
      return ask(page, 422, { form, problems, similar: [], isTaken: false });
    }
    const caller = callerOf(page);
    const id = idempotentId(caller, form.get('idempotencyKey') ?? '');
    const { alike, warnings } = await this.similar.warningsOf(asked.name);
    const found = [...alike, ...(await this.similar.to(asked.name, page.today))];
    const similar = [...new Map(found.map((one) => [one.id, one])).values()];
    if (similar.length + warnings.length > 0 && sent.get('anyway') !== asked.name) {
      return ask(page, 200, { form, problems: [], similar, warnings, isTaken: false });
    }
    try {
      const context = { actor: actorOf(caller), correlationId: page.requestId, id };
      const made = await this.commands.execute(new RegisterProvider(asked, context));
      return {
        redirect: `/providers/${encodeURIComponent(made.slug)}?seen=${this.db.epochs.written(made.position)}&done=registered`,
      };
    } catch (error) {
      if (error instanceof IdReused) {
        form.set('idempotencyKey', randomUUID());
        return ask(page, 409, { form, problems: [], similar, warnings, isTaken: false, isReused: true });
      } else if (error instanceof Refusal) {
        const isTaken = error.code === 'already-exists' && error.why.code !== 'provider-slug-taken';
        const shown = isTaken ? await this.similar.called(asked.name) : similar;
        return ask(page, 422, { form, problems: error.problems, similar: shown, isTaken });
      } else throw error;
    }
  }
}

interface ProviderOpeningFormState {
  form: URLSearchParams;
  problems: readonly Problem[];
  similar: readonly NamedProvider[];
  warnings?: readonly Warning[];
  isTaken: boolean;
  isReused?: boolean;
}

function ask(page: PageContext, status: number, asking: ProviderOpeningFormState): Answer {
  const { title } = phrases(page.language).console.opening.provider;
  const children = <ProviderForm page={page} {...asking} />;
  return { status, title, menuEntry: 'providers', timeless: true, children };
}

interface ProviderFormProps {
  page: PageContext;
  form: URLSearchParams;
  problems: readonly Problem[];
  similar: readonly NamedProvider[];
  warnings?: readonly Warning[];
  /** The name is taken, not just similar. */
  isTaken: boolean;
  isReused?: boolean;
}

function ProviderForm(props: ProviderFormProps) {
  const { page, form, problems, similar, warnings = [], isTaken, isReused = false } = props;
  const { provider: t, back, reused } = phrases(page.language).console.opening;
  const labels = { name: t.name };
  const isWarned = similar.length + warnings.length > 0 && !isTaken && problems.length === 0;
  return (
    <>
      <p>{t.intro}</p>
      {isReused ? <p class="note warn">{reused}</p> : null}
      <Problems page={page} problems={problems} labels={labels} />
      {warnings.length > 0 ? <NameWarnings {...{ page, warnings }} /> : null}
      {similar.length > 0 ? <Similar {...{ page, similar, isTaken }} /> : null}
      <Form page={page} class="stacked" keepsInput>
        <input type="hidden" name="idempotencyKey" value={form.get('idempotencyKey') ?? ''} />
        <Field {...{ page, problems }} name="name" label={t.name} hint={t.nameHint} required>
          {(props) => <input {...props} type="text" value={form.get('name') ?? ''} autocomplete="off" />}
        </Field>
        <p class="row">
          {isWarned ? (
            <button name="anyway" value={form.get('name') ?? ''}>
              {t.anyway}
            </button>
          ) : (
            <button>{t.save}</button>
          )}
          <a href={addressOf(page, '/providers')}>{back}</a>
        </p>
      </Form>
    </>
  );
}

function NameWarnings({ page, warnings }: { page: PageContext; warnings: readonly Warning[] }) {
  return (
    <div class="note warn" role="alert">
      {warnings.map((warning) => (
        <p>{capitalized(warningText(warning, page.language))}.</p>
      ))}
    </div>
  );
}

function Similar({ page, similar, isTaken }: Pick<ProviderFormProps, 'page' | 'similar' | 'isTaken'>) {
  const { provider: t } = phrases(page.language).console.opening;
  return (
    <div class="note warn" role="alert">
      <p>
        <strong>{isTaken ? t.taken : t.similar}</strong>
      </p>
      <ul>
        {similar.map(({ slug, name }) => (
          <li>
            <a href={addressOf(page, `/providers/${encodeURIComponent(slug)}`)}>{name}</a>
          </li>
        ))}
      </ul>
      {isTaken ? null : <p>{t.similarHint}</p>}
    </div>
  );
}
