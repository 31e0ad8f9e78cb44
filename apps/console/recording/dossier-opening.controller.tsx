import { phrases } from '#language/phrases.js';
import { randomUUID } from 'node:crypto';
import { Body, Get, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { LedgerDatabase } from '#database/connection.js';
import { type Problem, Refusal } from '#domain/refusal.js';
import { OpenDossier } from '#dossiers/record-dossier-event.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { IdReused } from '#event-store/events.js';
import { ProviderIds } from '#dossiers/provider-ids.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { actorOf } from '#access/principal.js';
import { OpenDossierBody } from '../../api/dossiers/dossiers.controller.js';
import { addressOf, problemsUnder, Page, type PageContext, callerOf } from '../frame/page.js';
import { type Answer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { References } from './forms/form-reading.js';
import { idempotentId } from './recorder.js';
import { Field, Form, PAGE_LANGUAGE, Problems, ProviderInput } from '../frame/controls.js';
import { formWithKey } from './form-flow.js';
import type { Choice } from './forms/choices.js';
import { Select } from './forms/inputs.js';

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
  async take(@Page() page: PageContext, @Body() sent: URLSearchParams): Promise<Answer> {
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
