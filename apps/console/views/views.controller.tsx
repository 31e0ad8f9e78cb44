import { Inject } from '@nestjs/common';
import { z } from 'zod';
import { People } from '#access/people.js';
import { ownerReference } from '#access/principal.js';
import { ChangedMeanwhile } from '#concurrency/changed-meanwhile.js';
import { type Problem, Refusal, refuse } from '#domain/refusal.js';
import { Name } from '#domain/text/text.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { Feeds } from '#feeds/feeds.js';
import { afterLabel, fieldError } from '#language/field-error.js';
import { colon, type Language } from '#language/language.js';
import { phrases, say } from '#language/phrases.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { Reports } from '#subscriptions/reports.js';
import {
  contentOf,
  listOf,
  mayChange,
  type SavedView,
  SavedViews,
  type UsedService,
  addressOfView,
  type ViewAddress,
  ViewAddressSchema,
} from '#views/saved-views.js';
import { feedUrl, webcalUrl } from '../../api/feeds/feeds.controller.js';
import { type ApiSettings, SETTINGS } from '../../api/settings.js';
import { ViewChanges, viewScopeOf } from '../../api/views/views.controller.js';
import { textOf, ViewServices } from '../../api/views/view-services.js';
import { type PageAnswer, ConsoleGet, ConsolePost, Pages } from '../frame/console-route.js';
import { Failed, Meanwhile } from '../frame/controls.js';
import { ShownOnce, buttonTo, DoneNote, Facts, Section } from '../frame/display.js';
import { Act, DataForm } from '../frame/fields.js';
import { followDone, FollowControl, type FollowState } from '../frame/page-head.js';
import { Named } from '../../api/auth/caller.js';
import { Exchange, addressOf, callerOf, may, nameOfActor, Page, problemsUnder, queryOf } from '../frame/page.js';
import { Table, Empty, Menu } from '../frame/table.js';
import { Follows } from '../follow/follow.controller.js';
import { serviceTree, viewText } from './service-tree.js';

const menuEntry = 'views';
const ServiceAdded = z.object({ dossier: z.uuid().optional() });
const NewView = ServiceAdded.extend({ address: ViewAddressSchema.default({ path: '/', query: '' }) });
const Typed = z.object({ name: Name, address: ViewAddressSchema });

/** The form of a view: its name, its services, a line each, and whether it is shared. */
interface Asked {
  address: ViewAddress;
  typed: URLSearchParams;
  action: string;
  /** Stands for what a view was when the form was opened. */
  was?: string;
  /** Whether somebody else has changed it since. */
  isChanged?: boolean;
  /** Views to which a service can be added instead. */
  others?: readonly SavedView[];
  dossier?: string | undefined;
}

@Pages('views')
export class ViewPages {
  constructor(
    private readonly feeds: Feeds,
    private readonly views: SavedViews,
    private readonly changes: ViewChanges,
    private readonly services: ViewServices,
    private readonly follows: Follows,
    private readonly people: People,
    private readonly reports: Reports,
    private readonly schemes: SchemeCatalogue,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  @ConsoleGet('', 'read')
  async list(@Page() page: Page): Promise<PageAnswer> {
    return this.#list(page);
  }

  /** @param isChanged whether a view was not deleted, as somebody else has changed it */
  async #list(page: Page, isChanged = false): Promise<PageAnswer> {
    const { views: t, terms } = phrases(page.language).console;
    const { owner } = viewScopeOf(callerOf(page));
    const views = await this.views.readableBy(ownerReference(callerOf(page)));
    const schemes = await this.schemes.at();
    const lines: { isOwn: boolean; cells: ReturnType<typeof lineOf> }[] = [];
    for (const view of views) {
      const follow = view.services.length > 0 ? undefined : await this.follows.of(page, { kind: 'view', view });
      lines.push({ isOwn: view.owner === owner, cells: lineOf(page, schemes, view, follow) });
    }
    const part = (id: 'own' | 'others') => {
      const rows = lines.filter(({ isOwn }) => isOwn === (id === 'own')).map(({ cells }) => cells);
      return rows.length === 0 ? null : (
        <Section id={id} title={t[id]}>
          <Table
            isList
            label={t[id]}
            columns={[{ name: t.columns.name }, t.columns.list, { wide: t.columns.by }, { act: terms.actions }]}
            rows={rows}
          />
        </Section>
      );
    };
    const children = (
      <>
        <DoneNote page={page} words={{ ...t.done, ...followDone(page) }} />
        {isChanged ? <Meanwhile page={page} not="removed" /> : null}
        <p class="soft">{t.intro}</p>
        {lines.length === 0 ? <Empty text={t.empty} more={t.how} links={[['/dossiers', terms.dossiers]]} /> : null}
        {part('own')}
        {part('others')}
      </>
    );
    const actions = buttonTo('/views/new', t.nameServices, 'primary');
    return { status: isChanged ? 409 : 200, title: t.title, menuEntry, timeless: true, actions, children };
  }

