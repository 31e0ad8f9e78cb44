import { randomUUID } from 'node:crypto';
import { CommandBus } from '@nestjs/cqrs';
import type { ComponentChildren } from 'preact';
import { z } from 'zod';
import { actorOf } from '#access/principal.js';
import { LedgerDatabase } from '#database/connection.js';
import type { Day } from '#domain/date/day.js';
import type { ProviderRef } from '#domain/dossier/standing.js';
import { warningsOfName } from '#domain/provider/name-warnings.js';
import { type Problem, Refusal } from '#domain/refusal.js';
import { fold, slugOf } from '#domain/text/text.js';
import type { Warning } from '#domain/warning/warning.js';
import { LookAlikeNames } from '#dossiers/dossiers-and-providers.js';
import { ProviderIds } from '#dossiers/provider-names.js';
import { OpenDossier } from '#dossiers/record-dossier-event.js';
import { RegisterProvider } from '#dossiers/record-provider-event.js';
import { IdReused } from '#event-store/events.js';
import { capitalized } from '#language/format.js';
import { phrases, warningText } from '#language/phrases.js';
import { ProviderLists } from '#projections/list-providers.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { OpenDossierBody } from '../../api/dossiers/dossiers.controller.js';
import { RegisterBody } from '../../api/providers/providers.controller.js';
import { type PageAnswer, ConsoleGet, ConsolePost, Pages } from '../frame/console-route.js';
import { linkTo } from '../frame/display.js';
import { PAGE_LANGUAGE } from '../frame/controls.js';
import { select, DataForm, type FormPart, type Send } from '../frame/fields.js';
import { Exchange, addressOf, callerOf, Page, problemsUnder, unlessRefused } from '../frame/page.js';
import { FormChoices } from './forms/choices.js';
import { idempotentId } from './preview.js';

/** What a form that opens a record asks for, and what is said of what was typed. */
interface Asked {
  form: URLSearchParams;
  title: string;
  intro: string;
  parts: readonly FormPart[];
  send: Send;
  note?: ComponentChildren;
  problems?: readonly Problem[];
  status?: number;
}

function ask(page: Page, { form, title, intro, parts, send, note, problems = [], status = 200 }: Asked): PageAnswer {
  const { back, reused } = phrases(page.language).console.opening;
  const hidden = [['idempotencyKey', form.get('idempotencyKey') ?? '']] as const;
  const children = (
    <>
      <p class="soft">{intro}</p>
      {status === 409 ? <p class="note warn">{reused}</p> : null}
      {note}
      <DataForm
        {...{ page, problems, parts, send, hidden }}
        typed={form}
        back={[addressOf(page, '/providers'), back]}
        keepsInput
      />
    </>
  );
  return { status, title, menuEntry: 'providers', timeless: true, children };
}

/** The named fields of a form, trimmed, with its idempotency key: sent twice, a form opens once. */
function formWithKey(sent: URLSearchParams, names: readonly string[]): URLSearchParams {
  const form = new URLSearchParams();
  for (const name of names) form.set(name, (sent.get(name) ?? '').replaceAll('\r\n', '\n').trim());
  form.set('idempotencyKey', z.uuid().safeParse(sent.get('idempotencyKey')).data ?? randomUUID());
  return form;
}

const contextOf = (page: Page, form: URLSearchParams) => {
  const caller = callerOf(page);
  const id = idempotentId(caller, form.get('idempotencyKey') ?? '');
  return { actor: actorOf(caller), correlationId: page.requestId, id };
};

/** What a refused form shows. @throws anything but a refusal, or an id that was used */
function refusedWith(error: unknown, form: URLSearchParams): { status: number; problems: readonly Problem[] } {
  if (error instanceof Refusal) return { status: 422, problems: error.problems };
  if (!(error instanceof IdReused)) throw error;
  form.set('idempotencyKey', randomUUID());
  return { status: 409, problems: [] };
}

/** Records that exist already. */
const found = (page: Page, title: string, records: readonly (readonly [path: string, name: string])[]) =>
  records.length === 0 ? null : (
    <>
      <p>
        <strong>{title}</strong>
      </p>
      <ul>
        {records.map(([path, name]) => (
          <li>{linkTo(page, path, name)}</li>
        ))}
      </ul>
    </>
  );

