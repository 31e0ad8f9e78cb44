import { describe, expect, it } from '@jest/globals';
import { uuid } from '#test/events.js';
import { answerUrl, digest, links, mailOf } from '#test/mail-of.js';

const five = digest(
  {
    provider: 'S3NS',
    service: 'PREMI3NS',
    kind: 'staleness',
    title: null,
    due: '2026-11-18',
    daysLeft: -7,
    state: 'missed',
  },
  { provider: 'Cloud Temple', kind: 'officer-set', title: 'Send the audit report', due: '2026-11-25', daysLeft: 0 },
  { provider: 'Bleu', service: null, kind: 'target', title: 'J1', due: '2026-12', daysLeft: 6 },
  {
    provider: 'OVHcloud',
    kind: 'renewal-window',
    opens: '2026-06-15',
    due: '2026-12-12',
    lapses: '2027-06-12',
    daysLeft: 17,
    escalation: true,
  },
  { daysLeft: 34 },
);

describe('the mail of a digest', () => {
  it('counts in its subject, and names the most urgent', () => {
    expect(mailOf(five, 'en').subject).toBe(
      '5 deadlines, including S3NS, PREMI3NS (SecNumCloud): update expected for 7 days',
    );
    expect(mailOf(five, 'fr').subject).toBe(
      '5 échéances, dont S3NS, PREMI3NS (SecNumCloud)\u202f: actualisation attendue depuis 7 jours',
    );
  });

  it('lists all of them, most urgent first, each with its links, and the link to answer all before them', () => {
    expect(mailOf(five, 'en').text).toBe(
      `5 deadlines need your attention

Nobody has acknowledged the latest reminders of the deadlines marked “unanswered”.

Acknowledge overdue deadlines to stop their reminders.

Acknowledge or snooze one or all:
${answerUrl}

Overdue (1)

* Update expected for 7 days, 18 November 2026
  S3NS, PREMI3NS (SecNumCloud)
  https://jalon.example.org/dossiers/${uuid(2)}
  Acknowledge or snooze
  ${answerUrl}#${uuid(4)}

Today or any day now (1)

* Deadline “Send the audit report” today, 25 November 2026
  Cloud Temple, IaaS (SecNumCloud)
  https://jalon.example.org/dossiers/${uuid(2)}
  Acknowledge or snooze
  ${answerUrl}#${uuid(4)}

Within 7 days (1)

* Announced target in 6 days at the earliest, December 2026
  Bleu (SecNumCloud)
  J1
  https://jalon.example.org/dossiers/${uuid(2)}
  Acknowledge or snooze
  ${answerUrl}#${uuid(4)}

Within 30 days (1)

* Renewal request in 17 days, 12 December 2026
  OVHcloud, IaaS (SecNumCloud)
  Decision 2279 · action possible until 12 June 2027 · unanswered
  https://jalon.example.org/dossiers/${uuid(2)}
  Acknowledge or snooze
  ${answerUrl}#${uuid(4)}

Later (1)

* End of validity in 34 days, 29 December 2026
  Outscale, IaaS (SecNumCloud)
  Decision 2279
  https://jalon.example.org/dossiers/${uuid(2)}
  Acknowledge or snooze
  ${answerUrl}#${uuid(4)}

--
You receive this message because this address is subscribed to Jalon.
Change or pause these messages: ${links.preferences(uuid(1))}
Unsubscribe: ${links.unsubscribe(uuid(1))}
`,
    );
  });

  it('says in French what it says in English', () => {
    const { html } = mailOf(five, 'fr');
    const heads = [...html.matchAll(/<h[12][^>]*>(.*?)<\/h/g)].map(([, head]) => head);
    expect(heads).toEqual([
      '5 échéances à traiter',
      'Dépassées (1)',
      'Aujourd’hui ou à tout moment (1)',
      'Dans les 7 jours (1)',
      'Dans les 30 jours (1)',
      'Plus tard (1)',
    ]);
    expect(html).toContain('<strong>Demande de renouvellement dans 17 jours, 12 décembre 2026</strong>');
    expect(html).toContain('Décision 2279 · encore possible jusqu’au 12 juin 2027 · sans prise d’acte');
  });

  it('states in its subject that nobody acknowledged only if that applies to all', () => {
    const all = digest({ escalation: true, daysLeft: 1 }, { escalation: true });
    expect(mailOf(all, 'en').subject).toMatch(/^Unanswered: 2 deadlines, including Outscale.* in 1 day$/);
    expect(mailOf(five, 'en').subject).not.toContain('Unanswered');
  });

  it('holds five hundred, and escapes whatever is on record', () => {
    const nasty = '<img src=x> & "y"';
    const reminders = Array.from({ length: 500 }, (_, n) => ({
      provider: nasty,
      title: nasty,
      daysLeft: n,
      url: 'javascript:x',
    }));
    const { html, text } = mailOf(digest(...reminders), 'fr');
    expect(text.match(/^\* /gm)).toHaveLength(500);
    expect(html.match(/<li /g)).toHaveLength(500);
    expect(html).not.toMatch(/<img|"y"|href="javascript/);
  });
});