  /** A view of a list, or of the service of a dossier. */
  @ConsoleGet('new', 'read')
  async ask(@Page() page: Page): Promise<PageAnswer> {
    const { address, dossier } = await queryOf(page, NewView);
    const services = await this.#textWith([], dossier);
    const name = dossier === undefined ? '' : phrases(page.language).console.views.myServices;
    const typed = new URLSearchParams({ name, services });
    const views = dossier === undefined ? [] : await this.views.readableBy(ownerReference(callerOf(page)));
    const others = views.filter((view) => view.services.length > 0 && mayChange(view, viewScopeOf(callerOf(page))));
    return this.#ask(page, { address, typed, action: '/views/new', others, dossier });
  }

  @ConsolePost('new', 'read')
  async save(@Exchange() { page, form }: Exchange): Promise<PageAnswer> {
    const shared = form.has('shared');
    return this.#take(page, { ...sentIn(form), action: '/views/new' }, [], (valid) =>
      this.changes.save({ ...valid, shared }, callerOf(page)),
    );
  }

  /** A list as of today, or as of the dates of the address; of services, what they rest on. */
  @ConsoleGet(':slug', 'read')
  async open(@Page() page: Page, @Named('slug') slug: string): Promise<PageAnswer> {
    const view = await this.#view(page, slug);
    const { path, query } = listOf(view);
    if (view.services.length > 0) {
      const { asOf, knownAt } = page.at;
      const dossiers = await this.services.dossiersOf([view], { asOf, knownAt });
      const actions = (
        <>
          {await this.#reportControl(page, view)}
          {buttonTo(addressOf(page, '/dossiers', { view: slug }), phrases(page.language).console.views.tree.list)}
          <Menu page={page} of={view.name} items={actsOn(page, view)} />
        </>
      );
      const children = (
        <>
          <DoneNote page={page} words={phrases(page.language).console.views.done} />
          {serviceTree(page, view, await this.schemes.at(), dossiers)}
        </>
      );
      return { title: view.name, menuEntry, actions, children };
    }
    const params = new URLSearchParams(query);
    for (const name of ['asOf', 'knownOn', 'done']) {
      const value = page.query.get(name);
      if (value !== null) params.set(name, value);
    }
    return { redirect: params.size > 0 ? `${path}?${params.toString()}` : path };
  }

  @ConsoleGet(':slug/change', 'read')
  async change(@Page() page: Page, @Named('slug') slug: string): Promise<PageAnswer> {
    const { dossier } = await queryOf(page, ServiceAdded);
    const view = await this.#view(page, slug);
    const { name, path, query } = view;
    const typed = settingsWith(view, await this.#textWith(view.services, dossier));
    const asked = { address: { path, query }, typed, action: `/views/${slug}/change`, was: contentOf(view) };
    return this.#ask(page, asked, [], name);
  }

  @ConsolePost(':slug/change', 'read')
  async keep(@Named('slug') slug: string, @Exchange() { page, form }: Exchange): Promise<PageAnswer> {
    const view = await this.#view(page, slug);
    const was = form.get('was') ?? contentOf(view);
    const asked = { ...sentIn(form), action: `/views/${slug}/change`, was };
    try {
      return await this.#take(page, asked, view.services, ({ name, services }) =>
        this.changes.change(slug, { name, services, shared: form.has('shared') }, callerOf(page), was),
      );
    } catch (error) {
      if (!(error instanceof ChangedMeanwhile)) throw error;
      const now = contentOf(await this.#view(page, slug));
      return this.#ask(page, { ...asked, was: now, isChanged: true }, [], view.name);
    }
  }

  @ConsolePost(':slug/delete', 'read')
  async remove(@Named('slug') slug: string, @Exchange() { page, form }: Exchange): Promise<PageAnswer> {
    try {
      await this.views.delete(slug, viewScopeOf(callerOf(page)), form.get('was') ?? undefined);
    } catch (error) {
      if (error instanceof ChangedMeanwhile) return this.#list(page, true);
      if (!(error instanceof Refusal)) throw error; // deleted already, or not to be deleted: it is listed or not
    }
    return { redirect: addressOf(page, '/views', { done: 'deleted' }) };
  }

  #person = async (page: Page) => {
    const { account } = callerOf(page);
    return account === undefined ? undefined : this.people.one(account);
  };

  async #reportControl(page: Page, { id, slug, name }: SavedView) {
    const person = await this.#person(page);
    if (!person) return null;
    const { report, noReport, reportHint } = phrases(page.language).console.views.tree;
    const [label, wanted] = (await this.reports.isOn(person.id, id)) ? [noReport, 'no'] : [report, 'yes'];
    const act = { page, action: `/views/${slug}/report`, label, of: name, hint: reportHint(person.email) };
    return <Act {...act} hidden={[['wanted', wanted]]} />;
  }

  @ConsolePost(':slug/report', 'read')
  async report(@Named('slug') slug: string, @Exchange() { page, form }: Exchange): Promise<PageAnswer> {
    const { id } = await this.#view(page, slug);
    const person = await this.#person(page);
    if (!person) throw refuse('not-followable', 'wanted', 'person-needed');
    const isWanted = form.get('wanted') !== 'no';
    if (isWanted) await this.reports.begin(person, id, page.language);
    else await this.reports.stop(person.id, id);
    return { redirect: addressOf(page, `/views/${slug}`, { done: isWanted ? 'reported' : 'unreported' }) };
  }

  /** A private address, as calendar applications cannot sign in. */
  @ConsolePost(':slug/feed', 'record')
  async feed(@Named('slug') slug: string, @Exchange() { page, form, reply }: Exchange): Promise<PageAnswer> {
    const { id: view, name } = await this.#view(page, slug);
    const words = phrases(page.language).console.views.feeds;
    const kind = form.get('kind') === 'atom' ? 'atom' : 'calendar';
    const filter = { view, changes: kind === 'atom', deadlines: kind === 'calendar' };
    const owner = ownerReference(callerOf(page));
    const { token } = await this.feeds.create({ kind, name, filter, language: page.language }, owner);
    const url = feedUrl(this.settings.PUBLIC_URL, kind, token);
    void reply.header('Cache-Control', 'no-store');
    const children = (
      <ShownOnce label={words.title} secret={url} back={[addressOf(page, `/views/${slug}`), name]}>
        <p>{words.made}</p>
        {kind === 'calendar' ? <p>{buttonTo(webcalUrl(url), words.open, 'primary')}</p> : null}
      </ShownOnce>
    );
    return { title: words.title, menuEntry, timeless: true, children };
  }

  #view = (page: Page, slug: string) => this.views.get({ slug }, ownerReference(callerOf(page)));

  async #textWith(services: readonly UsedService[], dossier: string | undefined): Promise<string> {
    const added = dossier === undefined ? [] : [{ dossier, usedFor: '' }];
    const dossiers = await this.services.dossiersOf([{ services: [...services, ...added] }]);
    const [held, line] = [textOf(services, dossiers), textOf(added, dossiers)];
    const isHeld = line === '' || held.split('\n').some((one) => one.startsWith(line));
    return [held, isHeld ? '' : line].filter(Boolean).join('\n');
  }

  async #take(
    page: Page,
    sent: Asked,
    held: readonly UsedService[],
    act: (valid: z.output<typeof Typed> & { services: UsedService[] }) => Promise<unknown>,
  ): Promise<PageAnswer> {
    const asked = { name: sent.typed.get('name') ?? '', address: addressOfView(sent.address) };
    const read = await this.services.read(sent.typed.get('services') ?? '', held);
    const problems = [...(await problemsUnder(Typed, asked)), ...read.problems];
    if (problems.length > 0) return this.#ask(page, sent, problems);
    try {
      await act({ ...Typed.parse(asked), services: read.services });
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'limit-reached') throw error;
      return this.#ask(page, sent, error.problems);
    }
    return { redirect: addressOf(page, '/views', { done: sent.action === '/views/new' ? 'saved' : 'changed' }) };
  }

  async #ask(page: Page, asked: Asked, problems: readonly Problem[] = [], name?: string): Promise<PageAnswer> {
    const { views: t, terms } = phrases(page.language).console;
    const { address, typed, action, was, isChanged = false, others = [], dossier } = asked;
    const inLines = problems.filter(({ row, field }) => row !== undefined || field === 'services');
    const children = (
      <>
        {isChanged ? <Meanwhile page={page} href={action} /> : null}
        {others.length === 0 ? null : (
          <p class="note">
            {t.addTo} {others.map((other) => buttonTo(`/views/${other.slug}/change?dossier=${dossier}`, other.name))}
          </p>
        )}
        <DataForm
          {...{ page, action, typed, send: terms.save }}
          problems={problems.filter((problem) => !inLines.includes(problem))}
          hidden={[['address', addressOfView(address)], ...(was === undefined ? [] : [['was', was] as const])]}
          parts={[
            <Facts facts={[[t.list, viewText(page, await this.schemes.at(), address)]]} />,
            { name: 'name', label: terms.name, hint: t.nameHint, required: true },
            inLines.length === 0 ? null : (
              <Failed>
                <ul>
                  {inLines.map((problem) => (
                    <li>{inLine(problem, page.language)}</li>
                  ))}
                </ul>
              </Failed>
            ),
            address.path === '/'
              ? { kind: 'textarea', name: 'services', label: t.services, hint: t.servicesHint, input: { rows: 5 } }
              : null,
            { kind: 'checkbox', name: 'shared', label: t.shared, hint: t.sharedHint },
          ]}
          back={[addressOfView(address), t.cancel]}
        />
      </>
    );
    const status = isChanged ? 409 : problems.length > 0 ? 422 : 200;
    return {
      title: name === undefined ? t.newTitle : t.changeTitle(name),
      menuEntry,
      timeless: true,
      status,
      children,
    };
  }
}

