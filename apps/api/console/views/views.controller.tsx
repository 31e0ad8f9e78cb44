import { Body, Get, Param, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { ownerReference } from '#access/principal.js';
import { ChangedMeanwhile } from '#concurrency/changed-meanwhile.js';
import { type Problem, Refusal } from '#domain/refusal.js';
import { Name } from '#domain/text/text.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { phrases } from '#language/phrases.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { DeleteView, GetView, ListViews, type SavedView, type SeenView } from '#views/saved-views.js';
import { addressOfView, type ViewAddress, ViewAddressSchema } from '#views/view-address.js';
import { NameInPath } from '../../http/query-fields.js';
import { ViewChanges } from '../../views/view-changes.js';
import { viewScopeOf } from '../../views/view-scope.js';
import { type Answer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { Field, Form, Hidden, Problems } from '../frame/controls.js';
import { Facts } from '../frame/display.js';
import { mergeSettings, wasIn } from '../frame/merge-settings.js';
import { addressOf, callerOf, Page, type PageContext, problemsUnder, queryOf } from '../frame/page.js';
import { Follows } from '../follow/follows.js';
import { settingsOf, ViewList, ViewNow } from './view-list.js';
import { ViewText } from './view-text.js';

const menuEntry = 'views';
const Asked = z.object({ address: ViewAddressSchema.default({ path: '/', query: '' }) });
const Typed = z.object({ name: Name, address: ViewAddressSchema });

@Pages('views')
export class ViewPages {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly changes: ViewChanges,
    private readonly follows: Follows,
    private readonly schemes: SchemeCatalogue,
  ) {}

  @Get()
  @ConsoleRoute('read')
  async list(@Page() page: PageContext): Promise<Answer> {
    return this.#list(page);
  }

  /** @param changed the view that was not deleted, as it is now */
  async #list(page: PageContext, changed?: SavedView): Promise<Answer> {
    const views = await this.queries.execute(new ListViews(ownerReference(callerOf(page))));
    const listed = [];
    for (const view of views) listed.push({ view, follow: await this.follows.of(page, { kind: 'view', view }) });
    const { title } = phrases(page.language).console.views;
    const schemes = await this.schemes.at();
    const children = <ViewList {...{ page, schemes, listed, changed }} />;
    return { status: changed ? 409 : 200, title, menuEntry, timeless: true, children };
  }

  @Get('new')
  @ConsoleRoute('read')
  async ask(@Page() page: PageContext): Promise<Answer> {
    const { address } = await queryOf(page, Asked);
    return this.#ask(page, { address, name: '', shared: false, action: '/views/new', problems: [] });
  }

  @Post('new')
  @ConsoleRoute('read')
  async save(@Page() page: PageContext, @Body() form: URLSearchParams): Promise<Answer> {
    const typed = typedIn(form);
    return this.#take(page, { ...typed, action: '/views/new' }, (valid) =>
      this.changes.save({ ...valid, shared: typed.shared }, callerOf(page)),
    );
  }

  /** Opens the list as of today, or as of the dates of the address. */
  @Get(':slug')
  @ConsoleRoute('read')
  async open(@Page() page: PageContext, @Param('slug', { schema: NameInPath }) slug: string): Promise<Answer> {
    const { path, query } = await this.#view(page, slug);
    const params = new URLSearchParams(query);
    for (const name of ['asOf', 'knownOn', 'done']) {
      const value = page.query.get(name);
      if (value !== null) params.set(name, value);
    }
    return { redirect: params.size > 0 ? `${path}?${params.toString()}` : path };
  }

  @Get(':slug/change')
  @ConsoleRoute('read')
  async change(@Page() page: PageContext, @Param('slug', { schema: NameInPath }) slug: string): Promise<Answer> {
    const { name, shared, ...address } = await this.#view(page, slug);
    const was = settingsOf({ name, shared });
    return this.#ask(page, { address, name, shared, action: `/views/${slug}/change`, was, problems: [] }, name);
  }

  @Post(':slug/change')
  @ConsoleRoute('read')
  async keep(
    @Page() page: PageContext,
    @Param('slug', { schema: NameInPath }) slug: string,
    @Body() form: URLSearchParams,
  ): Promise<Answer> {
    const seen = await this.#view(page, slug);
    const is = settingsOf(seen);
    const merged = new URLSearchParams(form);
    const both = mergeSettings(merged, wasIn(form, is), is);
    const typed = { ...typedIn(merged), action: `/views/${slug}/change` };
    if (both.length > 0) return this.#ask(page, { ...typed, was: is, problems: [], now: seen }, seen.name);
    try {
      return await this.#take(page, { ...typed, was: is }, ({ name }) =>
        this.changes.change(slug, { name, shared: typed.shared }, callerOf(page), seen),
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
    @Param('slug', { schema: NameInPath }) slug: string,
    @Body() form: URLSearchParams,
  ): Promise<Answer> {
    const was = form.get('was');
    const seen = was === null ? undefined : seenIn(new URLSearchParams(was));
    try {
      await this.commands.execute(new DeleteView(slug, viewScopeOf(callerOf(page)), seen));
    } catch (error) {
      if (error instanceof ChangedMeanwhile) return this.#list(page, await this.#view(page, slug));
      if (!(error instanceof Refusal)) throw error; // deleted already, or not to be deleted: it is listed or not
    }
    return { redirect: addressOf(page, '/views', { done: 'deleted' }) };
  }

  #view = (page: PageContext, slug: string) => this.queries.execute(new GetView(slug, ownerReference(callerOf(page))));

  async #take(
    page: PageContext,
    typed: Omit<Asked, 'problems'>,
    act: (valid: z.output<typeof Typed>) => Promise<unknown>,
  ): Promise<Answer> {
    const asked = { name: typed.name, address: addressOfView(typed.address) };
    const problems = await problemsUnder(Typed, asked);
    if (problems.length > 0) return this.#ask(page, { ...typed, problems });
    try {
      await act(Typed.parse(asked));
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'limit-reached') throw error;
      return this.#ask(page, { ...typed, problems: error.problems });
    }
    return { redirect: addressOf(page, '/views', { done: typed.action === '/views/new' ? 'saved' : 'changed' }) };
  }

  async #ask(page: PageContext, asked: Asked, name?: string): Promise<Answer> {
    const { newTitle, changeTitle } = phrases(page.language).console.views;
    return {
      title: name === undefined ? newTitle : changeTitle(name),
      menuEntry,
      timeless: true,
      status: asked.now ? 409 : asked.problems.length > 0 ? 422 : 200,
      children: <ViewForm {...{ page, schemes: await this.schemes.at(), ...asked }} />,
    };
  }
}

