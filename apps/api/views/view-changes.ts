import { Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { actorOf, ownerReference, type Principal } from '#access/principal.js';
import { Activities } from '#activity/activities.js';
import { ChangeView, GetView, type SavedView, SaveView, type SeenView } from '#views/saved-views.js';
import { viewScopeOf } from './view-scope.js';

/** Saves and changes views, and notes who shares them. */
@Injectable()
export class ViewChanges {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly activities: Activities,
  ) {}

  /** @throws Refusal limit-reached */
  async save(asked: SaveView['asked'], caller: Principal): Promise<SavedView> {
    const view = await this.commands.execute(new SaveView(asked, ownerReference(caller)));
    if (view.shared) await this.#noteShared(view, caller);
    return view;
  }

  /** @throws Refusal unknown-view; ChangedMeanwhile */
  async change(slug: string, changes: ChangeView['changes'], caller: Principal, seen?: SeenView): Promise<SavedView> {
    const before = await this.queries.execute(new GetView(slug, ownerReference(caller)));
    const view = await this.commands.execute(new ChangeView(slug, changes, viewScopeOf(caller), seen));
    if (view.shared && !before.shared) await this.#noteShared(view, caller);
    return view;
  }

  #noteShared = ({ slug }: SavedView, caller: Principal) =>
    this.activities.note({ actor: actorOf(caller), act: 'view-shared', about: `view:${slug}` });
}
