/** A section of the help page: paragraphs, then terms and links. */
interface HelpSection {
  title: string;
  text: readonly string[];
  terms?: readonly (readonly [term: string, meaning: string])[];
  links?: readonly (readonly [path: string, label: string])[];
}

const section = (content: HelpSection): HelpSection => content;

export const help = {
  title: 'Help',
  contents: 'On this page',
  sections: {
    jalon: section({
      title: 'What Jalon shows',
      text: [
        'Jalon is a ledger of cloud certifications. It keeps what was announced, accepted, granted, suspended or lost: each fact with its date, and with the source that says so.',
        'Nobody types in a status: Jalon works it out from the facts. That is why one can always ask why a dossier stands where it does, and by whose word.',
        'Nothing is erased. What was wrong is corrected or retracted, and stays visible.',
      ],
      terms: [
        ['Provider', 'The company that offers cloud services.'],
        ['Scheme', 'A certification and its rules: SecNumCloud, HDS, ISO/IEC 27001…'],
        ['Dossier', 'A service of a provider and a scheme: what the service seeks.'],
        ['Grant', 'What the authority gives: with a start, an end, at times a number and reservations.'],
        ['Milestone', 'A stage of the scheme, such as J0, J1, J2 and J3 of SecNumCloud.'],
        ['Referential', 'A version of the rules of a scheme.'],
      ],
      links: [
        ['/', 'Open the board'],
        ['/schemes', 'See the schemes and their stages'],
      ],
    }),
    statuses: section({
      title: 'The statuses',
      text: [
        'The first one that fits is the one: a grant in force counts more than all the rest. Each scheme has its own word for “granted”: qualified, certified…',
      ],
    }),
    word: section({
      title: 'By whose word',
      text: [
        'Next to each status you read by whose word it stands. “Confirmed by the authority”: the authority itself says so. “A claim, not confirmed”: only others do.',
        'When two sources contradict each other, the one higher up in this list stands, and the other is shown in a warning. A stage may be no more than a claim while the status is confirmed: each says by whose word.',
      ],
    }),
    dates: section({
      title: 'Dates as precise as their source',
      text: [
        'A source may say “in March 2021” or “in the first half of 2026”. Record what it says and no more: a day, a month, a quarter, a half-year or a year.',
        'A fact counts from the first day that its date can mean. A validity runs up to the last day that its end can mean, that day included.',
      ],
      terms: [
        ['27 May 2021', 'a day'],
        ['2020-11', 'a month'],
        ['Q1 2025', 'a quarter, the first'],
        ['H1 2026', 'a half-year, the first'],
        ['2023', 'a year'],
      ],
    }),
    times: section({
      title: 'Travelling in time',
      text: [
        'The bar below the menu has two dates. They answer two different questions, and every link keeps them.',
        'An example: a stage of March is recorded in July only. As of 1 April shows it. As of 1 April, as known on 1 June, does not: nobody knew of it.',
      ],
      terms: [
        ['As of', 'What had happened by the end of this day.'],
        [
          'As known on',
          'What was on record in Jalon at the end of this day. Empty: everything that is on record today.',
        ],
      ],
    }),
    recording: section({
      title: 'Recording a fact',
      text: [
        'Open the dossier or the provider, then choose “Record” and what happened. The form asks only what it needs: when, by whose word, and what is special about this fact.',
        'Before you save you see what it changes: the status before and after, which deadlines move, and who will be told. Nothing is saved until you confirm.',
        'If your session ends, or somebody else records something meanwhile, what you typed is kept.',
        'It takes an API key that may record. Whoever runs Jalon can make one.',
      ],
    }),
    amending: section({
      title: 'Correcting and retracting',
      text: [
        'A recorded fact does not change. In the timeline of a dossier, “Correct” puts new values in the place of the old ones, and “Retract” makes a fact count no more. Both ask for a reason.',
        'The old value stays readable, struck out, below the new one. Whoever looks at what was known before the correction still sees the old one.',
      ],
    }),
    importing: section({
      title: 'Importing a file',
      text: [
        'A CSV file brings many facts at once: one per line, commas between the columns, in UTF-8, at most 10,000 rows and 10 MB. The first line names the columns, in any order.',
        'Jalon first shows, row by row, what would be recorded and what is wrong. All of it is recorded, or nothing. Sending the same file twice records nothing twice.',
      ],
      terms: [
        ['provider', 'the name of the provider; an unknown one is registered'],
        ['service, scheme', 'which dossier it is about; without a scheme the fact is about the provider'],
        ['type', 'what happened, such as MilestoneReached or GrantIssued'],
        ['occurred', 'when: 2021-05-27, 2020-11, 2025-Q1, 2026-H1 or 2023'],
        [
          'source_kind, source_publisher',
          'by whose word: decision, catalogue, list, statement, company, press or other, and a name',
        ],
        ['source_url, source_title, quote', 'where it can be read, and in what words'],
        [
          'milestone, target, decision, valid_from, valid_until…',
          'what the type asks for besides; the other cells stay empty',
        ],
      ],
      links: [['/import', 'Import a file']],
    }),
    deadlines: section({
      title: 'Deadlines and reminders',
      text: [
        'Deadlines follow from the facts, too: the end of a grant, the request to renew it, an announced target… A deadline is open as long as acting still helps, then it is missed.',
        'Reminders are sent on working days at 9 o’clock, long before at first, then more and more often. “Acknowledge” ends them; “snooze” brings them back later. You can also set deadlines of your own on a dossier.',
      ],
      links: [['/deadlines', 'See the deadlines']],
    }),
    subscribing: section({
      title: 'Subscribing',
      text: [
        'A subscriber gets news and reminders by e-mail, or another program gets them. It chooses what to follow: a provider, a scheme, only what the authority confirms…',
        'An address gets nothing before it has confirmed, and every mail lets one unsubscribe. Deadlines can also show up in your calendar.',
      ],
      links: [['/subscribers', 'See the subscribers']],
    }),
    keyboard: section({
      title: 'With the keyboard',
      text: [
        'Everything can be done with the keyboard. The first link of every page leads to its content, past the menu.',
        'The pages also work without JavaScript: then everything is done with the buttons.',
      ],
      terms: [
        ['Tab, Shift + Tab', 'go to the next or previous link or field'],
        ['Enter', 'follow a link, send a form'],
        ['Space', 'tick a box, open or close a panel'],
        ['Arrows', 'choose from a list, change a date'],
      ],
    }),
    machines: section({
      title: 'For programs',
      text: [
        'Everything that the console shows can also be read over REST, which has a page of its own. The board can be downloaded as CSV, the way it is filtered.',
      ],
      links: [['/docs', 'Description of the REST interface']],
    }),
  },
  status: {
    caption: 'What each status means',
    word: 'Status',
    meaning: 'What it means',
    means: {
      granted: 'A grant is in force: the service has what it sought.',
      'granted-with-reservations': 'The same, but the authority still asks for reservations to be lifted.',
      suspended: 'The authority has suspended the grant in force.',
      renewing: 'The last grant is over, and a new application is under way.',
      expired: 'The last grant came to its end, and nothing followed.',
      lapsed: 'A duty of upkeep was not met in time.',
      withdrawn: 'The authority has withdrawn the grant.',
      refused: 'The authority has refused the application.',
      abandoned: 'The provider has given up.',
      'in-progress': 'The evaluation is under way. It is not a certification yet.',
      applied: 'An application is filed or accepted, nothing has been evaluated yet.',
      announced: 'Somebody said that they want it, no more.',
      unknown: 'Nothing on record tells.',
    },
  },
  source: {
    caption: 'Sources, the surest first',
    kind: 'Source',
    weight: 'Its weight',
    means: {
      decision: 'the act itself',
      catalogue: 'the catalogue that the authority keeps',
      list: 'a list on the authority’s site',
      statement: 'what the authority says in public',
      company: 'the provider or its owners',
      press: 'a newspaper, a news site',
      other: 'anybody else',
    },
    confirms: 'confirms a status',
    claims: 'a claim, which confirms nothing',
    nothing: 'never changes a status',
  },
  deadline: {
    caption: 'Deadlines',
    kind: 'Deadline',
    meaning: 'What happens on that day',
    means: {
      'grant-end': 'A grant ends.',
      'renewal-window': 'The renewal has to be requested by then, so that nothing is interrupted.',
      transition: 'A new version of the rules becomes binding.',
      surveillance: 'A regular check is due.',
      reservation: 'A reservation has to be lifted.',
      target: 'The date that somebody announced for a stage.',
      staleness: 'Too long without news: somebody should ask.',
      'officer-set': 'What one of you has set.',
      'dependency-end': 'The grant of a service that this one builds on ends.',
    },
  },
};