interface Asked {
  address: ViewAddress;
  name: string;
  shared: boolean;
  action: string;
  /** As it was when the form was opened, if a view is changed. */
  was?: URLSearchParams;
  /** As somebody else has changed it meanwhile. */
  now?: SeenView;
  problems: readonly Problem[];
}

const seenIn = (form: URLSearchParams): SeenView => ({ name: form.get('name') ?? '', shared: form.has('shared') });

function typedIn(form: URLSearchParams): Pick<Asked, 'address' | 'name' | 'shared'> {
  const address = ViewAddressSchema.safeParse(form.get('address') ?? '/').data ?? { path: '/', query: '' };
  const { name, shared } = seenIn(form);
  return { address, name: name.trim(), shared };
}

interface FormProps extends Asked {
  page: PageContext;
  schemes: Schemes;
}

function ViewForm({ page, schemes, address, name, shared, action, was, now, problems }: FormProps) {
  const words = phrases(page.language).console.views;
  return (
    <Form page={page} action={action} class="card">
      <Problems page={page} problems={problems} labels={{ name: words.name, address: words.list }} />
      {now ? <ViewNow page={page} view={now} /> : null}
      {was ? <Hidden fields={[['was', was.toString()]]} /> : null}
      <Facts facts={[[words.list, <ViewText {...{ page, schemes }} view={address} />]]} />
      <Hidden fields={[['address', addressOfView(address)]]} />
      <Field page={page} name="name" label={words.name} hint={words.nameHint} required problems={problems}>
        {(input) => <input {...input} value={name} required maxLength={200} autocomplete="off" />}
      </Field>
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
