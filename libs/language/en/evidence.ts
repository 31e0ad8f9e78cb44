import { english as en } from '../format.js';

/** Reasons of attaching and downloading evidence. */
export const evidenceReasons = {
  'event-takes-no-evidence': 'must be an event other than a correction, a retraction or an attached file',
  'evidence-fixed': 'evidence cannot be corrected; retract it and attach the right file',
  'evidence-store-down': 'The store of evidence does not answer; nothing was recorded',
  'evidence-empty': 'is empty',
  'evidence-type': 'must be a PDF file, an image (PNG, JPEG, GIF, WebP) or an email (.eml), by its content',
  'evidence-larger-than': ({ megabytes }: { megabytes: number }) => `is larger than ${megabytes} MB`,
  'evidence-quota': ({ megabytes }: { megabytes: number }) =>
    `cannot be stored: the ${megabytes} MB for all files of evidence are used up`,
  'evidence-removed': 'The bytes of this file were removed by an administrator',
  'evidence-not-found': ({ sha256 }: { sha256: string }) => `No stored file has the SHA-256 ${sha256}`,
};

/** The refusals of evidence. */
export const evidenceRefusals = {
  'evidence-invalid': {
    title: 'File not accepted as evidence',
    text: 'The file is empty or of another type than PDF, PNG, JPEG, GIF, WebP or email (.eml). The type is determined by its content. Nothing was stored.',
  },
  'evidence-too-large': {
    title: 'File too large',
    text: 'The file exceeds the limit of this installation (`EVIDENCE_MAX_MB`). Nothing was stored.',
  },
};

const size = (bytes: number): string => {
  if (bytes < 1_000) return en.count(bytes, 'byte', 'bytes');
  return bytes < 1_000_000
    ? `${en.number(Math.round(bytes / 100) / 10)} kB`
    : `${en.number(Math.round(bytes / 1e5) / 10)} MB`;
};

/** Evidence in the console. */
export const evidence = {
  heading: 'Evidence',
  attach: 'Attach evidence',
  attached: 'The file has been attached.',
  intro:
    'The file is stored as it is, and its SHA-256 is recorded in the ledger. It is shown below the event, and is part of the auditor’s file.',
  file: 'File',
  fileHint: (megabytes: number) => `PDF, PNG, JPEG, GIF, WebP or email (.eml), up to ${megabytes} MB`,
  drop: 'You can also drop the file here.',
  note: 'Note',
  noteHint: 'For example where the file comes from, or the page that matters',
  send: 'Attach the file',
  sending: 'Sending the file',
  back: 'Back to the event',
  size,
  types: {
    'application/pdf': 'PDF',
    'image/png': 'PNG image',
    'image/jpeg': 'JPEG image',
    'image/gif': 'GIF image',
    'image/webp': 'WebP image',
    'message/rfc822': 'email',
  },
  withdraw: 'Withdraw the file',
  digest: 'SHA-256',
  auditFile: 'Auditor’s file (ZIP)',
  auditHint: 'The trail with sources, evidence and hashes, for the situation shown; readable offline',
};

/** The auditor's file, in which pages stand without links to the console. */
export const auditFile = {
  name: 'auditors-file',
  page: 'read-me-first',
  title: (subject: string) => `Auditor’s file: ${subject}`,
  asOf: 'Situation as of',
  knownAt: 'As known at',
  knownNow: 'all events on record',
  position: 'Position of the ledger',
  createdAt: 'Created at',
  verify: 'Check the files',
  verifyText: (manifest: string) =>
    `${manifest} lists the SHA-256 of every file. In the folder of the extracted archive, run:`,
  verifyMore:
    'The hash of each piece of evidence is also recorded in the ledger, with the event that attached it. events.json contains all events as recorded, for programs.',
  contents: 'Contents',
  status: 'Status',
  confirmed: 'confirmed by the authority',
  claimed: 'not confirmed by the authority',
  because: 'Established by',
  stages: 'Stages',
  stage: 'Stage',
  grants: 'Grants',
  decision: 'Decision',
  validFrom: 'Valid from',
  validUntil: 'Valid until',
  state: 'State',
  none: 'none',
  warnings: 'Points to check',
  trail: 'Trail',
  trailText:
    'All events recorded by then, in order of recording. Corrected and retracted events are kept, with what replaced them.',
  later: 'after the date of this file',
  occurred: 'Event date',
  recorded: 'Recorded',
  id: 'Event',
  corrected: 'corrected',
  retracted: 'retracted',
  now: 'Current values',
  corrects: 'Corrects event',
  retracts: 'Retracts event',
  source: 'Source',
  readOn: 'Accessed on',
  evidence: 'Evidence',
  noEvidence: 'No file is attached.',
  file: 'File',
  proves: 'Proves',
  size: 'Size',
  missing: 'The bytes of this file are missing from the store.',
  provider: 'Provider',
  dossier: 'Dossier',
};
