import { randomUUID } from 'node:crypto';
import { Get, Post, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { ComponentChildren } from 'preact';
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
import { type PageAnswer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { Field, Form, Hidden, PAGE_LANGUAGE, Problems, ProviderInput } from '../frame/controls.js';
import { Sent, addressOf, problemsUnder, unlessRefused, Page, type PageContext, callerOf } from '../frame/page.js';
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
  async open(@Page() page: PageContext): Promise<PageAnswer> {
    return this.#ask(page, 200, { form: formWithKey(page.query, FIELDS), problems: [] });
  }

  @Post()
  @ConsoleRoute('record', 'input')
  async take(@Page() page: PageContext, @Sent() sent: URLSearchParams): Promise<PageAnswer> {
    const form = formWithKey(sent, FIELDS);
    if (sent.has(PAGE_LANGUAGE)) return this.#ask(page, 200, { form, problems: [] });
    const asked = askedIn(form);
    const problems = await problemsUnder(OpenDossierBody, asked);
    if (problems.length > 0) return this.#ask(page, 422, { form, problems });
    try {
      const body = OpenDossierBody.parse(asked);
      const provider = await this.providers.of(body.provider, 'provider');
      const opened = await this.commands.execute(new OpenDossier({ ...body, provider }, contextOf(page, form)));
      return { redirect: `/dossiers/${opened.id}?seen=${this.db.epochs.written(opened.position)}&done=opened` };
    } catch (error) {
      if (error instanceof IdReused) return this.#ask(page, 409, { form: withNewKey(form), problems, isReused: true });
      if (error instanceof Refusal) return this.#ask(page, 422, { form, problems: error.problems });
      throw error;
    }
  }

  async #ask(page: PageContext, status: number, asking: FormState): Promise<PageAnswer> {
    const { title } = phrases(page.language).console.opening.dossier;
    const name = asking.form.get('provider') ?? '';
    const provider = name === '' ? undefined : await unlessRefused(() => this.providers.of(name));
    const existing = provider === undefined ? [] : (await this.references.dossiers(page, undefined, provider)).choices;
    const problems = asking.problems.map((problem) => ({ ...problem, field: formField(problem.field) }));
    const more = { problems, schemes: await this.schemes.at(), existing: existing.slice(0, 20) };
    const children = <DossierForm {...{ page, ...asking, ...more }} />;
    return { status, title, menuEntry: 'providers', timeless: true, children };
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

interface DossierFormProps extends FormState {
  page: PageContext;
  schemes: Schemes;
  existing: readonly Choice[];
}

function DossierForm({ page, schemes, existing, ...state }: DossierFormProps) {
  const { form, problems } = state;
  const { dossier: t } = phrases(page.language).console.opening;
  const typed = (name: string): string => form.get(name) ?? '';
  const among = [...schemes.values()].map(({ slug, name }) => ({ value: slug, label: name[page.language] }));
  const found = existing.map(({ value, label }) => [`/dossiers/${value}`, label] as const);
  const note = found.length > 0 ? <Found page={page} title={t.existing} found={found} /> : null;
  return (
    <OpeningForm {...{ page, ...state, t, labels: t, note }} button={<button>{t.save}</button>}>
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
    </OpeningForm>
  );
}

interface OpeningFormProps extends FormState {
  page: PageContext;
  t: { intro: string };
  labels: Readonly<Record<string, string>>;
  note: ComponentChildren;
  button: ComponentChildren;
  children: ComponentChildren;
}

function OpeningForm({ page, form, problems, isReused = false, t, labels, note, button, children }: OpeningFormProps) {
  const { back, reused } = phrases(page.language).console.opening;
  return (
    <>
      <p>{t.intro}</p>
      {isReused ? <p class="note warn">{reused}</p> : null}
      <Problems page={page} problems={problems} labels={labels} />
      {note}
      <Form page={page} class="stacked" keepsInput>
        <Hidden fields={[['idempotencyKey', form.get('idempotencyKey') ?? '']]} />
        {children}
        <p class="row">
          {button}
          <a href={addressOf(page, '/providers')}>{back}</a>
        </p>
      </Form>
    </>
  );
}

interface FoundProps {
  page: PageContext;
  title: ComponentChildren;
  found: readonly (readonly [path: string, name: string])[];
  class?: string;
  role?: 'alert';
  children?: ComponentChildren;
}

const Found = ({ page, title, found, class: looks = 'note', role, children }: FoundProps) => (
  <div class={looks} role={role}>
    <p>{title}</p>
    <ul>
      {found.map(([path, name]) => (
        <li>
          <a href={addressOf(page, path)}>{name}</a>
        </li>
      ))}
    </ul>
    {children}
  </div>
);

/** Sent twice, a form opens once. */
const contextOf = (page: PageContext, form: URLSearchParams) => {
  const caller = callerOf(page);
  const id = idempotentId(caller, form.get('idempotencyKey') ?? '');
  return { actor: actorOf(caller), correlationId: page.requestId, id };
};

function withNewKey(form: URLSearchParams): URLSearchParams {
  form.set('idempotencyKey', randomUUID());
  return form;
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
    for (const asked of [slugOf(name), name].filter((one) => one !== '')) {
      const found = await unlessRefused(() => this.providers.find(asked));
      if (found) return [{ ...found, name }];
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
  open(@Page() page: PageContext): PageAnswer {
    return ask(page, 200, { form: formWithKey(page.query, PROVIDER_FIELDS) });
  }

  @Post()
  @ConsoleRoute('record', 'input')
  async take(@Page() page: PageContext, @Sent() sent: URLSearchParams): Promise<PageAnswer> {
    const form = formWithKey(sent, PROVIDER_FIELDS);
    if (sent.has(PAGE_LANGUAGE)) return ask(page, 200, { form });
    const asked = { name: form.get('name') ?? '' };
    const problems = await problemsUnder(RegisterBody, asked);
    if (problems.length > 0) return ask(page, 422, { form, problems });
    const { alike, warnings } = await this.similar.warningsOf(asked.name);
    const found = [...alike, ...(await this.similar.to(asked.name, page.today))];
    const similar = [...new Map(found.map((one) => [one.id, one])).values()];
    if (similar.length + warnings.length > 0 && sent.get('anyway') !== asked.name)
      return ask(page, 200, { form, similar, warnings });
    try {
      const made = await this.commands.execute(new RegisterProvider(asked, contextOf(page, form)));
      const seen = this.db.epochs.written(made.position);
      return { redirect: `/providers/${encodeURIComponent(made.slug)}?seen=${seen}&done=registered` };
    } catch (error) {
      if (error instanceof IdReused)
        return ask(page, 409, { form: withNewKey(form), similar, warnings, isReused: true });
      if (!(error instanceof Refusal)) throw error;
      const isTaken = error.code === 'already-exists' && error.why.code !== 'provider-slug-taken';
      const shown = isTaken ? await this.similar.called(asked.name) : similar;
      return ask(page, 422, { form, problems: error.problems, similar: shown, isTaken });
    }
  }
}

interface AskedProvider extends Pick<FormState, 'form' | 'isReused'>, Partial<Pick<FormState, 'problems'>> {
  similar?: readonly NamedProvider[];
  warnings?: readonly Warning[];
  isTaken?: boolean;
}

function ask(page: PageContext, status: number, asking: AskedProvider): PageAnswer {
  const { title } = phrases(page.language).console.opening.provider;
  return { status, title, menuEntry: 'providers', timeless: true, children: <ProviderForm page={page} {...asking} /> };
}

function ProviderForm({
  page,
  problems = [],
  similar = [],
  warnings = [],
  isTaken = false,
  ...state
}: AskedProvider & { page: PageContext }) {
  const { provider: t } = phrases(page.language).console.opening;
  const name = state.form.get('name') ?? '';
  const isWarned = similar.length + warnings.length > 0 && !isTaken && problems.length === 0;
  const note = (
    <>
      {warnings.length > 0 ? (
        <div class="note warn" role="alert">
          {warnings.map((warning) => (
            <p>{capitalized(warningText(warning, page.language))}.</p>
          ))}
        </div>
      ) : null}
      {similar.length > 0 ? (
        <Found
          {...{ page, class: 'note warn', role: 'alert' }}
          title={<strong>{isTaken ? t.taken : t.similar}</strong>}
          found={similar.map(({ slug, name: its }) => [`/providers/${encodeURIComponent(slug)}`, its])}
        >
          {isTaken ? null : <p>{t.similarHint}</p>}
        </Found>
      ) : null}
    </>
  );
  const button = isWarned ? (
    <button name="anyway" value={name}>
      {t.anyway}
    </button>
  ) : (
    <button>{t.save}</button>
  );
  return (
    <OpeningForm {...{ page, problems, ...state, t, note, button }} labels={{ name: t.name }}>
      <Field {...{ page, problems }} name="name" label={t.name} hint={t.nameHint} required>
        {(input) => <input {...input} type="text" value={name} autocomplete="off" />}
      </Field>
    </OpeningForm>
  );
}