@Pages('dossiers/new')
export class DossierOpeningPages {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly commands: CommandBus,
    private readonly providers: ProviderIds,
    private readonly choices: FormChoices,
    private readonly schemes: SchemeCatalogue,
  ) {}

  @ConsoleGet('', 'record', 'input')
  open(@Page() page: Page): Promise<PageAnswer> {
    return this.#ask(page, formWithKey(page.query, DOSSIER_FIELDS));
  }

  @ConsolePost('', 'record', 'input')
  async take(@Exchange() { page, form: sent }: Exchange): Promise<PageAnswer> {
    const form = formWithKey(sent, DOSSIER_FIELDS);
    if (sent.has(PAGE_LANGUAGE)) return this.#ask(page, form);
    const asked = dossierIn(form);
    const problems = await problemsUnder(OpenDossierBody, asked);
    if (problems.length > 0) return this.#ask(page, form, { status: 422, problems });
    try {
      const body = OpenDossierBody.parse(asked);
      const provider = await this.providers.of(body.provider, 'provider');
      const opened = await this.commands.execute(new OpenDossier({ ...body, provider }, contextOf(page, form)));
      return { redirect: `/dossiers/${opened.id}?seen=${this.db.epochs.written(opened.position)}&done=opened` };
    } catch (error) {
      return this.#ask(page, form, refusedWith(error, form));
    }
  }

  async #ask(page: Page, form: URLSearchParams, refused?: ReturnType<typeof refusedWith>): Promise<PageAnswer> {
    const { dossier: t } = phrases(page.language).console.opening;
    const { terms } = phrases(page.language).console;
    const { choose } = phrases(page.language).console.eventForm;
    const name = form.get('provider') ?? '';
    const provider = name === '' ? undefined : await unlessRefused(() => this.providers.of(name));
    const existing = provider === undefined ? [] : (await this.choices.dossiers(page, undefined, provider)).choices;
    const schemes = [...(await this.schemes.at()).values()];
    const among = schemes.map((scheme) => ({ value: scheme.slug, label: scheme.name[page.language] }));
    const [same] = refused?.problems.flatMap((one) => (one.code === 'dossier-exists' ? one.params.dossier : [])) ?? [];
    const shown = existing.filter(({ value }) => same === undefined || value === same).slice(0, 20);
    const known = shown.map(({ value, label }) => [`/dossiers/${value}`, label] as const);
    return ask(page, {
      ...{ form, ...refused, title: terms.openDossier, intro: t.intro, send: t.save },
      problems: refused?.problems.map((problem) => ({ ...problem, field: formField(problem.field) })) ?? [],
      note: known.length === 0 ? null : <div class="note">{found(page, t.existing, known)}</div>,
      parts: [
        { name: 'provider', label: terms.provider, hint: t.providerHint, required: true, kind: 'provider' },
        { ...select('scheme', terms.scheme, undefined, among, choose), required: true },
        { name: 'service', label: terms.service, hint: t.serviceHint },
        { name: 'kinds', label: t.kinds, hint: t.kindsHint, kind: 'textarea', input: { rows: 3 } },
      ],
    });
  }
}

const DOSSIER_FIELDS = ['provider', 'scheme', 'service', 'kinds'];

/** Maps a field of the schema to that of the form; the lines of a list are one field. */
function formField(field: string): string {
  if (field.startsWith('service.kinds')) return 'kinds';
  return field === 'service.name' ? 'service' : field;
}

/** Empty fields are left out. */
function dossierIn(form: URLSearchParams): object {
  const [service, lines] = [form.get('service') ?? '', form.get('kinds') ?? ''];
  const kinds = lines.split('\n').flatMap((kind) => kind.trim() || []);
  const given = Object.entries({ provider: form.get('provider'), scheme: form.get('scheme') }).filter(([, one]) => one);
  return {
    ...Object.fromEntries(given),
    ...((service !== '' || kinds.length > 0) && { service: { name: service, kinds } }),
  };
}

type NamedProvider = Pick<ProviderRef, 'id' | 'slug' | 'name'>;

const SHOWN = 8;
const WORDS_LOOKED_FOR = 5;

/** Words too common in provider names to search for. */
const COMMON: ReadonlySet<string> = new Set(['cloud', 'france', 'group', 'groupe', 'service', 'services', 'solutions']);

