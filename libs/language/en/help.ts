/** The tables of the help page. */
export const helpTables = {
  status: {
    caption: 'Meaning of each status',
    head: ['Status', 'Meaning'],
    means: {
      granted: 'A grant is in force.',
      'granted-with-reservations': 'A grant is in force; the authority requires reservations to be lifted.',
      suspended: 'The authority has suspended the grant.',
      renewing: 'The last grant has ended and a new application is under way.',
      expired: 'The last grant has expired without renewal.',
      lapsed: 'A surveillance obligation was not met in time.',
      withdrawn: 'The authority has withdrawn the grant.',
      refused: 'The authority has refused the application.',
      abandoned: 'The provider has abandoned the application.',
      'in-progress': 'The evaluation is under way. This is not a certification.',
      applied: 'An application has been filed or accepted; the evaluation has not started.',
      announced: 'The intention has been announced, nothing more.',
      unknown: 'No recorded event establishes a status.',
    },
  },
  source: {
    caption: 'Sources, most authoritative first',
    head: ['Source', 'Effect'],
    means: {
      decision: 'the decision document',
      catalogue: 'the catalogue published by the authority',
      list: 'a list on the authority’s website',
      statement: 'such as a press release',
      company: 'the provider or its shareholders',
      press: 'a newspaper or news site',
      other: 'any other source',
    },
    confirms: 'confirms a status',
    claims: 'claim, does not confirm a status',
    nothing: 'never changes a status',
  },
  deadline: {
    caption: 'Types of deadline',
    head: ['Deadline', 'Meaning'],
    means: {
      'grant-end': 'A grant ends.',
      'renewal-window': 'Latest date to request renewal without interruption.',
      transition: 'A new version of the standard becomes mandatory.',
      surveillance: 'A surveillance audit is due.',
      reservation: 'A reservation must be lifted.',
      target: 'The date announced for a stage.',
      staleness: 'No activity for a long time: check with the provider.',
      'officer-set': 'A custom deadline, set on the dossier.',
      'dependency-end': 'The grant of a service this one depends on ends.',
    },
  },
};

/** A section of the help page: paragraphs, then terms and links. */
interface HelpSection {
  title: string;
  text: readonly string[];
  terms?: readonly (readonly [term: string, meaning: string])[];
  links?: readonly (readonly [path: string, label: string])[];
}

const section = (content: HelpSection): HelpSection => content;

