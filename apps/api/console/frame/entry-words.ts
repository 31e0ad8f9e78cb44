import type { Language } from '#language/language.js';
import { printed } from './printed.js';

interface EntryWords {
  happened: string;
  recorded: string;
  by: string;
  corrected: string;
  retracted: string;
  correction: string;
  retraction: string;
  correctionOff: string;
  reason: string;
  was: string;
  is: string;
  address: string;
  quoted: string;
  quote: string;
  note: string;
  builds: string;
  taker: string;
  open: string;
  openProvider: string;
  correct: string;
  retract: string;
  retractCorrection: string;
  digest: string;
  readOn: string;
}

/** What an entry of a timeline says about itself. */
export const ENTRY_WORDS: Record<Language, EntryWords> = printed({
  fr: {
    happened: 'Date du fait :',
    recorded: 'Inscrit le',
    by: 'par',
    corrected: 'corrigé',
    retracted: 'retiré',
    correction: 'Correction',
    retraction: 'Retrait',
    correctionOff: 'Correction retirée à son tour : elle ne compte plus',
    reason: 'Motif',
    was: 'avant : ',
    is: 'maintenant : ',
    address: 'Adresse de la source',
    quoted: 'Citation',
    quote: 'Lire toute la citation',
    note: 'Note',
    builds: 'Repose sur',
    taker: 'Repris par',
    open: 'voir le dossier',
    openProvider: 'voir le fournisseur',
    correct: 'Corriger',
    retract: 'Retirer',
    retractCorrection: 'Retirer cette correction',
    digest: 'Empreinte SHA-256',
    readOn: 'Lu le',
  },
  en: {
    happened: 'Happened',
    recorded: 'Recorded',
    by: 'by',
    corrected: 'corrected',
    retracted: 'retracted',
    correction: 'Correction',
    retraction: 'Retraction',
    correctionOff: 'This correction was retracted in turn: it no longer counts',
    reason: 'Reason',
    was: 'before: ',
    is: 'now: ',
    address: 'Address of the source',
    quoted: 'Quote',
    quote: 'Read the whole quote',
    note: 'Note',
    builds: 'Builds on',
    taker: 'Taken over by',
    open: 'see the dossier',
    openProvider: 'see the provider',
    correct: 'Correct',
    retract: 'Retract',
    retractCorrection: 'Retract this correction',
    digest: 'SHA-256',
    readOn: 'Read on',
  },
});