@Pages('providers/new')
export class ProviderOpeningPages {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly commands: CommandBus,
    private readonly providerLists: ProviderLists,
    private readonly providers: ProviderIds,
    private readonly lookAlikes: LookAlikeNames,
  ) {}

  @ConsoleGet('', 'record', 'input')
  open(@Page() page: Page): PageAnswer {
    return askProvider(page, formWithKey(page.query, ['name']));
  }

  @ConsolePost('', 'record', 'input')
  async take(@Exchange() { page, form: sent }: Exchange): Promise<PageAnswer> {
    const form = formWithKey(sent, ['name']);
    if (sent.has(PAGE_LANGUAGE)) return askProvider(page, form);
    const asked = { name: form.get('name') ?? '' };
    const problems = await problemsUnder(RegisterBody, asked);
    if (problems.length > 0) return askProvider(page, form, { status: 422, problems });
    const { similar, warnings } = await this.#similarTo(asked.name, page.today);
    const isWarned = similar.length + warnings.length > 0;
    if (isWarned && sent.get('anyway') !== asked.name) return askProvider(page, form, { similar, warnings });
    try {
      const made = await this.commands.execute(new RegisterProvider(asked, contextOf(page, form)));
      const seen = this.db.epochs.written(made.position);
      return { redirect: `/providers/${encodeURIComponent(made.slug)}?seen=${seen}&done=registered` };
    } catch (error) {
      const isTaken =
        error instanceof Refusal && error.code === 'already-exists' && error.why.code !== 'provider-slug-taken';
      const known = isTaken ? await this.#called(asked.name) : similar;
      return askProvider(page, form, { ...refusedWith(error, form), similar: known, isTaken });
    }
  }

  /** Those that look like a name or share a word with it, and what is to be said of it. */
  async #similarTo(name: string, asOf: Day): Promise<{ similar: NamedProvider[]; warnings: Warning[] }> {
    const alike: NamedProvider[] = await this.lookAlikes.of([name], {});
    const words = fold(name)
      .split(' ')
      .filter((word) => word.length >= 3 && !COMMON.has(word));
    const sharing = new Map<string, NamedProvider>();
    for (const word of (words.length > 0 ? words : [fold(name)]).slice(0, WORDS_LOOKED_FOR)) {
      const { items } = await this.providerLists.page({ asOf, knownAt: undefined, name: word, limit: SHOWN });
      for (const item of items) sharing.set(item.id, item);
    }
    const similar = new Map([...alike, ...[...sharing.values()].slice(0, SHOWN)].map((one) => [one.id, one]));
    return { similar: [...similar.values()], warnings: warningsOfName(name, alike) };
  }

  /** The provider that a name identifies. Also tries its slug, as the projection may lag behind. */
  async #called(name: string): Promise<NamedProvider[]> {
    for (const asked of [slugOf(name), name].filter((one) => one !== '')) {
      const provider = await unlessRefused(() => this.providers.find(asked));
      if (provider) return [{ ...provider, name }];
    }
    return [];
  }
}

interface Told {
  status?: number;
  problems?: readonly Problem[];
  similar?: readonly NamedProvider[];
  warnings?: readonly Warning[];
  isTaken?: boolean;
}

function askProvider(page: Page, form: URLSearchParams, told: Told = {}): PageAnswer {
  const { provider: t } = phrases(page.language).console.opening;
  const { terms } = phrases(page.language).console;
  const { problems = [], similar = [], warnings = [], isTaken = false } = told;
  const isWarned = similar.length + warnings.length > 0 && problems.length === 0;
  const known = similar.map(({ slug, name }) => [`/providers/${encodeURIComponent(slug)}`, name] as const);
  return ask(page, {
    ...{ form, ...told, title: terms.registerProvider, intro: t.intro },
    send: isWarned ? { label: t.anyway, name: 'anyway', value: form.get('name') ?? '' } : t.save,
    note:
      similar.length + warnings.length === 0 ? null : (
        <div class="note warn" role="alert">
          {warnings.map((warning) => (
            <p>{capitalized(warningText(warning, page.language))}.</p>
          ))}
          {found(page, isTaken ? t.taken : t.similar, known)}
          {isTaken ? null : <p>{t.similarHint}</p>}
        </div>
      ),
    parts: [{ name: 'name', label: terms.name, hint: t.nameHint, required: true }],
  });
}