function sentIn(form: URLSearchParams): Pick<Asked, 'address' | 'typed'> {
  const address = ViewAddressSchema.safeParse(form.get('address') ?? '/').data ?? { path: '/', query: '' };
  const services = (form.get('services') ?? '').replaceAll('\r\n', '\n').trim();
  const shared = form.has('shared');
  return { address, typed: settingsWith({ name: (form.get('name') ?? '').trim(), shared }, services) };
}

const settingsWith = ({ name, shared }: Pick<SavedView, 'name' | 'shared'>, services: string): URLSearchParams =>
  new URLSearchParams({ name, services, ...(shared && { shared: 'yes' }) });

function lineOf(page: Page, schemes: Schemes, view: SavedView, follow: FollowState | undefined) {
  const t = phrases(page.language).console.views;
  return [
    <>
      <a href={`/views/${view.slug}`}>{view.name}</a>{' '}
      <span class="also">{t.access[view.shared ? 'shared' : 'private']}</span>
    </>,
    <>
      {viewText(page, schemes, listOf(view))}
      {view.services.length === 0 ? null : ` · ${t.count(view.services.length)}`}
    </>,
    nameOfActor(page, view.owner),
    <Menu
      page={page}
      of={view.name}
      items={[
        follow ? <FollowControl {...{ page, follow }} to="/views" name={view.name} /> : null,
        ...actsOn(page, view),
      ]}
    />,
  ];
}

function actsOn(page: Page, view: SavedView) {
  const t = phrases(page.language).console.views;
  const to = (path: string) => `/views/${view.slug}/${path}`;
  const feed = (kind: 'calendar' | 'atom') => (
    <Act
      {...{ page, action: to('feed'), label: t.feeds[kind], looks: 'quiet', of: view.name }}
      hidden={[['kind', kind]]}
    />
  );
  const isFed = view.services.length > 0 && may(page, 'record');
  const isOwn = mayChange(view, viewScopeOf(callerOf(page)));
  return [
    isOwn ? ([to('change'), t.change] as const) : null,
    ...(isFed ? [feed('calendar'), feed('atom')] : []),
    isOwn ? (
      <Act
        {...{ page, action: to('delete'), label: t.remove, hint: t.removeHint, looks: 'quiet', of: view.name }}
        hidden={[['was', contentOf(view)]]}
      />
    ) : null,
  ];
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
