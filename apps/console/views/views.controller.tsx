import { Get, Inject, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { ownerReference } from '#access/principal.js';
import { ChangedMeanwhile } from '#concurrency/changed-meanwhile.js';
import { type Problem, Refusal } from '#domain/refusal.js';
import { Name } from '#domain/text/text.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { Feeds } from '#feeds/feeds.js';
import { afterLabel, fieldError } from '#language/field-error.js';
import { colon, type Language } from '#language/language.js';
import { phrases, say } from '#language/phrases.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import {
  contentOf,
  listOf,
  mayChange,
  type SavedView,
  SavedViews,
  type SeenView,
  type UsedService,
  addressOfView,
  type ViewAddress,
  ViewAddressSchema,
} from '#views/saved-views.js';
import { feedUrl, webcalUrl } from '../../api/feeds/feed-addresses.js';
import { type ApiSettings, SETTINGS } from '../../api/settings.js';
import { ViewChanges, viewScopeOf } from '../../api/views/view-changes.js';
import { type ServiceDossiers, textOf, ViewServices } from '../../api/views/view-services.js';
import { type PageAnswer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { Failed, Field, Form, Hidden, Problems, mergeSettings, wasIn } from '../frame/controls.js';
import { Facts } from '../frame/display.js';
import { Named, Sent, addressOf, callerOf, Page, type PageContext, problemsUnder, queryOf } from '../frame/page.js';
import { Follows } from '../follow/follow.controller.js';
import { settingsOf, ViewList, ViewNow, ViewText } from './view-list.js';

const menuEntry = 'views';
const ServiceAdded = z.object({ dossier: z.uuid().optional() });
const Asked = ServiceAdded.extend({ address: ViewAddressSchema.default({ path: '/', query: '' }) });
const Typed = z.object({ name: Name, address: ViewAddressSchema });

@Pages('views')
export class ViewPages {
  constructor(
    private readonly feeds: Feeds,
    private readonly views: SavedViews,
    private readonly changes: ViewChanges,
    private readonly services: ViewServices,
    private readonly follows: Follows,
    private readonly schemes: SchemeCatalogue,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  @Get()
  @ConsoleRoute('read')
  async list(@Page() page: PageContext): Promise<PageAnswer> {
    return this.#list(page);
  }

  /** @param changed the view that was not deleted, as it is now */
  async #list(page: PageContext, changed?: SavedView): Promise<PageAnswer> {
    const views = await this.views.readableBy(ownerReference(callerOf(page)));
    const listed = [];
    for (const view of views) listed.push({ view, follow: await this.follows.of(page, { kind: 'view', view }) });
    const { title } = phrases(page.language).console.views;
    const schemes = await this.schemes.at();
    const dossiers = await this.services.dossiersOf(views);
    const children = <ViewList {...{ page, schemes, dossiers, listed, changed }} />;
    return { status: changed ? 409 : 200, title, menuEntry, timeless: true, children };
  }

  /** A view of a list, or of the service of a dossier. */
  @Get('new')
  @ConsoleRoute('read')
  async ask(@Page() page: PageContext): Promise<PageAnswer> {
    const { address, dossier } = await queryOf(page, Asked);
    const { myServices } = phrases(page.language).console.views;
    const services = await this.#textWith([], dossier);
    const name = dossier === undefined ? '' : myServices;
    const asked = { address, name, shared: false, services, action: '/views/new', problems: [] };
    return this.#ask(page, { ...asked, ...(dossier !== undefined && { others: await this.#others(page, dossier) }) });
  }

  @Post('new')
  @ConsoleRoute('read')
  async save(@Page() page: PageContext, @Sent() form: URLSearchParams): Promise<PageAnswer> {
    const typed = typedIn(form);
    return this.#take(page, { ...typed, action: '/views/new' }, [], (valid) =>
      this.changes.save({ ...valid, shared: typed.shared }, callerOf(page)),
    );
  }

  /** Opens the list as of today, or as of the dates of the address. */
  @Get(':slug')
  @ConsoleRoute('read')
  async open(@Page() page: PageContext, @Named('slug') slug: string): Promise<PageAnswer> {
    const { path, query } = listOf(await this.#view(page, slug));
    const params = new URLSearchParams(query);
    for (const name of ['asOf', 'knownOn', 'done']) {
      const value = page.query.get(name);
      if (value !== null) params.set(name, value);
    }
    return { redirect: params.size > 0 ? `${path}?${params.toString()}` : path };
  }

  @Get(':slug/change')
  @ConsoleRoute('read')
  async change(@Page() page: PageContext, @Named('slug') slug: string): Promise<PageAnswer> {
    const { dossier } = await queryOf(page, ServiceAdded);
    const view = await this.#view(page, slug);
    const { name, shared, path, query } = view;
    const was = await this.#settings(view);
    const services = await this.#textWith(view.services, dossier);
    const asked = {
      address: { path, query },
      name,
      shared,
      services,
      action: `/views/${slug}/change`,
      was,
      problems: [],
    };
    return this.#ask(page, asked, name);
  }

  @Post(':slug/change')
  @ConsoleRoute('read')
  async keep(
    @Page() page: PageContext,
    @Named('slug') slug: string,
    @Sent() form: URLSearchParams,
  ): Promise<PageAnswer> {
    const seen = await this.#view(page, slug);
    const is = await this.#settings(seen);
    const merged = new URLSearchParams(form);
    merged.set('services', typedIn(form).services);
    const both = mergeSettings(merged, wasIn(form, is), is);
    const typed = { ...typedIn(merged), action: `/views/${slug}/change`, was: is };
    if (both.length > 0) return this.#ask(page, { ...typed, problems: [], now: seen }, seen.name);
    try {
      return await this.#take(page, typed, seen.services, ({ name, services }) =>
        this.changes.change(slug, { name, services, shared: typed.shared }, callerOf(page), contentOf(seen)),
      );
    } catch (error) {
      if (error instanceof ChangedMeanwhile) return this.keep(page, slug, form);
      throw error;
    }
  }

  @Post(':slug/delete')
  @ConsoleRoute('read')
  async remove(
    @Page() page: PageContext,
    @Named('slug') slug: string,
    @Sent() form: URLSearchParams,
  ): Promise<PageAnswer> {
    try {
      await this.views.delete(slug, viewScopeOf(callerOf(page)), form.get('was') ?? undefined);
    } catch (error) {
      if (error instanceof ChangedMeanwhile) return this.#list(page, await this.#view(page, slug));
      if (!(error instanceof Refusal)) throw error; // deleted already, or not to be deleted: it is listed or not
    }
    return { redirect: addressOf(page, '/views', { done: 'deleted' }) };
  }

  /** A private address, as calendar applications cannot sign in. */
  @Post(':slug/feed')
  @ConsoleRoute('record')
  async feed(
    @Page() page: PageContext,
    @Named('slug') slug: string,
    @Sent() form: URLSearchParams,
    @Res() reply: FastifyReply,
  ): Promise<PageAnswer> {
    const { id: view, name } = await this.#view(page, slug);
    const words = phrases(page.language).console.views.feeds;
    const kind = form.get('kind') === 'atom' ? 'atom' : 'calendar';
    const filter = { view, changes: kind === 'atom', deadlines: kind === 'calendar' };
    const owner = ownerReference(callerOf(page));
    const { token } = await this.feeds.create({ kind, name, filter, language: page.language }, owner);
    const url = feedUrl(this.settings.PUBLIC_URL, kind, token);
    void reply.header('Cache-Control', 'no-store');
    const children = (
      <>
        <p>{words.made}</p>
        <p>
          <code class="long">{url}</code>
        </p>
        {kind === 'calendar' ? (
          <p>
            <a class="button" href={webcalUrl(url)}>
              {words.open}
            </a>
          </p>
        ) : null}
        <p>
          <a href={addressOf(page, `/views/${slug}`)}>{name}</a>
        </p>
      </>
    );
    return { title: words.title, menuEntry, timeless: true, children };
  }

  #view = (page: PageContext, slug: string) => this.views.get({ slug }, ownerReference(callerOf(page)));

  #settings = async (view: SavedView) => settingsOf(view, await this.services.dossiersOf([view]));

  async #textWith(services: readonly UsedService[], dossier: string | undefined): Promise<string> {
    const added = dossier === undefined ? [] : [{ dossier, usedFor: '' }];
    const dossiers = await this.services.dossiersOf([{ services: [...services, ...added] }]);
    const [held, line] = [textOf(services, dossiers), textOf(added, dossiers)];
    const isHeld = line === '' || held.split('\n').some((one) => one.startsWith(line));
    return [held, isHeld ? '' : line].filter(Boolean).join('\n');
  }

  /** Views to which the service of a dossier can be added instead. */
  async #others(page: PageContext, dossier: string) {
    const views = await this.views.readableBy(ownerReference(callerOf(page)));
    return views
      .filter((view) => view.services.length > 0 && mayChange(view, viewScopeOf(callerOf(page))))
      .map(({ slug, name }) => ({ name, href: `/views/${slug}/change?dossier=${dossier}` }));
  }

  async #take(
    page: PageContext,
    typed: Omit<Asked, 'problems'>,
    held: readonly UsedService[],
    act: (valid: z.output<typeof Typed> & { services: UsedService[] }) => Promise<unknown>,
  ): Promise<PageAnswer> {
    const asked = { name: typed.name, address: addressOfView(typed.address) };
    const read = await this.services.read(typed.services, held);
    const problems = [...(await problemsUnder(Typed, asked)), ...read.problems];
    if (problems.length > 0) return this.#ask(page, { ...typed, problems });
    try {
      await act({ ...Typed.parse(asked), services: read.services });
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'limit-reached') throw error;
      return this.#ask(page, { ...typed, problems: error.problems });
    }
    return { redirect: addressOf(page, '/views', { done: typed.action === '/views/new' ? 'saved' : 'changed' }) };
  }

  async #ask(page: PageContext, asked: Asked, name?: string): Promise<PageAnswer> {
    const { newTitle, changeTitle } = phrases(page.language).console.views;
    const dossiers = await this.services.dossiersOf(asked.now ? [asked.now] : []);
    return {
      title: name === undefined ? newTitle : changeTitle(name),
      menuEntry,
      timeless: true,
      status: asked.now ? 409 : asked.problems.length > 0 ? 422 : 200,
      children: <ViewForm {...{ page, schemes: await this.schemes.at(), dossiers, ...asked }} />,
    };
  }
}

