/**
 * Who may import whom: apps -> features -> schemes, proof -> event-store -> database, and everyone may import
 * domain, language, settings, spreadsheets, tracing and concurrency.
 * `test/rules` holds one file per rule that breaks it, and the test that sees each rule fire.
 */
const features =
  '^libs/(?!domain/|language/|schemes/|proof/|event-store/|database/|settings/|spreadsheets/|tracing/|concurrency/)';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'types may refer to each other',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'not-to-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'domain-is-pure',
      comment: 'the rules import zod; they declare the codes of messages, and languages implement them',
      severity: 'error',
      from: { path: '^libs/domain/', pathNot: '\\.spec\\.ts$' },
      to: { pathNot: ['^libs/domain/', '(^|/)node_modules/zod/'] },
    },
    {
      name: 'language-knows-only-the-domain',
      severity: 'error',
      from: { path: '^libs/language/', pathNot: '\\.spec\\.ts$' },
      to: { pathNot: ['^libs/(language|domain)/', '(^|/)node_modules/zod/'] },
    },
    {
      name: 'database-knows-nobody',
      severity: 'error',
      from: { path: '^libs/database/' },
      to: { path: '^(libs/(?!database/|domain/|language/|concurrency/)|apps/)' },
    },
    {
      name: 'event-store-knows-no-domain',
      comment: 'it is given a codec',
      severity: 'error',
      from: { path: '^libs/event-store/' },
      to: { path: '^(libs/(?!event-store/|database/|tracing/|concurrency/)|apps/)' },
    },
    {
      name: 'schemes-know-no-feature',
      comment: 'features ask them what the rules are',
      severity: 'error',
      from: { path: '^libs/schemes/' },
      to: { path: features },
    },
    {
      name: 'proof-knows-no-domain',
      comment: 'it proves events of any content',
      severity: 'error',
      from: { path: '^libs/proof/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^(libs/(?!proof/|event-store/|database/|concurrency/)|apps/)' },
    },
    {
      name: 'concurrency-is-a-leaf',
      severity: 'error',
      from: { path: '^libs/concurrency/', pathNot: '\\.spec\\.ts$' },
      to: { pathNot: ['^libs/concurrency/', '^(node:)?(timers/promises|async_hooks)$'] },
    },
    {
      name: 'tracing-is-a-leaf',
      comment: 'every layer may begin a span',
      severity: 'error',
      from: { path: '^libs/tracing/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^(libs/(?!tracing/|concurrency/)|apps/)' },
    },
    {
      name: 'spreadsheets-know-no-feature',
      comment: 'they read files of any content; features say what the columns mean',
      severity: 'error',
      from: { path: '^libs/spreadsheets/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^(libs/(?!spreadsheets/|domain/|language/|concurrency/)|apps/)' },
    },
    {
      name: 'settings-are-a-leaf',
      severity: 'error',
      from: { path: '^libs/settings/', pathNot: '\\.spec\\.ts$' },
      to: { pathNot: ['^libs/settings/', '(^|/)node_modules/zod/', '^(node:)?(net|fs|path|url)$'] },
    },
    {
      name: 'features-stand-alone',
      severity: 'error',
      from: {
        path: `${features}([^/]+)/`,
        pathNot: '^libs/(access|subscriptions|deadlines|feeds|imports|registers|approvals|programs)/',
      },
      to: { path: features, pathNot: '^libs/$1/' },
    },
    {
      name: 'access-mails-links',
      comment:
        'people are sent links to choose a password; the keys of their second factor are sealed like other secrets',
      severity: 'error',
      from: { path: '^libs/access/' },
      to: {
        path: features,
        pathNot: '^libs/(access/|subscriptions/(sending/account-mails|messages/(links|message|secrets))\\.ts$)',
      },
    },
    {
      name: 'subscriptions-name-dossiers',
      comment: 'one file of the ledger names the dossiers of a filter',
      severity: 'error',
      from: { path: '^libs/subscriptions/' },
      to: { path: features, pathNot: '^libs/(subscriptions/|ledger/dossier-names\\.ts$)' },
    },
    {
      name: 'deadlines-ask-through-interfaces',
      comment:
        'deadlines ask for subscriptions, and plan and cancel deliveries, through these files, not through their tables',
      severity: 'error',
      from: { path: '^libs/deadlines/' },
      to: {
        path: features,
        pathNot:
          '^libs/(deadlines/|ledger/dossier-names\\.ts$|subscriptions/(audience|sending/(delivery-states|planned-deliveries))\\.ts$)',
      },
    },
    {
      name: 'imports-ask-for-provider-names',
      comment: 'imports read providers through one file, and count messages through another',
      severity: 'error',
      from: { path: '^libs/imports/' },
      to: {
        path: features,
        pathNot: '^libs/(imports/|dossiers/provider-names\\.ts$|subscriptions/planning/import-messages\\.ts$)',
      },
    },
    {
      name: 'registers-know-names-on-record',
      comment:
        'readings find providers and dossiers as imports do, and record on them by the same decisions; documents are fetched past the guard of webhooks; who accepts is another person than who read',
      severity: 'error',
      from: { path: '^libs/registers/' },
      to: {
        path: features,
        pathNot: '^libs/((registers|imports|dossiers)/|subscriptions/sending/webhook/|access/principal\\.ts$)',
      },
    },
    {
      name: 'approvals-run-commands',
      comment: 'a proposal is a command that a second person runs: approvals know the commands, and who is a person',
      severity: 'error',
      from: { path: '^libs/approvals/' },
      to: { path: features, pathNot: '^libs/(approvals|access|dossiers|imports|ledger|registers)/' },
    },
    {
      name: 'programs-know-settings',
      comment: 'the settings of each program include those of the features that it runs',
      severity: 'error',
      from: { path: '^libs/programs/', pathNot: '\\.spec\\.ts$' },
      to: { path: features, pathNot: '^libs/(programs/|[^/]+/[^/]+-settings\\.ts$)' },
    },
    { name: 'libs-not-to-apps', severity: 'error', from: { path: '^libs/' }, to: { path: '^apps/' } },
    {
      name: 'apps-stand-alone',
      severity: 'error',
      comment: 'the console stands on the api; the api starts it; jalon publish reads its pages in its own process',
      from: { path: '^apps/(api|cli|worker)/', pathNot: '^apps/cli/publish/' },
      to: { path: '^apps/', pathNot: ['^apps/$1/', '^apps/console/'] },
    },
    {
      name: 'console-is-on-top',
      comment: 'it registers its pages itself; only the program that starts it knows it',
      severity: 'error',
      from: {
        path: '^apps/',
        pathNot: ['^apps/(console|cli/publish)/', '^apps/api/application\\.ts$', '\\.spec\\.ts$'],
      },
      to: { path: '^apps/console/' },
    },
    {
      name: 'api-leaves-know-no-feature',
      comment: 'openapi -> csv, auth -> http -> problem; features and the console stand on them',
      severity: 'error',
      from: {
        path: '^apps/api/(problem|http|auth|csv|openapi)/',
        pathNot: '\\.spec\\.ts$',
      },
      to: { path: '^apps/api/([^/]+/|application)', pathNot: '^apps/api/(problem|http|auth|csv|openapi)/' },
    },
    {
      name: 'queues-only-in-worker',
      severity: 'error',
      comment: 'jalon doctor asks Redis whether it answers',
      from: { path: '^(apps|libs)/', pathNot: ['^apps/worker/', '^apps/cli/doctor/checks\\.ts$'] },
      to: { path: '(^|/)node_modules/(bullmq|ioredis)/' },
    },
    {
      name: 'migrations-import-kysely-only',
      severity: 'error',
      from: { path: '^migrations/' },
      to: { pathNot: ['(^|/)node_modules/kysely/', '^migrations/'] },
    },
    {
      name: 'nothing-imports-tests',
      severity: 'error',
      from: { path: '^(apps|libs|migrations)/' },
      to: { path: '^test/', pathNot: '^test/support/' },
    },
    {
      name: 'only-specs-use-test-support',
      severity: 'error',
      from: { path: '^(apps|libs|migrations)/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^test/' },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['jalon:source', 'import', 'node', 'default'],
    },
  },
};
