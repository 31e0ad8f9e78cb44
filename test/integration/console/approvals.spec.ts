import { beforeAll, describe, expect, it } from '@jest/globals';
import { startApi } from '#test/api.js';
import { fieldOf, sectionOf } from '#test/console.js';
import { csv, granted } from '#test/importing.js';
import { fourEyesIn, type Approvers } from '#test/people.js';
import { milestone, openDossier } from '#test/recording.js';
import { startedOnce } from '#test/started.js';

const server = startedOnce(() => startApi());
let people: Approvers;
/** Of a milestone that Anne and that Boris proposed. */
const proposals: Record<'anne' | 'boris', string> = { anne: '', boris: '' };

beforeAll(async () => {
  people = await fourEyesIn(server);
  const fields = { 'source.kind': 'company', occurred: '2025-04-17', 'data.milestone': 'J0', step: 'save' };
  for (const [who, name] of [
    ['anne', 'Bleu'],
    ['boris', 'Rouge'],
  ] as const) {
    const { id } = await openDossier(server.api, name);
    const path = `/dossiers/${id}/record/${milestone('J0', '2025-04-17').type}`;
    const { location } = await people[who].console.post(path, { ...fields, 'source.publisher': name });
    proposals[who] = location?.split('?')[0] ?? '';
  }
});

describe('the list of proposals', () => {
  it('shows first what waits for its reader', async () => {
    for (const [who, first, second] of [
      ['anne', 'Rouge', 'Bleu'],
      ['boris', 'Bleu', 'Rouge'],
    ] as const) {
      const { text } = await people[who].console.get('/approvals');
      expect(text).toMatch(/(\d+) \1 waiting for you Approvals \1/);
      expect(text).toMatch(new RegExp(`${first} .*Waits for you.*${second} .*Waiting`));
    }
  });
});

describe('a proposal', () => {
  it('shows its effect, and is for others to decide', async () => {
    const own = await people.anne.console.get(proposals.anne);
    expect(own.text).toContain('This is your own proposal.');
    expect([own.html.includes('value="approve"'), own.html.includes('value="withdraw"')]).toEqual([false, true]);
    const { text, html } = await people.boris.console.get(proposals.anne);
    expect(text).toContain('Proposed by Anne Martin');
    expect(sectionOf(html, 'effect')).toMatch(/Before .*After .*stage J0/);
    expect([html.includes('value="approve"'), html.includes('value="withdraw"')]).toEqual([true, false]);
  });

  it('is rejected with a reason only, and recorded as it was shown', async () => {
    const { console } = people.boris;
    const without = await console.post(proposals.anne, { decision: 'reject', reason: ' ' });
    expect([without.status, without.text]).toEqual([422, expect.stringContaining('Reason must not be blank')]);
    const another = await console.post(proposals.anne, { decision: 'approve', preview: 'of before', reason: 'Right' });
    expect([another.status, another.html]).toEqual([409, expect.stringContaining('value="Right"')]);
    const { html } = await console.get(proposals.anne);
    const [, dossier = ''] = /href="(\/dossiers\/[0-9a-f-]{36})/.exec(html) ?? [];
    const preview = fieldOf(html, 'preview') ?? '';
    const done = await console.submit(proposals.anne, { decision: 'approve', preview, reason: 'Checked' });
    expect(done.text).toMatch(/has been approved and recorded.*Approved by Boris Petit.*Reason Checked/);
    expect((await console.get(dossier)).text).toContain('by Anne Martin, approved by Boris Petit');
    const rejected = await people.anne.console.submit(proposals.boris, { decision: 'reject', reason: 'No source' });
    expect(rejected.text).toMatch(/Rejected by Anne Martin.*Reason No source/);
  });

  it('of a file names what it would open', async () => {
    const { console } = people.anne;
    const { html, text } = await console.submit('/import', { text: csv(granted('Cloud Two', 'Un')) });
    expect(text).toMatch(/Propose .*once another person approves it/);
    const path = /action="(\/import\/[^"]*confirm)"/.exec(html)?.[1] ?? '';
    await console.submit(path, {});
    const [, proposal = ''] =
      /href="(\/approvals\/[^"]*)">Import of/.exec((await console.get('/approvals')).html) ?? [];
    const effect = sectionOf((await people.boris.console.get(proposal)).html, 'effect');
    expect(effect).toMatch(/New dossier – Qualified .*New provider · Un/);
  });
});
