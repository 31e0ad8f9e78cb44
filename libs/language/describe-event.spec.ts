import { describe, expect, it } from '@jest/globals';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { c5 } from '#domain/scheme/c5.js';
import { hds } from '#domain/scheme/hds.js';
import { iso27001 } from '#domain/scheme/iso-27001.js';
import { pciDss } from '#domain/scheme/pci-dss.js';
import { secnumcloud } from '#domain/scheme/secnumcloud.js';
import { soc2 } from '#domain/scheme/soc-2.js';
import { fact } from '#test/events.js';
import { storedSamples } from '#test/stored-events.js';
import { eventFacts, fieldValue, summaryOf, summaryWithTitle } from './describe-event.js';
import { statusWord, statusWordIn } from './describe-standing.js';
import { LANGUAGES } from './language.js';
import { warningText } from './phrases.js';

const samples = [...storedSamples().values()] as unknown as LedgerEvent[];

describe('an event', () => {
  it.each(samples.map((sample) => [sample.type, sample] as const))('of type %s has a summary', (_, sample) => {
    for (const language of LANGUAGES) {
      expect(summaryOf(sample, language)).toMatch(/^\S.*\S$/);
      expect(summaryOf(sample, language)).not.toMatch(/undefined|\[object/);
    }
  });

  it('is summarized with its title, and its milestones by their names', () => {
    const target = fact('TargetSet', '2025-01-01', { milestone: 'J3', target: '2026-H1', title: 'Delay' });
    expect(summaryWithTitle(target, 'en', secnumcloud)).toBe('J3 targeted for first half of 2026: Delay');
    expect(summaryWithTitle(target, 'fr', secnumcloud)).toBe(
      'date cible annoncée pour J3 (1er semestre 2026)\u202f: Delay',
    );
  });

  it.each([
    ['Éric', 'déclaration d’Éric'],
    ['ANSSI', 'déclaration d’ANSSI'],
    ['Guillaume', 'déclaration de Guillaume'],
    ['Huawei', 'déclaration de Huawei'],
  ])('is elided in French before a vowel: %s', (speaker, phrase) => {
    expect(summaryOf(fact('StatementMade', '2025', { speaker }), 'fr')).toBe(phrase);
  });

  it('quotes the name of a register that was read, in French', () => {
    const data = { register: 'Catalogue de l’ANSSI', entries: 9, added: [], changed: [], gone: [] };
    const read = { type: 'RegisterRead', data } as unknown as LedgerEvent;
    expect(summaryOf(read, 'fr')).toMatch(/^relevé de «\u202fCatalogue de l’ANSSI\u202f»\u202f: 9/);
  });

  it('lists the fields that its summary does not give', () => {
    const issued = fact('GrantIssued', '2023-12-28', { decision: '2279', validUntil: '2026-12-29' });
    expect(eventFacts(issued, 'fr')).toEqual([
      { label: 'Date de l’événement', value: '28 décembre 2023' },
      { label: 'Fin de validité', value: '29 décembre 2026' },
    ]);
  });

  it.each([
    ['listing', 'absent', 'absent', 'not listed'],
    ['validUntil', '2026-11', 'novembre 2026', 'November 2026'],
    ['holders', [{ name: 'Orange', share: 33.4, country: 'FR' }], 'Orange (33,4\u00a0%, FR)', 'Orange (33.4%, FR)'],
    ['reservations', [{ text: 'Logs', due: '2026' }], 'Logs (échéance\u202f: 2026)', 'Logs (due 2026)'],
    ['conditions', [], 'aucun', 'none'],
  ])('has its %s in words', (name, value, fr, en) => {
    expect([fieldValue(name, value, 'fr'), fieldValue(name, value, 'en')]).toEqual([fr, en]);
  });
});

describe('a warning', () => {
  it('has a sentence in both languages, with dates as people write them', () => {
    const warning = { code: 'start-differs', params: { from: '2026-07-31', other: '2026-09' } } as const;
    expect(warningText(warning, 'en')).toBe(
      'valid from 31 July 2026 according to one source, September 2026 according to another',
    );
    expect(warningText(warning, 'fr')).toBe(
      'début de validité\u202f: 31 juillet 2026 selon une source, septembre 2026 selon une autre',
    );
  });

  it('says of a withdrawal no more than that it stands, for a register that repeats a grant may rank higher', () => {
    const warning = {
      code: 'grant-after-withdrawal',
      params: { publisher: 'ANSSI', withdrawn: '2025-01-15' },
    } as const;
    expect(warningText(warning, 'en')).toBe(
      'ANSSI reports as granted what was withdrawn on 15 January 2025; the status does not change',
    );
  });

  it('names both sources of dates that differ', () => {
    const params = { type: 'CompanyCreated', dates: [{ occurred: '2024-01', publisher: 'Clubic' }] } as const;
    expect(warningText({ code: 'days-differ', params }, 'en')).toBe(
      'sources date the creation of the company differently: January 2024 (Clubic)',
    );
  });
});

describe('a status', () => {
  it('is named by the outcome of its scheme', () => {
    expect(statusWord('in-progress', secnumcloud, 'fr')).toBe('en cours de qualification');
    expect(statusWord('renewing', secnumcloud, 'en')).toBe('renewal in progress, no longer qualified');
    expect(statusWord('granted', undefined, 'fr')).toBe('obtenu');
  });

  it('is named by the outcomes of several schemes, up to three', () => {
    expect(statusWordIn('granted', [secnumcloud, hds, iso27001], 'fr')).toBe('qualifié ou certifié');
    expect(statusWordIn('in-progress', [secnumcloud, pciDss], 'fr')).toBe('en cours de qualification ou d’évaluation');
    expect(statusWordIn('granted-with-reservations', [secnumcloud, hds], 'en')).toBe(
      'qualified or certified with reservations',
    );
    expect(statusWordIn('granted', [secnumcloud, hds, c5, pciDss], 'en')).toBe('granted');
    expect([c5, soc2].map((scheme) => statusWordIn('expired', [scheme], 'fr'))).toEqual([
      'rapport obsolète',
      'rapport obsolète',
    ]);
    expect(statusWordIn('expired', [c5, hds], 'fr')).toBe('expiré');
  });
});
