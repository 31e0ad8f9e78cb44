import { Injectable } from '@nestjs/common';
import { ownerReference, type Principal, actorOf } from '#access/principal.js';
import { Activities } from '#access/activities.js';
import { reason } from '#domain/refusal.js';
import {
  type SavedView,
  SavedViews,
  type UsedService,
  type ViewAddress,
  type ViewChange,
  type ViewScope,
} from '#views/saved-views.js';
import { Rejection } from '../problem/rejection.js';

export const viewScopeOf = (caller: Principal): ViewScope => ({
  owner: ownerReference(caller),
  admin: caller.scopes.has('admin'),
});

@Injectable()
export class ViewChanges {
  constructor(
    private readonly views: SavedViews,
    private readonly activities: Activities,
  ) {}

  /** @throws Refusal limit-reached; Rejection invalid-body: services on another list than the board */
  async save(asked: Parameters<SavedViews['save']>[0], caller: Principal): Promise<SavedView> {
    assertOnBoard(asked.address, asked.services);
    const view = await this.views.save(asked, ownerReference(caller));
    if (view.shared) await this.#noteShared(view, caller);
    return view;
  }

  /** @throws Refusal not-found; ChangedMeanwhile; Rejection invalid-body */
  async change(slug: string, changes: ViewChange, caller: Principal, seen?: string): Promise<SavedView> {
    const before = await this.views.get({ slug }, ownerReference(caller));
    assertOnBoard(changes.address ?? before, changes.services ?? before.services);
    const view = await this.views.change(slug, changes, viewScopeOf(caller), seen);
    if (view.shared && !before.shared) await this.#noteShared(view, caller);
    return view;
  }

  #noteShared = ({ slug }: SavedView, caller: Principal) =>
    this.activities.note({ actor: actorOf(caller), act: 'view-shared', about: `view:${slug}` });
}

function assertOnBoard({ path }: ViewAddress, services: readonly UsedService[]): void {
  if (services.length > 0 && path !== '/')
    throw new Rejection('invalid-body', undefined, [{ field: 'address', ...reason('services-on-board') }]);
}
