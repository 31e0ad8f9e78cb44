import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ignoreOutage } from '#access/api-keys.js';
import { actorOf } from '#access/principal.js';
import { Activities } from '#access/activities.js';

const LONGEST_FILTER = 500;

/** Notes who takes data out, before the first byte is sent. Readers without a key are nobody. */
@Injectable()
export class Exports {
  constructor(private readonly activities: Activities) {}

  /** A server that can only be read still exports; it cannot note that. @param file its name */
  async note({ caller, method, url }: FastifyRequest, file: string): Promise<void> {
    if (!caller || method === 'HEAD') return;
    const filter = url.split('?', 2)[1]?.slice(0, LONGEST_FILTER);
    const details = { file, ...(filter && { filter }) };
    await this.activities.note({ actor: actorOf(caller), act: 'exported', details }).catch(ignoreOutage);
  }
}
