import type { Language } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import type { ProposalWaiting } from '../message.js';
import type { Letter } from './letter.js';

/** To somebody who may approve a change. It says nothing of the change itself, which is not on record yet. */
export function proposalLetter({ by }: Pick<ProposalWaiting, 'by'>, url: string, language: Language): Letter {
  const { account, proposal: words } = phrases(language).mail;
  return {
    subject: words.subject,
    heading: words.subject,
    paragraphs: [words.text(by), words.off],
    facts: [],
    actions: [{ label: words.action, url }],
    footer: { text: account.footer },
  };
}
