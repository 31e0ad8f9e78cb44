import { describe, expect, it } from '@jest/globals';
import type { DeadlineKind } from '#domain/deadline/deadline.js';
import { uuid } from '#test/events.js';
import { answerUrl, digest, links, mailOf, remind } from '#test/mail-of.js';
import { LANGUAGES } from '#language/language.js';

const colon = '\u202f:';

describe('the mail of a reminder', () => {
  it.each([
    ['fr', 34, `Outscale, IaaS (SecNumCloud)${colon} fin de validité dans 34 jours, 29 décembre 2026`],
    ['en', 34, 'Outscale, IaaS (SecNumCloud): end of validity in 34 days, 29 December 2026'],
    ['fr', 1, `Outscale, IaaS (SecNumCloud)${colon} fin de validité dans 1 jour, 29 décembre 2026`],
    ['en', 1, 'Outscale, IaaS (SecNumCloud): end of validity in 1 day, 29 December 2026'],
    ['fr', 0, `Outscale, IaaS (SecNumCloud)${colon} fin de validité aujourd’hui, 29 décembre 2026`],
    ['en', 0, 'Outscale, IaaS (SecNumCloud): end of validity today, 29 December 2026'],
    ['fr', -7, `Outscale, IaaS (SecNumCloud)${colon} fin de validité il y a 7 jours, 29 décembre 2026`],
    ['en', -1, 'Outscale, IaaS (SecNumCloud): end of validity 1 day ago, 29 December 2026'],
  ] as const)('says in its subject whose deadline, which and how long (%s, %i)', (language, daysLeft, subject) => {
    expect(mailOf(remind({ daysLeft }), language).subject).toBe(subject);
  });

  it.each([
    ['2026-12', 6, 'dans 6 jours au plus tôt, décembre 2026', 'in 6 days at the earliest, December 2026'],
    ['2026-12', 0, 'à tout moment, décembre 2026', 'any day now, December 2026'],
    ['2026-Q4', 0, 'à tout moment, 4e trimestre 2026', 'any day now, Q4 2026'],
    ['2026-H1', -148, 'il y a 148 jours, 1er semestre 2026', '148 days ago, first half of 2026'],
  ])('does not know the day of what is due in %s (%i)', (due, daysLeft, french, english) => {
    const subjects = LANGUAGES.map((language) => mailOf(remind({ due, daysLeft }), language).subject);
    expect(subjects).toEqual([
      `Outscale, IaaS (SecNumCloud)${colon} fin de validité ${french}`,
      `Outscale, IaaS (SecNumCloud): end of validity ${english}`,
    ]);
  });

  it.each<[DeadlineKind, string, string]>([
    ['grant-end', 'fin de validité il y a 7 jours', 'end of validity 7 days ago'],
    ['renewal-window', 'demande de renouvellement échue depuis 7 jours', 'renewal request 7 days overdue'],
    [
      'transition',
      'passage à la nouvelle version du référentiel échu depuis 7 jours',
      'transition to the new standard version 7 days overdue',
    ],
    ['surveillance', 'audit de surveillance échu depuis 7 jours', 'surveillance audit 7 days overdue'],
    ['reservation', 'réserve à lever échue depuis 7 jours', 'reservation to lift 7 days overdue'],
    ['target', 'objectif annoncé échu depuis 7 jours', 'announced target 7 days overdue'],
    ['staleness', 'actualisation attendue depuis 7 jours', 'update expected for 7 days'],
    ['officer-set', 'échéance «\u202f2279\u202f» échue depuis 7 jours', 'deadline “2279” 7 days overdue'],
    ['dependency-end', 'fin de validité d’une dépendance il y a 7 jours', 'end of validity of a dependency 7 days ago'],
  ])('has words of its own for a %s that has passed', (kind, french, english) => {
    const [fr, en] = LANGUAGES.map((language) => mailOf(remind({ kind, daysLeft: -7, state: 'missed' }), language));
    expect(fr?.subject).toBe(`Outscale, IaaS (SecNumCloud)${colon} ${french}, 29 décembre 2026`);
    expect(en?.subject).toBe(`Outscale, IaaS (SecNumCloud): ${english}, 29 December 2026`);
  });

  it('says that the deadline rests on a claim', () => {
    for (const message of [remind({ confirmed: false }), digest({ confirmed: false }, {})])
      expect(mailOf(message, 'en').text).toContain('not confirmed by the authority');
    expect(mailOf(remind(), 'en').text).not.toContain('confirmed');
  });

  it('leads to the dossier and to where it is answered, the same in text and HTML', () => {
    const mail = mailOf(remind({ service: null, due: '2026-12', daysLeft: 6 }), 'en');
    expect(mail.text).toBe(
      `Outscale (SecNumCloud): end of validity in 6 days at the earliest

Due: December 2026
  in 6 days at the earliest

Decision 2279

What to do: find out whether the certification is renewed, and record what the authority publishes.

View in Jalon:
https://jalon.example.org/dossiers/${uuid(2)}

Acknowledge or snooze:
${answerUrl}

--
You receive this message because this address is subscribed to Jalon.
Change or pause these messages: ${links.preferences(uuid(1))}
Unsubscribe: ${links.unsubscribe(uuid(1))}
`,
    );
    const { html } = mailOf(remind(), 'fr');
    for (const part of [
      'fin de validité dans 34 jours',
      'Décision 2279',
      '29 décembre 2026',
      `<a href="${answerUrl.replace('&', '&amp;')}"`,
      '>Prendre acte ou reporter</a>',
      links.unsubscribe(uuid(1)),
    ])
      expect(html).toContain(part);
  });

  it('states the last possible day until it has passed', () => {
    const window = { kind: 'renewal-window', due: '2026-08-31', lapses: '2027-02-28' } as const;
    const before = mailOf(remind({ ...window, daysLeft: 30 }), 'en').text;
    expect(before).toContain('Due: 31 August 2026\n  in 30 days\nAction possible until: 28 February 2027\n');
    const late = mailOf(remind({ ...window, daysLeft: -21 }), 'fr').text;
    expect(late).toContain(`Encore possible jusqu’au${colon} 28 février 2027`);
    expect(late).toContain('La date d’échéance est dépassée, mais il est encore temps d’agir.');
    const over = mailOf(remind({ ...window, daysLeft: -200, state: 'missed' }), 'en').text;
    expect(over).not.toMatch(/possible/i);
    expect(over).toContain('The deadline is overdue. Acknowledge it to stop its reminders.');
  });

  it('states in an escalation that nobody acknowledged', () => {
    const [fr, en] = LANGUAGES.map((language) => mailOf(remind({ escalation: true, daysLeft: 7 }), language));
    expect(fr?.subject).toBe(
      `Sans prise d’acte${colon} Outscale, IaaS (SecNumCloud)${colon} fin de validité dans 7 jours, 29 décembre 2026`,
    );
    expect(fr?.text).toContain('Personne n’a pris acte des derniers rappels de cette échéance');
    expect(en?.subject).toBe('Unanswered: Outscale, IaaS (SecNumCloud): end of validity in 7 days, 29 December 2026');
    expect(en?.text).toContain('Nobody has acknowledged the latest reminders of this deadline');
    expect(mailOf(remind(), 'en').text).not.toMatch(/nobody/i);
  });

  it('says when a colleague has acknowledged the deadline, alone and in a digest', () => {
    const has = { acknowledgedOn: '2026-11-24' };
    expect(mailOf(remind(has), 'en').text).toContain('Acknowledged on: 24 November 2026');
    const several = mailOf(digest(has, { id: uuid(8) }), 'fr').text;
    expect(several.match(/prise d’acte le 24 novembre 2026/g)).toHaveLength(1);
  });

  it.each([
    [-7, 'bad', '7 days ago'],
    [0, 'bad', 'today'],
    [34, 'warn', 'in 34 days'],
    [200, 'plain', 'in 200 days'],
  ])('shows its date largest, in the colour of its urgency, which it says in words (%i)', (daysLeft, tone, words) => {
    const { html } = mailOf(remind({ daysLeft }), 'en');
    expect(html).toContain(`<div class="sheet tone-${tone}"`);
    expect(html.match(/<strong class="large".*?<\/td>/g)?.map((cell) => cell.replace(/<[^>]+>/g, ' ').trim())).toEqual([
      `29 December 2026  ${words}`,
    ]);
  });
});

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
