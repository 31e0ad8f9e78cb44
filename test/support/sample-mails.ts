import type {
  Change,
  Message,
  ReadingNews,
  RegisterNotice,
  ReportedService,
  ServicesReport,
} from '#subscriptions/messages/message.js';
import { uuid, corrected, fact, providerFact, retracted, source } from './events.js';
import { standing, timestamp, digest, remind } from './mail-of.js';

const message = <T extends Message['type']>(type: T, data: Extract<Message, { type: T }>['data']): Message =>
  ({ type, timestamp, data }) as Message;

const anssi = { register: 'anssi-catalogue', name: 'Catalogue de l’ANSSI', scheme: 'secnumcloud' };

const reportedService: ReportedService = {
  ...{ id: uuid(21), provider: 'S3NS', service: 'PREMI3NS', scheme: 'secnumcloud' },
  ...{ status: 'granted', confirmed: true, grantEnd: '2027-02-14' },
};

const servicesReport: ServicesReport = {
  ...{ view: { slug: 'my-services', name: 'Nos services' }, month: '2026-11', asOf: '2026-12-01' },
  ...{ counts: { bad: 1, warn: 1, plain: 0, good: 3 }, claimed: 1 },
  attention: [
    { ...reportedService, status: 'suspended', tone: 'bad', restsOn: [] },
    { ...reportedService, id: uuid(22), scheme: 'hds', tone: 'warn', restsOn: ['S3NS, PREMI3NS'] },
  ],
  changed: [
    { before: reportedService, after: { ...reportedService, status: 'suspended' }, events: 1 },
    { before: null, after: { ...reportedService, id: uuid(23), confirmed: false }, events: 2 },
    { before: reportedService, after: { ...reportedService, grantEnd: null }, events: 0 },
    { before: reportedService, after: null, events: 0 },
  ],
  next: [reportedService],
};

const readSample: ReadingNews = {
  ...anssi,
  reading: uuid(50),
  day: '2026-11-26',
  position: 60,
  ...{ entries: 34, added: 2, changed: 12, gone: 1, changes: 15 },
  dossiers: [
    {
      provider: { id: uuid(121), slug: 's3ns', name: 'S3NS' },
      dossier: { id: uuid(21), scheme: 'secnumcloud', service: 'PREMI3NS' },
      scheme: 'secnumcloud',
      status: { before: standing('in-progress', 'J2'), after: standing('granted', 'J3') },
    },
    {
      provider: { id: uuid(122), slug: 'bleu', name: 'Bleu' },
      dossier: { id: uuid(22), scheme: 'secnumcloud', service: null },
      scheme: 'secnumcloud',
      status: null,
    },
  ],
  more: true,
};

/** Of each type of message about a register, and several where they differ. */
export const REGISTER_MAILS: Readonly<Record<string, Message>> = {
  'register.read': message('register.read', readSample),
  'register.read, without differences': message('register.read', {
    ...readSample,
    added: 0,
    changed: 0,
    gone: 0,
    changes: 0,
    dossiers: [],
    more: false,
  }),
  'register.stale': message('register.stale', { ...anssi, lastRead: '2026-09-01', staleAfterDays: 45, days: 86 }),
  'register.stale, never read': message('register.stale', { ...anssi, lastRead: null, staleAfterDays: 45, days: 46 }),
  'register.held': message('register.held', {
    ...anssi,
    reading: uuid(50),
    day: '2026-11-26',
    holds: ['gone', 'moved', 'smaller', 'older', 'contradictory', 'unreadable'],
    ...{ entries: 4, added: 0, changed: 1, gone: 30, unreadable: 2 },
  }),
};

const milestone = fact('MilestoneReached', '2024-03', { milestone: 'J1' });

export const changeWith = (override: object = {}): Change =>
  ({
    position: 7,
    id: uuid(7),
    stream: `dossier-${uuid(2)}`,
    version: 2,
    recordedAt: timestamp,
    provider: { id: uuid(3), slug: 'outscale', name: 'Outscale' },
    dossier: { id: uuid(2), scheme: 'secnumcloud', service: 'IaaS' },
    scheme: 'secnumcloud',
    ...('type' in override ? {} : milestone),
    ...override,
  }) as Change;

export const tell = (override: object = {}): Message => message('event.recorded', changeWith(override));

export const changesDigest = (changes: Change[], total = changes.length): Message =>
  message('changes.digest', { changes, total });

