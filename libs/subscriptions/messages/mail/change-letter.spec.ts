import { describe, expect, it } from '@jest/globals';
import { fact, retracted, source, uuid } from '#test/events.js';
import { links, mailOf, standing } from '#test/mail-of.js';
import { grantTold, SAMPLE_MAILS, tell } from '#test/sample-mails.js';
import { LANGUAGES } from '#language/language.js';

const sample = (name: string) => SAMPLE_MAILS[`event.recorded, ${name}`]!;

describe('the mail of a change', () => {
  it('states the change from old to new, its source, and the next deadline', () => {
    const { subject, text } = mailOf(tell(grantTold), 'en');
    expect(subject).toBe(
      'Outscale, IaaS (SecNumCloud): decision 2279 issued (under evaluation, not confirmed by the authority → qualified with reservations)',
    );
    expect(text).toBe(`Outscale, IaaS (SecNumCloud): decision 2279 issued

Before: under evaluation (not confirmed by the authority)
  J2, evaluation work accepted
After: qualified with reservations (confirmed by the authority)
  J3, qualification decision

Décision de qualification n° 2279

Event date: 28 December 2025
Valid from: 28 December 2025
Valid until: 27 December 2028
Reservations: Fournir le rapport du test d’intrusion annuel (due June 2026)
According to: ANSSI, Décision n° 2279 (decision by the authority)
Quote: “Le service est qualifié au niveau élémentaire.”
Next deadline: reservation to lift (Fournir le rapport du test d’intrusion annuel), June 2026
Meaning: The director general of ANSSI qualifies the services named in the decision for at most three years, sometimes with conditions or reservations (the “visa de sécurité”).
Recorded on: 25 November 2026

View in Jalon:
https://jalon.example.org/dossiers/${uuid(2)}

--
You receive this message because this address is subscribed to Jalon.
Change or pause these messages: ${links.preferences(uuid(1))}
Unsubscribe: ${links.unsubscribe(uuid(1))}
`);
  });

  it('names a deadline that an officer set by its title, once', () => {
    const title = 'Prepare the audit';
    const set = { type: 'DeadlineSet', data: { key: 'audit', title, due: '2026-12-15', reason: 'Meeting' } };
    const next = { kind: 'officer-set', due: '2026-12-15', title };
    const { text } = mailOf(tell({ ...set, deadlineTitle: title, next }), 'en');
    expect(text).toContain('deadline set (15 December 2026) “Prepare the audit”');
    expect(text).toContain('\nNext deadline: “Prepare the audit”, 15 December 2026\n');
    expect(text.split(title)).toHaveLength(3);
  });

  it('says the same in French', () => {
    const { subject, text } = mailOf(tell(grantTold), 'fr');
    expect(subject).toBe(
      'Outscale, IaaS (SecNumCloud)\u202f: décision 2279 délivrée (en cours de qualification, non confirmé par l’autorité → qualifié avec réserves)',
    );
    for (const line of [
      'Avant\u202f: en cours de qualification (non confirmé par l’autorité)\n  J2, acceptation des travaux d’évaluation\n',
      'Après\u202f: qualifié avec réserves (confirmé par l’autorité)\n  J3, décision de qualification\n',
      'D’après\u202f: ANSSI, Décision n° 2279 (décision de l’autorité)\n',
      'Citation\u202f: «\u202fLe service est qualifié au niveau élémentaire.\u202f»\n',
      'c’est le «\u202fvisa de sécurité\u202f».\n',
    ])
      expect(text).toContain(line);
  });

  it.each([
    ['a stage', 'milestone J1 reached (applied → under evaluation)', 'It is not an audit result.'],
    ['confirmed', 'milestone J1 reached (not confirmed by the authority → confirmed by the authority)', 'After: under'],
    [
      'nothing moves',
      'statement by Thierry Sournac (unconfirmed claim)',
      'Status: qualified (confirmed by the authority), unchanged\n',
    ],
    ['corrected', 'correction of “decision 2279 issued”', 'Valid until: 27 December 2028 → 27 December 2027\n'],
    ['corrected', 'correction of “decision 2279 issued”', 'Event date: 28 December 2025 → 29 December 2025\n'],
    ['corrected', 'correction of “decision 2279 issued”', 'Title: Décision de qualification n° 2279 → none\n'],
    [
      'corrected',
      'correction of “decision 2279 issued”',
      'Source: ANSSI, Décision n° 2279 (decision by the authority) → ANSSI (official catalogue)\nReason: Faute de frappe\n',
    ],
    [
      'retracted',
      'retraction of “decision 2279 issued” (qualified → under evaluation, not confirmed by the authority)',
      'A retracted event no longer counts but stays visible in the history.',
    ],
    ['frozen before there was a status', 'decision 2279 issued', 'Valid until: 27 December 2028\n'],
  ])('knows one where %s', (name, what, line) => {
    const { subject, text } = mailOf(sample(name), 'en');
    expect(subject).toBe(`Outscale, IaaS (SecNumCloud): ${what}`);
    expect(text).toContain(line);
  });

  it('lists the owners of a provider, without a status', () => {
    const { text } = mailOf(sample('of a provider'), 'en');
    expect(text).toContain(
      'Event date: undated\nShareholders: Dassault Systèmes (66.67%, FR), Bouygues Telecom (33.33%)\n',
    );
    expect(text).not.toMatch(/Status|Next deadline/);
  });

  it('uses the name of a stage if its code is not in use', () => {
    const step = fact('MilestoneReached', '2026-11-20', { milestone: 'stage-1' }, 'company');
    const message = tell({
      ...step,
      scheme: 'iso-27001',
      dossier: { id: uuid(2), scheme: 'iso-27001', service: null },
    });
    expect(LANGUAGES.map((language) => mailOf(message, language).subject)).toEqual([
      'Outscale (ISO/IEC 27001)\u202f: jalon «\u202faudit d’étape 1\u202f» atteint (déclaration non confirmée)',
      'Outscale (ISO/IEC 27001): milestone “stage 1 audit” reached (unconfirmed claim)',
    ]);
  });

  it('describes an amendment whose target was not stored', () => {
    const { subject, text } = mailOf(tell(retracted(uuid(5))), 'fr');
    expect(subject).toMatch(/: événement retiré$/);
    expect(text).toContain('Motif\u202f: not so');
  });

  it('omits the date of housekeeping events', () => {
    const message = tell({
      type: 'AliasAdded',
      source: null,
      data: { name: 'Outscale SAS' },
      dossier: null,
      scheme: null,
    });
    expect(mailOf(message, 'en').text).toContain('Outscale: also known as Outscale SAS\n\nRecorded on: ');
  });

  it('opens a dossier without a word of before', () => {
    const message = tell({
      type: 'DossierOpened',
      data: { provider: uuid(3), scheme: 'secnumcloud' },
      status: { before: null, after: standing('unknown', null, false) },
      next: null,
    });
    expect(mailOf(message, 'en').text).toContain('\n\nStatus: no known status\nNext deadline: none known\n');
  });

  it('says of what a claim reports, and of the deadline that rests on one, that they are claims', () => {
    const told = fact('GrantSuspended', '2025-12-28', {}, source('press'));
    const still = standing('granted', null, true);
    const next = { kind: 'grant-end', due: '2027-01-31', title: '9', confirmed: false };
    const message = tell({ ...told, status: { before: still, after: still }, next });
    const { subject, text } = mailOf(message, 'en');
    expect(subject).toMatch(/: decision suspended \(unconfirmed claim\)$/);
    expect(text).toMatch(/\nAccording to: .* \(press\), unconfirmed claim\n/);
    expect(text).toContain(
      '\nNext deadline: end of validity (decision 9, not confirmed by the authority), 31 January 2027\n',
    );
    expect(mailOf(message, 'fr').subject).toMatch(/décision suspendue \(déclaration non confirmée\)$/);
  });

  it('shortens long texts', () => {
    const quote = 'Il est dit que '.repeat(200);
    const said = fact('StatementMade', '2025-12-28', { note: quote }, source('press', { quote }));
    expect(mailOf(tell(said), 'fr').text.length).toBeLessThan(2000);
    const conditions = Array.from({ length: 100 }, (_, n) => `condition ${n} `.repeat(60).trim());
    const { html } = mailOf(tell(fact('GrantIssued', '2025-12-28', { conditions })), 'fr');
    expect(html.length).toBeLessThan(60_000);
  });
});
