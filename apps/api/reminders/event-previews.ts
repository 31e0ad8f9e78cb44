import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { LedgerDatabase } from '#database/connection.js';
import { PreviewReminders } from '#deadlines/showing/preview-reminders.js';
import type { Day } from '#domain/date/day.js';
import { schemeOf } from '#domain/dossier/dossier.js';
import { holderOn } from '#domain/dossier/holder.js';
import type { NewDossierEvent } from '#domain/event/dossier-events.js';
import { RehearseDossierEvent } from '#dossiers/rehearse-dossier-event.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { activeWithin } from '#subscriptions/active-within.js';
import type { Reach } from '#delivery/held-subscription.js';
import { partiesOf } from '#notifications/parties.js';
import { standingIn } from '#notifications/standings.js';
import { subscribersToChange } from '#subscriptions/subscribers-to-change.js';
import { Answer } from '../http/answer.js';
import { audienceOf, remindersAnswerOf } from './preview-answer.js';

/** Who would be told of what, and when, if an event were recorded on a dossier. */
@Injectable()
export class EventPreviews {
  constructor(
    private readonly queries: QueryBus,
    private readonly db: LedgerDatabase,
    private readonly schemes: SchemeCatalogue,
  ) {}

  /** Nothing is recorded or planned. @throws Refusal and Conflict, as recording does */
  async of(
    dossier: string,
    event: NewDossierEvent,
    { today, expected, reach }: { today: Day; expected?: number; reach: Reach },
  ) {
    const rehearsal = new RehearseDossierEvent(dossier, event, today, expected);
    const { id, status, before, after, position } = await this.queries.execute(rehearsal);
    const preview = await this.queries.execute(new PreviewReminders(dossier, { before, after }));
    const holders = [holderOn(after, today), ...partiesOf({ id, event }, after)];
    const places = holders.map((provider) => ({ provider, dossier, scheme: after.scheme }));
    const scheme = schemeOf(after.scheme, await this.schemes.at());
    const effect = { before: standingIn(before, scheme, today), after: standingIn(after, scheme, today) };
    const told = await subscribersToChange(this.db, { ...event, status: effect }, places);
    const shown = await activeWithin(this.db, reach);
    const body = {
      dryRun: true,
      status,
      reminders: remindersAnswerOf(preview, shown),
      told: audienceOf(told, shown),
    };
    return new Answer(body, { position });
  }
}
