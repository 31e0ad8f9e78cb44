import { describe, it } from '@jest/globals';
import { given } from '#test/given.js';
import type { SchemeEvent } from '../event/ledger-event.js';
import { publishScheme } from './publication.js';
import type { Scheme } from './scheme.js';
import { secnumcloud } from './secnumcloud.js';

const seal: Scheme = {
  slug: 'seal',
  name: { fr: 'Sceau', en: 'Seal' },
  authority: 'Anybody',
  country: 'FR',
  outcome: { fr: 'scellé', en: 'sealed' },
  family: 'decision',
  milestones: [
    { code: 'asked', name: { fr: 'demandé', en: 'asked' }, gives: 'applied' },
    { code: 'sealed', name: { fr: 'scellé', en: 'sealed' }, gives: 'granted', after: ['asked'] },
  ],
  warningDays: 30,
  staleAfterDays: 90,
  referentials: [],
  labels: [],
  sources: [],
};

const published = (scheme: Scheme): SchemeEvent => ({ type: 'SchemePublished', data: { scheme } });
const publish = (scheme: Scheme, builtIn?: Scheme) => (record: Parameters<typeof publishScheme>[0]) =>
  publishScheme(record, scheme, builtIn);

describe('publishing a scheme', () => {
  it('records a new scheme', () => {
    given<SchemeEvent>().when(publish(seal)).then(published(seal));
  });

  it('records a new version after a published or a built-in one', () => {
    const wider = { ...seal, warningDays: 60 };
    given(published(seal)).when(publish(wider)).then(published(wider));
    const sooner = { ...secnumcloud, warningDays: 200 };
    given<SchemeEvent>().when(publish(sooner, secnumcloud)).then(published(sooner));
  });

  it('restores an earlier version by publishing it again', () => {
    given(published(seal), published({ ...seal, warningDays: 60 }))
      .when(publish(seal))
      .then(published(seal));
  });

  it('refuses an identical scheme, regardless of field order', () => {
    const { slug, ...rest } = seal;
    given(published(seal))
      .when(publish({ ...rest, slug }))
      .thenRefused('unchanged', 'slug');
    given<SchemeEvent>().when(publish(secnumcloud, secnumcloud)).thenRefused('unchanged', 'slug');
  });

  it('can redefine and add milestones, and keeps every code', () => {
    const [asked, sealed] = seal.milestones;
    const renamed = { ...seal, milestones: [{ ...asked!, gives: 'in-progress' as const }, sealed!] };
    given(published(seal)).when(publish(renamed)).then(published(renamed));
    given(published(seal))
      .when(publish({ ...seal, milestones: [{ code: 'sealed', name: sealed!.name, gives: 'granted' }] }))
      .thenRefused('milestone-dropped', 'milestones');
    given<SchemeEvent>()
      .when(publish({ ...secnumcloud, milestones: secnumcloud.milestones.slice(1) }, secnumcloud))
      .thenRefused('milestone-dropped', 'milestones');
  });
});
