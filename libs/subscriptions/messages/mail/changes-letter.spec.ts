import { describe, expect, it } from '@jest/globals';
import { uuid } from '#test/events.js';
import { mailOf, standing } from '#test/mail-of.js';
import { changesDigest, changeWith, grantTold, SAMPLE_MAILS, tell } from '#test/sample-mails.js';

const day = SAMPLE_MAILS['changes.digest']!;
const many = SAMPLE_MAILS['changes.digest, the first of many']!;

describe('the mail of a day', () => {
  it('is grouped by subject, with status changes first', () => {
    const { subject, text } = mailOf(day, 'en');
    expect(subject).toBe(
      '5 events, including S3NS, PREMI3NS (SecNumCloud): under evaluation, not confirmed by the authority → qualified with reservations',
    );
    expect(text.slice(0, text.indexOf('\n\n--\n'))).toBe(`5 events recorded

Status changed (3 events)

* S3NS, PREMI3NS (SecNumCloud): under evaluation, not confirmed by the authority → qualified with reservations
  - Status: qualified with reservations (confirmed by the authority)
  - decision 2279 issued · “Décision de qualification n° 2279” · 28 December 2025 · according to ANSSI, Décision n° 2279 (decision by the authority)
  - listed as granted (ANSSI) · 25 November 2026 · according to ANSSI (official list)
  - Next deadline: end of validity (decision 2279), 27 December 2028
  View in Jalon
  https://jalon.example.org/dossiers/${uuid(21)}

* Bleu, Azure, Microsoft 365 (ISO/IEC 27001): announced → under evaluation, both not confirmed by the authority
  - Status: under evaluation (not confirmed by the authority)
  - milestone “stage 1 audit” reached · 20 November 2026 · according to Bleu (company), unconfirmed claim
  View in Jalon
  https://jalon.example.org/dossiers/${uuid(22)}

No status change (2 events)

* Cloud Temple (SecNumCloud)
  - Status: under evaluation (confirmed by the authority)
  - statement · “Interview du directeur” · 24 November 2026 · according to ANSSI (press), unconfirmed claim
  - Next deadline: update expected, 20 August 2027
  View in Jalon
  https://jalon.example.org/dossiers/${uuid(20)}

* NumSpot
  - partnership announced · “NumSpot et Docaposte” · 24 November 2026 · according to Bleu (company), unconfirmed claim
  View in Jalon
  https://jalon.example.org/providers/numspot`);
  });

  it('states that it is incomplete, with a link to all events', () => {
    const { text } = mailOf(many, 'fr');
    expect(text).toContain('1\u202f512 événements enregistrés');
    expect(text).toContain(
      'Ce message présente 5 des 1\u202f512 événements, en commençant par les changements de statut.',
    );
    expect(text).toContain('Tout voir dans Jalon\u202f:\nhttps://jalon.example.org/?sort=news\n');
    expect(mailOf(day, 'fr').text).not.toContain('Tout voir');
  });

  it('reads like the mail of a change when there was one', () => {
    expect(mailOf(changesDigest([changeWith(grantTold)]), 'fr')).toEqual(mailOf(tell(grantTold), 'fr'));
  });

  it('says on which day it is sent, if it is weekly', () => {
    const message = changesDigest([changeWith(grantTold)]);
    expect(mailOf(message, 'fr', { weekly: 'friday' }).text).toContain('une fois par semaine, le vendredi.');
    expect(mailOf(message, 'en', { weekly: 'monday' }).text).toContain('Events are sent once a week, on Mondays.');
  });

  it('counts a status that changed back as changed, and states the current one', () => {
    const [before, after] = [standing('in-progress', 'J1'), standing('granted', 'J3')];
    const message = changesDigest([
      changeWith({ position: 7, status: { before, after } }),
      changeWith({ position: 8, status: { before: after, after: before } }),
    ]);
    const { subject, text } = mailOf(message, 'en');
    expect(subject).toBe('2 events, including Outscale, IaaS (SecNumCloud): milestone J1 reached');
    expect(text).toContain('Status changed (2 events)\n\n* Outscale, IaaS (SecNumCloud)\n  - Status: under evaluation');
  });

  it('stays below the size that mail programs truncate, and drops status changes last', () => {
    const still = { before: standing('granted', 'J3'), after: standing('granted', 'J3') };
    const changes = Array.from({ length: 200 }, (_, n) =>
      changeWith({ position: n + 1, stream: `dossier-${uuid(n)}`, ...grantTold, ...(n < 150 && { status: still }) }),
    );
    const { html, text } = mailOf(changesDigest(changes, 200), 'fr');
    expect(text).toContain('Ce message présente 120 des 200 événements, en commençant par les changements de statut.');
    expect(text.match(/^\* .* → /gm)).toHaveLength(50);
    expect(text.match(/^\* /gm)).toHaveLength(120);
    expect(Buffer.byteLength(html)).toBeLessThan(95_000);
  });

  it('lists the first events of a dossier with many, and its final status', () => {
    const changes = Array.from({ length: 150 }, (_, n) => changeWith({ position: n + 1, ...grantTold }));
    const { text } = mailOf(changesDigest(changes), 'en');
    expect(text.match(/decision 2279 issued/g)).toHaveLength(120);
    expect(text).toContain('This message shows 120 of 150 events');
  });
});
