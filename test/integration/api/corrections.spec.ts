import { describe, expect, it } from '@jest/globals';
import { startApi } from '#test/api.js';
import { instantAfter } from '#test/instants.js';
import { grant, milestone, openDossier } from '#test/recording.js';
import { startedOnce } from '#test/started.js';

const correct = (event: string, changes: object) => ({
  type: 'EventCorrected',
  source: { kind: 'catalogue', publisher: 'ANSSI' },
  data: { event, changes, reason: 'misread' },
});

const retract = (event: string) => ({ type: 'EventRetracted', data: { event, reason: 'not so' } });

interface Entry {
  type: string;
  data: { validUntil?: string; reason?: string };
  current: { data: { validUntil?: string } } | null;
  retracted: boolean;
}

/** What becomes of wrong records: one by one over REST, on the dossier itself and on the list. */
describe('a correction', () => {
  const served = startedOnce(() => startApi());

  /** A dossier of its own: each record answers its id, and the instant right after it. */
  const dossier = async (name: string) => {
    const { id, path, record } = await openDossier(served.api, name);
    let last = 0;
    return {
      path,
      position: () => last,
      record: async (event: object) => {
        const { status, body } = await record(event);
        if (status !== 201) throw new Error(JSON.stringify(body));
        last = body.position;
        return { id: body.id as string, after: await instantAfter(served, body.position) };
      },
      refused: async (event: object) => {
        const { status, body } = await record(event);
        return status < 400 ? JSON.stringify(event) : body.code;
      },
      /** As folded; the list has to say the same. */
      at: async (asOf: string, knownAt?: string) => {
        const query = `asOf=${asOf}${knownAt === undefined ? '' : `&knownAt=${knownAt}`}`;
        const { body: alone } = await served.api.get(`${path}?${query}`);
        const { body: list } = await served.api.get(`/v1/dossiers?seen=${last}&limit=200&${query}`);
        const listed = list.items.find((one: { id: string }) => one.id === id);
        if (listed) expect(listed).toEqual(alone);
        else expect(alone.status).toBe('unknown');
        return alone;
      },
      timeline: async (knownAt?: string) =>
        (await served.api.get(`${path}/events${knownAt === undefined ? '' : `?knownAt=${knownAt}`}`)).body.items,
    };
  };

  const end = ({ grants }: { grants: { validUntil: string }[] }) => grants[0]?.validUntil;

  it('of a correction takes precedence, and earlier knowledge is kept', async () => {
    const { record, at } = await dossier('Corrected twice');
    const issued = await record(grant({ validUntil: '2026-12-28' }));
    const first = await record(correct(issued.id, { data: { validUntil: '2026-12-30' } }));
    const second = await record(correct(first.id, { data: { changes: { data: { validUntil: '2026-12-29' } } } }));
    expect(end(await at('2026-11-25'))).toBe('2026-12-29');
    expect(end(await at('2026-11-25', second.after))).toBe('2026-12-29');
    expect(end(await at('2026-11-25', first.after))).toBe('2026-12-30');
    expect(end(await at('2026-11-25', issued.after))).toBe('2026-12-28');
    await record(retract(second.id));
    expect(end(await at('2026-11-25'))).toBe('2026-12-30');
    await record(retract(first.id));
    expect(end(await at('2026-11-25'))).toBe('2026-12-28');
  });

  it('of a date moves the event for every asOf, but not for an earlier knownAt', async () => {
    const { record, at } = await dossier('Moved');
    const filed = await record(milestone('J0', '2025-04-17'));
    const listing = await record({
      type: 'RegisterObserved',
      occurred: '2025-05-20',
      source: { kind: 'list', publisher: 'ANSSI' },
      data: { register: 'in progress', listing: 'in-progress' },
    });
    await record(correct(filed.id, { occurred: '2025-06' }));
    const told = async (knownAt?: string) => {
      const days = ['2025-04-16', '2025-04-17', '2025-05-20', '2025-06-01'];
      return Promise.all(days.map(async (day) => (await at(day, knownAt)).status));
    };
    expect(await told()).toEqual(['unknown', 'unknown', 'in-progress', 'in-progress']);
    expect(await told(listing.after)).toEqual(['unknown', 'applied', 'in-progress', 'in-progress']);
    expect((await at('2025-06-01')).stage).toEqual({ milestone: 'J0', occurred: '2025-06', confirmed: false });
    expect((await at('2025-05-31')).stage).toBeNull();
  });

  it('that retracts a grant keeps dependent events, with a warning', async () => {
    const { record, at, path, position } = await dossier('Relied on');
    const issued = await record(grant({ decision: '41' }));
    await record({
      type: 'GrantSuspended',
      occurred: '2024-03-01',
      source: { kind: 'statement', publisher: 'ANSSI' },
      data: { decision: '41', reason: 'an incident' },
    });
    const announced = await record({
      type: 'GrantAnnounced',
      occurred: '2024-04-01',
      source: { kind: 'company', publisher: 'Relied on' },
      data: {},
    });
    expect(await at('2024-05-01')).toMatchObject({ status: 'suspended', confirmed: true });

    await record(retract(issued.id));
    const now = await at('2024-05-01');
    expect(now).toMatchObject({ status: 'granted', confirmed: false, grants: [{ decision: null, confirmed: false }] });
    expect(now.warnings.map(({ code }: { code: string }) => code)).toEqual(['no-such-grant', 'no-end-on-record']);
    expect(await at('2024-03-15')).toMatchObject({ status: 'unknown', grants: [] });
    expect(await at('2024-05-01', announced.after)).toMatchObject({
      status: 'suspended',
      grants: [{ decision: '41' }],
    });
    const { body: deadlines } = await served.api.get(`/v1/deadlines?seen=${position()}&asOf=2026-11-25&limit=200`);
    const id = path.split('/').at(-1);
    expect(deadlines.items.filter((one: { dossier: { id: string } }) => one.dossier.id === id)).toEqual([]);
  });

  it('that retracts a retraction restores the event', async () => {
    const { record, at } = await dossier('Back again');
    const filed = await record(milestone('J0', '2025-04-17'));
    const gone = await record(retract(filed.id));
    expect((await at('2025-05-01')).status).toBe('unknown');
    await record(retract(gone.id));
    expect((await at('2025-05-01')).status).toBe('applied');
    expect((await at('2025-05-01', gone.after)).status).toBe('unknown');
  });

  it('appears in the timeline with the corrected event, its reason and its source', async () => {
    const { record, timeline } = await dossier('Kept');
    const issued = await record(grant({ validUntil: '2026-12-28' }));
    const changed = await record(correct(issued.id, { data: { validUntil: '2026-12-29' } }));
    const gone = await record(retract(changed.id));
    const entries = async (knownAt?: string) =>
      (await timeline(knownAt))
        .slice(1)
        .map(({ type, data, current, retracted }: Entry) => [
          type,
          data.validUntil ?? data.reason,
          current?.data.validUntil ?? null,
          retracted,
        ]);
    expect(await entries(issued.after)).toEqual([['GrantIssued', '2026-12-28', null, false]]);
    expect(await entries(changed.after)).toEqual([
      ['GrantIssued', '2026-12-28', '2026-12-29', false],
      ['EventCorrected', 'misread', null, false],
    ]);
    expect(await entries(gone.after)).toEqual([
      ['GrantIssued', '2026-12-28', null, false],
      ['EventCorrected', 'misread', null, true],
      ['EventRetracted', 'not so', null, false],
    ]);
    expect((await timeline())[2].source).toEqual({ kind: 'catalogue', publisher: 'ANSSI' });
  });

  it('is refused for a missing, foreign or retracted event, and for an invalid result', async () => {
    const mine = await dossier('Refusing');
    const other = await dossier('Of somebody else');
    const issued = await mine.record(grant({}));
    const foreign = await other.record(grant({}));
    const before = (await mine.timeline()).length as number;
    const nobody = '3f2b8c1e-5d4a-4b6f-9e7c-1a2b3c4d5e6f';
    expect(await mine.refused(correct(nobody, { occurred: '2024-01-01' }))).toBe('unknown-reference');
    expect(await mine.refused(correct(foreign.id, { occurred: '2024-01-01' }))).toBe('unknown-reference');
    expect(await mine.refused(retract(foreign.id))).toBe('unknown-reference');
    expect(await mine.refused(correct(issued.id, { data: { validFrom: '2027-01-01' } }))).toBe('amendment-invalid');
    expect(await mine.refused(correct(issued.id, { data: { milestone: 'J9' } }))).toBe('unknown-reference');
    expect(await mine.refused(correct(issued.id, { data: { colour: 'red' } }))).toBe('amendment-invalid');
    expect(await mine.refused(correct(issued.id, { occurred: null }))).toBe('amendment-invalid');
    expect(await mine.refused(correct(issued.id, {}))).toBe('invalid-body');
    expect((await mine.timeline()).length).toBe(before);
    const right = await mine.record(correct(issued.id, { data: { conditions: ['yearly audit'] } }));
    const nonsense = [{ data: { milestone: 'J9' } }, { data: { colour: 'red' } }, { occurred: null }];
    for (const changes of nonsense)
      expect(await mine.refused(correct(right.id, { data: { changes } }))).toMatch(
        /amendment-invalid|unknown-reference/,
      );
    expect((await mine.timeline()).length).toBe(before + 1);
    await mine.record(retract(issued.id));
    expect(await mine.refused(correct(issued.id, { occurred: '2024-01-01' }))).toBe('already-retracted');
    expect(await mine.refused(retract(issued.id))).toBe('already-retracted');
  });
});
