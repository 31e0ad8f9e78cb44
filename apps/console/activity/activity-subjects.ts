import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { DoneAct } from '#access/activities.js';
import { dossierStream, providerStream, registerStream, schemeStream, streamId } from '#domain/event/ledger-event.js';
import { urlIn } from '#domain/text/text.js';
import { schemeName } from '#language/describe-standing.js';
import { phrases } from '#language/phrases.js';
import { ProviderIds } from '#dossiers/provider-ids.js';
import { decodedPath } from '../../api/feeds/feed-addresses.js';
import { addressOf, nameOfActor, type PageContext } from '../frame/page.js';
import { FollowedNames } from '../subscribers/followed-names.js';

/** What something was done to, as a page shows it. */
interface ShownSubject {
  name: string;
  href?: string;
}

export type SubjectsOf = (about: string) => ShownSubject;

/** Names of what was recorded on and acted upon. */
@Injectable()
export class ActivitySubjects {
  constructor(
    private readonly names: FollowedNames,
    private readonly providers: ProviderIds,
  ) {}

  async of(page: PageContext, acts: readonly Pick<DoneAct, 'about'>[]): Promise<SubjectsOf> {
    const abouts = [...new Set(acts.flatMap(({ about }) => about ?? []))];
    const idsOf = (kind: string) => abouts.filter((one) => one.startsWith(kind)).map(streamId);
    const { providers, dossiers, schemes, registers } = await this.names.of(
      { providers: idsOf('provider-').filter(isUuid), dossiers: idsOf('dossier-').filter(isUuid) },
      page,
    );
    const words = phrases(page.language).console.activity.subjects;
    return (about) => {
      const id = streamId(about);
      const linked = (name: string | undefined, path: string): ShownSubject => ({
        name: name ?? id,
        href: addressOf(page, `/${path}/${encodeURIComponent(id)}`),
      });
      if (about.startsWith('dossier-')) return linked(dossiers.get(id), 'dossiers');
      if (about.startsWith('provider-')) return linked(providers.get(id), 'providers');
      if (about.startsWith('scheme-')) return linked(schemeName(id, schemes, page.language), 'schemes');
      if (about.startsWith('register-')) return linked(registers.get(id), 'registers');
      const [, kind = '', name = ''] = /^(proposal|view):(.+)$/.exec(about) ?? [];
      if (kind === 'proposal') return { name: words.proposal, href: `/approvals/${name}` };
      if (kind === 'view') return { name: words.view(name), href: `/views/${name}` };
      return { name: /^(?:account|key):/.test(about) ? nameOfActor(page, about) : about };
    };
  }

  /**
   * The subject that somebody typed: the address of its page, its stream, an account or key, or a name of a provider.
   *
   * @throws Refusal not-found
   */
  async streamOf(typed: string): Promise<string> {
    const [, place = '', id = ''] = (urlIn(typed)?.pathname ?? typed).split('/');
    if (typed.includes('/') && id !== '') {
      if (place === 'dossiers') return dossierStream(id.toLowerCase());
      if (place === 'schemes') return schemeStream(id);
      if (place === 'registers') return registerStream(id);
      if (place === 'providers') return providerStream(await this.providers.of(decodedPath(id), 'about'));
    }
    if (/^(?:(?:dossier|provider|scheme|register)-|(?:account|key|proposal):)/.test(typed)) return typed;
    return providerStream(await this.providers.of(typed, 'about'));
  }
}

const isUuid = (text: string): boolean => z.uuid().safeParse(text).success;