const granted = fact(
  'GrantIssued',
  '2025-12-28',
  {
    decision: '2279',
    validFrom: '2025-12-28',
    validUntil: '2028-12-27',
    title: 'Décision de qualification n° 2279',
    reservations: [{ text: 'Fournir le rapport du test d’intrusion annuel', due: '2026-06' }],
  },
  source('decision', {
    title: 'Décision n° 2279',
    url: 'https://cyber.gouv.fr/decision',
    quote: 'Le service est qualifié au niveau élémentaire.',
  }),
);

const grantEnd = { kind: 'grant-end', due: '2028-12-27', title: '2279' };

export const grantTold = {
  ...granted,
  status: {
    before: standing('in-progress', 'J2', false),
    after: standing('granted-with-reservations', 'J3'),
  },
  next: { kind: 'reservation', due: '2026-06', title: 'Fournir le rapport du test d’intrusion annuel' },
};

const of = (n: number, provider: string, service: string | null, scheme = 'secnumcloud') => ({
  stream: `dossier-${uuid(n)}`,
  provider: { id: uuid(n + 100), slug: provider.toLowerCase(), name: provider },
  dossier: { id: uuid(n), scheme, service },
  scheme,
});

const day = [
  changeWith({
    position: 8,
    ...of(20, 'Cloud Temple', null),
    ...fact('StatementMade', '2026-11-24', { title: 'Interview du directeur' }, 'press'),
    status: { before: standing('in-progress', 'J1'), after: standing('in-progress', 'J1') },
    next: { kind: 'staleness', due: '2027-08-20', title: null },
  }),
  changeWith({ position: 9, ...of(21, 'S3NS', 'PREMI3NS'), ...grantTold }),
  changeWith({
    position: 10,
    ...of(21, 'S3NS', 'PREMI3NS'),
    ...fact('RegisterObserved', '2026-11-25', { register: 'ANSSI', listing: 'granted', decision: '2279' }, 'list'),
    status: {
      before: standing('granted-with-reservations', 'J3'),
      after: standing('granted-with-reservations', 'J3'),
    },
    next: grantEnd,
  }),
  changeWith({
    position: 11,
    ...of(22, 'Bleu', 'Azure, Microsoft 365', 'iso-27001'),
    ...fact('MilestoneReached', '2026-11-20', { milestone: 'stage-1' }, 'company'),
    status: { before: standing('announced', null, false), after: standing('in-progress', 'stage-1', false) },
    next: null,
  }),
  changeWith({
    position: 12,
    stream: `provider-${uuid(30)}`,
    provider: { id: uuid(30), slug: 'numspot', name: 'NumSpot' },
    dossier: null,
    scheme: null,
    ...providerFact('PartnershipAnnounced', '2026-11-24', { title: 'NumSpot et Docaposte', parties: ['Docaposte'] }),
    status: null,
    next: null,
  }),
];

const trouble = {
  subscription: uuid(40),
  target: 'https://hooks.example.org/jalon?token=secret',
  lastError: 'the endpoint answered 503',
};