/** The sections stand on the page in this order; each key is an anchor. */
export const help = {
  title: 'Help',
  kept: 'No mail server is configured: emails are stored, not sent.',
  contents: 'On this page',
  sections: {
    jalon: section({
      title: 'About Jalon',
      text: [
        'Jalon is a ledger of cloud certifications. It records what was announced, accepted, granted, suspended or withdrawn: each event with its date and its source.',
        'Statuses are not entered by hand: Jalon derives them from events. Every status can therefore be traced back to its events and sources.',
        'Nothing is erased. Errors are corrected or retracted and stay visible.',
      ],
      terms: [
        ['Provider', 'A company that offers cloud services.'],
        ['Scheme', 'A certification and its rules: SecNumCloud, HDS, ISO/IEC 27001…'],
        ['Dossier', 'The certification of one service under one scheme.'],
        [
          'Grant',
          'The authority’s decision, with a start date, an end date and, where applicable, a number and reservations.',
        ],
        ['Milestone', 'A stage of the scheme, such as J0 to J3 for SecNumCloud.'],
        ['Standard version', 'A version of the requirements of a scheme.'],
      ],
      links: [
        ['/dossiers', 'See the dossiers'],
        ['/schemes', 'See the schemes and their stages'],
      ],
    }),
    statuses: section({
      title: 'Statuses',
      text: [
        'The first status that applies, in this order, is shown. Each scheme has its own term for “granted”: qualified, certified…',
      ],
    }),
    word: section({
      title: 'Sources',
      text: [
        'Each status states its source: “confirmed by the authority”, or “not confirmed by the authority” when only third parties report it or the authority no longer does. The mark of a confirmed status is filled, that of another one is hollow; the stages of a dossier are marked in the same way.',
        'When sources contradict each other, the one higher in this list prevails and the other is shown as a warning. A stage may be a mere claim while the status is confirmed.',
      ],
    }),
    dates: section({
      title: 'Partial dates',
      text: [
        'Record dates as precisely as the source gives them: a day, a month, a quarter, a half-year or a year.',
        'An event counts from the first day of the period. A validity ends on the last day of the period, inclusive.',
      ],
      terms: [
        ['27 May 2021', 'day'],
        ['2020-11', 'month'],
        ['Q1 2025', 'quarter'],
        ['H1 2026', 'half-year'],
        ['2023', 'year'],
      ],
    }),
    times: section({
      title: 'Past situations',
      text: [
        'The button with the date, at the top of the page, has two dates, which are kept as you browse.',
        'Example: a milestone reached in March is recorded in July. It is shown as of 1 April, but not as of 1 April as known on 1 June.',
      ],
      terms: [
        ['As of', 'Events that occurred up to the end of this day.'],
        ['As known on', 'Events recorded in Jalon up to the end of this day. Empty: all events recorded to date.'],
      ],
    }),
    recording: section({
      title: 'Recording an event',
      text: [
        'Open the dossier or provider, choose “Record an event” and select the event type. The form only asks for what that type requires.',
        'A preview shows the effect: the status before and after, the deadlines that change and the subscribers who will be notified. Nothing is recorded until you confirm.',
        'Your input is kept if your session expires or someone else records an event in the meantime.',
        'Recording requires the role of compliance officer, or an API key with permission to record. Your Jalon administrator can give you either.',
      ],
    }),
    amending: section({
      title: 'Correcting and retracting',
      text: [
        'Recorded events are never modified. In the timeline, “Correct” replaces values and “Retract” makes an event no longer count. Both require a reason.',
        'The old value remains visible, struck through, next to the new one. A situation as known before the correction still shows the old value.',
      ],
    }),
    evidence: section({
      title: 'Evidence',
      text: [
        'A file can prove an event: the decision as a PDF, a screenshot, an email. Choose “Attach evidence” in the menu of the event, in the timeline. PDF files, images and emails are accepted; the ledger keeps their SHA-256 hash.',
        'A file cannot be replaced. “Withdraw the file” strikes it through, and it can still be opened. Only people who have signed in can open files.',
        '“Auditor’s file” above the timeline downloads a dossier or provider, at the dates chosen, as an archive with its events, sources, evidence and hashes.',
      ],
    }),
    approving: section({
      title: 'Four-eyes principle',
      text: [
        'In schemes under the four-eyes principle, whatever would change the status of a dossier waits as a proposal: an event, a correction, an import, a reading of a register. Another person approves or rejects it; until then, nothing is recorded and nobody is notified.',
        'Approving requires the role of approver or administrator. Two keys of one account are one person, and a key without an account can neither propose nor approve.',
        'The author can withdraw a proposal. The timeline names both people: who recorded the event and who approved it. Administrators select the schemes.',
      ],
      links: [['/approvals', 'See the proposals']],
    }),
    importing: section({
      title: 'Importing a file',
      text: [
        'A CSV file, also as saved by Excel with semicolons, or an Excel workbook (.xlsx) records many events at once: one per line, up to 10,000 lines and 10 MB. The first line names the columns, in any order.',
        'Jalon first shows, line by line, what would be recorded and which errors were found. The file is imported as a whole or not at all. Importing the same file twice has no further effect.',
      ],
      terms: [
        ['provider', 'name of the provider; registered if unknown'],
        ['service, scheme', 'the dossier; without a scheme, the event concerns the provider'],
        ['type', 'event type, such as MilestoneReached or GrantIssued'],
        ['occurred', 'event date: 2021-05-27, 27/05/2021, 2020-11, 2025-Q1, 2026-H1 or 2023'],
        [
          'source_kind, source_publisher',
          'source: decision, catalogue, list, statement, company, press or other, and the name of the publisher',
        ],
        ['source_url, source_title, quote', 'reference and quotation of the source'],
        [
          'milestone, target, decision, valid_from, valid_until…',
          'columns specific to the event type; otherwise empty',
        ],
      ],
      links: [['/import', 'Import a file']],
    }),
    registers: section({
      title: 'Registers',
      text: [
        'A register is the list that an authority publishes. Upload its document on the page of the register: Jalon first shows the differences, and records nothing until you confirm.',
        'A reading confirms every entry for the day of the document. Only differences become events, on the dossier that they concern; new entries open a dossier.',
        'A reading that would remove or move too many entries is put on hold until someone accepts it with a reason, or discards it.',
        'If a provider is listed under a name close to one on record, the page asks whether they are the same. Nothing is merged without an answer.',
      ],
      terms: [
        ['Reading', 'What a register listed on a day, with the document it rests on.'],
        ['Entry', 'One line of a register: a service and its status.'],
        ['On hold', 'Nothing of the reading is recorded yet.'],
      ],
      links: [['/registers', 'See the registers']],
    }),
    deadlines: section({
      title: 'Deadlines and reminders',
      text: [
        'Deadlines are derived from events: the end of a grant, the renewal request, an announced target… A deadline stays open as long as it can still be met, then counts as missed.',
        'Reminders are due on working days at 9 a.m., more often as the deadline approaches. “Acknowledge” stops them; “Snooze” postpones them. You can also set custom deadlines on a dossier.',
      ],
      links: [['/deadlines', 'See the deadlines']],
    }),
    subscribing: section({
      title: 'Subscriptions',
      text: [
        'Subscribers receive events and reminders by email or webhook. They choose what to follow: a provider, a scheme, confirmed events only…',
        'An email address must be confirmed before it receives anything else, and each email has an unsubscribe link. Deadlines can also be shown in your calendar.',
        'The page of a subscription shows its messages, their success rate and the last failure.',
        'A webhook that was down is sent what it missed with “Send missing messages” on its page. A new webhook can be sent past events first.',
      ],
      links: [['/subscribers', 'See the subscribers']],
    }),
    working: section({
      title: 'Home and views',
      text: [
        'The home page counts open tasks, changes of the week, ends per month and delays. Every figure leads to the list that it counts.',
        'A list with its filters can be saved as a view, private or shared. “Follow” on a provider, a dossier, a scheme, a register or a view subscribes the address of your account to its changes and reminders.',
        'Deadlines can be assigned to an officer and commented on. Comments are not part of the ledger; their author can delete them.',
        'A view can name the services that you use: it then shows their dossiers and those on which they depend, and its calendar and feed include services that you add later.',
      ],
      links: [
        ['/', 'See the home page'],
        ['/views', 'See the saved views'],
      ],
    }),
    search: section({
      title: 'Search',
      text: [
        'Search finds providers by any of their names, services, decisions by number, schemes and milestones, parties, technology, and the words of statements. Each word that you type is the beginning of a word on record; case and accents are ignored.',
        'The exact number of a decision comes first, then exact names. If nothing matches, names that are written like yours are shown.',
        'Search covers everything on record today. Former names are found, retracted events are not.',
      ],
      links: [['/search', 'Search']],
    }),
    keyboard: section({
      title: 'Keyboard and accessibility',
      text: [
        'The whole console can be used with the keyboard. The first links of each page skip the menu and lead to the table.',
        'The pages also work without JavaScript; the shortcuts below need it.',
      ],
      terms: [
        ['Tab, Shift + Tab', 'next or previous link or field'],
        ['Enter', 'follow a link, submit a form'],
        ['Space', 'select a checkbox, open or close a panel'],
        ['Arrow keys', 'select from a list, change a date'],
      ],
    }),
    sharing: section({
      title: 'Sharing and public pages',
      text: [
        'A dossier page that anybody may read ends with “Share”: code for a badge that shows the status on other websites, for today or for the dates chosen.',
        'Dossiers, providers and schemes link to their feeds: changes for a feed reader (Atom), and deadlines for a calendar.',
        'Without public reading, these are not offered; private calendar addresses can be created on the page of deadlines.',
      ],
    }),
    machines: section({
      title: 'REST API',
      text: [
        'All data shown in the console is also available over a REST API. The list of dossiers can be exported as CSV with the current filters.',
      ],
      links: [['/docs', 'REST API reference']],
    }),
  },
  ...helpTables,
};