interface Asked {
  address: ViewAddress;
  name: string;
  shared: boolean;
  /** Lines, one for each. */
  services: string;
  action: string;
  /** As it was when the form was opened, if a view is changed. */
  was?: URLSearchParams;
  now?: SeenView;
  others?: readonly { name: string; href: string }[];
  problems: readonly Problem[];
}

function typedIn(form: URLSearchParams): Pick<Asked, 'address' | 'name' | 'shared' | 'services'> {
  const address = ViewAddressSchema.safeParse(form.get('address') ?? '/').data ?? { path: '/', query: '' };
  const services = (form.get('services') ?? '').replaceAll('\r\n', '\n').trim();
  return { address, name: (form.get('name') ?? '').trim(), shared: form.has('shared'), services };
}

interface FormProps extends Asked {
  page: PageContext;
  schemes: Schemes;
  /** Of the services that the view names by now, if somebody else has changed it. */
  dossiers: ServiceDossiers;
}

function ViewForm(props: FormProps) {
  const { page, schemes, dossiers, address, name, shared, services, action, was, now, others = [], problems } = props;
  const words = phrases(page.language).console.views;
  const inLines = problems.filter(({ row, field }) => row !== undefined || field === 'services');
  const aboutFields = problems.filter((problem) => !inLines.includes(problem));
  return (
    <Form page={page} action={action} class="card">
      <Problems page={page} problems={aboutFields} labels={{ name: words.name, address: words.list }} />
      {now ? <ViewNow {...{ page, dossiers }} view={now} /> : null}
      {others.length === 0 ? null : (
        <>
          <p>{words.addTo}</p>
          <ul>
            {others.map((other) => (
              <li>
                <a href={other.href}>{other.name}</a>
              </li>
            ))}
          </ul>
        </>
      )}
      {was ? <Hidden fields={[['was', was.toString()]]} /> : null}
      <Facts facts={[[words.list, <ViewText {...{ page, schemes }} view={address} />]]} />
      <Hidden fields={[['address', addressOfView(address)]]} />
      <Field page={page} name="name" label={words.name} hint={words.nameHint} required problems={problems}>
        {(input) => <input {...input} value={name} required maxLength={200} autocomplete="off" />}
      </Field>
      {address.path === '/' ? (
        <>
          {inLines.length === 0 ? null : (
            <Failed>
              <ul>
                {inLines.map((problem) => (
                  <li>{inLine(problem, page.language)}</li>
                ))}
              </ul>
            </Failed>
          )}
          <Field page={page} name="services" label={words.services} hint={words.servicesHint}>
            {(input) => <textarea {...input} rows={5} value={services} />}
          </Field>
        </>
      ) : null}
      <p>
        <label>
          <input type="checkbox" name="shared" value="yes" checked={shared} /> {words.shared}
        </label>
        <br />
        <span class="hint">{words.sharedHint}</span>
      </p>
      <p class="actions">
        <button>{words.submit}</button> <a href={addressOfView(address)}>{words.cancel}</a>
      </p>
    </Form>
  );
}

/** What is wrong with all services, with a line, or with a part of it. */
function inLine(problem: Problem, language: Language): string {
  const { row, field } = problem;
  if (row === undefined) return fieldError(problem, language);
  const { line, ...views } = phrases(language).console.views;
  const parts: Partial<Record<string, string>> = views.parts;
  return field === 'services'
    ? `${line(row)}${colon(language)}${say(problem, language)}`
    : `${line(row)}, ${parts[field] ?? field}${afterLabel(problem, language)}`;
}
