import { Body, Controller, Get, Injectable, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { actorOf, type Principal } from '#access/principal.js';
import { Activities } from '#access/activities.js';
import { LedgerDatabase } from '#database/connection.js';
import { schemeOf } from '#domain/dossier/dossier.js';
import { schemeStream } from '#domain/event/ledger-event.js';
import { FourEyes } from '#schemes/four-eyes.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { Caller, Named } from '../auth/caller.js';

import { Route } from '../openapi/route.js';

const Answer = z
  .strictObject({ items: z.array(z.strictObject({ scheme: z.string(), since: z.iso.datetime() })) })
  .meta({ id: 'FourEyesSchemes' });

const example: z.input<typeof Answer> = { items: [{ scheme: 'secnumcloud', since: '2026-11-25T08:00:00.000Z' }] };

const Policy = z.strictObject({ on: z.boolean() }).meta({ id: 'FourEyesPolicy', example: { on: true } });

@Injectable()
export class FourEyesPolicy {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly fourEyes: FourEyes,
    private readonly schemes: SchemeCatalogue,
    private readonly activities: Activities,
  ) {}

  /** @throws Refusal not-found */
  async set(scheme: string, isOn: boolean, by: Principal): Promise<void> {
    schemeOf(scheme, await this.schemes.at());
    await this.db.ledger.transaction().execute(async (tx) => {
      if (!(await this.fourEyes.set(scheme, isOn, tx))) return;
      const details = { setting: 'four-eyes', value: isOn } as const;
      const about = schemeStream(scheme);
      await this.activities.note({ actor: actorOf(by), act: 'setting-changed', about, details }, tx);
    });
  }
}

@ApiTags('approvals')
@Controller('v1/admin/four-eyes')
export class FourEyesController {
  constructor(
    private readonly policy: FourEyesPolicy,
    private readonly fourEyes: FourEyes,
  ) {}

  @Get()
  @Route({
    summary: 'List the schemes under the four-eyes principle',
    description: 'Whatever would change a status of a dossier of such a scheme waits for a second person.',
    needs: 'read',
    etag: 'content',
    answers: Answer,
    example,
  })
  async listFourEyesSchemes() {
    return this.#listed();
  }

  @Put(':scheme')
  @Route({
    summary: 'Put a scheme under the four-eyes principle, or end it',
    description:
      'While it is on, events that change a status of the scheme need the approval of a second person. Open proposals stay open when it ends.',
    needs: 'admin',
    answers: Answer,
    example,
    problems: ['invalid-body', 'not-found'],
  })
  async setFourEyes(
    @Caller() caller: Principal,
    @Named('scheme') scheme: string,
    @Body({ schema: Policy }) { on }: z.output<typeof Policy>,
  ) {
    await this.policy.set(scheme, on, caller);
    return this.#listed();
  }

  async #listed() {
    const items = await this.fourEyes.list();
    return { items: items.map(({ scheme, since }) => ({ scheme, since: since.toISOString() })) };
  }
}