/** One of each type that there is, and several where they differ. */
export const SAMPLE_MAILS: Readonly<Record<string, Message>> = {
  'event.recorded, granted': tell(grantTold),
  'event.recorded, a stage': tell({
    status: { before: standing('applied', 'J0'), after: standing('in-progress', 'J1') },
    next: { kind: 'target', due: '2026-Q4', title: 'J2' },
  }),
  'event.recorded, confirmed': tell({
    status: { before: standing('in-progress', 'J1', false), after: standing('in-progress', 'J1') },
    next: null,
  }),
  'event.recorded, nothing moves': tell({
    ...fact('StatementMade', '2026-11-24', { speaker: 'Thierry Sournac', title: 'Entretien' }, 'press'),
    status: { before: standing('granted', 'J3'), after: standing('granted', 'J3') },
    next: grantEnd,
  }),
  'event.recorded, corrected': tell({
    ...corrected(
      uuid(6),
      {
        occurred: '2025-12-29',
        source: source('catalogue'),
        data: { validUntil: '2027-12-27', title: null, note: null },
      },
      'Faute de frappe',
    ),
    amends: granted,
    status: { before: standing('granted', 'J3'), after: standing('granted', 'J3') },
    next: { ...grantEnd, due: '2027-12-27' },
  }),
  'event.recorded, retracted': tell({
    ...retracted(uuid(6), 'La décision concerne un autre service'),
    amends: granted,
    status: { before: standing('granted', 'J3'), after: standing('in-progress', 'J2', false) },
    next: null,
  }),
  'event.recorded, frozen before there was a status': tell(granted),
  'event.recorded, a long line of ASCII': tell(
    providerFact('PartnershipAnnounced', '2026-11-24', {
      title: 'Everybody with everybody',
      parties: Array.from({ length: 100 }, (_, n) => `Company no. ${n}`),
    }),
  ),
  'event.recorded, of a provider': tell({
    stream: `provider-${uuid(3)}`,
    dossier: null,
    scheme: null,
    ...providerFact('OwnershipDeclared', undefined, {
      holders: [
        { name: 'Dassault Systèmes', share: 66.67, country: 'FR' },
        { name: 'Bouygues Telecom', share: 33.33 },
      ],
      hosting: 'France',
    }),
    status: null,
    next: null,
  }),
  'changes.digest': changesDigest(day),
  'changes.digest, the first of many': changesDigest(day, 1512),
  'changes.digest, with a reading': message('changes.digest', { changes: day, readings: [readSample], total: 6 }),
  'changes.digest, a reading alone': message('changes.digest', { changes: [], readings: [readSample], total: 1 }),
  'changes.digest, to an officer': message('changes.digest', {
    changes: day.slice(0, 1),
    total: 1,
    registers: ['register.held', 'register.stale'].map((name) => REGISTER_MAILS[name] as RegisterNotice),
  }),
  'changes.digest, one alone': changesDigest([changeWith(grantTold)]),
  'import.summary': message('import.summary', {
    ...{ import: uuid(5), events: 12, after: 6, afterInQuery: '6', upTo: 30, more: true },
    subjects: [changeWith(), changeWith({ dossier: null, scheme: null })].map(({ provider, dossier, scheme }) => ({
      ...{ provider, dossier, scheme },
    })),
  }),
  ...REGISTER_MAILS,
  'deadline.reminder': remind(),
  'deadline.reminder, overdue': remind({ daysLeft: -7, escalation: true }),
  'deadline.digest': digest({ daysLeft: 0 }, { daysLeft: 20, kind: 'renewal-window', lapses: '2027-06-12' }),
  'subscription.failing, 24': message('subscription.failing', {
    ...trouble,
    hours: 24,
    since: '2026-11-24T08:10:00.000Z',
    owed: 1,
  }),
  'subscription.failing, address not allowed': message('subscription.failing', {
    ...trouble,
    hours: 0,
    since: timestamp,
    owed: 3,
    lastError: 'hooks.example.org is not a public address',
  }),
  'subscription.failing, 48': message('subscription.failing', {
    ...trouble,
    hours: 48,
    since: '2026-11-23T08:10:00.000Z',
    owed: 12_408,
    lastError: null,
  }),
  'subscription.disabled, gone': message('subscription.disabled', {
    ...trouble,
    because: 'gone',
    at: timestamp,
    owed: 0,
    lastError: 'the endpoint answered 410',
  }),
  'subscription.disabled, failing': message('subscription.disabled', {
    ...trouble,
    because: 'failing',
    at: timestamp,
    owed: 314,
  }),
  'subscription.disabled, bounced': message('subscription.disabled', {
    ...trouble,
    target: 'officer@example.org',
    because: 'bounced',
    at: timestamp,
    owed: 2,
    lastError: '550 5.1.1 no such mailbox',
  }),
  'subscription.verification': message('subscription.verification', { subscription: uuid(1), round: 1 }),
  'account.link, invitation': message('account.link', {
    account: uuid(1),
    link: uuid(2),
    purpose: 'invitation',
    by: 'Anne Martin',
  }),
  'account.link, password': message('account.link', { account: uuid(1), link: uuid(2), purpose: 'password', by: null }),
  'proposal.waiting': message('proposal.waiting', { account: uuid(1), proposal: uuid(2), by: 'Anne Martin' }),
  'services.report': message('services.report', servicesReport),
  'services.report, quiet': message('services.report', { ...servicesReport, attention: [], changed: [] }),
  'subscription.test': message('subscription.test', { subscription: uuid(1) }),
  'ledger.reset': message('ledger.reset', { epoch: 1_795_766_400, position: 120 }),
};
