/**
 * The types of the REST API, made from its OpenAPI document by `npm run build`. Not edited and not stored in git.
 */
export interface paths {
    "/v1/providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List providers and the status of their dossiers
         * @description Each provider with its names, announcements in force and the status of every dossier.
         */
        get: operations["listProviders"];
        put?: never;
        /**
         * Register a provider
         * @description Its slug is made from the name. Returns the receipt of the event; the address of the provider is in `Location`.
         */
        post: operations["registerProvider"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/providers.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export the providers and the status of their dossiers as CSV
         * @description All items, as of one position of the ledger. UTF-8 with CRLF and a header row. Several values in a cell are separated by semicolons; an apostrophe precedes what a spreadsheet would run as a formula.
         *
         *     Columns: `id`, `provider` (slug), `provider_name`, `aliases`, `dossiers` (number), `standings` (scheme, service if known, and status of each dossier).
         */
        get: operations["listProvidersAsCsv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/providers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a provider with its dossiers and its history
         * @description By id or slug; also by an alias or a former name that no other provider has: `Content-Location` then gives its address.
         */
        get: operations["getProvider"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/providers/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the events of a provider
         * @description Every event as recorded, in the order of recording, and its content with corrections applied.
         */
        get: operations["listProviderEvents"];
        put?: never;
        /**
         * Record an event on a provider
         * @description Returns the warnings that the event brings as of today.
         */
        post: operations["recordProviderEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/providers/{id}/events.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export the timeline of a provider as CSV
         * @description All items, as of one position of the ledger. UTF-8 with CRLF and a header row. Several values in a cell are separated by semicolons; an apostrophe precedes what a spreadsheet would run as a formula.
         *
         *     Columns: `position`, `id`, `version`, `type`, `occurred`, `source_kind`, `source_publisher`, `source_url`, `source_title`, `quote`, `data` (JSON), `corrected` (`true` if corrections apply), `current_occurred` (with corrections applied), `current_data` (JSON, with corrections applied), `retracted`, `recorded_at`, `actor` (with an API key only).
         */
        get: operations["listProviderEventsAsCsv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dossiers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the status of every dossier
         * @description Dossiers that had started by `asOf`, sorted by provider and service.
         */
        get: operations["listDossiers"];
        put?: never;
        /**
         * Open a dossier
         * @description A dossier is one service of a provider that seeks the outcome of one scheme. Returns the dossier.
         */
        post: operations["openDossier"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dossiers.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export the status of every dossier as CSV
         * @description All items, as of one position of the ledger. UTF-8 with CRLF and a header row. Several values in a cell are separated by semicolons; an apostrophe precedes what a spreadsheet would run as a formula.
         *
         *     Columns: `id`, `provider` (slug), `provider_name`, `service`, `service_kinds`, `scheme`, `status`, `confirmed`, `expiring`, `stale`, `last_heard`, `milestone` (furthest reached), `milestone_occurred`, `milestone_confirmed`, `decision` (of the grant in force, otherwise of the latest), `grant_state`, `valid_from`, `valid_until`, `runs_until` (last day in force), `current_until` (last day on which a report is current or a duty has not lapsed), `referential`, `level`, `grant_confirmed`, `conditions`, `reservations`, `targets` (open ones: milestone and due date), `labels`, `depends_on` (dossier ids), `warnings` (codes), `version`, `granted_from` (first day of a grant that is decided and not yet valid).
         */
        get: operations["listDossiersAsCsv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dossiers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the status of a dossier
         * @description Replayed from its events, so that it includes what was recorded just before. The status is that of `asOf`, as known at `knownAt`.
         */
        get: operations["getDossier"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dossiers/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the events of a dossier
         * @description Every event as recorded, in the order of recording, and its content with corrections applied.
         */
        get: operations["listDossierEvents"];
        put?: never;
        /**
         * Record an event on a dossier
         * @description Returns the resulting status as of today, and the warnings that the event brings. With `dryRun=true`, nothing is recorded: returns 200 with the subscriptions that would be notified, and when (`EventPreview`). Invalid events are rejected as without it.
         */
        post: operations["recordDossierEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dossiers/{id}/events.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export the timeline of a dossier as CSV
         * @description All items, as of one position of the ledger. UTF-8 with CRLF and a header row. Several values in a cell are separated by semicolons; an apostrophe precedes what a spreadsheet would run as a formula.
         *
         *     Columns: `position`, `id`, `version`, `type`, `occurred`, `source_kind`, `source_publisher`, `source_url`, `source_title`, `quote`, `data` (JSON), `corrected` (`true` if corrections apply), `current_occurred` (with corrections applied), `current_data` (JSON, with corrections applied), `retracted`, `recorded_at`, `actor` (with an API key only).
         */
        get: operations["listDossierEventsAsCsv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dossiers/{id}/badge.svg": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the status of a dossier as an image
         * @description An SVG image for other websites: the scheme, the status in its words, and the day it is shown for. A status that the authority does not confirm says so. Without a key (`PUBLIC_READ`), caches may keep it for five minutes; with `asOf` and a `knownAt` in the past, for a day.
         */
        get: operations["getDossierBadge"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List events
         * @description All events after a position, in ledger order and without gaps. Continue with `after` set to the `Jalon-Position` of the response, which includes events that the filter excluded, so no event is missed. With a filter, a page may have fewer items than `limit`, or none, although the Link header gives a next page.
         */
        get: operations["listEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export all events after a position that match the filter as CSV
         * @description All items, as of one position of the ledger. UTF-8 with CRLF and a header row. Several values in a cell are separated by semicolons; an apostrophe precedes what a spreadsheet would run as a formula.
         *
         *     Columns: `position`, `id`, `stream`, `version`, `type`, `occurred`, `source_kind`, `source_publisher`, `source_url`, `source_title`, `quote`, `data` (JSON), `recorded_at`, `actor` (with an API key only).
         */
        get: operations["listEventsAsCsv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Stream changes as server-sent events
         * @description All events after a position that match the filter, then new events as they are recorded, in ledger order. The `id` of each message is its position, as in `Jalon-Position`. To resume after a lost connection, send the last id as `Last-Event-ID`, as `EventSource` does automatically: nothing is missed or repeated.
         *
         *     Messages: `change`, with a Change; `position` `{ position }`, at the start and after events that the filter excluded; `reset` `{ reason, position, head }`, if the id is `not-a-position` or `beyond-head`, or if the ledger was reset to an earlier position (`ledger-reset`): discard what you read after `position`; the stream continues from there. A comment is sent at least every 15 seconds. A client that reads nothing for 30 seconds is disconnected.
         */
        get: operations["streamEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/deadlines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List deadlines, soonest first
         * @description Open deadlines of the next 180 days by default; deadlines in other states regardless of age.
         */
        get: operations["listDeadlines"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/deadlines.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export deadlines, soonest first, as CSV
         * @description All items, as of one position of the ledger. UTF-8 with CRLF and a header row. Several values in a cell are separated by semicolons; an apostrophe precedes what a spreadsheet would run as a formula.
         *
         *     Columns: `key`, `kind`, `due`, `opens`, `lapses`, `state`, `days_left` (negative after the deadline), `title`, `provider` (slug), `provider_name`, `service`, `scheme`, `referential` (version of the standard), `dossier` (id), `depends_on` (dossier whose grant ends), `event` (id of the event that sets it), `confirmed` (by the authority, or set by an officer).
         */
        get: operations["listDeadlinesAsCsv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dossiers/{id}/deadline-comments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the comments on a deadline, oldest first
         * @description Comments of the people who work on the deadline. They are not part of the ledger and can be deleted.
         */
        get: operations["listComments"];
        put?: never;
        /**
         * Comment on a deadline
         * @description Plain text, up to 4,000 characters; up to 500 comments on a deadline. Kept outside the ledger.
         */
        post: operations["createComment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/deadline-comments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete a comment on a deadline
         * @description Your own; with scope `admin`, any. Its text is erased; that there was a comment, by whom and when, remains.
         */
        delete: operations["deleteComment"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dossiers/{id}/deadline-assignee": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Assign a deadline
         * @description To an account of role officer or above; reminders name it.
         */
        put: operations["assignDeadline"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/deadline-assignees": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the deadlines that an account takes care of
         * @description The latest assignments first, at most 2,000.
         */
        get: operations["listAssignees"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Search providers, services, decisions, schemes, parties, technology and statements
         * @description Finds what the record says now: former names and aliases are found, retracted events are not. The exact number of a decision comes first, then exact names. If nothing matches, names that are written like the query are returned with `similar`.
         */
        get: operations["searchLedger"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/diff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Compare the dossiers at two points in time
         * @description The dossiers that differ between both points, by provider and service, each with the events that explain it. A point has a day and, optionally, the instant at which it was known.
         */
        get: operations["compareDossiers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/diff.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export the differences between two points in time as CSV
         * @description All items, as of one position of the ledger. UTF-8 with CRLF and a header row. Several values in a cell are separated by semicolons; an apostrophe precedes what a spreadsheet would run as a formula.
         *
         *     Columns: `dossier` (id), `provider` (slug), `provider_name`, `service`, `scheme`, `change`, `kind`, `fields` (changed fields), `before_status`, `before_confirmed`, `before_expiring`, `before_stale`, `before_milestone`, `before_decision`, `before_valid_until`, `before_labels`, `before_provider`, `before_service`, `after_status`, `after_confirmed`, `after_expiring`, `after_stale`, `after_milestone`, `after_decision`, `after_valid_until`, `after_labels`, `after_provider`, `after_service`, `because` (event types and ids), `more` (number of further events).
         */
        get: operations["compareDossiersAsCsv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/schemes/{id}/durations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Estimate the time between two milestones of a scheme
         * @description Kaplan-Meier estimates that count pending dossiers, with 95% intervals: quartiles, the survival curve, and the share that completes the step within a year. No estimate is based on fewer than 10 completed dossiers.
         */
        get: operations["getSchemeDurations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/schemes/{id}/durations.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export the survival curve of a step as CSV
         * @description All items, as of one position of the ledger. UTF-8 with CRLF and a header row. Several values in a cell are separated by semicolons; an apostrophe precedes what a spreadsheet would run as a formula.
         *
         *     Columns: `days` (since the start), `at_risk`, `reached`, `waiting` (share that has not completed the step), `lower`, `upper`.
         */
        get: operations["getSchemeDurationsAsCsv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/schemes/{id}/statistics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the durations of the steps of a scheme
         * @description Computed from the recorded dossiers as of a day: the duration of each step, and the progress of every open dossier. Pages apply to `open`.
         */
        get: operations["getSchemeStatistics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/schemes/{id}/statistics.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export the open dossiers of a scheme as CSV
         * @description All items, as of one position of the ledger. UTF-8 with CRLF and a header row. Several values in a cell are separated by semicolons; an apostrophe precedes what a spreadsheet would run as a formula.
         *
         *     Columns: `dossier` (id), `provider` (slug), `provider_name`, `service`, `status`, `stage` (furthest reached), `step_from`, `step_to`, `step_since`, `step_days`, `step_least_days`, `step_n`, `step_few`, `step_note`, `step_longer_than`, `step_percentile`, `whole_from`, `whole_to`, `whole_since`, `whole_days`, `whole_least_days`, `whole_n`, `whole_few`, `whole_note`, `whole_longer_than`, `whole_percentile`, `announced_from`, `announced_to`, `announced_since`, `announced_days`, `announced_least_days`, `announced_n`, `announced_few`, `announced_note`, `announced_longer_than`, `announced_percentile`.
         */
        get: operations["getSchemeStatisticsAsCsv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import a CSV file or an Excel workbook, all or nothing
         * @description CSV or an Excel workbook (.xlsx) with a header; up to 10,000 rows and 10 MB. Columns are separated by commas, semicolons or tabs; the encoding is UTF-8, UTF-16 with a byte order mark or Windows-1252. A refusal lists the problems of the header, of the rows and of the ledger together. Unknown providers and dossiers are opened. Importing a file again records nothing, regardless of the Idempotency-Key. With an admin key, a ledger file of `GET /v1/ledger.ndjson` can be restored instead, of any length, if this ledger is empty: every event keeps its position, id, time and author.
         */
        post: operations["importFile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ledger.ndjson": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export the whole ledger as a file
         * @description A header line, one line of JSON per event with every column as stored, and a final checksum line `{"events":…,"sha256":…}`. A file without its final line is incomplete. An empty Jalon restores it with `POST /v1/imports`.
         */
        get: operations["exportLedger"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/schemes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List schemes and their milestones
         * @description Built-in schemes and published ones, each in its version on record.
         */
        get: operations["listSchemes"];
        put?: never;
        /**
         * Publish a scheme, or a new version of it
         * @description Applies from its recording on: requests with an earlier `knownAt` use the version of that time. A new version keeps every milestone code of the previous one.
         */
        post: operations["publishScheme"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/schemes.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export the schemes as CSV
         * @description All items, as of one position of the ledger. UTF-8 with CRLF and a header row. Several values in a cell are separated by semicolons; an apostrophe precedes what a spreadsheet would run as a formula.
         *
         *     Columns: `scheme` (slug), `name_fr`, `name_en`, `authority`, `country`, `family`, `outcome_fr`, `outcome_en`, `milestones`, `levels`, `duties`, `maximal_validity_years`, `current_for_months`, `warning_days`, `renewal_days`, `stale_after_days`, `referentials` (versions, in order), `labels`, `sources`, `warnings` (codes), `version` (0 if built in).
         */
        get: operations["listSchemesAsCsv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/schemes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a scheme
         * @description With its milestones, duties, labels and versions of the standard.
         */
        get: operations["getScheme"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/schemes/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the events of a scheme
         * @description Every published version and every correction, in the order of recording; empty for a built-in scheme.
         */
        get: operations["listSchemeEvents"];
        put?: never;
        /**
         * Correct or retract a published version of a scheme
         * @description Applies to a publication, or to an earlier correction of it. `changes.data.scheme` replaces the whole scheme. Applies from its recording on; the first version of a scheme can be corrected but not retracted. Publish a new version with `POST /v1/schemes`.
         */
        post: operations["amendScheme"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/registers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List registers, built-in and published
         * @description With the last reading of each, and how many readings are held for a decision.
         */
        get: operations["listRegisters"];
        put?: never;
        /**
         * Publish a register, or a new version of it
         * @description The next reading is read by it. Earlier readings remain as they are. Fields are checked against the scheme.
         */
        post: operations["publishRegister"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/registers.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export the registers as CSV
         * @description All items, read page by page. UTF-8 with CRLF and a header row. Several values in a cell are separated by semicolons; an apostrophe precedes what a spreadsheet would run as a formula.
         *
         *     Columns: `register` (slug), `name`, `scheme`, `publisher`, `url`, `format`, `last_read`, `entries`, `stale`, `held` (readings that wait for a decision), `built_in`, `version`.
         */
        get: operations["listRegistersAsCsv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/registers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a register with its readings
         * @description With the mapping that reads its documents, and its latest readings.
         */
        get: operations["getRegister"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/registers/{id}/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the entries of a register
         * @description As last read, by key, including entries that are gone (`absent`).
         */
        get: operations["listRegisterEntries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/registers/{id}/entries.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export the entries of a register as CSV
         * @description All items, read page by page. UTF-8 with CRLF and a header row. Several values in a cell are separated by semicolons; an apostrophe precedes what a spreadsheet would run as a formula.
         *
         *     Columns: `entry` (key), `provider` (slug), `provider_name`, `service`, `listing`, `milestone`, `level`, `since`, `dossier` (id).
         */
        get: operations["listRegisterEntriesAsCsv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/registers/{id}/proposals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List provider names that resemble another provider's
         * @description Names that nobody has answered yet. Nothing is merged until `POST /v1/registers/{id}/matches` does.
         */
        get: operations["listRegisterProposals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/registers/{id}/matches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Answer a proposal: same provider, or another one
         * @description An answer is an event, and a later one about the same name and candidate replaces it.
         */
        post: operations["matchRegisterEntry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/registers/{id}/readings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the readings of a register, newest first
         * @description Every attempt, including documents that could not be read or fetched.
         */
        get: operations["listRegisterReadings"];
        put?: never;
        /**
         * Read a document of a register
         * @description The body is the document as published: JSON, CSV, XLSX or HTML, also compressed with gzip, up to 64 MB. Its entries are compared with those on record; the differences and the reading are recorded as a whole, or held for a decision. Reading a document again for the same day records nothing, regardless of the Idempotency-Key.
         */
        post: operations["readRegister"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/registers/{id}/readings.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export the readings of a register as CSV
         * @description All items, read page by page. UTF-8 with CRLF and a header row. Several values in a cell are separated by semicolons; an apostrophe precedes what a spreadsheet would run as a formula.
         *
         *     Columns: `reading` (id), `day`, `state`, `at`, `how`, `entries`, `added`, `changed`, `moved`, `gone`, `unchanged`, `ignored`, `unreadable`, `holds`, `problem` (code), `decision`, `reason` (of the decision), `address`, `sha256`, `event` (id), `actor` (with an API key only).
         */
        get: operations["listRegisterReadingsAsCsv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/registers/{id}/readings/{reading}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a reading with its differences
         * @description By its id or that of its event `RegisterRead`.
         */
        get: operations["getRegisterReading"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/registers/{id}/readings/{reading}/document": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download the document that a reading rests on
         * @description The bytes as they were sent or fetched, always as a file. `Repr-Digest` has their SHA-256.
         */
        get: operations["downloadRegisterDocument"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/registers/{id}/readings/{reading}/decision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept or discard a held reading
         * @description An accepted document is compared again with what is on record by then.
         */
        post: operations["decideRegisterReading"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dossiers/{id}/events/{event}/evidence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Attach a file of evidence to an event of a dossier
         * @description The body is the file: PDF, PNG, JPEG, GIF, WebP or an email (.eml), up to `EVIDENCE_MAX_MB`. Its type is determined by its content, whatever its name and `Content-Type` say. Records `EvidenceAttached` with the SHA-256. The same file for the same event is recorded once. To withdraw a file, retract that event.
         */
        post: operations["attachToDossierEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/providers/{id}/events/{event}/evidence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Attach a file of evidence to an event of a provider
         * @description The body is the file: PDF, PNG, JPEG, GIF, WebP or an email (.eml), up to `EVIDENCE_MAX_MB`. Its type is determined by its content, whatever its name and `Content-Type` say. Records `EvidenceAttached` with the SHA-256. The same file for the same event is recorded once. To withdraw a file, retract that event.
         */
        post: operations["attachToProviderEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/evidence/{sha256}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download a file of evidence
         * @description By its SHA-256. Always sent as a file, under the type of its content; the response fails if the stored bytes do not have that hash. Files of withdrawn evidence remain available.
         */
        get: operations["downloadEvidence"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dossiers/{id}/audit-file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download the auditor's file of a dossier
         * @description A ZIP archive that can be read offline: a page in English and one in French with the status, the trail of all events, sources and evidence; `events.json`; the files of evidence; and `SHA256SUMS`, which `sha256sum -c` checks. The archive is incomplete if its last file, `SHA256SUMS`, is missing.
         */
        get: operations["downloadDossierAuditFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/providers/{id}/audit-file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download the auditor's file of a provider
         * @description A ZIP archive that can be read offline: a page in English and one in French with the status, the trail of all events, sources and evidence; `events.json`; the files of evidence; and `SHA256SUMS`, which `sha256sum -c` checks. The archive is incomplete if its last file, `SHA256SUMS`, is missing.
         */
        get: operations["downloadProviderAuditFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List API keys, including revoked ones
         * @description With scope admin all keys, otherwise those of the same account.
         */
        get: operations["listApiKeys"];
        put?: never;
        /**
         * Create an API key
         * @description A key of an account makes keys of that account; any other key requires scope admin. The key is returned only once; only its hash is stored.
         */
        post: operations["createApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke an API key
         * @description Takes effect within seconds and ends its console sessions and event streams. The key remains listed, because events name it as their actor. Without scope admin, only keys of the same account can be revoked. Subscriptions, webhooks and private feeds that it created remain active and are returned; `end=true` ends them, also if the key was revoked earlier.
         */
        delete: operations["revokeApiKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List accounts, by name
         * @description People with access to the console, with their roles and whether they have a second factor.
         */
        get: operations["listAccounts"];
        put?: never;
        /**
         * Invite a person
         * @description Creates an account and sends a link, on which the person chooses a password and sets up an authenticator app. The link works once, for seven days.
         */
        post: operations["inviteAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an account
         * @description With its role and whether it has a second factor.
         */
        get: operations["getAccount"];
        put?: never;
        post?: never;
        /**
         * Erase an account
         * @description Removes name and address for good, ends the sessions, revokes the keys, and ends subscriptions, webhooks and private feeds. Events keep the id of the account, which names nobody. Idempotent.
         */
        delete: operations["eraseAccount"];
        options?: never;
        head?: never;
        /**
         * Change the name or role of an account, or disable it
         * @description Another role, or disabling, ends the sessions of the person. The last admin who can sign in stays one.
         */
        patch: operations["changeAccount"];
        trace?: never;
    };
    "/v1/accounts/{id}/invitation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send another invitation
         * @description The previous link no longer works.
         */
        post: operations["inviteAccountAgain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{id}/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Reset the second factor
         * @description Ends the sessions of the person, who sets up an authenticator app again at the next sign-in.
         */
        delete: operations["resetSecondFactor"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{id}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End the console sessions of an account
         * @description The person has to sign in again. API keys stay valid.
         */
        delete: operations["endSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List who did what, newest first
         * @description Who recorded, corrected and retracted, from the ledger, and who signed in, exported or changed a setting. The list is append-only; names are kept beside it and can be erased.
         */
        get: operations["listActivity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/activity.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export who did what as CSV
         * @description All items, read page by page. UTF-8 with CRLF and a header row. Several values in a cell are separated by semicolons; an apostrophe precedes what a spreadsheet would run as a formula.
         *
         *     Columns: `at`, `actor`, `actor_name`, `act`, `about`, `event` (id), `type` (of the event), `details` (JSON).
         */
        get: operations["listActivityAsCsv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/proposals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List proposals, newest first
         * @description Changes of status that wait, or waited, for a second person.
         */
        get: operations["listProposals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/proposals/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a proposal, with what it would change now
         * @description `preview` lists the statuses that it would change on the ledger as it is now. Send its `rehearsal` with the approval.
         */
        get: operations["getProposal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/proposals/{id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve a proposal and record it
         * @description By another person than its author. The events have the author as their actor. If the proposal would now do something else than what was shown, nothing is recorded (409 `proposal-changed`). If the ledger no longer allows it, its state is `outdated`.
         */
        post: operations["approveProposal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/proposals/{id}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reject a proposal
         * @description Nothing is recorded. The proposer sees the reason.
         */
        post: operations["rejectProposal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/proposals/{id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Withdraw your own proposal
         * @description Nothing is recorded. Only the proposer can withdraw a proposal.
         */
        post: operations["withdrawProposal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/four-eyes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the schemes under the four-eyes principle
         * @description Whatever would change a status of a dossier of such a scheme waits for a second person.
         */
        get: operations["listFourEyesSchemes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/four-eyes/{scheme}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Put a scheme under the four-eyes principle
         * @description From now on, events that change a status of the scheme need the approval of a second person.
         */
        put: operations["addFourEyesScheme"];
        post?: never;
        /**
         * End the four-eyes principle for a scheme
         * @description Open proposals stay open.
         */
        delete: operations["removeFourEyesScheme"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subscriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List subscriptions in order of creation
         * @description Subscriptions created with this key; all subscriptions with an admin key.
         */
        get: operations["listSubscriptions"];
        put?: never;
        /**
         * Subscribe an address or an endpoint
         * @description Sends a confirmation request: a link to an address, a signed `subscription.verification` to an endpoint, which returns its `challenge` as `{"challenge": "…"}`. Nothing else is sent before the confirmation. Events recorded after it are delivered.
         */
        post: operations["createSubscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subscriptions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a subscription
         * @description With its filter, its state and the schedule of reminders.
         */
        get: operations["getSubscription"];
        put?: never;
        post?: never;
        /**
         * End a subscription
         * @description Permanent. Cancels its pending deliveries; the subscription and its log remain listed.
         */
        delete: operations["deleteSubscription"];
        options?: never;
        head?: never;
        /**
         * Change the settings of a subscription
         * @description Each given field replaces the current value as a whole: `filter`, `language`, `reminders`, `mode` (mail), `format`, `ordered`, `ratePerMinute` (webhooks; `null`: no limit). Planned reminders are planned again. The address or endpoint cannot be changed: create another subscription, so that it can be confirmed.
         */
        patch: operations["updateSubscription"];
        trace?: never;
    };
    "/v1/subscriptions/{id}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Enable a disabled subscription
         * @description Sends the held deliveries in order of planning. An endpoint receives one message first, and the others once it has accepted it. No effect on an active subscription.
         */
        post: operations["enableSubscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subscriptions/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview the messages of a new subscription
         * @description The messages that the current settings would have caused over the last days, newest first: changes as recorded, reminders according to the reminder schedule and the current dates, as if none had been acknowledged or snoozed. Counts all of them, lists at most 500 changes and reminders. Nothing is sent.
         */
        post: operations["previewNewSubscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subscriptions/{id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Preview the messages of a subscription
         * @description The messages that the current settings would have caused over the last days, newest first: changes as recorded, reminders according to the reminder schedule and the current dates, as if none had been acknowledged or snoozed. Counts all of them, lists at most 500 changes and reminders. Nothing is sent.
         */
        get: operations["previewSubscription"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subscriptions/{id}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm a subscription
         * @description With the token of the link sent to the address, or the challenge sent to the endpoint; no key is required. Idempotent.
         */
        post: operations["confirmSubscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subscriptions/{id}/verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resend the confirmation request
         * @description For a subscription that is pending, or was disabled before its confirmation. Invalidates earlier tokens. Use `enable` for a subscription that has been confirmed.
         */
        post: operations["requestVerification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subscriptions/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the deliveries of a subscription, newest first
         * @description Messages that are planned, sent, held or failed, without their content.
         */
        get: operations["listDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subscriptions/{id}/deliveries/{delivery}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a delivery with its message and attempts
         * @description With the content of the message, and time and result of every attempt.
         */
        get: operations["getDelivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subscriptions/{id}/deliveries/redeliver": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resend several deliveries
         * @description Resends failed deliveries, or those that the body selects: at most 10,000 at a time, each message once, with its original `webhook-id`. Messages that are already being resent, or were delivered since they failed, are skipped. The body is optional.
         */
        post: operations["redeliverFailed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subscriptions/{id}/deliveries/{delivery}/redeliver": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resend a delivery
         * @description Adds a delivery of the same message with the same `webhook-id`.
         */
        post: operations["redeliverMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subscriptions/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test message
         * @description It is delivered like any other message; see the deliveries for the result.
         */
        post: operations["sendTestMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subscriptions/{id}/secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rotate the signing secret of a webhook
         * @description With `ed25519`, rotates the key pair. Messages are signed with both secrets for 24 hours or `overlapHours`, so the receiver can switch at any time. The body is optional.
         */
        post: operations["rotateSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mails": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List unsent mail, newest first
         * @description Mail is stored instead of sent while no SMTP server is configured. Requires an admin key: the mail contains the confirmation links of all subscriptions.
         */
        get: operations["listMails"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/bounces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report a bounce
         * @description Takes the delivery status notification (RFC 3464) of a mail server, up to 1 MB. It is matched by its envelope id or `Message-ID`. A hard bounce suppresses the address at once, soft bounces once the last five mails to it have bounced. Idempotent.
         */
        post: operations["reportBounce"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/suppressions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List suppressed addresses, newest first
         * @description Addresses to which no email is sent, because earlier emails came back.
         */
        get: operations["listSuppressions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/suppressions/{address}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Lift the suppression of an address
         * @description Once the address accepts mail again. Its subscriptions stay disabled; enabling one sends its held deliveries.
         */
        delete: operations["deleteSuppression"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reminders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List reminders in order of time, with reasons
         * @description Reminders of subscriptions created with this key; of all subscriptions with an admin key. Reminders are planned five weeks ahead; filter by `deadline` to list a full schedule.
         */
        get: operations["listReminders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reminders.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export reminders in order of time as CSV
         * @description All items, read page by page. UTF-8 with CRLF and a header row. Several values in a cell are separated by semicolons; an apostrophe precedes what a spreadsheet would run as a formula.
         *
         *     Columns: `day` (sending date), `fire_at`, `state`, `why`, `channel`, `kind`, `due` (current due date), `title`, `provider` (slug), `provider_name`, `service`, `scheme`, `rung` (days before the earliest day of `due`), `because`, `outcome` (reason if not sent), `escalation` (sent only if nobody acknowledges), `acknowledged_at`, `acknowledged_by`, `snoozed_until`, `deadline` (key), `version` (of the deadline), `dossier` (id), `subscription` (id), `delivery` (id), `reminder` (id).
         */
        get: operations["listRemindersAsCsv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reminders/{id}/acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Acknowledge a reminder
         * @description Confirms that someone is handling the deadline: overdue reminders and escalations stop. A reminder that was not sent yet is then not sent; later ones before the due date are. Idempotent; needs no Idempotency-Key.
         */
        post: operations["acknowledgeReminder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reminders/{id}/snooze": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Snooze the reminders of a deadline
         * @description The subscription receives no reminder of this deadline before the given day, and one on that day at 9:00, even on a weekend. The day must be after today and no later than the last day of the deadline. A snooze is not an acknowledgement. Idempotent; needs no Idempotency-Key. A later request replaces the day.
         */
        post: operations["snoozeReminder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/deadlines.ics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get deadlines as a calendar
         * @description iCalendar (RFC 5545), one all-day event per deadline: `UID` stays the same when dates move, `SEQUENCE` increases with every change, cancelled deadlines have `STATUS:CANCELLED` for a year. Limited to the 1,000 deadlines closest to today. Filter fields for changes have no effect.
         */
        get: operations["getDeadlinesCalendar"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/providers/{provider}/calendar.ics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the deadlines of a provider as a calendar
         * @description The deadlines of `GET /v1/deadlines.ics`, at an address that stays the same: for the calendar of a customer, or a link on a website.
         */
        get: operations["getProviderCalendar"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/schemes/{scheme}/calendar.ics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the deadlines under a scheme as a calendar
         * @description The deadlines of `GET /v1/deadlines.ics`, at an address that stays the same: for the calendar of a customer, or a link on a website.
         */
        get: operations["getSchemeCalendar"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/changes.atom": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get recorded events as an Atom feed, newest first
         * @description RFC 4287, 50 entries; `rel="next"` links to the previous ones (RFC 5005). The id of an entry is the id of its event and never changes. `deadlineKinds` has no effect.
         */
        get: operations["getChangesFeed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/feeds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List private feeds in order of creation
         * @description Feeds created with this key, including revoked ones; all feeds with an admin key.
         */
        get: operations["listFeeds"];
        put?: never;
        /**
         * Create a private feed address
         * @description For clients that cannot send an API key, such as calendar applications. The address is returned once and grants access to the feed until it is revoked.
         */
        post: operations["createFeed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/feeds/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke a private feed address
         * @description Permanent and effective immediately: requests to the address return 410. The feed remains listed.
         */
        delete: operations["revokeFeed"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/feeds/{token}.ics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a calendar at a private address
         * @description The calendar of a feed, by the secret token in its address. Needs no API key.
         */
        get: operations["getPrivateCalendar"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/feeds/{token}.atom": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an Atom feed at a private address
         * @description The recorded events of a feed, newest first, by the secret token in its address. Needs no API key.
         */
        get: operations["getPrivateAtomFeed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List saved views
         * @description Your own, then those that others share; each by name.
         */
        get: operations["listViews"];
        put?: never;
        /**
         * Save a list with its filters under a name
         * @description Saving the same list under the same name again returns the view that exists.
         */
        post: operations["saveView"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/views/{slug}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a saved view
         * @description With the address of the console page that it opens.
         */
        get: operations["getView"];
        put?: never;
        post?: never;
        /**
         * Delete a saved view
         * @description Your own; with scope `admin`, also those that others share.
         */
        delete: operations["deleteView"];
        options?: never;
        head?: never;
        /**
         * Rename or share a saved view, or change its list
         * @description Your own; with scope `admin`, also those that others share. The slug does not change.
         */
        patch: operations["changeView"];
        trace?: never;
    };
    "/v1/portfolios": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List portfolios by name
         * @description Each with the number of its services.
         */
        get: operations["listPortfolios"];
        put?: never;
        /**
         * Create a portfolio of services that the organisation uses
         * @description A portfolio of the same name is returned as it is.
         */
        post: operations["createPortfolio"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/portfolios/{slug}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a portfolio
         * @description Each service with its certifications, what it inherits through dependencies, and for each certification which services rest on it, at a point in time. The services themselves have no history.
         */
        get: operations["getPortfolio"];
        put?: never;
        post?: never;
        /**
         * Delete a portfolio
         * @description The ledger keeps its dossiers. Feeds and subscriptions of the portfolio no longer match anything.
         */
        delete: operations["deletePortfolio"];
        options?: never;
        head?: never;
        /**
         * Rename a portfolio
         * @description The slug does not change.
         */
        patch: operations["renamePortfolio"];
        trace?: never;
    };
    "/v1/portfolios/{slug}/services": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add services to a portfolio
         * @description All or none. What a service that it has already is used for is replaced.
         */
        post: operations["addServices"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/portfolios/{slug}/services/{dossier}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove a service from a portfolio
         * @description By its `dossier`, as the portfolio lists it. Idempotent.
         */
        delete: operations["removeService"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Check that the process is running
         * @description Does not ask the database. For liveness probes.
         */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Check that requests can be served: the database is reachable, migrated and writable
         * @description For readiness probes and load balancers. `degraded` lists what does not work while requests are served.
         */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Metrics for Prometheus
         * @description In the text format of Prometheus. Needs a key with scope `metrics`, unless `METRICS_PORT` serves them apart.
         */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface webhooks {
    "event.recorded": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * An event matching the filter of the subscription was recorded
         * @description Sent to the endpoint of a subscription and retried until the response is 2xx. Signed as specified by Standard Webhooks.
         *     With the format `cloudevents`, the same `data` is sent as `application/cloudevents+json`, and `type` is prefixed with
         *     `jalon.`. Ignore unknown fields: fields may be added.
         */
        post: operations["WebhookEventRecorded"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "import.summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * An import recorded past events, which are not sent one by one
         * @description Sent to the endpoint of a subscription and retried until the response is 2xx. Signed as specified by Standard Webhooks.
         *     With the format `cloudevents`, the same `data` is sent as `application/cloudevents+json`, and `type` is prefixed with
         *     `jalon.`. Ignore unknown fields: fields may be added.
         */
        post: operations["WebhookImportSummary"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "register.read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A register was read, and what it changed is not sent one by one
         * @description Sent to the endpoint of a subscription and retried until the response is 2xx. Signed as specified by Standard Webhooks.
         *     With the format `cloudevents`, the same `data` is sent as `application/cloudevents+json`, and `type` is prefixed with
         *     `jalon.`. Ignore unknown fields: fields may be added.
         */
        post: operations["WebhookRegisterRead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "register.stale": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A register was not read for longer than it says
         * @description Sent to the endpoint of a subscription and retried until the response is 2xx. Signed as specified by Standard Webhooks.
         *     With the format `cloudevents`, the same `data` is sent as `application/cloudevents+json`, and `type` is prefixed with
         *     `jalon.`. Ignore unknown fields: fields may be added.
         */
        post: operations["WebhookRegisterStale"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "register.held": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A reading of a register waits for an officer
         * @description Sent to the endpoint of a subscription and retried until the response is 2xx. Signed as specified by Standard Webhooks.
         *     With the format `cloudevents`, the same `data` is sent as `application/cloudevents+json`, and `type` is prefixed with
         *     `jalon.`. Ignore unknown fields: fields may be added.
         */
        post: operations["WebhookRegisterHeld"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "deadline.reminder": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reminder of a deadline
         * @description Sent to the endpoint of a subscription and retried until the response is 2xx. Signed as specified by Standard Webhooks.
         *     With the format `cloudevents`, the same `data` is sent as `application/cloudevents+json`, and `type` is prefixed with
         *     `jalon.`. Ignore unknown fields: fields may be added.
         */
        post: operations["WebhookDeadlineReminder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "deadline.digest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reminders of several deadlines, due at the same time
         * @description Sent to the endpoint of a subscription and retried until the response is 2xx. Signed as specified by Standard Webhooks.
         *     With the format `cloudevents`, the same `data` is sent as `application/cloudevents+json`, and `type` is prefixed with
         *     `jalon.`. Ignore unknown fields: fields may be added.
         */
        post: operations["WebhookDeadlineDigest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "subscription.verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirmation request: the endpoint returns the challenge
         * @description Sent to the endpoint of a subscription and retried until the response is 2xx. Signed as specified by Standard Webhooks.
         *     With the format `cloudevents`, the same `data` is sent as `application/cloudevents+json`, and `type` is prefixed with
         *     `jalon.`. Ignore unknown fields: fields may be added.
         */
        post: operations["WebhookSubscriptionVerification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "subscription.test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test message, requested by `POST /v1/subscriptions/{id}/test`
         * @description Sent to the endpoint of a subscription and retried until the response is 2xx. Signed as specified by Standard Webhooks.
         *     With the format `cloudevents`, the same `data` is sent as `application/cloudevents+json`, and `type` is prefixed with
         *     `jalon.`. Ignore unknown fields: fields may be added.
         */
        post: operations["WebhookSubscriptionTest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "ledger.reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The ledger was reset to an earlier position, after a failover or a restore
         * @description Sent to the endpoint of a subscription and retried until the response is 2xx. Signed as specified by Standard Webhooks.
         *     With the format `cloudevents`, the same `data` is sent as `application/cloudevents+json`, and `type` is prefixed with
         *     `jalon.`. Ignore unknown fields: fields may be added.
         */
        post: operations["WebhookLedgerReset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface components {
    schemas: {
        WebhookEventRecorded: {
            /** @constant */
            type: "event.recorded";
            /**
             * Format: date-time
             * @description Time of the subject of the message, not of sending.
             */
            timestamp: string;
            data: {
                /**
                 * Format: int64
                 * @description Position in the ledger; `GET /v1/events?after=` continues from here.
                 */
                position: number;
                /** Format: uuid */
                id: string;
                /** @description `provider-<id>`, `dossier-<id>`, `scheme-<slug>` or `register-<slug>`. */
                stream: string;
                /**
                 * Format: int64
                 * @description Version of the stream.
                 */
                version: number;
                /** Format: date-time */
                recordedAt: string;
                /** @description With its current name. */
                provider: {
                    /** Format: uuid */
                    id: string;
                    slug: string;
                    name: string;
                } | null;
                dossier: {
                    /** Format: uuid */
                    id: string;
                    scheme: string;
                    service: string | null;
                } | null;
                scheme: string | null;
                /** @description Status before and after the event, as of the day it was recorded; `null` for events that are not about a dossier. */
                status: {
                    before: components["schemas"]["Standing"] | null;
                    after: components["schemas"]["Standing"] | null;
                } | null;
                /** @description For an event about a deadline that an officer set: the title of the deadline, if it has one. */
                deadlineTitle?: string;
                /** @description Next open deadline of the dossier after the event. */
                next: {
                    /** @enum {string} */
                    kind: "grant-end" | "renewal-window" | "transition" | "surveillance" | "reservation" | "target" | "staleness" | "officer-set" | "dependency-end";
                    due: components["schemas"]["PartialDate"];
                    title: string | null;
                } | null;
                /** @description For a correction or retraction: the event concerned, as it was before. */
                amends?: {
                    [key: string]: unknown;
                } | null;
                /** @description Event type, such as `GrantIssued`. */
                type: string;
                /** @description Event date, as precise as it is known. */
                occurred: components["schemas"]["PartialDate"] | null;
                source: components["schemas"]["Source"] | null;
                /** @description The data of the event, as recorded. */
                data: {
                    [key: string]: unknown;
                };
            };
        };
        Standing: {
            /** @enum {string} */
            status: "granted" | "granted-with-reservations" | "suspended" | "renewing" | "expired" | "lapsed" | "withdrawn" | "refused" | "abandoned" | "in-progress" | "applied" | "announced" | "unknown";
            /** @description Confirmed by the authority. */
            confirmed: boolean;
            /** @description Code of the latest milestone reached. */
            stage: string | null;
        };
        /**
         * @description A day, month, quarter, half-year or year.
         * @example 2021-05-27
         */
        PartialDate: string;
        Source: {
            /** @enum {string} */
            kind: "decision" | "catalogue" | "list" | "statement" | "company" | "press" | "other";
            publisher: string;
            /** Format: uri */
            url?: string;
            title?: string;
            quote?: string;
            /**
             * Format: date
             * @example 2021-05-27
             */
            readOn?: string;
            sha256?: string;
        };
        WebhookImportSummary: {
            /** @constant */
            type: "import.summary";
            /**
             * Format: date-time
             * @description Time of the subject of the message, not of sending.
             */
            timestamp: string;
            data: {
                /**
                 * Format: uuid
                 * @description Id of the import.
                 */
                import: string;
                /**
                 * Format: int64
                 * @description Number of past events that match the filter of the subscription.
                 */
                events: number;
                /**
                 * Format: int64
                 * @description Position of the ledger right before the first of them.
                 */
                after: number;
                /**
                 * Format: int64
                 * @description Position of the last of them.
                 */
                upTo: number;
                /** @description Providers and dossiers that they are about, at most 50. */
                subjects: {
                    /** @description With its current name. */
                    provider: {
                        /** Format: uuid */
                        id: string;
                        slug: string;
                        name: string;
                    } | null;
                    dossier: {
                        /** Format: uuid */
                        id: string;
                        scheme: string;
                        service: string | null;
                    } | null;
                    scheme: string | null;
                }[];
                /** @description Whether there are more subjects. */
                more: boolean;
                /**
                 * Format: uri
                 * @description The events from there on.
                 */
                url: string;
            };
        };
        WebhookRegisterRead: {
            /** @constant */
            type: "register.read";
            /**
             * Format: date-time
             * @description Time of the subject of the message, not of sending.
             */
            timestamp: string;
            data: {
                /** @description The slug. */
                register: string;
                name: string;
                /** @description The slug. */
                scheme: string;
                /**
                 * Format: uuid
                 * @description Id of the `RegisterRead`.
                 */
                reading: string;
                /**
                 * Format: date
                 * @description Day on which the register listed it.
                 * @example 2021-05-27
                 */
                day: string;
                /**
                 * Format: int64
                 * @description Position of the `RegisterRead` in the ledger; the events that it caused are before it.
                 */
                position: number;
                /**
                 * Format: int64
                 * @description Number of entries listed.
                 */
                entries: number;
                /**
                 * Format: int64
                 * @description Number of entries added.
                 */
                added: number;
                /**
                 * Format: int64
                 * @description Number of entries changed.
                 */
                changed: number;
                /**
                 * Format: int64
                 * @description Number of entries no longer listed.
                 */
                gone: number;
                /**
                 * Format: int64
                 * @description Number of events of the reading that match the filter of the subscription.
                 */
                changes: number;
                /** @description Dossiers that they are about, at most 30, those whose status changed first. */
                dossiers: {
                    /** @description With its current name. */
                    provider: {
                        /** Format: uuid */
                        id: string;
                        slug: string;
                        name: string;
                    } | null;
                    dossier: {
                        /** Format: uuid */
                        id: string;
                        scheme: string;
                        service: string | null;
                    } | null;
                    scheme: string | null;
                    status: {
                        before: components["schemas"]["Standing"] | null;
                        after: components["schemas"]["Standing"] | null;
                    } | null;
                }[];
                /** @description Whether there are more dossiers. */
                more: boolean;
                /**
                 * Format: uri
                 * @description The reading, with its differences.
                 */
                url: string;
            };
        };
        WebhookRegisterStale: {
            /** @constant */
            type: "register.stale";
            /**
             * Format: date-time
             * @description Time of the subject of the message, not of sending.
             */
            timestamp: string;
            data: {
                /** @description The slug. */
                register: string;
                name: string;
                /** @description The slug. */
                scheme: string;
                /** @description Day of the last reading; `null` if it was never read. */
                lastRead: string | null;
                /** Format: int64 */
                staleAfterDays: number;
                /**
                 * Format: int64
                 * @description Days since then, or since it was published.
                 */
                days: number;
                /**
                 * Format: uri
                 * @description The register.
                 */
                url: string;
            };
        };
        WebhookRegisterHeld: {
            /** @constant */
            type: "register.held";
            /**
             * Format: date-time
             * @description Time of the subject of the message, not of sending.
             */
            timestamp: string;
            data: {
                /** @description The slug. */
                register: string;
                name: string;
                /** @description The slug. */
                scheme: string;
                /**
                 * Format: uuid
                 * @description Id of the reading, for `POST /v1/registers/{slug}/readings/{id}/decision`.
                 */
                reading: string;
                /**
                 * Format: date
                 * @description Day of the document.
                 * @example 2021-05-27
                 */
                day: string;
                /** @description Why it is held. */
                holds: ("gone" | "moved" | "smaller" | "older" | "contradictory" | "unreadable" | "four-eyes")[];
                /**
                 * Format: int64
                 * @description Number of entries listed.
                 */
                entries: number;
                /**
                 * Format: int64
                 * @description Number of entries added.
                 */
                added: number;
                /**
                 * Format: int64
                 * @description Number of entries changed.
                 */
                changed: number;
                /**
                 * Format: int64
                 * @description Number of entries no longer listed.
                 */
                gone: number;
                /**
                 * Format: int64
                 * @description Number of unreadable entries.
                 */
                unreadable: number;
                /**
                 * Format: uri
                 * @description The reading, with its differences.
                 */
                url: string;
            };
        };
        WebhookDeadlineReminder: {
            /** @constant */
            type: "deadline.reminder";
            /**
             * Format: date-time
             * @description Time of the subject of the message, not of sending.
             */
            timestamp: string;
            data: {
                /**
                 * Format: uuid
                 * @description For `POST /v1/reminders/{id}/acknowledge` and `…/snooze`.
                 */
                id: string;
                deadline: {
                    key: string;
                    /**
                     * Format: int64
                     * @description Incremented when the dates change.
                     */
                    version: number;
                };
                /** Format: uuid */
                dossier: string;
                /** @enum {string} */
                kind: "grant-end" | "renewal-window" | "transition" | "surveillance" | "reservation" | "target" | "staleness" | "officer-set" | "dependency-end";
                /**
                 * @description `missed`: the last day, `lapses` if there is one, has passed.
                 * @enum {string}
                 */
                state: "open" | "missed";
                /** @description The name. */
                provider: string;
                service: string | null;
                /** @description The slug. */
                scheme: string;
                /**
                 * Format: date
                 * @description First day on which the deadline can be met.
                 * @example 2021-05-27
                 */
                opens: string;
                due: components["schemas"]["PartialDate"];
                /** @description Last day on which the deadline can be met, if later than `due`. */
                lapses: string | null;
                /**
                 * Format: int64
                 * @description Days to the first day of `due`; 0 until its last day; then negative.
                 */
                daysLeft: number;
                /**
                 * Format: int64
                 * @description Reminder step: days before `due`; negative once overdue.
                 */
                rung: number;
                /** @description Sent because nobody acknowledged the earlier reminders. */
                escalation: boolean;
                title: string | null;
                /**
                 * Format: uri
                 * @description Address of the dossier.
                 */
                url: string;
                /**
                 * Format: uuid
                 * @description The account that takes care of the deadline. Only for webhooks that an account of role officer or above created.
                 */
                assignee?: string;
                /**
                 * Format: uri
                 * @description Page for acknowledging or snoozing the reminders without a key; valid for 60 days.
                 */
                answerUrl: string;
            };
        };
        WebhookDeadlineDigest: {
            /** @constant */
            type: "deadline.digest";
            /**
             * Format: date-time
             * @description Time of the subject of the message, not of sending.
             */
            timestamp: string;
            data: {
                /** @description Most urgent first. */
                reminders: {
                    /**
                     * Format: uuid
                     * @description For `POST /v1/reminders/{id}/acknowledge` and `…/snooze`.
                     */
                    id: string;
                    deadline: {
                        key: string;
                        /**
                         * Format: int64
                         * @description Incremented when the dates change.
                         */
                        version: number;
                    };
                    /** Format: uuid */
                    dossier: string;
                    /** @enum {string} */
                    kind: "grant-end" | "renewal-window" | "transition" | "surveillance" | "reservation" | "target" | "staleness" | "officer-set" | "dependency-end";
                    /**
                     * @description `missed`: the last day, `lapses` if there is one, has passed.
                     * @enum {string}
                     */
                    state: "open" | "missed";
                    /** @description The name. */
                    provider: string;
                    service: string | null;
                    /** @description The slug. */
                    scheme: string;
                    /**
                     * Format: date
                     * @description First day on which the deadline can be met.
                     * @example 2021-05-27
                     */
                    opens: string;
                    due: components["schemas"]["PartialDate"];
                    /** @description Last day on which the deadline can be met, if later than `due`. */
                    lapses: string | null;
                    /**
                     * Format: int64
                     * @description Days to the first day of `due`; 0 until its last day; then negative.
                     */
                    daysLeft: number;
                    /**
                     * Format: int64
                     * @description Reminder step: days before `due`; negative once overdue.
                     */
                    rung: number;
                    /** @description Sent because nobody acknowledged the earlier reminders. */
                    escalation: boolean;
                    title: string | null;
                    /**
                     * Format: uri
                     * @description Address of the dossier.
                     */
                    url: string;
                    /**
                     * Format: uuid
                     * @description The account that takes care of the deadline. Only for webhooks that an account of role officer or above created.
                     */
                    assignee?: string;
                }[];
                /**
                 * Format: uri
                 * @description Page for acknowledging or snoozing the reminders without a key; valid for 60 days.
                 */
                answerUrl: string;
            };
        };
        WebhookSubscriptionVerification: {
            /** @constant */
            type: "subscription.verification";
            /**
             * Format: date-time
             * @description Time of the subject of the message, not of sending.
             */
            timestamp: string;
            data: {
                /** Format: uuid */
                subscription: string;
                /** @description Return it as `{"challenge": "…"}` with a 2xx status. */
                challenge: string;
            };
        };
        WebhookSubscriptionTest: {
            /** @constant */
            type: "subscription.test";
            /**
             * Format: date-time
             * @description Time of the subject of the message, not of sending.
             */
            timestamp: string;
            data: {
                /** Format: uuid */
                subscription: string;
            };
        };
        WebhookLedgerReset: {
            /** @constant */
            type: "ledger.reset";
            /**
             * Format: date-time
             * @description Time of the subject of the message, not of sending.
             */
            timestamp: string;
            data: {
                /**
                 * Format: int64
                 * @description The epoch that began. Later positions are written as `<position>-<epoch>` in queries.
                 */
                epoch: number;
                /**
                 * Format: int64
                 * @description The last position that is certain: discard what you received after it, and read `GET /v1/events?after=` it.
                 */
                position: number;
            };
        };
        /**
         * @example {
         *       "name": "OVHcloud"
         *     }
         */
        RegisterProvider: {
            name: string;
            /** @description For URLs; by default derived from the name. */
            slug?: string;
        };
        Provider: {
            announcements: {
                title?: string;
                note?: string;
                /** Format: uuid */
                event: string;
                occurred: components["schemas"]["PartialDate"] | null;
                confirmed: boolean;
                source: components["schemas"]["Source"];
                type: string;
                parties?: string[];
                sectors?: string[];
                technology?: string[];
            }[];
            created: {
                title?: string;
                note?: string;
                /** Format: uuid */
                event: string;
                occurred: components["schemas"]["PartialDate"] | null;
                confirmed: boolean;
                source: components["schemas"]["Source"];
                service?: string;
            }[];
            launches: {
                title?: string;
                note?: string;
                /** Format: uuid */
                event: string;
                occurred: components["schemas"]["PartialDate"] | null;
                confirmed: boolean;
                source: components["schemas"]["Source"];
                service?: string;
            }[];
            /** @description The latest declaration. */
            ownership: {
                title?: string;
                note?: string;
                /** Format: uuid */
                event: string;
                occurred: components["schemas"]["PartialDate"] | null;
                confirmed: boolean;
                source: components["schemas"]["Source"];
                holders: {
                    name: string;
                    share?: number;
                    country?: string;
                }[];
                /** @description Owners of the technology used. */
                technology?: string[];
                hosting?: string;
                /** @description The day before the next declaration; `null` if there is none by the day. */
                until: string | null;
            } | null;
            /** @description Every declaration, latest first. */
            ownershipHistory: {
                title?: string;
                note?: string;
                /** Format: uuid */
                event: string;
                occurred: components["schemas"]["PartialDate"] | null;
                confirmed: boolean;
                source: components["schemas"]["Source"];
                holders: {
                    name: string;
                    share?: number;
                    country?: string;
                }[];
                /** @description Owners of the technology used. */
                technology?: string[];
                hosting?: string;
                /** @description The day before the next declaration; `null` if there is none by the day. */
                until: string | null;
            }[];
            authorizations: {
                /** @description Not yet obtained, or only in part; undated ones included. */
                expected: {
                    title: string;
                    note?: string;
                    /** Format: uuid */
                    event: string;
                    occurred: components["schemas"]["PartialDate"] | null;
                    confirmed: boolean;
                    source: components["schemas"]["Source"];
                    authority?: string;
                    /** @description The obtained authorizations that fulfil it or a part of it, by their events. */
                    fulfilledBy: string[];
                }[];
                obtained: {
                    title: string;
                    note?: string;
                    /** Format: uuid */
                    event: string;
                    occurred: components["schemas"]["PartialDate"] | null;
                    confirmed: boolean;
                    source: components["schemas"]["Source"];
                    authority?: string;
                    /** @description Expectations, by their events. */
                    fulfils: string[];
                    /** @description Expectations of which it is one part, by their events. */
                    partlyFulfils: string[];
                }[];
                /** @description Expected, and obtained since. */
                fulfilled: {
                    title: string;
                    note?: string;
                    /** Format: uuid */
                    event: string;
                    occurred: components["schemas"]["PartialDate"] | null;
                    confirmed: boolean;
                    source: components["schemas"]["Source"];
                    authority?: string;
                    /** @description The obtained authorizations that fulfil it or a part of it, by their events. */
                    fulfilledBy: string[];
                }[];
            };
            /** @description Validations attributed to an authority, which are neither milestones nor qualifications. */
            validations: {
                title?: string;
                note?: string;
                /** Format: uuid */
                event: string;
                occurred: components["schemas"]["PartialDate"] | null;
                confirmed: boolean;
                source: components["schemas"]["Source"];
                authority: string;
            }[];
            statements: {
                title?: string;
                note?: string;
                /** Format: uuid */
                event: string;
                occurred: components["schemas"]["PartialDate"] | null;
                confirmed: boolean;
                source: components["schemas"]["Source"];
                speaker: string;
                /** @description What the statement is about, where that is not the provider. */
                about?: string;
                /** @enum {string} */
                aboutKind?: "law" | "market" | "provider" | "service";
            }[];
            lastHeard: string | null;
            /** Format: uuid */
            id: string;
            slug: string;
            /** @description On the day. */
            name: string;
            /** @description Former and later names, and aliases; the provider is found by each of them. */
            aliases: string[];
            /** @description Names with their periods, latest first. */
            names: {
                name: string;
                /** @description First day; `null` if from the start or unknown. */
                since: string | null;
                /** @description Last day; `null` if still in use or unknown. */
                until: string | null;
                /** Format: uuid */
                event: string;
                source: components["schemas"]["Source"] | null;
            }[];
            /** @description Dossiers transferred to and from other providers by the day. */
            transferred: {
                away: {
                    dossier: {
                        /** Format: uuid */
                        id: string;
                        scheme: string;
                        service: string | null;
                    };
                    /** @description The other party. */
                    provider: {
                        /** Format: uuid */
                        id: string;
                        slug: string;
                        name: string;
                    };
                    occurred: components["schemas"]["PartialDate"];
                    /** Format: uuid */
                    event: string;
                    confirmed: boolean;
                    source: components["schemas"]["Source"];
                }[];
                received: {
                    dossier: {
                        /** Format: uuid */
                        id: string;
                        scheme: string;
                        service: string | null;
                    };
                    /** @description The other party. */
                    provider: {
                        /** Format: uuid */
                        id: string;
                        slug: string;
                        name: string;
                    };
                    occurred: components["schemas"]["PartialDate"];
                    /** Format: uuid */
                    event: string;
                    confirmed: boolean;
                    source: components["schemas"]["Source"];
                }[];
            };
            /**
             * Format: int64
             * @description Number of oldest entries left out of `story`.
             */
            storyLeftOut: number;
            /** Format: int64 */
            version: number;
            /** @description Conflicting or implausible facts about the provider. */
            warnings: components["schemas"]["Warning"][];
            /** @description The events of the provider and its dossiers in order of day, undated ones first; at most 500. */
            story: components["schemas"]["StoryEntry"][];
            /** @description The dossiers it holds on the day. */
            dossiers: components["schemas"]["DossierOfProvider"][];
            /**
             * Format: date
             * @example 2021-05-27
             */
            asOf: string;
            knownAt: string | null;
        };
        Warning: {
            code: string;
            /** @enum {string} */
            kind: "conflict" | "implausible" | "gap" | "risk";
            /** @description Message for people; may change. */
            text: string;
            /** @description Parameters of the code: the values in `text`. */
            params: {
                [key: string]: unknown;
            };
            /** @description Events of both sides, the applicable one first; of a register that confirms one, the `RegisterRead`. */
            events: string[];
            /** @description Statement and source of the first events. */
            sides: {
                /** Format: uuid */
                event: string;
                type: string;
                occurred: components["schemas"]["PartialDate"] | null;
                says: string;
                source: {
                    /** @enum {string} */
                    kind: "decision" | "catalogue" | "list" | "statement" | "company" | "press" | "other";
                    publisher: string;
                    /** Format: uri */
                    url?: string;
                } | null;
            }[];
        };
        StoryEntry: {
            /** Format: uuid */
            event: string;
            /** Format: int64 */
            position: number;
            /** @description The earliest day of `occurred`; `null` if undated. */
            day: string | null;
            precision: ("day" | "month" | "quarter" | "half" | "year") | null;
            occurred: components["schemas"]["PartialDate"] | null;
            type: string;
            about: components["schemas"]["StoryEntryAboutProvider"] | components["schemas"]["StoryEntryAboutDossier"];
            title: string | null;
            source: components["schemas"]["Source"] | null;
            confirmed: boolean;
            /** @description Whether it was corrected. */
            corrected: boolean;
            /** @description A summary of a few words. */
            says: string;
        };
        DossierOfProvider: {
            service: {
                name: string;
                kinds: string[];
            } | null;
            /** @enum {string} */
            status: "granted" | "granted-with-reservations" | "suspended" | "renewing" | "expired" | "lapsed" | "withdrawn" | "refused" | "abandoned" | "in-progress" | "applied" | "announced" | "unknown";
            /** @description Confirmed by the authority. */
            confirmed: boolean;
            /** @description The events that establish the status; of a register that confirms it, the latest `RegisterRead`, which `GET /v1/events` has. */
            because: string[];
            expiring: boolean;
            stale: boolean;
            lastHeard: string | null;
            /** @description The first announcement, intent, target or validation. */
            announced: {
                occurred: components["schemas"]["PartialDate"];
                /**
                 * Format: date
                 * @example 2021-05-27
                 */
                day: string;
                /** Format: uuid */
                event: string;
            } | null;
            /** @description The furthest milestone of the current cycle. */
            stage: {
                milestone: string;
                occurred: components["schemas"]["PartialDate"];
                confirmed: boolean;
            } | null;
            /** @description Every milestone reached. */
            milestones: {
                milestone: string;
                occurred: components["schemas"]["PartialDate"];
                confirmed: boolean;
                /**
                 * Format: date
                 * @description The earliest day of `occurred`.
                 * @example 2021-05-27
                 */
                day: string;
                /** Format: uuid */
                event: string;
            }[];
            grants: {
                /** Format: uuid */
                id: string;
                decision: string | null;
                validFrom: components["schemas"]["PartialDate"];
                validUntil: components["schemas"]["PartialDate"] | null;
                /** @enum {string} */
                state: "in-force" | "suspended" | "withdrawn" | "expired" | "refuted" | "not-yet-valid";
                /** @description The last day on which it is in force, as things stand; `null` if unknown. */
                runsUntil: string | null;
                /** @description For a report, the last day on which it counts as current; for a duty, the last day before it lapses. */
                currentUntil: string | null;
                conditions: string[];
                reservations: {
                    text: string;
                    due?: components["schemas"]["PartialDate"];
                }[];
                referential: string | null;
                level: string | null;
                confirmed: boolean;
                /** @description The events that tell of it; of a register that confirms it, the latest `RegisterRead`, which `GET /v1/events` has. */
                events: string[];
            }[];
            /** @description The first day of the next grant that is decided and not yet valid, while none is in force. */
            grantedFrom: string | null;
            targets: {
                milestone: string;
                due: components["schemas"]["PartialDate"];
                announced: components["schemas"]["PartialDate"];
                confirmed: boolean;
                referential?: string;
                /** @description The day on which the milestone, or a later one, was reached. */
                reached: string | null;
                /**
                 * Format: uuid
                 * @description The event that set it.
                 */
                event: string;
                /**
                 * Format: int64
                 * @description Days from the latest day of `due` to the day it was reached, or to `asOf` while it is not.
                 */
                slipDays: number;
            }[];
            /** @description The dossiers whose grants it depends on. */
            dependsOn: string[];
            /** Format: uuid */
            id: string;
            provider: {
                /** Format: uuid */
                id: string;
                slug: string;
                name: string;
            };
            scheme: string;
            labels: string[];
            /**
             * Format: int64
             * @description Version of the stream, as known at `knownAt`.
             */
            version: number;
            /**
             * Format: date
             * @example 2021-05-27
             */
            asOf: string;
            /** @description As requested; `null`: everything on record. */
            knownAt: string | null;
            warnings: components["schemas"]["Warning"][];
            /** @description The dossiers it depends on, with their status. */
            buildsOn: {
                /** Format: uuid */
                id: string;
                provider: {
                    /** Format: uuid */
                    id: string;
                    slug: string;
                    name: string;
                };
                service: string | null;
                scheme: string;
                /** @enum {string} */
                status: "granted" | "granted-with-reservations" | "suspended" | "renewing" | "expired" | "lapsed" | "withdrawn" | "refused" | "abandoned" | "in-progress" | "applied" | "announced" | "unknown";
                confirmed: boolean;
                expiring: boolean;
            }[];
            /** @description The dossiers that depend on it, with their status. */
            dependents: {
                /** Format: uuid */
                id: string;
                provider: {
                    /** Format: uuid */
                    id: string;
                    slug: string;
                    name: string;
                };
                service: string | null;
                scheme: string;
                /** @enum {string} */
                status: "granted" | "granted-with-reservations" | "suspended" | "renewing" | "expired" | "lapsed" | "withdrawn" | "refused" | "abandoned" | "in-progress" | "applied" | "announced" | "unknown";
                confirmed: boolean;
                expiring: boolean;
            }[];
        };
        Providers: {
            items: components["schemas"]["ListedProvider"][];
        };
        ListedProvider: {
            /** Format: uuid */
            id: string;
            slug: string;
            name: string;
            /** @description All other names, past, present and future. */
            aliases: string[];
            dossiers: {
                service: {
                    name: string;
                    kinds: string[];
                } | null;
                /** @enum {string} */
                status: "granted" | "granted-with-reservations" | "suspended" | "renewing" | "expired" | "lapsed" | "withdrawn" | "refused" | "abandoned" | "in-progress" | "applied" | "announced" | "unknown";
                /** @description Confirmed by the authority. */
                confirmed: boolean;
                expiring: boolean;
                stale: boolean;
                /** Format: uuid */
                id: string;
                scheme: string;
            }[];
        };
        /**
         * @example {
         *       "type": "PartnershipAnnounced",
         *       "occurred": "2021-05-27",
         *       "source": {
         *         "kind": "press",
         *         "publisher": "Le Monde"
         *       },
         *       "data": {
         *         "title": "Orange and Capgemini announce Bleu",
         *         "parties": [
         *           "Orange",
         *           "Capgemini",
         *           "Microsoft"
         *         ]
         *       }
         *     }
         */
        NewProviderEvent: components["schemas"]["NewProviderAnnouncementMade"] | components["schemas"]["NewProviderPartnershipAnnounced"] | components["schemas"]["NewProviderStatementMade"] | components["schemas"]["NewProviderValidationIssued"] | components["schemas"]["NewProviderCompanyCreated"] | components["schemas"]["NewProviderServiceLaunched"] | components["schemas"]["NewProviderOwnershipDeclared"] | components["schemas"]["NewProviderAuthorizationExpected"] | components["schemas"]["NewProviderAuthorizationObtained"] | components["schemas"]["NewProviderProviderRenamed"] | components["schemas"]["NewProviderAliasAdded"] | components["schemas"]["NewProviderEventCorrected"] | components["schemas"]["NewProviderEventRetracted"];
        RecordedOnProvider: {
            /**
             * Format: uuid
             * @description The event, to which corrections refer.
             */
            id: string;
            /**
             * Format: int64
             * @description In the ledger.
             */
            position: number;
            /**
             * Format: int64
             * @description Version of the provider, dossier or scheme, including this event.
             */
            version: number;
            /** @description Warnings as of today that the event brings, from the events of the dossier alone. */
            warnings: components["schemas"]["Warning"][];
        };
        Timeline: {
            items: components["schemas"]["TimelineEntry"][];
        };
        TimelineEntry: {
            /** Format: uuid */
            id: string;
            /** Format: int64 */
            position: number;
            /** Format: int64 */
            version: number;
            type: string;
            occurred: components["schemas"]["PartialDate"] | null;
            source: components["schemas"]["Source"] | null;
            data: {
                [key: string]: unknown;
            };
            /** Format: date-time */
            recordedAt: string;
            /** @description The account or API key that recorded it, by id: `account:<id>`, `account:<id> key:<id>` or `key:<id>`. Only with an API key. */
            actor?: string;
            /** @description The second person, where one was needed. Only with an API key. */
            approvedBy?: string;
            /** @description The event with its corrections applied; `null` if there are none. */
            current: {
                occurred: components["schemas"]["PartialDate"] | null;
                source: components["schemas"]["Source"] | null;
                data: {
                    [key: string]: unknown;
                };
            } | null;
            retracted: boolean;
        };
        /**
         * @example {
         *       "provider": "ovhcloud",
         *       "scheme": "secnumcloud",
         *       "service": {
         *         "name": "Hosted Private Cloud powered by VMware",
         *         "kinds": [
         *           "IaaS"
         *         ]
         *       }
         *     }
         */
        OpenDossier: {
            /** @description The id or slug of the provider. */
            provider: string;
            scheme: string;
            /** @description Absent while the scope is unknown. */
            service?: {
                name: string;
                /** @default [] */
                kinds?: string[];
            };
        };
        Dossier: {
            service: {
                name: string;
                kinds: string[];
            } | null;
            /** @enum {string} */
            status: "granted" | "granted-with-reservations" | "suspended" | "renewing" | "expired" | "lapsed" | "withdrawn" | "refused" | "abandoned" | "in-progress" | "applied" | "announced" | "unknown";
            /** @description Confirmed by the authority. */
            confirmed: boolean;
            /** @description The events that establish the status; of a register that confirms it, the latest `RegisterRead`, which `GET /v1/events` has. */
            because: string[];
            expiring: boolean;
            stale: boolean;
            lastHeard: string | null;
            /** @description The first announcement, intent, target or validation. */
            announced: {
                occurred: components["schemas"]["PartialDate"];
                /**
                 * Format: date
                 * @example 2021-05-27
                 */
                day: string;
                /** Format: uuid */
                event: string;
            } | null;
            /** @description The furthest milestone of the current cycle. */
            stage: {
                milestone: string;
                occurred: components["schemas"]["PartialDate"];
                confirmed: boolean;
            } | null;
            /** @description Every milestone reached. */
            milestones: {
                milestone: string;
                occurred: components["schemas"]["PartialDate"];
                confirmed: boolean;
                /**
                 * Format: date
                 * @description The earliest day of `occurred`.
                 * @example 2021-05-27
                 */
                day: string;
                /** Format: uuid */
                event: string;
            }[];
            grants: {
                /** Format: uuid */
                id: string;
                decision: string | null;
                validFrom: components["schemas"]["PartialDate"];
                validUntil: components["schemas"]["PartialDate"] | null;
                /** @enum {string} */
                state: "in-force" | "suspended" | "withdrawn" | "expired" | "refuted" | "not-yet-valid";
                /** @description The last day on which it is in force, as things stand; `null` if unknown. */
                runsUntil: string | null;
                /** @description For a report, the last day on which it counts as current; for a duty, the last day before it lapses. */
                currentUntil: string | null;
                conditions: string[];
                reservations: {
                    text: string;
                    due?: components["schemas"]["PartialDate"];
                }[];
                referential: string | null;
                level: string | null;
                confirmed: boolean;
                /** @description The events that tell of it; of a register that confirms it, the latest `RegisterRead`, which `GET /v1/events` has. */
                events: string[];
            }[];
            /** @description The first day of the next grant that is decided and not yet valid, while none is in force. */
            grantedFrom: string | null;
            targets: {
                milestone: string;
                due: components["schemas"]["PartialDate"];
                announced: components["schemas"]["PartialDate"];
                confirmed: boolean;
                referential?: string;
                /** @description The day on which the milestone, or a later one, was reached. */
                reached: string | null;
                /**
                 * Format: uuid
                 * @description The event that set it.
                 */
                event: string;
                /**
                 * Format: int64
                 * @description Days from the latest day of `due` to the day it was reached, or to `asOf` while it is not.
                 */
                slipDays: number;
            }[];
            /** @description The dossiers whose grants it depends on. */
            dependsOn: string[];
            /** Format: uuid */
            id: string;
            provider: {
                /** Format: uuid */
                id: string;
                slug: string;
                name: string;
            };
            scheme: string;
            labels: string[];
            /**
             * Format: int64
             * @description Version of the stream, as known at `knownAt`.
             */
            version: number;
            /**
             * Format: date
             * @example 2021-05-27
             */
            asOf: string;
            /** @description As requested; `null`: everything on record. */
            knownAt: string | null;
            warnings: components["schemas"]["Warning"][];
        };
        Dossiers: {
            items: components["schemas"]["Dossier"][];
        };
        /**
         * @example {
         *       "type": "MilestoneReached",
         *       "occurred": "2025-11-17",
         *       "source": {
         *         "kind": "company",
         *         "publisher": "Bleu",
         *         "url": "https://www.bleucloud.fr/"
         *       },
         *       "data": {
         *         "milestone": "J1"
         *       }
         *     }
         */
        NewDossierEvent: components["schemas"]["NewDossierIntentDeclared"] | components["schemas"]["NewDossierApplicationFiled"] | components["schemas"]["NewDossierMilestoneReached"] | components["schemas"]["NewDossierTargetSet"] | components["schemas"]["NewDossierApplicationRefused"] | components["schemas"]["NewDossierApplicationAbandoned"] | components["schemas"]["NewDossierGrantIssued"] | components["schemas"]["NewDossierGrantAnnounced"] | components["schemas"]["NewDossierRegisterObserved"] | components["schemas"]["NewDossierGrantSuspended"] | components["schemas"]["NewDossierGrantReinstated"] | components["schemas"]["NewDossierGrantWithdrawn"] | components["schemas"]["NewDossierSurveillancePassed"] | components["schemas"]["NewDossierSurveillanceFailed"] | components["schemas"]["NewDossierReservationLifted"] | components["schemas"]["NewDossierAnnouncementMade"] | components["schemas"]["NewDossierStatementMade"] | components["schemas"]["NewDossierClaimDisputed"] | components["schemas"]["NewDossierValidationIssued"] | components["schemas"]["NewDossierScopeDeclared"] | components["schemas"]["NewDossierDependencyDeclared"] | components["schemas"]["NewDossierDependencyEnded"] | components["schemas"]["NewDossierServiceTransferred"] | components["schemas"]["NewDossierDeadlineSet"] | components["schemas"]["NewDossierDeadlineMoved"] | components["schemas"]["NewDossierDeadlineMet"] | components["schemas"]["NewDossierDeadlineCancelled"] | components["schemas"]["NewDossierEventCorrected"] | components["schemas"]["NewDossierEventRetracted"];
        EventPreview: {
            /** @enum {boolean} */
            dryRun: true;
            /**
             * @description Resulting status as of today.
             * @enum {string}
             */
            status: "granted" | "granted-with-reservations" | "suspended" | "renewing" | "expired" | "lapsed" | "withdrawn" | "refused" | "abandoned" | "in-progress" | "applied" | "announced" | "unknown";
            /** @description Warnings as of today that the event brings, from the events of the dossier alone. */
            warnings: components["schemas"]["Warning"][];
            reminders: {
                /** @description All reminders of deadlines that would be new, postponed, brought forward or reopened. */
                planned: components["schemas"]["UpcomingReminder"][];
                /** @description No longer sent because dates would move. */
                superseded: components["schemas"]["UpcomingReminder"][];
                /** @description No longer sent because deadlines would be met, cancelled or removed. */
                cancelled: components["schemas"]["UpcomingReminder"][];
                /**
                 * Format: int64
                 * @description Number of other subscriptions whose reminders would change.
                 */
                others: number;
            };
            /** @description Subscriptions notified of the event itself, immediately. */
            told: {
                /** @description Subscriptions visible to this key, at most 100. */
                subscriptions: components["schemas"]["RemindedSubscription"][];
                /**
                 * Format: int64
                 * @description Number of other subscriptions.
                 */
                others: number;
            };
        };
        UpcomingReminder: {
            deadline: {
                /** @description Stays the same when the dates move. */
                key: string;
                /** @enum {string} */
                kind: "grant-end" | "renewal-window" | "transition" | "surveillance" | "reservation" | "target" | "staleness" | "officer-set" | "dependency-end";
                due: components["schemas"]["PartialDate"];
                /**
                 * Format: date
                 * @description The first day on which acting is useful.
                 * @example 2021-05-27
                 */
                opens: string;
                /** @description The last day on which acting still helps, if later than `due`. */
                lapses: string | null;
                /** @enum {string} */
                state: "open" | "met" | "missed" | "cancelled";
                /** @description A milestone, a reservation, a decision, or what an officer called it. */
                title: string | null;
            };
            /**
             * Format: uuid
             * @description The dossier of the reminder, which may depend on this one.
             */
            dossier: string;
            /**
             * Format: int64
             * @description Step of the reminder schedule: days before the earliest day of `due`, before adjustment for weekends and holidays; negative after it.
             */
            rung: number;
            /**
             * Format: date
             * @description Day of sending.
             * @example 2021-05-27
             */
            day: string;
            /** Format: date-time */
            fireAt: string;
            /**
             * @description Reason for planning.
             * @enum {string}
             */
            because: "ladder" | "known-late" | "snooze";
            /** @description Sent only if nobody acknowledges the earlier reminders. */
            escalation: boolean;
            /** @description Subscriptions visible to this key, at most 100. */
            subscriptions: components["schemas"]["RemindedSubscription"][];
        };
        RemindedSubscription: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            channel: "email" | "webhook";
            target: string;
        };
        RecordedOnDossier: {
            /**
             * Format: uuid
             * @description The event, to which corrections refer.
             */
            id: string;
            /**
             * Format: int64
             * @description In the ledger.
             */
            position: number;
            /**
             * Format: int64
             * @description Version of the provider, dossier or scheme, including this event.
             */
            version: number;
            /** @enum {string} */
            status: "granted" | "granted-with-reservations" | "suspended" | "renewing" | "expired" | "lapsed" | "withdrawn" | "refused" | "abandoned" | "in-progress" | "applied" | "announced" | "unknown";
            /** @description Warnings as of today that the event brings, from the events of the dossier alone. */
            warnings: components["schemas"]["Warning"][];
        };
        Proposal: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "dossier-event" | "import" | "scheme" | "scheme-amendment" | "match";
            /** @description `dossier-<id>`, `scheme-<slug>`, `register-<slug>`; `null` for a file. */
            about: string | null;
            /** @description Whose changes of status need a second person. */
            schemes: string[];
            /** @description `account:<id>`, with the key if there was one. */
            proposer: string;
            /** Format: date-time */
            proposedAt: string;
            /**
             * @description `recording`: approved and being recorded; `outdated`: approved, but the ledger has changed.
             * @enum {string}
             */
            state: "open" | "recording" | "approved" | "rejected" | "withdrawn" | "outdated";
            decided: {
                by: string;
                /** Format: date-time */
                at: string;
                reason: string | null;
            } | null;
            refused: {
                code: string;
                reason: string;
            } | null;
            /** @description Of the ledger, once it is approved; `null` for a file. */
            event: string | null;
            position: number | null;
        };
        Changes: {
            items: components["schemas"]["Change"][];
        };
        /** @description `provider` to `amends` are included in the stream and in filtered feeds. */
        Change: {
            /** Format: int64 */
            position: number;
            /** Format: uuid */
            id: string;
            /** @description `provider-<id>`, `dossier-<id>` or `scheme-<slug>`. */
            stream: string;
            /** Format: int64 */
            version: number;
            type: string;
            occurred: components["schemas"]["PartialDate"] | null;
            source: components["schemas"]["Source"] | null;
            data: {
                [key: string]: unknown;
            };
            /** Format: date-time */
            recordedAt: string;
            /** @description The account or API key that recorded it, by id: `account:<id>`, `account:<id> key:<id>` or `key:<id>`. Only with an API key. */
            actor?: string;
            /**
             * @description This version of Jalon cannot read the event. `data` is what is stored.
             * @enum {boolean}
             */
            unreadable?: true;
            /** @description With its current name. */
            provider?: {
                /** Format: uuid */
                id: string;
                slug: string;
                name: string;
            } | null;
            dossier?: {
                /** Format: uuid */
                id: string;
                scheme: string;
                service: string | null;
            } | null;
            scheme?: string | null;
            /** @description Status before and after the event, as of the day it was recorded; `null` for events that are not about a dossier. */
            status?: {
                before: components["schemas"]["Standing"] | null;
                after: components["schemas"]["Standing"] | null;
            } | null;
            /** @description For an event about a deadline that an officer set: the title of the deadline, if it has one. */
            deadlineTitle?: string;
            /** @description Next open deadline of the dossier after the event. */
            next?: {
                /** @enum {string} */
                kind: "grant-end" | "renewal-window" | "transition" | "surveillance" | "reservation" | "target" | "staleness" | "officer-set" | "dependency-end";
                due: components["schemas"]["PartialDate"];
                title: string | null;
            } | null;
            /** @description For a correction or retraction: the event concerned, as it was before. */
            amends?: {
                [key: string]: unknown;
            } | null;
        };
        Deadlines: {
            items: components["schemas"]["Deadline"][];
        };
        Deadline: {
            /** @description Stays the same when the dates move. */
            key: string;
            /** @enum {string} */
            kind: "grant-end" | "renewal-window" | "transition" | "surveillance" | "reservation" | "target" | "staleness" | "officer-set" | "dependency-end";
            due: components["schemas"]["PartialDate"];
            /**
             * Format: date
             * @description The first day on which acting is useful.
             * @example 2021-05-27
             */
            opens: string;
            /** @description The last day on which acting still helps, if later than `due`. */
            lapses: string | null;
            /** @enum {string} */
            state: "open" | "met" | "missed" | "cancelled";
            /** @description A milestone, a reservation, a decision, or what an officer called it. */
            title: string | null;
            /**
             * Format: uuid
             * @description The event that the deadline results from; `RegisterRead` if a register confirmed the dossier.
             */
            event: string;
            /** @description Confirmed by the authority, or set by an officer. */
            confirmed: boolean;
            /**
             * Format: int64
             * @description Days to the earliest day of `due`; negative: days since its latest day.
             */
            daysLeft: number;
            dossier: {
                /** Format: uuid */
                id: string;
                provider: {
                    /** Format: uuid */
                    id: string;
                    slug: string;
                    name: string;
                };
                service: {
                    name: string;
                    kinds: string[];
                } | null;
                scheme: string;
            };
            /** @description The version of the standard that it is about, where one is on record. */
            referential: string | null;
            /** @description For `dependency-end`: the dossier whose grant ends. */
            dependsOn: string | null;
            /** @description For `dependency-end`: the names of that dossier. */
            dependency: {
                /** Format: uuid */
                id: string;
                provider: {
                    /** Format: uuid */
                    id: string;
                    slug: string;
                    name: string;
                };
                service: {
                    name: string;
                    kinds: string[];
                } | null;
                scheme: string;
            } | null;
        };
        DeadlineComments: {
            items: components["schemas"]["DeadlineComment"][];
        };
        DeadlineComment: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            dossier: string;
            key: string;
            /** @description `account:<id>`, with ` key:<id>` if by a key of the account, or `key:<id>`. */
            author: string;
            /** @description `null`: the account was erased. */
            authorName: string | null;
            /** @description Plain text; `null` once deleted. */
            text: string | null;
            /** Format: date-time */
            createdAt: string;
            deletedAt: string | null;
        };
        /**
         * @example {
         *       "key": "grant-end/9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f",
         *       "text": "The provider announced the renewal audit for January."
         *     }
         */
        NewDeadlineComment: {
            /** @description The key of a deadline of the dossier, as `GET /v1/deadlines` lists it. */
            key: string;
            text: string;
        };
        /**
         * @example {
         *       "key": "grant-end/9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f",
         *       "account": "6d1f0c3a-52b4-4c1e-9b7a-0e8f4d2a9c35"
         *     }
         */
        NewDeadlineAssignee: {
            /** @description The key of a deadline of the dossier, as `GET /v1/deadlines` lists it. */
            key: string;
            /** @description `null`: nobody. */
            account: string | null;
        };
        DeadlineAssignees: {
            items: components["schemas"]["DeadlineAssignee"][];
        };
        DeadlineAssignee: {
            /** Format: uuid */
            dossier: string;
            key: string;
            /** Format: uuid */
            account: string;
            /** @description `null`: the account was erased. */
            name: string | null;
            /** Format: date-time */
            assignedAt: string;
        };
        SearchResults: {
            kinds: components["schemas"]["FoundKind"][];
        };
        FoundKind: {
            /** @enum {string} */
            kind: "provider" | "service" | "decision" | "scheme" | "party" | "technology" | "statement";
            /**
             * Format: int64
             * @description Number of results of the kind; at 1000, there may be more.
             */
            total: number;
            /** @description Best first. */
            items: (components["schemas"]["FoundEntry"] | components["schemas"]["FoundScheme"])[];
        };
        FoundEntry: {
            /** @enum {string} */
            kind: "provider" | "service" | "decision" | "party" | "technology" | "statement";
            /** @description What was found, as recorded: a name, a number, or what an event says. Empty for a dossier without service. */
            text: string;
            /** @description Nothing matches the query; this is written like it. */
            similar: boolean;
            provider: {
                /** Format: uuid */
                id: string;
                slug: string;
                name: string;
            };
            /** @description `null` if it belongs to the provider itself. */
            dossier: components["schemas"]["FoundDossier"] | null;
            /** @description The event that states it. */
            event: string | null;
            /** @description Of the event. */
            type: string | null;
            occurred: components["schemas"]["PartialDate"] | null;
        };
        FoundDossier: {
            /** Format: uuid */
            id: string;
            scheme: string;
            service: {
                name: string;
                kinds: string[];
            } | null;
            /** @description On the day; `null` before the first event of the dossier. */
            status: ("granted" | "granted-with-reservations" | "suspended" | "renewing" | "expired" | "lapsed" | "withdrawn" | "refused" | "abandoned" | "in-progress" | "applied" | "announced" | "unknown") | null;
            confirmed: boolean;
            /** @description The furthest milestone reached by then. */
            milestone: string | null;
        };
        FoundScheme: {
            /** @enum {string} */
            kind: "scheme";
            slug: string;
            name: {
                fr: string;
                en: string;
            };
            /** @description The stage that was found; `null`: the scheme itself. */
            milestone: {
                code: string;
                name: {
                    fr: string;
                    en: string;
                };
            } | null;
        };
        Diff: {
            from: {
                /**
                 * Format: date
                 * @example 2021-05-27
                 */
                asOf: string;
                knownAt: string | null;
            };
            to: {
                /**
                 * Format: date
                 * @example 2021-05-27
                 */
                asOf: string;
                knownAt: string | null;
            };
            items: components["schemas"]["Difference"][];
        };
        Difference: {
            /**
             * Format: uuid
             * @description Of the dossier.
             */
            id: string;
            /** @description At `to` if the dossier is open then, otherwise at `from`. */
            provider: {
                /** Format: uuid */
                id: string;
                slug: string;
                name: string;
            };
            service: {
                name: string;
                kinds: string[];
            } | null;
            scheme: string;
            /** @enum {string} */
            change: "appeared" | "gone" | "changed";
            /**
             * @description `happened`: something changed between the two days. `learned`: the earlier knowledge was wrong or incomplete.
             * @enum {string}
             */
            kind: "happened" | "learned" | "both";
            /** @description The changed fields; empty unless `changed`. */
            fields: ("status" | "confirmed" | "stage" | "grant" | "expiring" | "stale" | "labels" | "provider" | "service")[];
            /** @description At `from`; `null` if not open yet. */
            before: {
                service: {
                    name: string;
                    kinds: string[];
                } | null;
                /** @enum {string} */
                status: "granted" | "granted-with-reservations" | "suspended" | "renewing" | "expired" | "lapsed" | "withdrawn" | "refused" | "abandoned" | "in-progress" | "applied" | "announced" | "unknown";
                /** @description Confirmed by the authority. */
                confirmed: boolean;
                expiring: boolean;
                stale: boolean;
                /** @description The furthest milestone of the current cycle. */
                stage: {
                    milestone: string;
                    occurred: components["schemas"]["PartialDate"];
                    confirmed: boolean;
                } | null;
                provider: {
                    /** Format: uuid */
                    id: string;
                    slug: string;
                    name: string;
                };
                /** @description The grant in force or suspended. */
                grant: {
                    decision: string | null;
                    validUntil: components["schemas"]["PartialDate"] | null;
                } | null;
                labels: string[];
            } | null;
            /** @description At `to`; `null` if not open yet. */
            after: {
                service: {
                    name: string;
                    kinds: string[];
                } | null;
                /** @enum {string} */
                status: "granted" | "granted-with-reservations" | "suspended" | "renewing" | "expired" | "lapsed" | "withdrawn" | "refused" | "abandoned" | "in-progress" | "applied" | "announced" | "unknown";
                /** @description Confirmed by the authority. */
                confirmed: boolean;
                expiring: boolean;
                stale: boolean;
                /** @description The furthest milestone of the current cycle. */
                stage: {
                    milestone: string;
                    occurred: components["schemas"]["PartialDate"];
                    confirmed: boolean;
                } | null;
                provider: {
                    /** Format: uuid */
                    id: string;
                    slug: string;
                    name: string;
                };
                /** @description The grant in force or suspended. */
                grant: {
                    decision: string | null;
                    validUntil: components["schemas"]["PartialDate"] | null;
                } | null;
                labels: string[];
            } | null;
            /** @description The latest 20 events visible at one point only; empty if only time has passed. */
            because: {
                /** Format: uuid */
                id: string;
                type: string;
                /** @description At that point, with corrections applied. */
                occurred: components["schemas"]["PartialDate"] | null;
                /** Format: date-time */
                recordedAt: string;
                /** @description Of its source. */
                publisher: string | null;
                /** Format: int64 */
                position: number;
                /**
                 * @description The point at which it is visible.
                 * @enum {string}
                 */
                visible: "from" | "to";
            }[];
            /**
             * Format: int64
             * @description Number of earlier ones omitted.
             */
            more: number;
        };
        Durations: {
            /**
             * Format: int64
             * @description Number of dossiers that began the step.
             */
            n: number;
            /** Format: int64 */
            completed: number;
            /**
             * Format: int64
             * @description Not completed by `asOf`; they count for as long as they have been pending.
             */
            pending: number;
            /**
             * Format: int64
             * @description Refused, abandoned or no longer listed: they never complete the step.
             */
            ended: number;
            /** @description Fewer than 10 completed: no estimate. */
            few: boolean;
            /** @description A milestone, `announcement`, or `last`. */
            from: string;
            to: string;
            /**
             * Format: int64
             * @description Completed cases without a date of their own: counted on that of a later milestone or listing.
             */
            atLatest: number;
            /**
             * Format: int64
             * @description Number of dossiers with a date less precise than a day.
             */
            imprecise: number;
            /**
             * Format: int64
             * @description Number of dossiers of which the authority does not confirm all dates.
             */
            unconfirmed: number;
            /**
             * Format: int64
             * @description Number of dossiers excluded because the step ends before it begins.
             */
            outOfOrder: number;
            /** @description Days by which 25, 50 and 75% have completed the step; `null` if `few`. */
            quartiles: {
                lower: {
                    /** @description `null`: not reached by so many cases yet. */
                    days: number | null;
                    lower: number | null;
                    /** @description Bounds of the 95% interval; `null`: none within the days observed. */
                    upper: number | null;
                };
                median: {
                    /** @description `null`: not reached by so many cases yet. */
                    days: number | null;
                    lower: number | null;
                    /** @description Bounds of the 95% interval; `null`: none within the days observed. */
                    upper: number | null;
                };
                upper: {
                    /** @description `null`: not reached by so many cases yet. */
                    days: number | null;
                    lower: number | null;
                    /** @description Bounds of the 95% interval; `null`: none within the days observed. */
                    upper: number | null;
                };
            } | null;
            forecast: {
                /**
                 * Format: int64
                 * @description Days since the start.
                 */
                after: number;
                /**
                 * Format: int64
                 * @description Days from then.
                 */
                within: number;
                /**
                 * Format: int64
                 * @description Number of dossiers that were pending after these days.
                 */
                n: number;
                /**
                 * Format: int64
                 * @description Those of them that completed the step later, at any time.
                 */
                completed: number;
                /** @description Fewer than 10 of them: no forecast. */
                few: boolean;
                /** @description Completed within these days; `null` if `few`, or if none was observed for so long. */
                share: number | null;
                lower: number | null;
                /** @description Bounds of the 95% interval. */
                upper: number | null;
                /** @description Why there is no figure, in the language of the request; otherwise `null`. */
                note: string | null;
            };
            /** @description By level, of the year asked. */
            levels: {
                /**
                 * Format: int64
                 * @description Number of dossiers that began the step.
                 */
                n: number;
                /** Format: int64 */
                completed: number;
                /**
                 * Format: int64
                 * @description Not completed by `asOf`; they count for as long as they have been pending.
                 */
                pending: number;
                /**
                 * Format: int64
                 * @description Refused, abandoned or no longer listed: they never complete the step.
                 */
                ended: number;
                /** @description Fewer than 10 completed: no estimate. */
                few: boolean;
                /** @description `null`: not on record. */
                level: string | null;
                /** @description In days; `null` if `few`. */
                median: {
                    /** @description `null`: not reached by so many cases yet. */
                    days: number | null;
                    lower: number | null;
                    /** @description Bounds of the 95% interval; `null`: none within the days observed. */
                    upper: number | null;
                } | null;
            }[];
            /** @description By year of the start, of the level asked. */
            years: {
                /**
                 * Format: int64
                 * @description Number of dossiers that began the step.
                 */
                n: number;
                /** Format: int64 */
                completed: number;
                /**
                 * Format: int64
                 * @description Not completed by `asOf`; they count for as long as they have been pending.
                 */
                pending: number;
                /**
                 * Format: int64
                 * @description Refused, abandoned or no longer listed: they never complete the step.
                 */
                ended: number;
                /** @description Fewer than 10 completed: no estimate. */
                few: boolean;
                /**
                 * Format: int64
                 * @description In which the step began.
                 */
                year: number;
                /** @description In days; `null` if `few`. */
                median: {
                    /** @description `null`: not reached by so many cases yet. */
                    days: number | null;
                    lower: number | null;
                    /** @description Bounds of the 95% interval; `null`: none within the days observed. */
                    upper: number | null;
                } | null;
            }[];
            /** @description Empty if `few`; of more than 400 points, evenly chosen ones. */
            curve: {
                /**
                 * Format: int64
                 * @description Since the start.
                 */
                days: number;
                /**
                 * Format: int64
                 * @description Cases observed for so long that had not reached the outcome before.
                 */
                atRisk: number;
                /**
                 * Format: int64
                 * @description Cases that reached it on this day.
                 */
                reached: number;
                /** @description Estimated share that has not reached it by the end of this day. */
                waiting: number;
                /** @description Between 0 and 1. */
                lower: number;
                /** @description Bounds of the 95% interval; `null` if `waiting` is 0. */
                upper: number | null;
            }[];
            scheme: string;
            /**
             * Format: date
             * @example 2021-05-27
             */
            asOf: string;
            knownAt: string | null;
            /** @description As requested. */
            level: string | null;
            /** @description As requested. */
            year: number | null;
            /** @description Why there is no figure, in the language of the request; otherwise `null`. */
            note: string | null;
        };
        Statistics: {
            scheme: string;
            /**
             * Format: date
             * @example 2021-05-27
             */
            asOf: string;
            knownAt: string | null;
            /** @description From each milestone to the next, in the order of the scheme. */
            steps: {
                /** @description A milestone, or `announcement`. */
                from: string;
                /** @description A later milestone. */
                to: string;
                /**
                 * Format: int64
                 * @description Number of dossiers that completed the step.
                 */
                n: number;
                /** @description Fewer than 5: not representative. */
                few: boolean;
                /** @description Between the earliest days that the dates can mean; `null` if `n` is 0. */
                days: {
                    min: number;
                    lowerQuartile: number;
                    median: number;
                    upperQuartile: number;
                    max: number;
                } | null;
                /**
                 * Format: int64
                 * @description Number of dossiers with a date less precise than a day.
                 */
                imprecise: number;
                /** @description `days` for the shortest and the longest reading of imprecise dates; `null` without any. */
                possible: {
                    /** @description In days. */
                    shortest: {
                        min: number;
                        lowerQuartile: number;
                        median: number;
                        upperQuartile: number;
                        max: number;
                    };
                    /** @description In days. */
                    longest: {
                        min: number;
                        lowerQuartile: number;
                        median: number;
                        upperQuartile: number;
                        max: number;
                    };
                } | null;
                /**
                 * Format: int64
                 * @description Number of dossiers of which the authority does not confirm both dates.
                 */
                unconfirmed: number;
                /**
                 * Format: int64
                 * @description Number of dossiers excluded because the step ends before it begins.
                 */
                outOfOrder: number;
                /** @description The sample size in words, in the language of the request; `null` unless `few`. */
                note: string | null;
            }[];
            /** @description From the first milestone to the outcome. */
            whole: {
                /** @description A milestone, or `announcement`. */
                from: string;
                /** @description A later milestone. */
                to: string;
                /**
                 * Format: int64
                 * @description Number of dossiers that completed the step.
                 */
                n: number;
                /** @description Fewer than 5: not representative. */
                few: boolean;
                /** @description Between the earliest days that the dates can mean; `null` if `n` is 0. */
                days: {
                    min: number;
                    lowerQuartile: number;
                    median: number;
                    upperQuartile: number;
                    max: number;
                } | null;
                /**
                 * Format: int64
                 * @description Number of dossiers with a date less precise than a day.
                 */
                imprecise: number;
                /** @description `days` for the shortest and the longest reading of imprecise dates; `null` without any. */
                possible: {
                    /** @description In days. */
                    shortest: {
                        min: number;
                        lowerQuartile: number;
                        median: number;
                        upperQuartile: number;
                        max: number;
                    };
                    /** @description In days. */
                    longest: {
                        min: number;
                        lowerQuartile: number;
                        median: number;
                        upperQuartile: number;
                        max: number;
                    };
                } | null;
                /**
                 * Format: int64
                 * @description Number of dossiers of which the authority does not confirm both dates.
                 */
                unconfirmed: number;
                /**
                 * Format: int64
                 * @description Number of dossiers excluded because the step ends before it begins.
                 */
                outOfOrder: number;
                /** @description The sample size in words, in the language of the request; `null` unless `few`. */
                note: string | null;
            } | null;
            /** @description From the first announcement, intent, target or validation to the outcome. `from` is `announcement`; `unconfirmed` only considers the outcome. */
            announced: {
                /** @description A milestone, or `announcement`. */
                from: string;
                /** @description A later milestone. */
                to: string;
                /**
                 * Format: int64
                 * @description Number of dossiers that completed the step.
                 */
                n: number;
                /** @description Fewer than 5: not representative. */
                few: boolean;
                /** @description Between the earliest days that the dates can mean; `null` if `n` is 0. */
                days: {
                    min: number;
                    lowerQuartile: number;
                    median: number;
                    upperQuartile: number;
                    max: number;
                } | null;
                /**
                 * Format: int64
                 * @description Number of dossiers with a date less precise than a day.
                 */
                imprecise: number;
                /** @description `days` for the shortest and the longest reading of imprecise dates; `null` without any. */
                possible: {
                    /** @description In days. */
                    shortest: {
                        min: number;
                        lowerQuartile: number;
                        median: number;
                        upperQuartile: number;
                        max: number;
                    };
                    /** @description In days. */
                    longest: {
                        min: number;
                        lowerQuartile: number;
                        median: number;
                        upperQuartile: number;
                        max: number;
                    };
                } | null;
                /**
                 * Format: int64
                 * @description Number of dossiers of which the authority does not confirm both dates.
                 */
                unconfirmed: number;
                /**
                 * Format: int64
                 * @description Number of dossiers excluded because the step ends before it begins.
                 */
                outOfOrder: number;
                /** @description The sample size in words, in the language of the request; `null` unless `few`. */
                note: string | null;
            } | null;
            /** @description The dossiers without an outcome, those longest at their stage first. */
            open: {
                /** @description The furthest milestone reached. */
                stage: string | null;
                /** @description In its current step. */
                step: {
                    /** @description A milestone, or `announcement`. */
                    from: string;
                    /** @description A later milestone. */
                    to: string;
                    /**
                     * Format: int64
                     * @description Number of dossiers that completed the step.
                     */
                    n: number;
                    /** @description Fewer than 5: not representative. */
                    few: boolean;
                    since: components["schemas"]["PartialDate"];
                    /**
                     * Format: int64
                     * @description From the earliest day of `since` to `asOf`.
                     */
                    days: number;
                    /**
                     * Format: int64
                     * @description From the latest day of `since` to `asOf`.
                     */
                    leastDays: number;
                    /**
                     * Format: int64
                     * @description Number of the `n` dossiers that took less than `days`.
                     */
                    longerThan: number;
                    /** @description Their share in percent; `null` if `n` is 0. */
                    percentile: number | null;
                    /** @description The sample size in words, in the language of the request; `null` unless `few`. */
                    note: string | null;
                } | null;
                /** @description Since the first milestone. */
                whole: {
                    /** @description A milestone, or `announcement`. */
                    from: string;
                    /** @description A later milestone. */
                    to: string;
                    /**
                     * Format: int64
                     * @description Number of dossiers that completed the step.
                     */
                    n: number;
                    /** @description Fewer than 5: not representative. */
                    few: boolean;
                    since: components["schemas"]["PartialDate"];
                    /**
                     * Format: int64
                     * @description From the earliest day of `since` to `asOf`.
                     */
                    days: number;
                    /**
                     * Format: int64
                     * @description From the latest day of `since` to `asOf`.
                     */
                    leastDays: number;
                    /**
                     * Format: int64
                     * @description Number of the `n` dossiers that took less than `days`.
                     */
                    longerThan: number;
                    /** @description Their share in percent; `null` if `n` is 0. */
                    percentile: number | null;
                    /** @description The sample size in words, in the language of the request; `null` unless `few`. */
                    note: string | null;
                } | null;
                /** @description Since the first announcement. */
                announced: {
                    /** @description A milestone, or `announcement`. */
                    from: string;
                    /** @description A later milestone. */
                    to: string;
                    /**
                     * Format: int64
                     * @description Number of dossiers that completed the step.
                     */
                    n: number;
                    /** @description Fewer than 5: not representative. */
                    few: boolean;
                    since: components["schemas"]["PartialDate"];
                    /**
                     * Format: int64
                     * @description From the earliest day of `since` to `asOf`.
                     */
                    days: number;
                    /**
                     * Format: int64
                     * @description From the latest day of `since` to `asOf`.
                     */
                    leastDays: number;
                    /**
                     * Format: int64
                     * @description Number of the `n` dossiers that took less than `days`.
                     */
                    longerThan: number;
                    /** @description Their share in percent; `null` if `n` is 0. */
                    percentile: number | null;
                    /** @description The sample size in words, in the language of the request; `null` unless `few`. */
                    note: string | null;
                } | null;
                /** Format: uuid */
                id: string;
                provider: {
                    /** Format: uuid */
                    id: string;
                    slug: string;
                    name: string;
                };
                service: {
                    name: string;
                    kinds: string[];
                } | null;
                /** @enum {string} */
                status: "granted" | "granted-with-reservations" | "suspended" | "renewing" | "expired" | "lapsed" | "withdrawn" | "refused" | "abandoned" | "in-progress" | "applied" | "announced" | "unknown";
            }[];
        };
        Imported: {
            /**
             * Format: int64
             * @description Rows recorded.
             */
            recorded: number;
            /**
             * Format: int64
             * @description Rows that were on record already.
             */
            replayed: number;
            /**
             * Format: int64
             * @description Providers registered by the import.
             */
            providers: number;
            /**
             * Format: int64
             * @description Dossiers opened by the import.
             */
            dossiers: number;
            /** Format: int64 */
            position: number;
            /**
             * @description Nothing was recorded; the counts are those of the import.
             * @enum {boolean}
             */
            dryRun?: true;
            /** @description For the dry run of a ledger file: whether this ledger is empty, which a restore requires. */
            empty?: boolean;
            /**
             * Format: date
             * @description The day of the statuses in `changes`.
             * @example 2021-05-27
             */
            asOf?: string;
            /** @description Up to 1,000 dossiers that would get events; those first whose status would change. */
            changes?: {
                dossier: {
                    /** Format: uuid */
                    id: string;
                    provider: string;
                    service: string | null;
                    scheme: string;
                };
                /** @description Whether the import would open it. */
                opened: boolean;
                /** @description `null` if the import would open it. */
                before: ("granted" | "granted-with-reservations" | "suspended" | "renewing" | "expired" | "lapsed" | "withdrawn" | "refused" | "abandoned" | "in-progress" | "applied" | "announced" | "unknown") | null;
                /** @enum {string} */
                after: "granted" | "granted-with-reservations" | "suspended" | "renewing" | "expired" | "lapsed" | "withdrawn" | "refused" | "abandoned" | "in-progress" | "applied" | "announced" | "unknown";
                confirmedBefore: boolean | null;
                confirmedAfter: boolean;
                /** @description Whether its status or confirmation would change. */
                moved: boolean;
                /** @description Codes of the warnings that the import would bring. */
                warnings: string[];
                /**
                 * Format: int64
                 * @description Number of new events, including its opening.
                 */
                events: number;
            }[];
            /**
             * Format: int64
             * @description Number of dossiers that would get events, including those not listed.
             */
            touched?: number;
            /**
             * Format: int64
             * @description Number of dossiers whose status or confirmation would change.
             */
            moved?: number;
            /** @description Messages that the import would cause, to all active subscriptions. */
            messages?: {
                /**
                 * Format: int64
                 * @description Messages about one recent event each.
                 */
                events: number;
                /**
                 * Format: int64
                 * @description Digests that would contain recent events.
                 */
                digests: number;
                /**
                 * Format: int64
                 * @description Summaries of past events, one per subscription.
                 */
                summaries: number;
            };
        };
        Schemes: {
            items: components["schemas"]["SchemeAnswer"][];
        };
        SchemeAnswer: {
            slug: string;
            name: {
                fr: string;
                en: string;
            };
            authority: string;
            /** @description Who else speaks for the authority. Default: acts are not checked for their publisher. */
            publishers?: string[];
            country: string;
            outcome: {
                fr: string;
                en: string;
            };
            /** @enum {string} */
            family: "decision" | "report" | "duty";
            milestones: {
                code: string;
                name: {
                    fr: string;
                    en: string;
                };
                means?: {
                    fr: string;
                    en: string;
                };
                isNot?: {
                    fr: string;
                    en: string;
                };
                /** @enum {string} */
                gives: "applied" | "in-progress" | "granted";
                after?: string[];
            }[];
            levels?: string[];
            maximalValidity?: {
                /** Format: int32 */
                years: number;
                /** Format: int32 */
                toleranceDays: number;
            };
            duties?: {
                code: string;
                name: {
                    fr: string;
                    en: string;
                };
                /** Format: int32 */
                everyMonths: number;
                /** Format: int32 */
                graceDays?: number;
            }[];
            /**
             * @description Effect on the grant in force. Default: `none`.
             * @enum {string}
             */
            onSurveillanceFailed?: "none" | "suspends" | "ends";
            /** Format: int32 */
            currentForMonths?: number;
            /** Format: int32 */
            warningDays: number;
            /** Format: int32 */
            renewalDays?: number;
            /** Format: int32 */
            staleAfterDays: number;
            ladder?: components["schemas"]["ReminderSchedule"];
            referentials: {
                version: string;
                /**
                 * Format: date
                 * @example 2021-05-27
                 */
                published: string;
                draft?: boolean;
                /**
                 * Format: date
                 * @example 2021-05-27
                 */
                optionalFrom?: string;
                /**
                 * Format: date
                 * @example 2021-05-27
                 */
                requiredForNew?: string;
                /**
                 * Format: date
                 * @example 2021-05-27
                 */
                requiredForAll?: string;
                /**
                 * Format: date
                 * @example 2021-05-27
                 */
                graceEnds?: string;
                source?: components["schemas"]["Source"];
                otherwise?: {
                    published: components["schemas"]["PartialDate"];
                    source: components["schemas"]["Source"];
                }[];
            }[];
            labels: {
                slug: string;
                name: {
                    fr: string;
                    en: string;
                };
                /**
                 * Format: date
                 * @example 2021-05-27
                 */
                from: string;
                /**
                 * Format: date
                 * @example 2021-05-27
                 */
                until?: string;
                basis: string;
                /** @description Versions of the standard that a grant must be under, if known. Default: any. */
                referentials?: string[];
            }[];
            sources: string[];
            /**
             * Format: int64
             * @description Number of publications, corrections and retractions by then; 0: built-in.
             */
            version: number;
            warnings: {
                /** @enum {string} */
                code: "published-differs";
                /** @enum {string} */
                kind: "conflict";
                text: string;
                params: {
                    [key: string]: unknown;
                };
                /** @description The version with different dates. */
                referential: string;
                /** @description The date of the scheme first, then others by rank of their source. */
                sides: {
                    says: components["schemas"]["PartialDate"];
                    source: {
                        /** @enum {string} */
                        kind: "decision" | "catalogue" | "list" | "statement" | "company" | "press" | "other";
                        publisher: string;
                        title?: string;
                        url?: string;
                    } | null;
                }[];
            }[];
        };
        /**
         * @example {
         *       "before": [
         *         90,
         *         30,
         *         7,
         *         1,
         *         0
         *       ],
         *       "overdue": [
         *         1,
         *         7
         *       ]
         *     }
         */
        ReminderSchedule: {
            before: number[];
            overdue: number[];
        };
        /**
         * @example {
         *       "slug": "hds",
         *       "name": {
         *         "fr": "Hébergeur de données de santé (HDS)",
         *         "en": "Health data hosting (HDS)"
         *       },
         *       "authority": "ANS",
         *       "country": "FR",
         *       "outcome": {
         *         "fr": "certifié",
         *         "en": "certified"
         *       },
         *       "family": "decision",
         *       "milestones": [
         *         {
         *           "code": "stage-1",
         *           "name": {
         *             "fr": "audit documentaire",
         *             "en": "stage 1 audit"
         *           },
         *           "means": {
         *             "fr": "L'organisme de certification examine la documentation de l'hébergeur et son niveau de préparation.",
         *             "en": "The certification body examines the hosting provider's documents and readiness."
         *           },
         *           "isNot": {
         *             "fr": "un certificat",
         *             "en": "a certificate"
         *           },
         *           "gives": "in-progress"
         *         },
         *         {
         *           "code": "stage-2",
         *           "name": {
         *             "fr": "audit sur site",
         *             "en": "stage 2 audit"
         *           },
         *           "means": {
         *             "fr": "L'organisme de certification vérifie sur site l'application des mesures.",
         *             "en": "The certification body verifies on site that the measures are implemented."
         *           },
         *           "isNot": {
         *             "fr": "un certificat",
         *             "en": "a certificate"
         *           },
         *           "gives": "in-progress",
         *           "after": [
         *             "stage-1"
         *           ]
         *         },
         *         {
         *           "code": "certificate",
         *           "name": {
         *             "fr": "certificat",
         *             "en": "certificate"
         *           },
         *           "means": {
         *             "fr": "Un organisme accrédité certifie l'hébergeur pour les activités, parmi les six prévues, que mentionne le certificat.",
         *             "en": "An accredited body certifies the hosting provider for the activities named in the certificate, out of six."
         *           },
         *           "gives": "granted",
         *           "after": [
         *             "stage-2"
         *           ]
         *         }
         *       ],
         *       "maximalValidity": {
         *         "years": 3,
         *         "toleranceDays": 7
         *       },
         *       "duties": [
         *         {
         *           "code": "surveillance",
         *           "name": {
         *             "fr": "audit de surveillance annuel",
         *             "en": "yearly surveillance audit"
         *           },
         *           "everyMonths": 12
         *         }
         *       ],
         *       "warningDays": 180,
         *       "renewalDays": 270,
         *       "staleAfterDays": 270,
         *       "referentials": [
         *         {
         *           "version": "1.0",
         *           "published": "2018-06-11",
         *           "graceEnds": "2026-05-16",
         *           "source": {
         *             "kind": "decision",
         *             "publisher": "French Republic",
         *             "title": "Order of 11 June 2018"
         *           }
         *         },
         *         {
         *           "version": "2.0",
         *           "published": "2024-05-16",
         *           "requiredForNew": "2024-11-16",
         *           "requiredForAll": "2026-05-16",
         *           "source": {
         *             "kind": "decision",
         *             "publisher": "French Republic",
         *             "title": "Order of 26 April 2024, published on 16 May 2024"
         *           }
         *         }
         *       ],
         *       "labels": [],
         *       "sources": [
         *         "https://esante.gouv.fr/produits-services/hds"
         *       ]
         *     }
         */
        Scheme: {
            slug: string;
            name: {
                fr: string;
                en: string;
            };
            authority: string;
            /** @description Who else speaks for the authority. Default: acts are not checked for their publisher. */
            publishers?: string[];
            country: string;
            outcome: {
                fr: string;
                en: string;
            };
            /** @enum {string} */
            family: "decision" | "report" | "duty";
            milestones: {
                code: string;
                name: {
                    fr: string;
                    en: string;
                };
                means?: {
                    fr: string;
                    en: string;
                };
                isNot?: {
                    fr: string;
                    en: string;
                };
                /** @enum {string} */
                gives: "applied" | "in-progress" | "granted";
                after?: string[];
            }[];
            levels?: string[];
            maximalValidity?: {
                /** Format: int32 */
                years: number;
                /** Format: int32 */
                toleranceDays: number;
            };
            duties?: {
                code: string;
                name: {
                    fr: string;
                    en: string;
                };
                /** Format: int32 */
                everyMonths: number;
                /** Format: int32 */
                graceDays?: number;
            }[];
            /**
             * @description Effect on the grant in force. Default: `none`.
             * @enum {string}
             */
            onSurveillanceFailed?: "none" | "suspends" | "ends";
            /** Format: int32 */
            currentForMonths?: number;
            /** Format: int32 */
            warningDays: number;
            /** Format: int32 */
            renewalDays?: number;
            /** Format: int32 */
            staleAfterDays: number;
            ladder?: components["schemas"]["ReminderSchedule"];
            referentials: {
                version: string;
                /**
                 * Format: date
                 * @example 2021-05-27
                 */
                published: string;
                draft?: boolean;
                /**
                 * Format: date
                 * @example 2021-05-27
                 */
                optionalFrom?: string;
                /**
                 * Format: date
                 * @example 2021-05-27
                 */
                requiredForNew?: string;
                /**
                 * Format: date
                 * @example 2021-05-27
                 */
                requiredForAll?: string;
                /**
                 * Format: date
                 * @example 2021-05-27
                 */
                graceEnds?: string;
                source?: components["schemas"]["Source"];
                otherwise?: {
                    published: components["schemas"]["PartialDate"];
                    source: components["schemas"]["Source"];
                }[];
            }[];
            labels: {
                slug: string;
                name: {
                    fr: string;
                    en: string;
                };
                /**
                 * Format: date
                 * @example 2021-05-27
                 */
                from: string;
                /**
                 * Format: date
                 * @example 2021-05-27
                 */
                until?: string;
                basis: string;
                /** @description Versions of the standard that a grant must be under, if known. Default: any. */
                referentials?: string[];
            }[];
            sources: string[];
        };
        Recorded: {
            /**
             * Format: uuid
             * @description The event, to which corrections refer.
             */
            id: string;
            /**
             * Format: int64
             * @description In the ledger.
             */
            position: number;
            /**
             * Format: int64
             * @description Version of the provider, dossier or scheme, including this event.
             */
            version: number;
        };
        /**
         * @example {
         *       "type": "EventCorrected",
         *       "data": {
         *         "event": "9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f",
         *         "changes": {
         *           "data": {
         *             "scheme": {
         *               "slug": "hds",
         *               "name": {
         *                 "fr": "Hébergeur de données de santé (HDS)",
         *                 "en": "Health data hosting (HDS)"
         *               },
         *               "authority": "ANS",
         *               "country": "FR",
         *               "outcome": {
         *                 "fr": "certifié",
         *                 "en": "certified"
         *               },
         *               "family": "decision",
         *               "milestones": [
         *                 {
         *                   "code": "stage-1",
         *                   "name": {
         *                     "fr": "audit documentaire",
         *                     "en": "stage 1 audit"
         *                   },
         *                   "means": {
         *                     "fr": "L'organisme de certification examine la documentation de l'hébergeur et son niveau de préparation.",
         *                     "en": "The certification body examines the hosting provider's documents and readiness."
         *                   },
         *                   "isNot": {
         *                     "fr": "un certificat",
         *                     "en": "a certificate"
         *                   },
         *                   "gives": "in-progress"
         *                 },
         *                 {
         *                   "code": "stage-2",
         *                   "name": {
         *                     "fr": "audit sur site",
         *                     "en": "stage 2 audit"
         *                   },
         *                   "means": {
         *                     "fr": "L'organisme de certification vérifie sur site l'application des mesures.",
         *                     "en": "The certification body verifies on site that the measures are implemented."
         *                   },
         *                   "isNot": {
         *                     "fr": "un certificat",
         *                     "en": "a certificate"
         *                   },
         *                   "gives": "in-progress",
         *                   "after": [
         *                     "stage-1"
         *                   ]
         *                 },
         *                 {
         *                   "code": "certificate",
         *                   "name": {
         *                     "fr": "certificat",
         *                     "en": "certificate"
         *                   },
         *                   "means": {
         *                     "fr": "Un organisme accrédité certifie l'hébergeur pour les activités, parmi les six prévues, que mentionne le certificat.",
         *                     "en": "An accredited body certifies the hosting provider for the activities named in the certificate, out of six."
         *                   },
         *                   "gives": "granted",
         *                   "after": [
         *                     "stage-2"
         *                   ]
         *                 }
         *               ],
         *               "maximalValidity": {
         *                 "years": 3,
         *                 "toleranceDays": 7
         *               },
         *               "duties": [
         *                 {
         *                   "code": "surveillance",
         *                   "name": {
         *                     "fr": "audit de surveillance annuel",
         *                     "en": "yearly surveillance audit"
         *                   },
         *                   "everyMonths": 12
         *                 }
         *               ],
         *               "warningDays": 365,
         *               "renewalDays": 270,
         *               "staleAfterDays": 270,
         *               "referentials": [
         *                 {
         *                   "version": "1.0",
         *                   "published": "2018-06-11",
         *                   "graceEnds": "2026-05-16",
         *                   "source": {
         *                     "kind": "decision",
         *                     "publisher": "French Republic",
         *                     "title": "Order of 11 June 2018"
         *                   }
         *                 },
         *                 {
         *                   "version": "2.0",
         *                   "published": "2024-05-16",
         *                   "requiredForNew": "2024-11-16",
         *                   "requiredForAll": "2026-05-16",
         *                   "source": {
         *                     "kind": "decision",
         *                     "publisher": "French Republic",
         *                     "title": "Order of 26 April 2024, published on 16 May 2024"
         *                   }
         *                 }
         *               ],
         *               "labels": [],
         *               "sources": [
         *                 "https://esante.gouv.fr/produits-services/hds"
         *               ]
         *             }
         *           }
         *         },
         *         "reason": "The warning window was misread: it is a year."
         *       }
         *     }
         */
        NewSchemeEvent: components["schemas"]["NewSchemeEventCorrected"] | components["schemas"]["NewSchemeEventRetracted"];
        Registers: {
            items: components["schemas"]["ListedRegister"][];
        };
        ListedRegister: {
            slug: string;
            name: string;
            scheme: string;
            publisher: string;
            /** @enum {string} */
            kind: "catalogue" | "list";
            /** Format: uri */
            url?: string;
            /** Format: int32 */
            everyHours?: number;
            /** Format: int32 */
            staleAfterDays: number;
            limits: {
                gonePercent: number;
                movedPercent: number;
            };
            reader: {
                /** @enum {string} */
                format: "json" | "csv" | "xlsx" | "html";
                /** @description JSON: the path of the list, if the document is not that list; XLSX: the sheet; HTML: the caption of the table or the heading before it. Default: the first with the columns of the profile. */
                entries?: string | string[];
                /** @description JSON: the path of the day of the document. Default: the day of the reading. */
                readOn?: string | string[];
                /**
                 * @description `iso` reads the day of an instant such as `2026-04-01T02:40:41Z` in UTC.
                 * @enum {string}
                 */
                dates: "iso" | "day-month-year" | "month-day-year";
                /** @description Texts that stand for no value, such as `n/a`. */
                blanks: string[];
                /** @description Separates several values of one cell. Default: `;`. */
                separator?: string;
                fields: {
                    /** @description The register's own key of the entry. Default: provider and service. */
                    entry?: string | string[];
                    provider: string | string[];
                    /** @description Default: the dossier of the provider without a service. */
                    service?: string | string[];
                    serviceKinds?: string | string[];
                    /** @description Looked up in `stages`. Default: every entry is granted. */
                    stage?: string | string[];
                    decision?: string | string[];
                    level?: string | string[];
                    validFrom?: string | string[];
                    validUntil?: string | string[];
                    conditions?: string | string[];
                    /** @description The keys of the entries of the register that this one is built on. */
                    dependsOn?: string | string[];
                    /** @description The reverse: the keys of the entries that are built on this one. */
                    dependents?: string | string[];
                };
                /** @description From the text of the register, in any case, to a milestone of the scheme, `granted`, `absent` or `ignored`. Other texts are unreadable. */
                stages: {
                    [key: string]: string;
                };
                /** @description From milestones of the scheme to where the register dates them: the latest of several dates. */
                milestones: {
                    [key: string]: string | string[];
                };
                /** @description From the text of the register, in any case, to a level of the scheme. Other texts must be a level of it. */
                levels?: {
                    [key: string]: string;
                };
            };
            notes: string[];
            /**
             * Format: int64
             * @description Version of its stream; 0: built-in and never read.
             */
            version: number;
            builtIn: boolean;
            /** @description Day of the last reading. */
            lastRead: string | null;
            /** @description Number of entries listed by the last reading. */
            entries: number | null;
            /** @description Whether it was not read for longer than `staleAfterDays`. */
            stale: boolean;
            /**
             * Format: int64
             * @description Number of readings that wait for a decision.
             */
            held: number;
        };
        RegisterAnswer: {
            slug: string;
            name: string;
            scheme: string;
            publisher: string;
            /** @enum {string} */
            kind: "catalogue" | "list";
            /** Format: uri */
            url?: string;
            /** Format: int32 */
            everyHours?: number;
            /** Format: int32 */
            staleAfterDays: number;
            limits: {
                gonePercent: number;
                movedPercent: number;
            };
            reader: {
                /** @enum {string} */
                format: "json" | "csv" | "xlsx" | "html";
                /** @description JSON: the path of the list, if the document is not that list; XLSX: the sheet; HTML: the caption of the table or the heading before it. Default: the first with the columns of the profile. */
                entries?: string | string[];
                /** @description JSON: the path of the day of the document. Default: the day of the reading. */
                readOn?: string | string[];
                /**
                 * @description `iso` reads the day of an instant such as `2026-04-01T02:40:41Z` in UTC.
                 * @enum {string}
                 */
                dates: "iso" | "day-month-year" | "month-day-year";
                /** @description Texts that stand for no value, such as `n/a`. */
                blanks: string[];
                /** @description Separates several values of one cell. Default: `;`. */
                separator?: string;
                fields: {
                    /** @description The register's own key of the entry. Default: provider and service. */
                    entry?: string | string[];
                    provider: string | string[];
                    /** @description Default: the dossier of the provider without a service. */
                    service?: string | string[];
                    serviceKinds?: string | string[];
                    /** @description Looked up in `stages`. Default: every entry is granted. */
                    stage?: string | string[];
                    decision?: string | string[];
                    level?: string | string[];
                    validFrom?: string | string[];
                    validUntil?: string | string[];
                    conditions?: string | string[];
                    /** @description The keys of the entries of the register that this one is built on. */
                    dependsOn?: string | string[];
                    /** @description The reverse: the keys of the entries that are built on this one. */
                    dependents?: string | string[];
                };
                /** @description From the text of the register, in any case, to a milestone of the scheme, `granted`, `absent` or `ignored`. Other texts are unreadable. */
                stages: {
                    [key: string]: string;
                };
                /** @description From milestones of the scheme to where the register dates them: the latest of several dates. */
                milestones: {
                    [key: string]: string | string[];
                };
                /** @description From the text of the register, in any case, to a level of the scheme. Other texts must be a level of it. */
                levels?: {
                    [key: string]: string;
                };
            };
            notes: string[];
            /**
             * Format: int64
             * @description Version of its stream; 0: built-in and never read.
             */
            version: number;
            builtIn: boolean;
            /** @description Day of the last reading. */
            lastRead: string | null;
            /** @description Number of entries listed by the last reading. */
            entries: number | null;
            /** @description Whether it was not read for longer than `staleAfterDays`. */
            stale: boolean;
            /**
             * Format: int64
             * @description Number of readings that wait for a decision.
             */
            held: number;
            /** @description Ascending by day. */
            readings: {
                /**
                 * Format: date
                 * @example 2021-05-27
                 */
                day: string;
                /** Format: int64 */
                entries: number;
                /** Format: int64 */
                added: number;
                /** Format: int64 */
                changed: number;
                /** Format: int64 */
                gone: number;
                /**
                 * Format: uuid
                 * @description The event `RegisterRead`.
                 */
                event: string;
                /** @description For its differences and document; `null` in a restored ledger. */
                reading: string | null;
            }[];
        };
        /**
         * @example {
         *       "slug": "harbour-list",
         *       "name": "List of sealed harbours",
         *       "scheme": "hds",
         *       "publisher": "ANS",
         *       "kind": "list",
         *       "url": "https://harbour.example/list.csv",
         *       "staleAfterDays": 45,
         *       "limits": {
         *         "gonePercent": 5,
         *         "movedPercent": 5
         *       },
         *       "reader": {
         *         "format": "csv",
         *         "dates": "day-month-year",
         *         "blanks": [
         *           "-",
         *           "n/a"
         *         ],
         *         "fields": {
         *           "provider": "Hébergeur",
         *           "service": "Service",
         *           "stage": "Statut",
         *           "validFrom": "Début",
         *           "validUntil": "Fin"
         *         },
         *         "stages": {
         *           "certifié": "granted",
         *           "audit en cours": "stage-2",
         *           "retiré": "absent"
         *         },
         *         "milestones": {}
         *       },
         *       "notes": [
         *         "Columns as published in November 2026."
         *       ]
         *     }
         */
        Register: {
            slug: string;
            name: string;
            scheme: string;
            publisher: string;
            /** @enum {string} */
            kind: "catalogue" | "list";
            /** Format: uri */
            url?: string;
            /** Format: int32 */
            everyHours?: number;
            /** Format: int32 */
            staleAfterDays: number;
            limits: {
                gonePercent: number;
                movedPercent: number;
            };
            reader: {
                /** @enum {string} */
                format: "json" | "csv" | "xlsx" | "html";
                /** @description JSON: the path of the list, if the document is not that list; XLSX: the sheet; HTML: the caption of the table or the heading before it. Default: the first with the columns of the profile. */
                entries?: string | string[];
                /** @description JSON: the path of the day of the document. Default: the day of the reading. */
                readOn?: string | string[];
                /**
                 * @description `iso` reads the day of an instant such as `2026-04-01T02:40:41Z` in UTC.
                 * @enum {string}
                 */
                dates: "iso" | "day-month-year" | "month-day-year";
                /** @description Texts that stand for no value, such as `n/a`. */
                blanks: string[];
                /** @description Separates several values of one cell. Default: `;`. */
                separator?: string;
                fields: {
                    /** @description The register's own key of the entry. Default: provider and service. */
                    entry?: string | string[];
                    provider: string | string[];
                    /** @description Default: the dossier of the provider without a service. */
                    service?: string | string[];
                    serviceKinds?: string | string[];
                    /** @description Looked up in `stages`. Default: every entry is granted. */
                    stage?: string | string[];
                    decision?: string | string[];
                    level?: string | string[];
                    validFrom?: string | string[];
                    validUntil?: string | string[];
                    conditions?: string | string[];
                    /** @description The keys of the entries of the register that this one is built on. */
                    dependsOn?: string | string[];
                    /** @description The reverse: the keys of the entries that are built on this one. */
                    dependents?: string | string[];
                };
                /** @description From the text of the register, in any case, to a milestone of the scheme, `granted`, `absent` or `ignored`. Other texts are unreadable. */
                stages: {
                    [key: string]: string;
                };
                /** @description From milestones of the scheme to where the register dates them: the latest of several dates. */
                milestones: {
                    [key: string]: string | string[];
                };
                /** @description From the text of the register, in any case, to a level of the scheme. Other texts must be a level of it. */
                levels?: {
                    [key: string]: string;
                };
            };
            notes: string[];
        };
        RegisterEntries: {
            items: components["schemas"]["RegisterEntry"][];
        };
        RegisterEntry: {
            /** @description The register's key. */
            entry: string;
            /** Format: uuid */
            dossier: string;
            provider: {
                /** Format: uuid */
                id: string;
                slug: string;
                name: string;
            };
            service: string | null;
            /** @enum {string} */
            listing: "granted" | "in-progress" | "absent";
            milestone: string | null;
            level: string | null;
            /**
             * Format: date
             * @description Day of the reading that first listed it so.
             */
            since: string;
        };
        RegisterProposals: {
            items: components["schemas"]["RegisterProposal"][];
        };
        RegisterProposal: {
            /** @description Name of the provider, as the register writes it. */
            name: string;
            /**
             * Format: int64
             * @description Number of entries with that name.
             */
            entries: number;
            /**
             * Format: uuid
             * @description The provider that they belong to now.
             */
            provider: string;
            /** @description Another provider with a similar name. */
            candidate: {
                /** Format: uuid */
                id: string;
                name: string;
            };
        };
        /**
         * @example {
         *       "name": "Cisco Systems, Inc.",
         *       "candidate": "1d2c3b4a-5e6f-5c1f-9c7e-6f3f8d0c2a11",
         *       "provider": "1d2c3b4a-5e6f-5c1f-9c7e-6f3f8d0c2a11"
         *     }
         */
        NewMatch: {
            /** @description `name` of the proposal. */
            name: string;
            /**
             * Format: uuid
             * @description `candidate.id` of the proposal.
             */
            candidate: string;
            /** @description The provider of these entries: that of `candidate`; or `null`, if they are of another one. */
            provider: string | null;
        };
        ReadingOutcome: {
            /**
             * Format: uuid
             * @description Of the reading.
             */
            id: string;
            register: string;
            /**
             * @description `held`: nothing is recorded until it is accepted. `same`: this document was read for this day before.
             * @enum {string}
             */
            state: "recorded" | "held" | "same" | "discarded" | "dry-run";
            /**
             * Format: date
             * @description The day that the document is of.
             * @example 2021-05-27
             */
            day: string;
            sha256: string;
            /** @description Why the reading waits: too many entries are gone or moved, less than half of the last reading, older than it, a grant without a date, too many entries that cannot be read. */
            holds: ("gone" | "moved" | "smaller" | "older" | "contradictory" | "unreadable" | "four-eyes")[];
            figures: components["schemas"]["ReadingFigures"];
            /** @description Up to 1,000. */
            differences: components["schemas"]["RegisterDifference"][];
            /** @description Up to 100 entries that cannot be read, then values that were left out of the others. */
            unreadable: components["schemas"]["UnreadableEntry"][];
            /** @description Entries that stay with their provider although the register lists them under another name. */
            unmatched: components["schemas"]["UnmatchedEntry"][];
            /** @description The event `RegisterRead`; `null` if nothing is recorded. */
            event: string | null;
            /** Format: date-time */
            at: string;
            /** @description The reason for which it was accepted. */
            accepted?: string;
        };
        ReadingFigures: {
            /**
             * Format: int64
             * @description Listed by the document.
             */
            entries: number;
            /**
             * Format: int64
             * @description Listed by the reading before.
             */
            before: number;
            /** Format: int64 */
            added: number;
            /**
             * Format: int64
             * @description With any difference, including those that moved.
             */
            changed: number;
            /**
             * Format: int64
             * @description To another listing or stage.
             */
            moved: number;
            /** Format: int64 */
            gone: number;
            /** Format: int64 */
            unchanged: number;
            /**
             * Format: int64
             * @description Without a status, such as placeholders.
             */
            ignored: number;
            /** Format: int64 */
            unreadable: number;
        };
        RegisterDifference: {
            /** @enum {string} */
            kind: "added" | "changed" | "gone";
            /** @description Key of the entry. */
            entry: string;
            provider: string;
            service: string | null;
            /** @description `null` if the reading would open it. */
            dossier: string | null;
            from: {
                /** @enum {string} */
                listing: "granted" | "in-progress" | "absent";
                milestone?: string;
                validFrom?: components["schemas"]["PartialDate"];
                level?: string;
            } | null;
            to: {
                /** @enum {string} */
                listing: "granted" | "in-progress" | "absent";
                milestone?: string;
                validFrom?: components["schemas"]["PartialDate"];
                level?: string;
            } | null;
            /** @description Fields of the entry that differ. */
            fields: string[];
        };
        UnreadableEntry: {
            /**
             * Format: int64
             * @description Of the entry in the document, from 1; the row or line of a table.
             */
            number: number;
            key?: string;
            field: string;
            /** @description Stable, as is `params`. */
            code: string;
            params?: {
                [key: string]: unknown;
            };
            reason: string;
        };
        UnmatchedEntry: {
            entry: string;
            /** @description As the register writes it. */
            name: string;
            /**
             * Format: uuid
             * @description The provider that it belongs to.
             */
            provider: string;
            /** @description Another provider that has the name. */
            candidate: string | null;
        };
        Readings: {
            items: components["schemas"]["ReadingSummary"][];
        };
        ReadingSummary: {
            /** Format: uuid */
            id: string;
            register: string;
            /** Format: date-time */
            at: string;
            /** @description Only with an API key. */
            actor?: string;
            /** @enum {string} */
            how: "upload" | "api" | "command" | "fetch";
            /** @description Where the document was fetched from. */
            address: string | null;
            /** @description Of the document. */
            sha256: string | null;
            day: string | null;
            /**
             * @description `refused`: the document cannot be read. `failed`: it could not be fetched.
             * @enum {string}
             */
            state: "applying" | "recorded" | "held" | "discarded" | "same" | "refused" | "failed";
            /** @description Why the reading waits: too many entries are gone or moved, less than half of the last reading, older than it, a grant without a date, too many entries that cannot be read. */
            holds: ("gone" | "moved" | "smaller" | "older" | "contradictory" | "unreadable" | "four-eyes")[];
            figures: components["schemas"]["ReadingFigures"] | null;
            /** @description Why the document cannot be read or could not be fetched. */
            problem: {
                code: string;
                params?: {
                    [key: string]: unknown;
                };
                reason: string;
            } | null;
            /** @description The event `RegisterRead`. */
            event: string | null;
            decided: {
                /** @enum {string} */
                decision: "accept" | "discard";
                /** @description Only with an API key. */
                by?: string;
                /** Format: date-time */
                at: string;
                reason: string;
            } | null;
        };
        Reading: {
            /** Format: uuid */
            id: string;
            register: string;
            /** Format: date-time */
            at: string;
            /** @description Only with an API key. */
            actor?: string;
            /** @enum {string} */
            how: "upload" | "api" | "command" | "fetch";
            /** @description Where the document was fetched from. */
            address: string | null;
            /** @description Of the document. */
            sha256: string | null;
            day: string | null;
            /**
             * @description `refused`: the document cannot be read. `failed`: it could not be fetched.
             * @enum {string}
             */
            state: "applying" | "recorded" | "held" | "discarded" | "same" | "refused" | "failed";
            /** @description Why the reading waits: too many entries are gone or moved, less than half of the last reading, older than it, a grant without a date, too many entries that cannot be read. */
            holds: ("gone" | "moved" | "smaller" | "older" | "contradictory" | "unreadable" | "four-eyes")[];
            figures: components["schemas"]["ReadingFigures"] | null;
            /** @description Why the document cannot be read or could not be fetched. */
            problem: {
                code: string;
                params?: {
                    [key: string]: unknown;
                };
                reason: string;
            } | null;
            /** @description The event `RegisterRead`. */
            event: string | null;
            decided: {
                /** @enum {string} */
                decision: "accept" | "discard";
                /** @description Only with an API key. */
                by?: string;
                /** Format: date-time */
                at: string;
                reason: string;
            } | null;
            /** @description Up to 1,000. */
            differences: components["schemas"]["RegisterDifference"][];
            /** @description Up to 100 entries that cannot be read, then values that were left out of the others. */
            unreadable: components["schemas"]["UnreadableEntry"][];
            /** @description Entries that stay with their provider although the register lists them under another name. */
            unmatched: components["schemas"]["UnmatchedEntry"][];
        };
        /**
         * @example {
         *       "decision": "accept",
         *       "reason": "GSA removed services that were never authorized; announced on 2026-03-28."
         *     }
         */
        ReadingDecision: {
            /** @enum {string} */
            decision: "accept" | "discard";
            /** @description Recorded with the reading. */
            reason: string;
        };
        EvidenceRecorded: {
            /**
             * Format: uuid
             * @description The event, to which corrections refer.
             */
            id: string;
            /**
             * Format: int64
             * @description In the ledger.
             */
            position: number;
            /**
             * Format: int64
             * @description Version of the provider, dossier or scheme, including this event.
             */
            version: number;
            evidence: {
                title?: string;
                note?: string;
                /**
                 * Format: uuid
                 * @description The event that the file proves.
                 */
                event: string;
                /** @description Of the bytes of the file. */
                sha256: string;
                /** @description File name, without folders. */
                name: string;
                /**
                 * @description By the first bytes of the file.
                 * @enum {string}
                 */
                mediaType: "application/pdf" | "image/png" | "image/jpeg" | "image/gif" | "image/webp" | "message/rfc822";
                /**
                 * Format: int64
                 * @description In bytes.
                 */
                size: number;
            };
        };
        /**
         * @example {
         *       "name": "the register watcher",
         *       "scopes": [
         *         "record"
         *       ]
         *     }
         */
        CreateApiKey: {
            name: string;
            /** @description At most those of the key that makes the request. */
            scopes: ("read" | "record" | "approve" | "admin" | "bounces" | "metrics")[];
            /**
             * @description Whether the key belongs to nobody, so that it stays valid when people leave. Requires scope admin. Otherwise it belongs to the account of the key that makes the request, if that has one.
             * @default false
             */
            program?: boolean;
        };
        NewApiKey: {
            id: string;
            name: string;
            /** @description Each scope includes those before it: read, record, approve, admin. `bounces` allows reporting bounces only, `metrics` reading metrics; admin includes both. */
            scopes: ("read" | "record" | "approve" | "admin" | "bounces" | "metrics")[];
            /** @description Whose key it is; `null`: nobody’s. */
            account: string | null;
            /** Format: date-time */
            createdAt: string;
            lastUsedAt: string | null;
            revokedAt: string | null;
            /** @description Returned only once. */
            key: string;
        };
        ApiKeys: {
            items: components["schemas"]["ApiKey"][];
        };
        ApiKey: {
            id: string;
            name: string;
            /** @description Each scope includes those before it: read, record, approve, admin. `bounces` allows reporting bounces only, `metrics` reading metrics; admin includes both. */
            scopes: ("read" | "record" | "approve" | "admin" | "bounces" | "metrics")[];
            /** @description Whose key it is; `null`: nobody’s. */
            account: string | null;
            /** Format: date-time */
            createdAt: string;
            lastUsedAt: string | null;
            revokedAt: string | null;
        };
        RevokedApiKey: {
            id: string;
            name: string;
            /** @description Each scope includes those before it: read, record, approve, admin. `bounces` allows reporting bounces only, `metrics` reading metrics; admin includes both. */
            scopes: ("read" | "record" | "approve" | "admin" | "bounces" | "metrics")[];
            /** @description Whose key it is; `null`: nobody’s. */
            account: string | null;
            /** Format: date-time */
            createdAt: string;
            lastUsedAt: string | null;
            revokedAt: string | null;
            /** @description Whether the subscriptions and feeds were ended; otherwise they are still active. */
            ended: boolean;
            subscriptions: {
                /** Format: uuid */
                id: string;
                /** @enum {string} */
                channel: "email" | "webhook";
                /** @description Address or URL. */
                target: string;
                /**
                 * @description Before the revocation.
                 * @enum {string}
                 */
                state: "pending" | "active" | "disabled" | "unsubscribed";
            }[];
            feeds: {
                /** Format: uuid */
                id: string;
                /** @enum {string} */
                kind: "calendar" | "atom";
                name: string;
            }[];
        };
        /**
         * @example {
         *       "name": "Anne Martin",
         *       "email": "anne.martin@example.org",
         *       "role": "officer",
         *       "language": "fr"
         *     }
         */
        InviteAccount: {
            name: string;
            email: components["schemas"]["EmailAddress"];
            /**
             * @description Each role includes those before it: reader, officer, approver, admin.
             * @enum {string}
             */
            role: "reader" | "officer" | "approver" | "admin";
            /**
             * @description Of the mail.
             * @default en
             * @enum {string}
             */
            language?: "fr" | "en";
        };
        /**
         * Format: email
         * @example officer@example.org
         */
        EmailAddress: string;
        InvitedAccount: {
            account: components["schemas"]["Account"];
            link: components["schemas"]["AccountLink"];
        };
        Account: {
            /** Format: uuid */
            id: string;
            /** @description `null` once erased. */
            name: string | null;
            /** @description `null` once erased. */
            email: string | null;
            /** @enum {string} */
            role: "reader" | "officer" | "approver" | "admin";
            /**
             * @description `invited` until the first sign-in.
             * @enum {string}
             */
            state: "invited" | "active" | "disabled" | "erased";
            /** Format: date-time */
            createdAt: string;
            /** @description Whether an authenticator app is set up. */
            secondFactor: boolean;
            /** @description Last use of a console session that has not ended. */
            lastSeenAt: string | null;
        };
        AccountLink: {
            /**
             * Format: uri
             * @description Page on which the person chooses a password. Returned only once; the mail contains it, too.
             */
            url: string;
            /** Format: date-time */
            until: string;
        };
        Accounts: {
            items: components["schemas"]["Account"][];
        };
        /**
         * @example {
         *       "role": "approver"
         *     }
         */
        ChangeAccount: {
            name?: string;
            /**
             * @description Each role includes those before it: reader, officer, approver, admin.
             * @enum {string}
             */
            role?: "reader" | "officer" | "approver" | "admin";
            /** @description Ends the sessions; keys stop working until the account is enabled. */
            disabled?: boolean;
        };
        /**
         * @example {
         *       "language": "fr"
         *     }
         */
        InviteAccountAgain: {
            /**
             * @description Of the mail.
             * @default en
             * @enum {string}
             */
            language?: "fr" | "en";
        };
        Activities: {
            items: components["schemas"]["Activity"][];
        };
        Activity: {
            /** Format: date-time */
            at: string;
            /** @description `account:<id>`, `account:<id> key:<id>`, `key:<id>`, a program, or `unknown`. */
            actor: string;
            /** @description `null` for an account that was erased. */
            actorName: string | null;
            /** @enum {string} */
            act: "recorded" | "corrected" | "retracted" | "signed-in" | "sign-in-failed" | "signed-out" | "session-ended" | "account-invited" | "account-changed" | "account-erased" | "key-created" | "key-revoked" | "exported" | "evidence-read" | "setting-changed" | "suppression-lifted" | "proposal-made" | "proposal-decided" | "view-shared" | "backup-made" | "backup-restored";
            /** @description `dossier-<id>`, `provider-<id>`, `scheme-<slug>`, `register-<slug>`, `account:<id>`, `key:<id>` … */
            about: string | null;
            /** @description Of the ledger. */
            event: {
                /** Format: uuid */
                id: string;
                /** Format: int64 */
                position: number;
                type: string;
            } | null;
            details: {
                [key: string]: unknown;
            };
        };
        Proposals: {
            items: components["schemas"]["Proposal"][];
        };
        ProposalWithPreview: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "dossier-event" | "import" | "scheme" | "scheme-amendment" | "match";
            /** @description `dossier-<id>`, `scheme-<slug>`, `register-<slug>`; `null` for a file. */
            about: string | null;
            /** @description Whose changes of status need a second person. */
            schemes: string[];
            /** @description `account:<id>`, with the key if there was one. */
            proposer: string;
            /** Format: date-time */
            proposedAt: string;
            /**
             * @description `recording`: approved and being recorded; `outdated`: approved, but the ledger has changed.
             * @enum {string}
             */
            state: "open" | "recording" | "approved" | "rejected" | "withdrawn" | "outdated";
            decided: {
                by: string;
                /** Format: date-time */
                at: string;
                reason: string | null;
            } | null;
            refused: {
                code: string;
                reason: string;
            } | null;
            /** @description Of the ledger, once it is approved; `null` for a file. */
            event: string | null;
            position: number | null;
            /** @description What was sent: the event, the scheme, or the name of the file. */
            content: {
                [key: string]: unknown;
            };
            /** @description What it would change on the ledger as it is now; `null` if it is decided or cannot be recorded. */
            preview: {
                /** @description Send it with the approval: it stands for these changes. */
                rehearsal: string;
                changes: {
                    /** Format: uuid */
                    dossier: string;
                    scheme: string;
                    /** @description Every status with its first day; the first is that of a dossier without facts. */
                    before: {
                        /**
                         * Format: date
                         * @example 2021-05-27
                         */
                        from: string;
                        /** @enum {string} */
                        status: "granted" | "granted-with-reservations" | "suspended" | "renewing" | "expired" | "lapsed" | "withdrawn" | "refused" | "abandoned" | "in-progress" | "applied" | "announced" | "unknown";
                        confirmed: boolean;
                    }[];
                    after: {
                        /**
                         * Format: date
                         * @example 2021-05-27
                         */
                        from: string;
                        /** @enum {string} */
                        status: "granted" | "granted-with-reservations" | "suspended" | "renewing" | "expired" | "lapsed" | "withdrawn" | "refused" | "abandoned" | "in-progress" | "applied" | "announced" | "unknown";
                        confirmed: boolean;
                    }[];
                }[];
            } | null;
        };
        /**
         * @example {
         *       "rehearsal": "mY0v…",
         *       "reason": "Checked against decision 1234"
         *     }
         */
        ProposalApproval: {
            /** @description From `preview` of the proposal, as you have seen it. */
            rehearsal: string;
            reason?: string;
        };
        /**
         * @example {
         *       "reason": "The decision is about another service"
         *     }
         */
        ProposalRejection: {
            reason: string;
        };
        FourEyesSchemes: {
            items: {
                scheme: string;
                /** Format: date-time */
                since: string;
            }[];
        };
        /**
         * @example {
         *       "channel": "email",
         *       "address": "officer@example.org",
         *       "language": "fr",
         *       "filter": {
         *         "schemes": [
         *           "secnumcloud"
         *         ]
         *       },
         *       "reminders": {
         *         "ladder": {
         *           "before": [
         *             90,
         *             30,
         *             7,
         *             0
         *           ],
         *           "overdue": [
         *             1,
         *             7
         *           ]
         *         },
         *         "timeZone": "Indian/Reunion"
         *       }
         *     }
         */
        NewSubscription: components["schemas"]["NewSubscriptionEmail"] | components["schemas"]["NewSubscriptionWebhook"];
        SubscriptionFilter: {
            /** @description ids */
            providers?: string[];
            /** @description ids */
            dossiers?: string[];
            /** @description slugs */
            schemes?: string[];
            /** @description slugs; for changes only: readings of these registers, and what they changed */
            registers?: string[];
            /** @description for changes only */
            eventTypes?: ("ProviderRegistered" | "EvidenceAttached" | "AnnouncementMade" | "PartnershipAnnounced" | "StatementMade" | "ValidationIssued" | "CompanyCreated" | "ServiceLaunched" | "OwnershipDeclared" | "AuthorizationExpected" | "AuthorizationObtained" | "ProviderRenamed" | "AliasAdded" | "EventCorrected" | "EventRetracted" | "DossierOpened" | "GrantExpired" | "IntentDeclared" | "ApplicationFiled" | "MilestoneReached" | "TargetSet" | "ApplicationRefused" | "ApplicationAbandoned" | "GrantIssued" | "GrantAnnounced" | "RegisterObserved" | "GrantSuspended" | "GrantReinstated" | "GrantWithdrawn" | "SurveillancePassed" | "SurveillanceFailed" | "ReservationLifted" | "ClaimDisputed" | "ScopeDeclared" | "DependencyDeclared" | "DependencyEnded" | "ServiceTransferred" | "DeadlineSet" | "DeadlineMoved" | "DeadlineMet" | "DeadlineCancelled" | "SchemePublished" | "RegisterPublished" | "RegisterRead" | "EntryMatched")[];
            /** @description for changes only: events that change the status of a dossier, its confirmation or its stage */
            statusChange?: boolean;
            /** @description for changes only: events that result in one of these statuses */
            becomes?: ("granted" | "granted-with-reservations" | "suspended" | "renewing" | "expired" | "lapsed" | "withdrawn" | "refused" | "abandoned" | "in-progress" | "applied" | "announced" | "unknown")[];
            /** @description only events confirmed by the authority, and deadlines based on them or set by an officer */
            confirmedOnly?: boolean;
            /** @description for deadlines only */
            deadlineKinds?: ("grant-end" | "renewal-window" | "transition" | "surveillance" | "reservation" | "target" | "staleness" | "officer-set" | "dependency-end")[];
            /**
             * @description send recorded events
             * @default true
             */
            changes?: boolean;
            /**
             * @description send deadline reminders
             * @default true
             */
            deadlines?: boolean;
        };
        ReminderWishes: {
            ladder?: components["schemas"]["ReminderSchedule"];
            /** @example Europe/Paris */
            timeZone?: string;
            /**
             * @default france
             * @enum {string}
             */
            holidays?: "france" | "alsace-moselle" | "none";
            /**
             * @default recipient
             * @enum {string}
             */
            role?: "recipient" | "escalation";
            /** Format: int32 */
            escalateAfterDays?: number;
        };
        /**
         * Format: uri
         * @example https://hooks.example.org/jalon
         */
        WebhookUrl: string;
        CreatedSubscription: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            channel: "email" | "webhook";
            filter: components["schemas"]["SubscriptionFilterAnswer"];
            /** @description The filter of the owner. The recipient may have narrowed it to `filter`. */
            offered: components["schemas"]["OfferedFilter"];
            /** @description The recipient wants nothing before then. */
            recipientPausedUntil: string | null;
            /** @enum {string} */
            mode: "immediate" | "daily" | "weekly";
            /** @enum {string} */
            language: "fr" | "en";
            reminders: components["schemas"]["ReminderWishesAnswer"];
            /**
             * @description `pending` until confirmed; `disabled`: deliveries are held, see `disabledBecause`.
             * @enum {string}
             */
            state: "pending" | "active" | "disabled" | "unsubscribed";
            /** Format: date-time */
            createdAt: string;
            /** @description While pending: time limit of the confirmation. */
            confirmUntil: string | null;
            confirmedAt: string | null;
            /** @description Receives events recorded after this position. */
            since: number | null;
            /** @description While disabled: the endpoint responded with 410, failed for three days, or the mailbox rejects mail. */
            disabledBecause: ("gone" | "failing" | "bounced") | null;
            /** @description Held messages that were dropped when the subscription was disabled last: of those about events, the oldest beyond 10,000, and those older than 90 days. */
            dropped: {
                /** Format: int64 */
                messages: number;
                /** @description When the first of them was planned. */
                first: string | null;
                /** @description When the last of them was planned. */
                last: string | null;
                /** @description `GET /v1/events?after=` lists the events that they were about. As in `Jalon-Position`. */
                eventsAfter: string | null;
            } | null;
            /** @description For email. */
            address?: components["schemas"]["EmailAddress"];
            /** @description For a webhook. */
            url?: components["schemas"]["WebhookUrl"];
            /** @enum {string} */
            format?: "standard" | "cloudevents" | "slack" | "teams";
            /** @enum {string} */
            signature?: "hmac" | "ed25519";
            /** @description `whpk_…`: verifies the signatures, with `ed25519`. */
            publicKey?: string | null;
            ordered?: boolean;
            ratePerMinute?: number | null;
            /** @description Health of the endpoint. */
            health?: {
                /**
                 * Format: int64
                 * @description Failed attempts since the last successful one.
                 */
                failures: number;
                failingSince: string | null;
                /** @description No attempt is made before then. */
                pausedUntil: string | null;
            };
            /** @description Verifies the signatures of a webhook (Standard Webhooks). Shown here and after a rotation only. */
            secret: string | null;
        };
        SubscriptionFilterAnswer: {
            /** @description ids */
            providers?: string[];
            /** @description ids */
            dossiers?: string[];
            /** @description slugs */
            schemes?: string[];
            /** @description slugs; for changes only: readings of these registers, and what they changed */
            registers?: string[];
            /** @description for changes only */
            eventTypes?: ("ProviderRegistered" | "EvidenceAttached" | "AnnouncementMade" | "PartnershipAnnounced" | "StatementMade" | "ValidationIssued" | "CompanyCreated" | "ServiceLaunched" | "OwnershipDeclared" | "AuthorizationExpected" | "AuthorizationObtained" | "ProviderRenamed" | "AliasAdded" | "EventCorrected" | "EventRetracted" | "DossierOpened" | "GrantExpired" | "IntentDeclared" | "ApplicationFiled" | "MilestoneReached" | "TargetSet" | "ApplicationRefused" | "ApplicationAbandoned" | "GrantIssued" | "GrantAnnounced" | "RegisterObserved" | "GrantSuspended" | "GrantReinstated" | "GrantWithdrawn" | "SurveillancePassed" | "SurveillanceFailed" | "ReservationLifted" | "ClaimDisputed" | "ScopeDeclared" | "DependencyDeclared" | "DependencyEnded" | "ServiceTransferred" | "DeadlineSet" | "DeadlineMoved" | "DeadlineMet" | "DeadlineCancelled" | "SchemePublished" | "RegisterPublished" | "RegisterRead" | "EntryMatched")[];
            /** @description for changes only: events that change the status of a dossier, its confirmation or its stage */
            statusChange?: boolean;
            /** @description for changes only: events that result in one of these statuses */
            becomes?: ("granted" | "granted-with-reservations" | "suspended" | "renewing" | "expired" | "lapsed" | "withdrawn" | "refused" | "abandoned" | "in-progress" | "applied" | "announced" | "unknown")[];
            /** @description only events confirmed by the authority, and deadlines based on them or set by an officer */
            confirmedOnly?: boolean;
            /** @description for deadlines only */
            deadlineKinds?: ("grant-end" | "renewal-window" | "transition" | "surveillance" | "reservation" | "target" | "staleness" | "officer-set" | "dependency-end")[];
            /**
             * @description send recorded events
             * @default true
             */
            changes: boolean;
            /**
             * @description send deadline reminders
             * @default true
             */
            deadlines: boolean;
        };
        OfferedFilter: {
            /** @description ids */
            providers?: string[];
            /** @description ids */
            dossiers?: string[];
            /** @description slugs */
            schemes?: string[];
            /** @description slugs; for changes only: readings of these registers, and what they changed */
            registers?: string[];
            /** @description for changes only */
            eventTypes?: ("ProviderRegistered" | "EvidenceAttached" | "AnnouncementMade" | "PartnershipAnnounced" | "StatementMade" | "ValidationIssued" | "CompanyCreated" | "ServiceLaunched" | "OwnershipDeclared" | "AuthorizationExpected" | "AuthorizationObtained" | "ProviderRenamed" | "AliasAdded" | "EventCorrected" | "EventRetracted" | "DossierOpened" | "GrantExpired" | "IntentDeclared" | "ApplicationFiled" | "MilestoneReached" | "TargetSet" | "ApplicationRefused" | "ApplicationAbandoned" | "GrantIssued" | "GrantAnnounced" | "RegisterObserved" | "GrantSuspended" | "GrantReinstated" | "GrantWithdrawn" | "SurveillancePassed" | "SurveillanceFailed" | "ReservationLifted" | "ClaimDisputed" | "ScopeDeclared" | "DependencyDeclared" | "DependencyEnded" | "ServiceTransferred" | "DeadlineSet" | "DeadlineMoved" | "DeadlineMet" | "DeadlineCancelled" | "SchemePublished" | "RegisterPublished" | "RegisterRead" | "EntryMatched")[];
            /** @description for changes only: events that change the status of a dossier, its confirmation or its stage */
            statusChange?: boolean;
            /** @description for changes only: events that result in one of these statuses */
            becomes?: ("granted" | "granted-with-reservations" | "suspended" | "renewing" | "expired" | "lapsed" | "withdrawn" | "refused" | "abandoned" | "in-progress" | "applied" | "announced" | "unknown")[];
            /** @description only events confirmed by the authority, and deadlines based on them or set by an officer */
            confirmedOnly?: boolean;
            /** @description for deadlines only */
            deadlineKinds?: ("grant-end" | "renewal-window" | "transition" | "surveillance" | "reservation" | "target" | "staleness" | "officer-set" | "dependency-end")[];
            /**
             * @description send recorded events
             * @default true
             */
            changes: boolean;
            /**
             * @description send deadline reminders
             * @default true
             */
            deadlines: boolean;
        };
        ReminderWishesAnswer: {
            ladder?: components["schemas"]["ReminderSchedule"];
            /** @example Europe/Paris */
            timeZone?: string;
            /**
             * @default france
             * @enum {string}
             */
            holidays: "france" | "alsace-moselle" | "none";
            /**
             * @default recipient
             * @enum {string}
             */
            role: "recipient" | "escalation";
            /** Format: int32 */
            escalateAfterDays?: number;
        };
        Subscriptions: {
            items: components["schemas"]["Subscription"][];
        };
        Subscription: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            channel: "email" | "webhook";
            filter: components["schemas"]["SubscriptionFilterAnswer"];
            /** @description The filter of the owner. The recipient may have narrowed it to `filter`. */
            offered: components["schemas"]["OfferedFilter"];
            /** @description The recipient wants nothing before then. */
            recipientPausedUntil: string | null;
            /** @enum {string} */
            mode: "immediate" | "daily" | "weekly";
            /** @enum {string} */
            language: "fr" | "en";
            reminders: components["schemas"]["ReminderWishesAnswer"];
            /**
             * @description `pending` until confirmed; `disabled`: deliveries are held, see `disabledBecause`.
             * @enum {string}
             */
            state: "pending" | "active" | "disabled" | "unsubscribed";
            /** Format: date-time */
            createdAt: string;
            /** @description While pending: time limit of the confirmation. */
            confirmUntil: string | null;
            confirmedAt: string | null;
            /** @description Receives events recorded after this position. */
            since: number | null;
            /** @description While disabled: the endpoint responded with 410, failed for three days, or the mailbox rejects mail. */
            disabledBecause: ("gone" | "failing" | "bounced") | null;
            /** @description Held messages that were dropped when the subscription was disabled last: of those about events, the oldest beyond 10,000, and those older than 90 days. */
            dropped: {
                /** Format: int64 */
                messages: number;
                /** @description When the first of them was planned. */
                first: string | null;
                /** @description When the last of them was planned. */
                last: string | null;
                /** @description `GET /v1/events?after=` lists the events that they were about. As in `Jalon-Position`. */
                eventsAfter: string | null;
            } | null;
            /** @description For email. */
            address?: components["schemas"]["EmailAddress"];
            /** @description For a webhook. */
            url?: components["schemas"]["WebhookUrl"];
            /** @enum {string} */
            format?: "standard" | "cloudevents" | "slack" | "teams";
            /** @enum {string} */
            signature?: "hmac" | "ed25519";
            /** @description `whpk_…`: verifies the signatures, with `ed25519`. */
            publicKey?: string | null;
            ordered?: boolean;
            ratePerMinute?: number | null;
            /** @description Health of the endpoint. */
            health?: {
                /**
                 * Format: int64
                 * @description Failed attempts since the last successful one.
                 */
                failures: number;
                failingSince: string | null;
                /** @description No attempt is made before then. */
                pausedUntil: string | null;
            };
        };
        /**
         * @example {
         *       "reminders": {
         *         "role": "escalation",
         *         "escalateAfterDays": 5,
         *         "holidays": "alsace-moselle"
         *       },
         *       "language": "en"
         *     }
         */
        SubscriptionChanges: {
            filter?: components["schemas"]["SubscriptionFilter"];
            /** @enum {string} */
            language?: "fr" | "en";
            reminders?: components["schemas"]["ReminderWishes"];
            /**
             * @description frequency of emails
             * @enum {string}
             */
            mode?: "immediate" | "daily" | "weekly";
            /**
             * @description format of the body; default: `standard`
             * @enum {string}
             */
            format?: "standard" | "cloudevents" | "slack" | "teams";
            /** @description preserves the order of events per provider */
            ordered?: boolean;
            /** @description null: no limit */
            ratePerMinute?: number | null;
        };
        /**
         * @example {
         *       "channel": "email",
         *       "mode": "daily",
         *       "filter": {
         *         "schemes": [
         *           "secnumcloud"
         *         ],
         *         "statusChange": true
         *       }
         *     }
         */
        PreviewedSubscription: {
            /**
             * @default email
             * @enum {string}
             */
            channel?: "email" | "webhook";
            /**
             * @default immediate
             * @enum {string}
             */
            mode?: "immediate" | "daily" | "weekly";
            /**
             * @default {
             *       "changes": true,
             *       "deadlines": true
             *     }
             */
            filter?: components["schemas"]["SubscriptionFilter"];
            /**
             * @description has no effect on the preview
             * @enum {string}
             */
            language?: "fr" | "en";
            /** @default {} */
            reminders?: components["schemas"]["ReminderWishes"];
        };
        SubscriptionPreview: {
            /** Format: date-time */
            since: string;
            /** Format: date-time */
            until: string;
            counts: {
                /** Format: int64 */
                "event.recorded": number;
                /** Format: int64 */
                "changes.digest": number;
                /** Format: int64 */
                "import.summary": number;
                /** Format: int64 */
                "register.read": number;
                /** Format: int64 */
                "deadline.reminder": number;
                /** Format: int64 */
                "deadline.digest": number;
            };
            /** @description Number of events by type. */
            eventTypes: {
                [key: string]: number;
            };
            /** @description Number of reminders by kind of deadline. */
            deadlineKinds: {
                [key: string]: number;
            };
            /** @description `false` if there is too much to count: only the latest messages are counted. */
            complete: boolean;
            /** @description Earlier messages are counted but not listed. */
            more: boolean;
            /** @description Newest first. */
            messages: {
                /** @enum {string} */
                type: "event.recorded" | "changes.digest" | "import.summary" | "register.read" | "deadline.reminder" | "deadline.digest";
                /** Format: date-time */
                at: string;
                /**
                 * Format: int64
                 * @description Number of changes or reminders.
                 */
                total: number;
                /** @description For a digest or the summary of an import, the first 200. */
                changes?: components["schemas"]["ChangeMessage"][];
                reminders?: components["schemas"]["ReminderMessage"][];
            }[];
        };
        ChangeMessage: {
            /**
             * Format: int64
             * @description Position in the ledger; `GET /v1/events?after=` continues from here.
             */
            position: number;
            /** @description Event type, such as `GrantIssued`. */
            type: string;
            /** @description Event date, as precise as it is known. */
            occurred: components["schemas"]["PartialDate"] | null;
            /** Format: date-time */
            recordedAt: string;
            /** @description With its current name. */
            provider: {
                /** Format: uuid */
                id: string;
                slug: string;
                name: string;
            } | null;
            dossier: {
                /** Format: uuid */
                id: string;
                scheme: string;
                service: string | null;
            } | null;
            scheme: string | null;
            /** @description Status before and after the event, as of the day it was recorded; `null` for events that are not about a dossier. */
            status: {
                before: components["schemas"]["Standing"] | null;
                after: components["schemas"]["Standing"] | null;
            } | null;
        };
        ReminderMessage: {
            /** @description As of today. */
            deadline: {
                /** @description Stays the same when the dates move. */
                key: string;
                /** @enum {string} */
                kind: "grant-end" | "renewal-window" | "transition" | "surveillance" | "reservation" | "target" | "staleness" | "officer-set" | "dependency-end";
                due: components["schemas"]["PartialDate"];
                /**
                 * Format: date
                 * @description The first day on which acting is useful.
                 * @example 2021-05-27
                 */
                opens: string;
                /** @description The last day on which acting still helps, if later than `due`. */
                lapses: string | null;
                /** @enum {string} */
                state: "open" | "met" | "missed" | "cancelled";
                /** @description A milestone, a reservation, a decision, or what an officer called it. */
                title: string | null;
                /** @description Confirmed by the authority, or set by an officer. */
                confirmed: boolean;
            };
            dossier: {
                /** Format: uuid */
                id: string;
                provider: {
                    /** Format: uuid */
                    id: string;
                    slug: string;
                    name: string;
                };
                service: {
                    name: string;
                    kinds: string[];
                } | null;
                scheme: string;
            };
            /**
             * Format: int64
             * @description Step of the reminder schedule: days before the earliest day of `due`, before adjustment for weekends and holidays; negative after it.
             */
            rung: number;
            /**
             * Format: date
             * @description Day of sending.
             * @example 2021-05-27
             */
            day: string;
            /**
             * @description Reason for planning.
             * @enum {string}
             */
            because: "ladder" | "known-late" | "snooze";
        };
        /**
         * @example {
         *       "token": "J0vG2oYb2bQ3p7bq1m4cO0WfPbSTlqTqhy3mXyKk0aQ"
         *     }
         */
        ConfirmSubscription: {
            token: string;
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "id": "3b1e9f52-6f0d-4b8e-9a77-0c5d2e4f6a81",
         *           "cause": "test:7c0f6a1e-5b0d-4f51-9a35-1d8f3a0e7b12",
         *           "messageId": "1d2c3b4a-5e6f-5a7b-8c9d-0e1f2a3b4c5d",
         *           "type": "subscription.test",
         *           "state": "sent",
         *           "attempts": 1,
         *           "nextAttemptAt": null,
         *           "responseCode": 200,
         *           "lastError": null,
         *           "lastErrorCode": null,
         *           "createdAt": "2026-11-25T08:10:00.000Z",
         *           "sentAt": "2026-11-25T08:10:01.000Z"
         *         }
         *       ]
         *     }
         */
        Deliveries: {
            items: components["schemas"]["Delivery"][];
        };
        Delivery: {
            /** Format: uuid */
            id: string;
            /** @description `event:<position>` (with the epoch, as in `Jalon-Position`), `daily:<day>`, `weekly:<day>`, `import:<id>:<position>`, `reminder:<id>`, `digest:<id>`, `confirm:<round>`, `failing:…`, `disabled:…`, `epoch:<epoch>` or `test:<id>`; for a redelivery `…:again:<id>`. */
            cause: string;
            /**
             * Format: uuid
             * @description The `webhook-id`: the same for every attempt and every redelivery.
             */
            messageId: string;
            /** @enum {string} */
            type: "event.recorded" | "changes.digest" | "import.summary" | "register.read" | "register.stale" | "register.held" | "deadline.reminder" | "deadline.digest" | "subscription.verification" | "subscription.failing" | "subscription.disabled" | "subscription.test" | "account.link" | "proposal.waiting" | "ledger.reset";
            /**
             * @description `held`: sent once the disabled subscription is enabled again.
             * @enum {string}
             */
            state: "planned" | "claimed" | "sent" | "failed" | "cancelled" | "held";
            /** Format: int64 */
            attempts: number;
            /** @description Earliest time of the next attempt; later while the endpoint is paused or its rate limit is reached. */
            nextAttemptAt: string | null;
            /** @description HTTP status or SMTP reply code of the last attempt. */
            responseCode: number | null;
            /** @description A sentence in English; not stable. */
            lastError: string | null;
            /** Format: date-time */
            createdAt: string;
            sentAt: string | null;
            /** @description Stable; `null` for deliveries that failed before codes were introduced. */
            lastErrorCode: string | null;
        };
        DeliveryWithLog: {
            /** Format: uuid */
            id: string;
            /** @description `event:<position>` (with the epoch, as in `Jalon-Position`), `daily:<day>`, `weekly:<day>`, `import:<id>:<position>`, `reminder:<id>`, `digest:<id>`, `confirm:<round>`, `failing:…`, `disabled:…`, `epoch:<epoch>` or `test:<id>`; for a redelivery `…:again:<id>`. */
            cause: string;
            /**
             * Format: uuid
             * @description The `webhook-id`: the same for every attempt and every redelivery.
             */
            messageId: string;
            /** @enum {string} */
            type: "event.recorded" | "changes.digest" | "import.summary" | "register.read" | "register.stale" | "register.held" | "deadline.reminder" | "deadline.digest" | "subscription.verification" | "subscription.failing" | "subscription.disabled" | "subscription.test" | "account.link" | "proposal.waiting" | "ledger.reset";
            /**
             * @description `held`: sent once the disabled subscription is enabled again.
             * @enum {string}
             */
            state: "planned" | "claimed" | "sent" | "failed" | "cancelled" | "held";
            /** Format: int64 */
            attempts: number;
            /** @description Earliest time of the next attempt; later while the endpoint is paused or its rate limit is reached. */
            nextAttemptAt: string | null;
            /** @description HTTP status or SMTP reply code of the last attempt. */
            responseCode: number | null;
            /** @description A sentence in English; not stable. */
            lastError: string | null;
            /** Format: date-time */
            createdAt: string;
            sentAt: string | null;
            /** @description Stable; `null` for deliveries that failed before codes were introduced. */
            lastErrorCode: string | null;
            /** @description Content as of planning. The challenge of a verification and the answer link of a reminder are added when the message is sent. */
            message: {
                /** @enum {string} */
                type: "event.recorded" | "changes.digest" | "import.summary" | "register.read" | "register.stale" | "register.held" | "deadline.reminder" | "deadline.digest" | "subscription.verification" | "subscription.failing" | "subscription.disabled" | "subscription.test" | "account.link" | "proposal.waiting" | "ledger.reset";
                timestamp: string;
                data: {
                    [key: string]: unknown;
                };
            };
            /** @description Completed attempts, oldest first. */
            log: components["schemas"]["DeliveryAttempt"][];
        };
        DeliveryAttempt: {
            /** Format: int64 */
            number: number;
            /** Format: date-time */
            at: string;
            /** Format: int64 */
            tookMs: number;
            /**
             * @description `unavailable`: will be retried; `rejected`: a retry would not help.
             * @enum {string}
             */
            result: "delivered" | "unavailable" | "rejected";
            code: number | null;
            error: string | null;
            /** @description First 20 headers of the webhook response; `null` for a challenge. */
            headers: {
                [key: string]: string;
            } | null;
            /** @description First 2,000 characters of the webhook response; `null` for a challenge. */
            body: string | null;
            errorCode: string | null;
        };
        /**
         * @example {
         *       "state": "failed",
         *       "since": "2026-11-24T00:00:00Z"
         *     }
         */
        Redelivery: {
            /**
             * @default failed
             * @enum {string}
             */
            state?: "failed" | "cancelled" | "sent";
            /** @enum {string} */
            type?: "event.recorded" | "changes.digest" | "import.summary" | "register.read" | "register.stale" | "register.held" | "deadline.reminder" | "deadline.digest" | "subscription.verification" | "subscription.failing" | "subscription.disabled" | "subscription.test" | "account.link" | "proposal.waiting" | "ledger.reset";
            /**
             * Format: date-time
             * @description Planned at or after this time.
             * @example 2026-11-25T08:00:00Z
             */
            since?: string;
            /**
             * Format: date-time
             * @description Planned before this time.
             * @example 2026-11-25T08:00:00Z
             */
            until?: string;
        };
        /**
         * @example {
         *       "redelivered": 12,
         *       "more": false
         *     }
         */
        Redelivered: {
            /**
             * Format: int64
             * @description Number of deliveries resent; at most 10,000 at a time.
             */
            redelivered: number;
            /** @description More deliveries match. Repeat the request; for `sent` deliveries, narrow `since` and `until`, or the same ones are resent. */
            more: boolean;
        };
        /**
         * @example {
         *       "delivery": "3b1e9f52-6f0d-4b8e-9a77-0c5d2e4f6a81"
         *     }
         */
        PlannedDelivery: {
            /**
             * Format: uuid
             * @description Id of the new delivery.
             */
            delivery: string;
        };
        Rotation: {
            /**
             * Format: int32
             * @description how long messages are also signed with the previous secret; 0 ends it at once
             * @default 24
             */
            overlapHours?: number;
        };
        /**
         * @example {
         *       "secret": "whsec_…",
         *       "publicKey": null,
         *       "formerUntil": "2026-11-26T08:00:00.000Z"
         *     }
         */
        RotatedSecret: {
            /** @description Shown only once; `null` with `ed25519`, whose private key is never disclosed. */
            secret: string | null;
            /** @description `whpk_…`: verifies the signatures, with `ed25519`. */
            publicKey: string | null;
            /**
             * Format: date-time
             * @description Until then, messages are signed with the former secret as well.
             */
            formerUntil: string;
        };
        KeptMails: {
            items: components["schemas"]["KeptMail"][];
        };
        KeptMail: {
            /** Format: uuid */
            delivery: string;
            recipient: string;
            subject: string;
            text: string;
            html: string;
            headers: {
                [key: string]: string;
            };
            /** Format: date-time */
            at: string;
        };
        Bounce: {
            /**
             * Format: uuid
             * @description Delivery of the returned mail.
             */
            delivery: string;
            /** Format: uuid */
            subscription: string;
            /**
             * @description `hard`: the mailbox does not exist; `soft`: it rejected this mail; `elsewhere`: an address that the mail was forwarded to rejected it; `none`: no failure, such as a delay.
             * @enum {string}
             */
            result: "hard" | "soft" | "elsewhere" | "none";
            /** @description The address is suppressed. */
            suppressed: boolean;
        };
        Suppressions: {
            items: components["schemas"]["Suppression"][];
        };
        Suppression: {
            /** @description Lower case. */
            address: string;
            /**
             * @description `hard-bounce`: the mailbox does not exist; `soft-bounces`: the last five mails to it bounced.
             * @enum {string}
             */
            reason: "hard-bounce" | "soft-bounces";
            /** @description Response of the mail server. */
            detail: string;
            /** Format: date-time */
            at: string;
        };
        Reminders: {
            items: components["schemas"]["Reminder"][];
        };
        Reminder: {
            /** @description `null` if not planned: reminders are planned five weeks ahead. */
            id: string | null;
            deadline: {
                /** @description Stays the same when the dates move. */
                key: string;
                /** @enum {string} */
                kind: "grant-end" | "renewal-window" | "transition" | "surveillance" | "reservation" | "target" | "staleness" | "officer-set" | "dependency-end";
                due: components["schemas"]["PartialDate"];
                /**
                 * Format: date
                 * @description The first day on which acting is useful.
                 * @example 2021-05-27
                 */
                opens: string;
                /** @description The last day on which acting still helps, if later than `due`. */
                lapses: string | null;
                /** @enum {string} */
                state: "open" | "met" | "missed" | "cancelled";
                /** @description A milestone, a reservation, a decision, or what an officer called it. */
                title: string | null;
                /**
                 * Format: int64
                 * @description Version of the dates that the reminder is for.
                 */
                version: number;
                /** @description The dates have moved since; the current ones are shown. */
                moved: boolean;
            };
            dossier: {
                /** Format: uuid */
                id: string;
                provider: {
                    /** Format: uuid */
                    id: string;
                    slug: string;
                    name: string;
                };
                service: {
                    name: string;
                    kinds: string[];
                } | null;
                scheme: string;
            };
            subscription: components["schemas"]["RemindedSubscription"];
            /**
             * Format: int64
             * @description Step of the reminder schedule: days before the earliest day of `due`, before adjustment for weekends and holidays; negative after it.
             */
            rung: number;
            /**
             * Format: date
             * @description Day of sending.
             * @example 2021-05-27
             */
            day: string;
            /** Format: date-time */
            fireAt: string;
            /** @enum {string} */
            state: "planned" | "claimed" | "sent" | "skipped" | "superseded" | "cancelled" | "failed";
            /**
             * @description Reason for planning.
             * @enum {string}
             */
            because: "ladder" | "known-late" | "snooze";
            /** @description Reason for not sending. */
            outcome: ("more-urgent" | "before-subscription" | "snoozed" | "acknowledged" | "nobody-told" | "moved" | "met" | "deadline-cancelled" | "gone" | "transferred" | "unconfirmed" | "ladder-changed" | "subscription-ended" | "subscription-changed" | "not-delivered" | "known-later") | null;
            /** @description Sent only if nobody acknowledges the earlier reminders. */
            escalation: boolean;
            /** @description The delivery that contains the reminder. */
            delivery: string | null;
            /** @description Reset to `null` once the deadline is overdue. */
            acknowledgedAt: string | null;
            /** @description An API key, or `link` for the link in the message. */
            acknowledgedBy: string | null;
            snoozedUntil: string | null;
            /** @description Explanation in one sentence, in the language of the request. */
            why: string;
        };
        /**
         * @example {
         *       "until": "2026-12-07"
         *     }
         */
        SnoozeReminder: {
            /**
             * Format: date
             * @example 2021-05-27
             */
            until: string;
        };
        /**
         * @example {
         *       "kind": "calendar",
         *       "name": "SecNumCloud",
         *       "filter": {
         *         "schemes": [
         *           "secnumcloud"
         *         ]
         *       },
         *       "language": "fr"
         *     }
         */
        NewFeed: {
            /**
             * @description `calendar`: deadlines, as iCalendar; `atom`: changes.
             * @enum {string}
             */
            kind: "calendar" | "atom";
            /** @description Name displayed to its readers. */
            name: string;
            /**
             * @default {
             *       "changes": true,
             *       "deadlines": true
             *     }
             */
            filter?: components["schemas"]["SubscriptionFilter"];
            /**
             * @default fr
             * @enum {string}
             */
            language?: "fr" | "en";
        };
        CreatedFeed: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "calendar" | "atom";
            name: string;
            /** @description The filter as requested. */
            filter: {
                [key: string]: unknown;
            };
            /** @enum {string} */
            language: "fr" | "en";
            /** Format: date-time */
            createdAt: string;
            revokedAt: string | null;
            /**
             * Format: uri
             * @description Grants access to the feed without a key. Returned once; only a hash of the token is stored.
             */
            url: string;
            /** @description Calendars only: the same address, which opens the calendar application. */
            webcal?: string;
        };
        Feeds: {
            items: components["schemas"]["Feed"][];
        };
        Feed: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "calendar" | "atom";
            name: string;
            /** @description The filter as requested. */
            filter: {
                [key: string]: unknown;
            };
            /** @enum {string} */
            language: "fr" | "en";
            /** Format: date-time */
            createdAt: string;
            revokedAt: string | null;
        };
        /**
         * @example {
         *       "name": "SecNumCloud to renew",
         *       "address": "/?scheme=secnumcloud&expiring=true",
         *       "shared": true
         *     }
         */
        NewView: {
            name: string;
            /**
             * @description Path and query of a list of the console: the board, deadlines, grants, providers or the entries of a register. Dates and page numbers are left out.
             * @example /?scheme=secnumcloud&expiring=true
             */
            address: string;
            /**
             * @description Whether everybody who may read can open it.
             * @default false
             */
            shared?: boolean;
        };
        View: {
            /** @description Its address in the console is `/views/{slug}`. It never changes. */
            slug: string;
            name: string;
            address: string;
            shared: boolean;
            /** @description Whether the caller saved it. */
            own: boolean;
            /** Format: date-time */
            createdAt: string;
        };
        Views: {
            items: components["schemas"]["View"][];
        };
        /**
         * @example {
         *       "name": "SecNumCloud, ends soon",
         *       "shared": true
         *     }
         */
        ViewChanges: {
            name?: string;
            /**
             * @description Path and query of a list of the console: the board, deadlines, grants, providers or the entries of a register. Dates and page numbers are left out.
             * @example /?scheme=secnumcloud&expiring=true
             */
            address?: string;
            shared?: boolean;
        };
        Portfolios: {
            items: components["schemas"]["PortfolioItem"][];
        };
        PortfolioItem: {
            slug: string;
            name: string;
            /** Format: int64 */
            services: number;
            /** Format: date-time */
            createdAt: string;
        };
        /**
         * @example {
         *       "name": "Hosting of patient records"
         *     }
         */
        PortfolioName: {
            name: string;
        };
        Portfolio: {
            slug: string;
            name: string;
            /** Format: date-time */
            createdAt: string;
            services: {
                /**
                 * Format: uuid
                 * @description The dossier by which the portfolio has the service.
                 */
                dossier: string;
                usedFor: string;
                /** @description Empty if the service was not on record then. */
                own: {
                    /**
                     * Format: uuid
                     * @description Of the dossier.
                     */
                    id: string;
                    provider: {
                        /** Format: uuid */
                        id: string;
                        slug: string;
                        name: string;
                    };
                    service: string | null;
                    scheme: string;
                    /** @enum {string} */
                    status: "granted" | "granted-with-reservations" | "suspended" | "renewing" | "expired" | "lapsed" | "withdrawn" | "refused" | "abandoned" | "in-progress" | "applied" | "announced" | "unknown";
                    confirmed: boolean;
                    expiring: boolean;
                    /** @description The soonest last day of a grant in force. */
                    grantEnd: string | null;
                    dependsOn: string[];
                }[];
                /** @description What these depend on, directly or not. */
                inherited: {
                    /**
                     * Format: uuid
                     * @description Of the dossier.
                     */
                    id: string;
                    provider: {
                        /** Format: uuid */
                        id: string;
                        slug: string;
                        name: string;
                    };
                    service: string | null;
                    scheme: string;
                    /** @enum {string} */
                    status: "granted" | "granted-with-reservations" | "suspended" | "renewing" | "expired" | "lapsed" | "withdrawn" | "refused" | "abandoned" | "in-progress" | "applied" | "announced" | "unknown";
                    confirmed: boolean;
                    expiring: boolean;
                    /** @description The soonest last day of a grant in force. */
                    grantEnd: string | null;
                    dependsOn: string[];
                }[];
                nextEnd: string | null;
            }[];
            /** @description Those that end first, first. */
            certifications: {
                /**
                 * Format: uuid
                 * @description Of the dossier.
                 */
                id: string;
                provider: {
                    /** Format: uuid */
                    id: string;
                    slug: string;
                    name: string;
                };
                service: string | null;
                scheme: string;
                /** @enum {string} */
                status: "granted" | "granted-with-reservations" | "suspended" | "renewing" | "expired" | "lapsed" | "withdrawn" | "refused" | "abandoned" | "in-progress" | "applied" | "announced" | "unknown";
                confirmed: boolean;
                expiring: boolean;
                /** @description The soonest last day of a grant in force. */
                grantEnd: string | null;
                dependsOn: string[];
                /** @description `dossier` of the services that rest on it. */
                affects: string[];
            }[];
        };
        /**
         * @example {
         *       "services": [
         *         {
         *           "provider": "outscale",
         *           "service": "IaaS Cloud on Demand",
         *           "usedFor": "Payroll"
         *         }
         *       ]
         *     }
         */
        NewPortfolioServices: {
            services: ({
                /** @description Slug, id or name. */
                provider: string;
                service: string;
                /**
                 * @description What the organisation uses the service for.
                 * @default
                 */
                usedFor?: "" | string;
            } | {
                /**
                 * Format: uuid
                 * @description Any dossier of the service.
                 */
                dossier: string;
                /**
                 * @description What the organisation uses the service for.
                 * @default
                 */
                usedFor?: "" | string;
            })[];
        };
        Alive: {
            /** @enum {string} */
            status: "ok";
        };
        Ready: {
            /** @enum {string} */
            status: "ready";
            /** @description What does not work while the rest does; absent if there is nothing. See docs/operating.md. */
            degraded?: ({
                code: string;
            } & {
                [key: string]: unknown;
            })[];
        };
        /**
         * @example {
         *       "type": "https://jalon.example.org/problems/invalid-body",
         *       "title": "Invalid request body",
         *       "status": 422,
         *       "code": "invalid-body",
         *       "detail": "occurred is required",
         *       "instance": "urn:jalon:request:6d1f0c3a-52b4-4c1e-9b7a-0e8f4d2a9c35",
         *       "problems": [
         *         {
         *           "field": "occurred",
         *           "code": "required",
         *           "reason": "is required"
         *         }
         *       ]
         *     }
         */
        Problem: {
            /** @description URL of a page that explains the code. */
            type: string;
            title: string;
            /** Format: int64 */
            status: number;
            /** @description Stable: see docs/problems.md. All sentences may change, and depend on the language. */
            code: string;
            detail: string;
            /** @description This occurrence: `urn:jalon:request:` and the `X-Request-Id`, which logs name. */
            instance: string;
            /** @description Each invalid field and the reason; `row` is the line of an imported file, 1 being the header. */
            problems?: {
                field: string;
                /** @description Stable, as is `params`. */
                code: string;
                params?: {
                    [key: string]: unknown;
                };
                reason: string;
                /** Format: int64 */
                row?: number;
            }[];
        };
        StoryEntryAboutProvider: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "provider";
            /** Format: uuid */
            id: string;
            name: string;
        };
        StoryEntryAboutDossier: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "dossier";
            /** Format: uuid */
            id: string;
            scheme: string;
            service: string | null;
        };
        NewProviderAnnouncementMade: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "AnnouncementMade";
            occurred: components["schemas"]["PartialDate"];
            source: components["schemas"]["Source"];
            data: {
                title: string;
                note?: string;
                parties?: string[];
                sectors?: string[];
                technology?: string[];
            };
        };
        NewProviderPartnershipAnnounced: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "PartnershipAnnounced";
            occurred: components["schemas"]["PartialDate"];
            source: components["schemas"]["Source"];
            data: {
                title: string;
                note?: string;
                parties?: string[];
                sectors?: string[];
                technology?: string[];
            };
        };
        NewProviderStatementMade: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "StatementMade";
            occurred: components["schemas"]["PartialDate"];
            source: components["schemas"]["Source"];
            data: {
                title?: string;
                note?: string;
                speaker: string;
                about?: string;
                /** @enum {string} */
                aboutKind?: "law" | "market" | "provider" | "service";
            };
        };
        NewProviderValidationIssued: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "ValidationIssued";
            occurred: components["schemas"]["PartialDate"];
            source: components["schemas"]["Source"];
            data: {
                title?: string;
                note?: string;
                authority: string;
            };
        };
        NewProviderCompanyCreated: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "CompanyCreated";
            occurred: components["schemas"]["PartialDate"];
            source: components["schemas"]["Source"];
            data: {
                title?: string;
                note?: string;
                service?: string;
            };
        };
        NewProviderServiceLaunched: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "ServiceLaunched";
            occurred: components["schemas"]["PartialDate"];
            source: components["schemas"]["Source"];
            data: {
                title?: string;
                note?: string;
                service?: string;
            };
        };
        NewProviderOwnershipDeclared: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "OwnershipDeclared";
            occurred?: components["schemas"]["PartialDate"];
            source: components["schemas"]["Source"];
            data: {
                title?: string;
                note?: string;
                holders: {
                    name: string;
                    /** @description in percent */
                    share?: number;
                    country?: string;
                }[];
                technology?: string[];
                hosting?: string;
            };
        };
        NewProviderAuthorizationExpected: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "AuthorizationExpected";
            occurred?: components["schemas"]["PartialDate"];
            source: components["schemas"]["Source"];
            data: {
                title: string;
                note?: string;
                authority?: string;
            };
        };
        NewProviderAuthorizationObtained: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "AuthorizationObtained";
            occurred: components["schemas"]["PartialDate"];
            source: components["schemas"]["Source"];
            data: {
                title: string;
                note?: string;
                authority?: string;
                fulfils?: string;
                partlyFulfils?: string;
            };
        };
        NewProviderProviderRenamed: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "ProviderRenamed";
            occurred?: components["schemas"]["PartialDate"];
            source?: components["schemas"]["Source"];
            data: {
                title?: string;
                note?: string;
                name: string;
            };
        };
        NewProviderAliasAdded: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "AliasAdded";
            occurred?: components["schemas"]["PartialDate"];
            source?: components["schemas"]["Source"];
            data: {
                title?: string;
                note?: string;
                name: string;
            };
        };
        NewProviderEventCorrected: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "EventCorrected";
            source?: components["schemas"]["Source"];
            data: {
                /** Format: uuid */
                event: string;
                changes: {
                    occurred?: components["schemas"]["PartialDate"] | null;
                    source?: components["schemas"]["Source"];
                    /** @description Single fields of the source; `null` removes one. `source` replaces it as a whole. */
                    sourceFields?: {
                        /** @enum {string} */
                        kind?: "decision" | "catalogue" | "list" | "statement" | "company" | "press" | "other";
                        publisher?: string;
                        url?: string | null;
                        title?: string | null;
                        quote?: string | null;
                        readOn?: string | null;
                        sha256?: string | null;
                    };
                    data?: {
                        [key: string]: unknown;
                    };
                };
                reason: string;
            };
        };
        NewProviderEventRetracted: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "EventRetracted";
            source?: components["schemas"]["Source"];
            data: {
                /** Format: uuid */
                event: string;
                reason: string;
            };
        };
        NewDossierIntentDeclared: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "IntentDeclared";
            occurred: components["schemas"]["PartialDate"];
            source: components["schemas"]["Source"];
            data: {
                title?: string;
                note?: string;
                referential?: string;
            };
        };
        NewDossierApplicationFiled: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "ApplicationFiled";
            occurred: components["schemas"]["PartialDate"];
            source: components["schemas"]["Source"];
            data: {
                title?: string;
                note?: string;
                referential?: string;
            };
        };
        NewDossierMilestoneReached: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "MilestoneReached";
            occurred: components["schemas"]["PartialDate"];
            source: components["schemas"]["Source"];
            data: {
                title?: string;
                note?: string;
                milestone: string;
            };
        };
        NewDossierTargetSet: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "TargetSet";
            occurred: components["schemas"]["PartialDate"];
            source: components["schemas"]["Source"];
            data: {
                title?: string;
                note?: string;
                milestone: string;
                target: components["schemas"]["PartialDate"];
                referential?: string;
            };
        };
        NewDossierApplicationRefused: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "ApplicationRefused";
            occurred: components["schemas"]["PartialDate"];
            source: components["schemas"]["Source"];
            data: {
                title?: string;
                note?: string;
                reason?: string;
            };
        };
        NewDossierApplicationAbandoned: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "ApplicationAbandoned";
            occurred: components["schemas"]["PartialDate"];
            source: components["schemas"]["Source"];
            data: {
                title?: string;
                note?: string;
                reason?: string;
            };
        };
        NewDossierGrantIssued: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "GrantIssued";
            occurred: components["schemas"]["PartialDate"];
            source: components["schemas"]["Source"];
            data: {
                title?: string;
                note?: string;
                decision?: string;
                validFrom?: components["schemas"]["PartialDate"];
                validUntil?: components["schemas"]["PartialDate"];
                reservations?: {
                    text: string;
                    due?: components["schemas"]["PartialDate"];
                }[];
                conditions?: string[];
                level?: string;
                referential?: string;
                authority?: string;
                milestone?: string;
            };
        };
        NewDossierGrantAnnounced: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "GrantAnnounced";
            occurred: components["schemas"]["PartialDate"];
            source: components["schemas"]["Source"];
            data: {
                title?: string;
                note?: string;
                decision?: string;
            };
        };
        NewDossierRegisterObserved: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "RegisterObserved";
            occurred: components["schemas"]["PartialDate"];
            source: components["schemas"]["Source"];
            data: {
                title?: string;
                note?: string;
                register: string;
                /** @enum {string} */
                listing: "granted" | "in-progress" | "absent";
                milestone?: string;
                decision?: string;
                validFrom?: components["schemas"]["PartialDate"];
                validUntil?: components["schemas"]["PartialDate"];
                level?: string;
                conditions?: string[];
                /** @description The register that was read; absent if an officer recorded it. */
                registerSlug?: string;
                /** @description Key of the entry in that register. */
                entry?: string;
                /** @description The stages that the register dates. */
                milestones?: {
                    milestone: string;
                    occurred: components["schemas"]["PartialDate"];
                }[];
            };
        };
        NewDossierGrantSuspended: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "GrantSuspended";
            occurred: components["schemas"]["PartialDate"];
            source: components["schemas"]["Source"];
            data: {
                title?: string;
                note?: string;
                decision?: string;
                reason?: string;
            };
        };
        NewDossierGrantReinstated: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "GrantReinstated";
            occurred: components["schemas"]["PartialDate"];
            source: components["schemas"]["Source"];
            data: {
                title?: string;
                note?: string;
                decision?: string;
                reason?: string;
            };
        };
        NewDossierGrantWithdrawn: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "GrantWithdrawn";
            occurred: components["schemas"]["PartialDate"];
            source: components["schemas"]["Source"];
            data: {
                title?: string;
                note?: string;
                decision?: string;
                reason?: string;
            };
        };
        NewDossierSurveillancePassed: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "SurveillancePassed";
            occurred: components["schemas"]["PartialDate"];
            source: components["schemas"]["Source"];
            data: {
                title?: string;
                note?: string;
                duty?: string;
                due?: components["schemas"]["PartialDate"];
                decision?: string;
            };
        };
        NewDossierSurveillanceFailed: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "SurveillanceFailed";
            occurred: components["schemas"]["PartialDate"];
            source: components["schemas"]["Source"];
            data: {
                title?: string;
                note?: string;
                duty?: string;
                due?: components["schemas"]["PartialDate"];
                decision?: string;
            };
        };
        NewDossierReservationLifted: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "ReservationLifted";
            occurred: components["schemas"]["PartialDate"];
            source: components["schemas"]["Source"];
            data: {
                title?: string;
                note?: string;
                decision?: string;
                reservation?: string;
                reason?: string;
            };
        };
        NewDossierAnnouncementMade: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "AnnouncementMade";
            occurred: components["schemas"]["PartialDate"];
            source: components["schemas"]["Source"];
            data: {
                title?: string;
                note?: string;
                referential?: string;
            };
        };
        NewDossierStatementMade: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "StatementMade";
            occurred: components["schemas"]["PartialDate"];
            source: components["schemas"]["Source"];
            data: {
                title?: string;
                note?: string;
                speaker?: string;
                about?: string;
                /** @enum {string} */
                aboutKind?: "law" | "market" | "provider" | "service";
            };
        };
        NewDossierClaimDisputed: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "ClaimDisputed";
            occurred: components["schemas"]["PartialDate"];
            source: components["schemas"]["Source"];
            data: {
                title?: string;
                note?: string;
                speaker?: string;
            };
        };
        NewDossierValidationIssued: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "ValidationIssued";
            occurred: components["schemas"]["PartialDate"];
            source: components["schemas"]["Source"];
            data: {
                title?: string;
                note?: string;
                authority: string;
            };
        };
        NewDossierScopeDeclared: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "ScopeDeclared";
            occurred: components["schemas"]["PartialDate"];
            source: components["schemas"]["Source"];
            data: {
                title?: string;
                note?: string;
                service: string;
                serviceKinds: string[];
            };
        };
        NewDossierDependencyDeclared: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "DependencyDeclared";
            occurred: components["schemas"]["PartialDate"];
            source: components["schemas"]["Source"];
            data: {
                title?: string;
                note?: string;
                /** Format: uuid */
                dependsOn: string;
            };
        };
        NewDossierDependencyEnded: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "DependencyEnded";
            occurred: components["schemas"]["PartialDate"];
            source: components["schemas"]["Source"];
            data: {
                title?: string;
                note?: string;
                /** Format: uuid */
                dependsOn: string;
                reason?: string;
            };
        };
        NewDossierServiceTransferred: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "ServiceTransferred";
            occurred: components["schemas"]["PartialDate"];
            source: components["schemas"]["Source"];
            data: {
                title?: string;
                note?: string;
                /**
                 * Format: uuid
                 * @description The new provider of the service.
                 */
                to: string;
            };
        };
        NewDossierDeadlineSet: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "DeadlineSet";
            occurred?: components["schemas"]["PartialDate"];
            source?: components["schemas"]["Source"];
            data: {
                title?: string;
                note?: string;
                key: string;
                due: components["schemas"]["PartialDate"];
                opens?: components["schemas"]["PartialDate"];
                lapses?: components["schemas"]["PartialDate"];
                reason?: string;
            };
        };
        NewDossierDeadlineMoved: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "DeadlineMoved";
            occurred?: components["schemas"]["PartialDate"];
            source?: components["schemas"]["Source"];
            data: {
                title?: string;
                note?: string;
                key: string;
                due: components["schemas"]["PartialDate"];
                opens?: components["schemas"]["PartialDate"];
                lapses?: components["schemas"]["PartialDate"];
                reason?: string;
            };
        };
        NewDossierDeadlineMet: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "DeadlineMet";
            occurred?: components["schemas"]["PartialDate"];
            source?: components["schemas"]["Source"];
            data: {
                title?: string;
                note?: string;
                key: string;
                reason?: string;
            };
        };
        NewDossierDeadlineCancelled: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "DeadlineCancelled";
            occurred?: components["schemas"]["PartialDate"];
            source?: components["schemas"]["Source"];
            data: {
                title?: string;
                note?: string;
                key: string;
                reason?: string;
            };
        };
        NewDossierEventCorrected: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "EventCorrected";
            source?: components["schemas"]["Source"];
            data: {
                /** Format: uuid */
                event: string;
                changes: {
                    occurred?: components["schemas"]["PartialDate"] | null;
                    source?: components["schemas"]["Source"];
                    /** @description Single fields of the source; `null` removes one. `source` replaces it as a whole. */
                    sourceFields?: {
                        /** @enum {string} */
                        kind?: "decision" | "catalogue" | "list" | "statement" | "company" | "press" | "other";
                        publisher?: string;
                        url?: string | null;
                        title?: string | null;
                        quote?: string | null;
                        readOn?: string | null;
                        sha256?: string | null;
                    };
                    data?: {
                        [key: string]: unknown;
                    };
                };
                reason: string;
            };
        };
        NewDossierEventRetracted: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "EventRetracted";
            source?: components["schemas"]["Source"];
            data: {
                /** Format: uuid */
                event: string;
                reason: string;
            };
        };
        NewSchemeEventCorrected: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "EventCorrected";
            source?: components["schemas"]["Source"];
            data: {
                /** Format: uuid */
                event: string;
                changes: {
                    occurred?: components["schemas"]["PartialDate"] | null;
                    source?: components["schemas"]["Source"];
                    /** @description Single fields of the source; `null` removes one. `source` replaces it as a whole. */
                    sourceFields?: {
                        /** @enum {string} */
                        kind?: "decision" | "catalogue" | "list" | "statement" | "company" | "press" | "other";
                        publisher?: string;
                        url?: string | null;
                        title?: string | null;
                        quote?: string | null;
                        readOn?: string | null;
                        sha256?: string | null;
                    };
                    data?: {
                        [key: string]: unknown;
                    };
                };
                reason: string;
            };
        };
        NewSchemeEventRetracted: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "EventRetracted";
            source?: components["schemas"]["Source"];
            data: {
                /** Format: uuid */
                event: string;
                reason: string;
            };
        };
        NewSubscriptionEmail: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            channel: "email";
            address: components["schemas"]["EmailAddress"];
            /**
             * @default immediate
             * @enum {string}
             */
            mode?: "immediate" | "daily" | "weekly";
            /**
             * @default {
             *       "changes": true,
             *       "deadlines": true
             *     }
             */
            filter?: components["schemas"]["SubscriptionFilter"];
            /**
             * @description language of emails and chat messages
             * @default fr
             * @enum {string}
             */
            language?: "fr" | "en";
            /**
             * @description settings of deadline reminders
             * @default {}
             */
            reminders?: components["schemas"]["ReminderWishes"];
        };
        NewSubscriptionWebhook: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            channel: "webhook";
            url: components["schemas"]["WebhookUrl"];
            /**
             * @default immediate
             * @enum {string}
             */
            mode?: "immediate";
            /**
             * @description default: `hmac`
             * @enum {string}
             */
            signature?: "hmac" | "ed25519";
            /**
             * @description format of the body; default: `standard`
             * @enum {string}
             */
            format?: "standard" | "cloudevents" | "slack" | "teams";
            /** @description preserves the order of events per provider */
            ordered?: boolean;
            /**
             * Format: int32
             * @description maximum number of messages per minute
             */
            ratePerMinute?: number;
            /**
             * @default {
             *       "changes": true,
             *       "deadlines": true
             *     }
             */
            filter?: components["schemas"]["SubscriptionFilter"];
            /**
             * @description language of emails and chat messages
             * @default fr
             * @enum {string}
             */
            language?: "fr" | "en";
            /**
             * @description settings of deadline reminders
             * @default {}
             */
            reminders?: components["schemas"]["ReminderWishes"];
        };
    };
    responses: {
        /** @description `unauthorized`: Authentication required. */
        Unauthorized: {
            headers: {
                /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                "X-Request-Id"?: string;
                /** @description What is wrong with the API key (RFC 6750). */
                "WWW-Authenticate"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `forbidden`: Insufficient scope. */
        Forbidden: {
            headers: {
                /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `not-acceptable`: Not acceptable. */
        NotAcceptable: {
            headers: {
                /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `request-timeout`: Request timeout. */
        RequestTimeout: {
            headers: {
                /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `body-too-large`: Request body too large. */
        PayloadTooLarge: {
            headers: {
                /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `address-too-long`: URL too long. */
        URITooLong: {
            headers: {
                /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `unsupported-media-type`: Unsupported media type. */
        UnsupportedMediaType: {
            headers: {
                /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `expectation-failed`: Expectation not supported. */
        ExpectationFailed: {
            headers: {
                /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `too-many-requests`: Too many requests. */
        TooManyRequests: {
            headers: {
                /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                "X-Request-Id"?: string;
                /** @description Seconds after which to try again. */
                "Retry-After"?: string;
                /** @description What is left of each limit: `r` requests for the next `t` seconds. Absent if none applies. */
                RateLimit?: string;
                /** @description The limits that apply: `q` requests in `w` seconds. Absent if none does. */
                "RateLimit-Policy"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `headers-too-large`: Headers too large. */
        RequestHeaderFieldsTooLarge: {
            headers: {
                /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `internal`: Internal server error. */
        InternalServerError: {
            headers: {
                /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `unavailable`: Service unavailable. */
        ServiceUnavailable: {
            headers: {
                /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                "X-Request-Id"?: string;
                /** @description Seconds after which to try again. */
                "Retry-After"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description `malformed-address`: Malformed URL.
         *
         *     `malformed-request`: Malformed request.
         *
         *     `invalid-request`: Invalid parameter or header.
         */
        BadRequest: {
            headers: {
                /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `ledger-reset`: Ledger reset to an earlier position. */
        Gone: {
            headers: {
                /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `stale-version`: Version conflict. */
        PreconditionFailed: {
            headers: {
                /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `invalid-body`: Invalid request body. */
        UnprocessableEntity: {
            headers: {
                /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description `not-found`: Not found.
         *
         *     `unknown-scheme`: Scheme not found.
         */
        NotFound: {
            headers: {
                /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `subscription-unfit`: Invalid subscription state. */
        Conflict: {
            headers: {
                /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listProviders: {
        parameters: {
            query?: {
                /** @description The beginning of a word of any current or former name. */
                name?: string;
                /** @description A sector of an announcement of the provider: the whole name or consecutive words of it. */
                sector?: string;
                /** @description A party to an announcement or partnership of the provider, in the same way. */
                party?: string;
                /** @description Technology that the provider uses or announced, in the same way, such as `microsoft`. */
                technology?: string;
                /** @description A holder in the latest declaration of ownership, in the same way. */
                owner?: string;
                /** @description Only events that had happened by the end of this day; default: today. */
                asOf?: string;
                /** @description Only events recorded by this instant; default: all. */
                knownAt?: string;
                /** @description Maximum number of items. */
                limit?: number;
                /** @description Start of the next page, from the Link header of the previous one. */
                cursor?: string;
                /** @description Waits until the list includes this ledger position, which must have been recorded. */
                seen?: string;
            };
            header?: {
                /** @description ETag of an earlier response; returns 304 if unchanged. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description What is left of each limit: `r` requests for the next `t` seconds. Absent if none applies. */
                    RateLimit?: string;
                    /** @description The limits that apply: `q` requests in `w` seconds. Absent if none does. */
                    "RateLimit-Policy"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    /** @description Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "5a0c2b7e-1f5b-5e55-8f6d-2a9d1c3b4e5f",
                     *           "slug": "ovhcloud",
                     *           "name": "OVHcloud",
                     *           "aliases": [
                     *             "OVH"
                     *           ],
                     *           "dossiers": [
                     *             {
                     *               "id": "0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11",
                     *               "scheme": "secnumcloud",
                     *               "service": {
                     *                 "name": "Hosted Private Cloud powered by VMware",
                     *                 "kinds": [
                     *                   "IaaS"
                     *                 ]
                     *               },
                     *               "status": "granted",
                     *               "confirmed": true,
                     *               "expiring": true,
                     *               "stale": false
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Providers"];
                    "text/csv": string;
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            410: components["responses"]["Gone"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            /**
             * @description `unavailable`: Service unavailable.
             *
             *     `not-seen-yet`: List not yet up to date.
             */
            503: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Seconds after which to try again. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    registerProvider: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request idempotent: the same key with the same request returns the first result; with a different request it is rejected. Keys do not expire and are scoped to the API key and the URL. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RegisterProvider"];
            };
        };
        responses: {
            /** @description Recorded. */
            201: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    /** @description `true` if the request was already processed and nothing was recorded this time. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "5a0c2b7e-1f5b-5e55-8f6d-2a9d1c3b4e5f",
                     *       "slug": "ovhcloud",
                     *       "name": "OVHcloud",
                     *       "aliases": [
                     *         "OVH"
                     *       ],
                     *       "names": [
                     *         {
                     *           "name": "OVHcloud",
                     *           "since": "2019-10-09",
                     *           "until": null,
                     *           "event": "7c1e0d9a-2b3c-4d5e-8f60-718293a4b5c6",
                     *           "source": null
                     *         },
                     *         {
                     *           "name": "OVH",
                     *           "since": null,
                     *           "until": "2019-10-08",
                     *           "event": "6b0d1c8f-1a2b-4c3d-8e5f-60718293a4b5",
                     *           "source": null
                     *         }
                     *       ],
                     *       "announcements": [],
                     *       "created": [],
                     *       "launches": [],
                     *       "ownership": null,
                     *       "ownershipHistory": [],
                     *       "authorizations": {
                     *         "expected": [],
                     *         "obtained": [],
                     *         "fulfilled": []
                     *       },
                     *       "validations": [],
                     *       "statements": [],
                     *       "lastHeard": null,
                     *       "dossiers": [],
                     *       "transferred": {
                     *         "away": [],
                     *         "received": []
                     *       },
                     *       "warnings": [],
                     *       "story": [
                     *         {
                     *           "event": "9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f",
                     *           "position": 31,
                     *           "day": "2023-12-28",
                     *           "precision": "day",
                     *           "occurred": "2023-12-28",
                     *           "type": "GrantIssued",
                     *           "about": {
                     *             "kind": "dossier",
                     *             "id": "0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11",
                     *             "scheme": "secnumcloud",
                     *             "service": "Hosted Private Cloud powered by VMware"
                     *           },
                     *           "title": null,
                     *           "says": "decision 2279 issued",
                     *           "source": {
                     *             "kind": "decision",
                     *             "publisher": "ANSSI"
                     *           },
                     *           "confirmed": true,
                     *           "corrected": false
                     *         }
                     *       ],
                     *       "storyLeftOut": 0,
                     *       "version": 1,
                     *       "asOf": "2026-11-25",
                     *       "knownAt": null
                     *     }
                     */
                    "application/json": components["schemas"]["Provider"];
                };
            };
            /**
             * @description `malformed-address`: Malformed URL.
             *
             *     `malformed-request`: Malformed request.
             *
             *     `invalid-request`: Invalid parameter or header.
             *
             *     `malformed-json`: Malformed JSON.
             */
            400: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            /**
             * @description `provider-exists`: Provider already exists.
             *
             *     `name-taken`: Name already taken.
             *
             *     `slug-taken`: Slug already taken.
             */
            409: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["URITooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            /**
             * @description `invalid-body`: Invalid request body.
             *
             *     `name-unusable`: Invalid name.
             *
             *     `id-reused`: Idempotency key already used.
             */
            422: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listProvidersAsCsv: {
        parameters: {
            query?: {
                /** @description The beginning of a word of any current or former name. */
                name?: string;
                /** @description A sector of an announcement of the provider: the whole name or consecutive words of it. */
                sector?: string;
                /** @description A party to an announcement or partnership of the provider, in the same way. */
                party?: string;
                /** @description Technology that the provider uses or announced, in the same way, such as `microsoft`. */
                technology?: string;
                /** @description A holder in the latest declaration of ownership, in the same way. */
                owner?: string;
                /** @description Only events that had happened by the end of this day; default: today. */
                asOf?: string;
                /** @description Only events recorded by this instant; default: all. */
                knownAt?: string;
                /** @description Waits until the list includes this ledger position, which must have been recorded. */
                seen?: string;
            };
            header?: {
                /** @description ETag of an earlier response; returns 304 if unchanged. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description What is left of each limit: `r` requests for the next `t` seconds. Absent if none applies. */
                    RateLimit?: string;
                    /** @description The limits that apply: `q` requests in `w` seconds. Absent if none does. */
                    "RateLimit-Policy"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    /** @description Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            410: components["responses"]["Gone"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            /**
             * @description `unavailable`: Service unavailable.
             *
             *     `not-seen-yet`: List not yet up to date.
             */
            503: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Seconds after which to try again. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getProvider: {
        parameters: {
            query?: {
                /** @description Only events that had happened by the end of this day; default: today. */
                asOf?: string;
                /** @description Only events recorded by this instant; default: all. */
                knownAt?: string;
                /** @description Waits until the list includes this ledger position, which must have been recorded. */
                seen?: string;
            };
            header?: {
                /** @description ETag of an earlier response; returns 304 if unchanged. */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description What is left of each limit: `r` requests for the next `t` seconds. Absent if none applies. */
                    RateLimit?: string;
                    /** @description The limits that apply: `q` requests in `w` seconds. Absent if none does. */
                    "RateLimit-Policy"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    /** @description Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "5a0c2b7e-1f5b-5e55-8f6d-2a9d1c3b4e5f",
                     *       "slug": "ovhcloud",
                     *       "name": "OVHcloud",
                     *       "aliases": [
                     *         "OVH"
                     *       ],
                     *       "names": [
                     *         {
                     *           "name": "OVHcloud",
                     *           "since": "2019-10-09",
                     *           "until": null,
                     *           "event": "7c1e0d9a-2b3c-4d5e-8f60-718293a4b5c6",
                     *           "source": null
                     *         },
                     *         {
                     *           "name": "OVH",
                     *           "since": null,
                     *           "until": "2019-10-08",
                     *           "event": "6b0d1c8f-1a2b-4c3d-8e5f-60718293a4b5",
                     *           "source": null
                     *         }
                     *       ],
                     *       "announcements": [],
                     *       "created": [],
                     *       "launches": [],
                     *       "ownership": null,
                     *       "ownershipHistory": [],
                     *       "authorizations": {
                     *         "expected": [],
                     *         "obtained": [],
                     *         "fulfilled": []
                     *       },
                     *       "validations": [],
                     *       "statements": [],
                     *       "lastHeard": null,
                     *       "dossiers": [
                     *         {
                     *           "id": "0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11",
                     *           "provider": {
                     *             "id": "5a0c2b7e-1f5b-5e55-8f6d-2a9d1c3b4e5f",
                     *             "slug": "ovhcloud",
                     *             "name": "OVHcloud"
                     *           },
                     *           "service": {
                     *             "name": "Hosted Private Cloud powered by VMware",
                     *             "kinds": [
                     *               "IaaS"
                     *             ]
                     *           },
                     *           "scheme": "secnumcloud",
                     *           "status": "granted",
                     *           "confirmed": true,
                     *           "because": [
                     *             "9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f"
                     *           ],
                     *           "expiring": true,
                     *           "stale": false,
                     *           "lastHeard": "2023-12-28",
                     *           "announced": null,
                     *           "stage": {
                     *             "milestone": "J3",
                     *             "occurred": "2023-12-28",
                     *             "confirmed": true
                     *           },
                     *           "milestones": [
                     *             {
                     *               "milestone": "J3",
                     *               "occurred": "2023-12-28",
                     *               "day": "2023-12-28",
                     *               "confirmed": true,
                     *               "event": "9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f"
                     *             }
                     *           ],
                     *           "grants": [
                     *             {
                     *               "id": "9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f",
                     *               "decision": "2279",
                     *               "validFrom": "2023-12-28",
                     *               "validUntil": "2026-12-29",
                     *               "state": "in-force",
                     *               "runsUntil": "2026-12-29",
                     *               "currentUntil": null,
                     *               "conditions": [],
                     *               "reservations": [],
                     *               "referential": "3.2",
                     *               "level": null,
                     *               "confirmed": true,
                     *               "events": [
                     *                 "9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f"
                     *               ]
                     *             }
                     *           ],
                     *           "grantedFrom": null,
                     *           "targets": [],
                     *           "labels": [
                     *             "cloud-de-confiance"
                     *           ],
                     *           "dependsOn": [],
                     *           "warnings": [],
                     *           "version": 7,
                     *           "asOf": "2026-11-25",
                     *           "knownAt": null,
                     *           "buildsOn": [],
                     *           "dependents": []
                     *         }
                     *       ],
                     *       "transferred": {
                     *         "away": [],
                     *         "received": []
                     *       },
                     *       "warnings": [],
                     *       "story": [
                     *         {
                     *           "event": "9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f",
                     *           "position": 31,
                     *           "day": "2023-12-28",
                     *           "precision": "day",
                     *           "occurred": "2023-12-28",
                     *           "type": "GrantIssued",
                     *           "about": {
                     *             "kind": "dossier",
                     *             "id": "0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11",
                     *             "scheme": "secnumcloud",
                     *             "service": "Hosted Private Cloud powered by VMware"
                     *           },
                     *           "title": null,
                     *           "says": "decision 2279 issued",
                     *           "source": {
                     *             "kind": "decision",
                     *             "publisher": "ANSSI"
                     *           },
                     *           "confirmed": true,
                     *           "corrected": false
                     *         }
                     *       ],
                     *       "storyLeftOut": 0,
                     *       "version": 2,
                     *       "asOf": "2026-11-25",
                     *       "knownAt": null
                     *     }
                     */
                    "application/json": components["schemas"]["Provider"];
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-provider`: Provider not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            410: components["responses"]["Gone"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            /**
             * @description `unavailable`: Service unavailable.
             *
             *     `not-seen-yet`: List not yet up to date.
             */
            503: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Seconds after which to try again. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listProviderEvents: {
        parameters: {
            query?: {
                /** @description Only events recorded by this instant; default: all. */
                knownAt?: string;
                /** @description Maximum number of items. */
                limit?: number;
                /** @description Start of the next page, from the Link header of the previous one. */
                cursor?: string;
            };
            header?: {
                /** @description ETag of an earlier response; returns 304 if unchanged. */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description What is left of each limit: `r` requests for the next `t` seconds. Absent if none applies. */
                    RateLimit?: string;
                    /** @description The limits that apply: `q` requests in `w` seconds. Absent if none does. */
                    "RateLimit-Policy"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    /** @description Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f",
                     *           "position": 31,
                     *           "version": 5,
                     *           "type": "GrantIssued",
                     *           "occurred": "2023-12-28",
                     *           "source": {
                     *             "kind": "decision",
                     *             "publisher": "ANSSI"
                     *           },
                     *           "data": {
                     *             "decision": "2279",
                     *             "validUntil": "2026-12-28"
                     *           },
                     *           "recordedAt": "2026-11-25T08:00:00.000Z",
                     *           "actor": "account:6d1f0c3a-52b4-4c1e-9b7a-0e8f4d2a9c35",
                     *           "current": {
                     *             "occurred": "2023-12-28",
                     *             "source": {
                     *               "kind": "decision",
                     *               "publisher": "ANSSI"
                     *             },
                     *             "data": {
                     *               "decision": "2279",
                     *               "validUntil": "2026-12-29"
                     *             }
                     *           },
                     *           "retracted": false
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Timeline"];
                    "text/csv": string;
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-provider`: Provider not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    recordProviderEvent: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request idempotent: the same key with the same request returns the first result; with a different request it is rejected. Keys do not expire and are scoped to the API key and the URL. */
                "Idempotency-Key"?: string;
                /** @description ETag of an earlier response (its version part is compared), or `*`. Returns 412 if the resource has changed since. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewProviderEvent"];
            };
        };
        responses: {
            /** @description Recorded. */
            201: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    /** @description `true` if the request was already processed and nothing was recorded this time. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f",
                     *       "position": 62,
                     *       "version": 7,
                     *       "warnings": []
                     *     }
                     */
                    "application/json": components["schemas"]["RecordedOnProvider"];
                };
            };
            /**
             * @description `malformed-address`: Malformed URL.
             *
             *     `malformed-request`: Malformed request.
             *
             *     `invalid-request`: Invalid parameter or header.
             *
             *     `malformed-json`: Malformed JSON.
             */
            400: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-provider`: Provider not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            /**
             * @description `already-retracted`: Event already retracted.
             *
             *     `conflict`: Concurrent update, please retry.
             */
            409: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["URITooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            /**
             * @description `invalid-body`: Invalid request body.
             *
             *     `unknown-event`: Event not found.
             *
             *     `name-unusable`: Invalid name.
             *
             *     `amendment-invalid`: Invalid correction.
             *
             *     `id-reused`: Idempotency key already used.
             */
            422: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listProviderEventsAsCsv: {
        parameters: {
            query?: {
                /** @description Only events recorded by this instant; default: all. */
                knownAt?: string;
            };
            header?: {
                /** @description ETag of an earlier response; returns 304 if unchanged. */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description What is left of each limit: `r` requests for the next `t` seconds. Absent if none applies. */
                    RateLimit?: string;
                    /** @description The limits that apply: `q` requests in `w` seconds. Absent if none does. */
                    "RateLimit-Policy"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    /** @description Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-provider`: Provider not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listDossiers: {
        parameters: {
            query?: {
                /** @description Slug of a scheme that was on record by then. */
                scheme?: string;
                status?: "granted" | "granted-with-reservations" | "suspended" | "renewing" | "expired" | "lapsed" | "withdrawn" | "refused" | "abandoned" | "in-progress" | "applied" | "announced" | "unknown";
                /** @description The id or slug of a provider. */
                provider?: string;
                /** @description A grant in force ends before this day. */
                expiresBefore?: string;
                /** @description Open, and without activity for longer than the scheme allows. */
                stale?: boolean;
                /** @description A grant ends within the warning period of the scheme. */
                expiring?: boolean;
                /** @description Confirmed by the authority. */
                confirmed?: boolean;
                /** @description A sector of an announcement of the provider: the whole name or consecutive words of it. */
                sector?: string;
                /** @description A party to an announcement or partnership of the provider, in the same way. */
                party?: string;
                /** @description Technology that the provider uses or announced, in the same way, such as `microsoft`. */
                technology?: string;
                /** @description A holder in the latest declaration of ownership, in the same way. */
                owner?: string;
                /** @description A type of the service, such as `IaaS`. */
                serviceKind?: string;
                /** @description The level of a grant in force. */
                level?: string;
                /** @description A label that it has. */
                label?: string;
                /** @description The version of the standard of a grant in force, such as `3.2`. */
                referential?: string;
                /** @description Only events that had happened by the end of this day; default: today. */
                asOf?: string;
                /** @description Only events recorded by this instant; default: all. */
                knownAt?: string;
                /** @description Maximum number of items. */
                limit?: number;
                /** @description Start of the next page, from the Link header of the previous one. */
                cursor?: string;
                /** @description Waits until the list includes this ledger position, which must have been recorded. */
                seen?: string;
            };
            header?: {
                /** @description ETag of an earlier response; returns 304 if unchanged. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description What is left of each limit: `r` requests for the next `t` seconds. Absent if none applies. */
                    RateLimit?: string;
                    /** @description The limits that apply: `q` requests in `w` seconds. Absent if none does. */
                    "RateLimit-Policy"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    /** @description Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11",
                     *           "provider": {
                     *             "id": "5a0c2b7e-1f5b-5e55-8f6d-2a9d1c3b4e5f",
                     *             "slug": "ovhcloud",
                     *             "name": "OVHcloud"
                     *           },
                     *           "service": {
                     *             "name": "Hosted Private Cloud powered by VMware",
                     *             "kinds": [
                     *               "IaaS"
                     *             ]
                     *           },
                     *           "scheme": "secnumcloud",
                     *           "status": "granted",
                     *           "confirmed": true,
                     *           "because": [
                     *             "9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f"
                     *           ],
                     *           "expiring": true,
                     *           "stale": false,
                     *           "lastHeard": "2023-12-28",
                     *           "announced": null,
                     *           "stage": {
                     *             "milestone": "J3",
                     *             "occurred": "2023-12-28",
                     *             "confirmed": true
                     *           },
                     *           "milestones": [
                     *             {
                     *               "milestone": "J3",
                     *               "occurred": "2023-12-28",
                     *               "day": "2023-12-28",
                     *               "confirmed": true,
                     *               "event": "9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f"
                     *             }
                     *           ],
                     *           "grants": [
                     *             {
                     *               "id": "9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f",
                     *               "decision": "2279",
                     *               "validFrom": "2023-12-28",
                     *               "validUntil": "2026-12-29",
                     *               "state": "in-force",
                     *               "runsUntil": "2026-12-29",
                     *               "currentUntil": null,
                     *               "conditions": [],
                     *               "reservations": [],
                     *               "referential": "3.2",
                     *               "level": null,
                     *               "confirmed": true,
                     *               "events": [
                     *                 "9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f"
                     *               ]
                     *             }
                     *           ],
                     *           "grantedFrom": null,
                     *           "targets": [],
                     *           "labels": [
                     *             "cloud-de-confiance"
                     *           ],
                     *           "dependsOn": [],
                     *           "warnings": [],
                     *           "version": 7,
                     *           "asOf": "2026-11-25",
                     *           "knownAt": null
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Dossiers"];
                    "text/csv": string;
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `unknown-provider`: Provider not found.
             *
             *     `unknown-scheme`: Scheme not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            410: components["responses"]["Gone"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            /**
             * @description `unavailable`: Service unavailable.
             *
             *     `not-seen-yet`: List not yet up to date.
             */
            503: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Seconds after which to try again. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    openDossier: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request idempotent: the same key with the same request returns the first result; with a different request it is rejected. Keys do not expire and are scoped to the API key and the URL. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OpenDossier"];
            };
        };
        responses: {
            /** @description Recorded. */
            201: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    /** @description `true` if the request was already processed and nothing was recorded this time. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11",
                     *       "provider": {
                     *         "id": "5a0c2b7e-1f5b-5e55-8f6d-2a9d1c3b4e5f",
                     *         "slug": "ovhcloud",
                     *         "name": "OVHcloud"
                     *       },
                     *       "service": {
                     *         "name": "Hosted Private Cloud powered by VMware",
                     *         "kinds": [
                     *           "IaaS"
                     *         ]
                     *       },
                     *       "scheme": "secnumcloud",
                     *       "status": "granted",
                     *       "confirmed": true,
                     *       "because": [
                     *         "9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f"
                     *       ],
                     *       "expiring": true,
                     *       "stale": false,
                     *       "lastHeard": "2023-12-28",
                     *       "announced": null,
                     *       "stage": {
                     *         "milestone": "J3",
                     *         "occurred": "2023-12-28",
                     *         "confirmed": true
                     *       },
                     *       "milestones": [
                     *         {
                     *           "milestone": "J3",
                     *           "occurred": "2023-12-28",
                     *           "day": "2023-12-28",
                     *           "confirmed": true,
                     *           "event": "9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f"
                     *         }
                     *       ],
                     *       "grants": [
                     *         {
                     *           "id": "9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f",
                     *           "decision": "2279",
                     *           "validFrom": "2023-12-28",
                     *           "validUntil": "2026-12-29",
                     *           "state": "in-force",
                     *           "runsUntil": "2026-12-29",
                     *           "currentUntil": null,
                     *           "conditions": [],
                     *           "reservations": [],
                     *           "referential": "3.2",
                     *           "level": null,
                     *           "confirmed": true,
                     *           "events": [
                     *             "9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f"
                     *           ]
                     *         }
                     *       ],
                     *       "grantedFrom": null,
                     *       "targets": [],
                     *       "labels": [
                     *         "cloud-de-confiance"
                     *       ],
                     *       "dependsOn": [],
                     *       "warnings": [],
                     *       "version": 7,
                     *       "asOf": "2026-11-25",
                     *       "knownAt": null
                     *     }
                     */
                    "application/json": components["schemas"]["Dossier"];
                };
            };
            /**
             * @description `malformed-address`: Malformed URL.
             *
             *     `malformed-request`: Malformed request.
             *
             *     `invalid-request`: Invalid parameter or header.
             *
             *     `malformed-json`: Malformed JSON.
             */
            400: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `unknown-provider`: Provider not found.
             *
             *     `unknown-scheme`: Scheme not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            /** @description `dossier-exists`: Dossier already exists. */
            409: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["URITooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            /**
             * @description `invalid-body`: Invalid request body.
             *
             *     `name-unusable`: Invalid name.
             *
             *     `id-reused`: Idempotency key already used.
             */
            422: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listDossiersAsCsv: {
        parameters: {
            query?: {
                /** @description Slug of a scheme that was on record by then. */
                scheme?: string;
                status?: "granted" | "granted-with-reservations" | "suspended" | "renewing" | "expired" | "lapsed" | "withdrawn" | "refused" | "abandoned" | "in-progress" | "applied" | "announced" | "unknown";
                /** @description The id or slug of a provider. */
                provider?: string;
                /** @description A grant in force ends before this day. */
                expiresBefore?: string;
                /** @description Open, and without activity for longer than the scheme allows. */
                stale?: boolean;
                /** @description A grant ends within the warning period of the scheme. */
                expiring?: boolean;
                /** @description Confirmed by the authority. */
                confirmed?: boolean;
                /** @description A sector of an announcement of the provider: the whole name or consecutive words of it. */
                sector?: string;
                /** @description A party to an announcement or partnership of the provider, in the same way. */
                party?: string;
                /** @description Technology that the provider uses or announced, in the same way, such as `microsoft`. */
                technology?: string;
                /** @description A holder in the latest declaration of ownership, in the same way. */
                owner?: string;
                /** @description A type of the service, such as `IaaS`. */
                serviceKind?: string;
                /** @description The level of a grant in force. */
                level?: string;
                /** @description A label that it has. */
                label?: string;
                /** @description The version of the standard of a grant in force, such as `3.2`. */
                referential?: string;
                /** @description Only events that had happened by the end of this day; default: today. */
                asOf?: string;
                /** @description Only events recorded by this instant; default: all. */
                knownAt?: string;
                /** @description Waits until the list includes this ledger position, which must have been recorded. */
                seen?: string;
            };
            header?: {
                /** @description ETag of an earlier response; returns 304 if unchanged. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description What is left of each limit: `r` requests for the next `t` seconds. Absent if none applies. */
                    RateLimit?: string;
                    /** @description The limits that apply: `q` requests in `w` seconds. Absent if none does. */
                    "RateLimit-Policy"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    /** @description Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `unknown-provider`: Provider not found.
             *
             *     `unknown-scheme`: Scheme not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            410: components["responses"]["Gone"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            /**
             * @description `unavailable`: Service unavailable.
             *
             *     `not-seen-yet`: List not yet up to date.
             */
            503: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Seconds after which to try again. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDossier: {
        parameters: {
            query?: {
                /** @description Only events that had happened by the end of this day; default: today. */
                asOf?: string;
                /** @description Only events recorded by this instant; default: all. */
                knownAt?: string;
            };
            header?: {
                /** @description ETag of an earlier response; returns 304 if unchanged. */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description What is left of each limit: `r` requests for the next `t` seconds. Absent if none applies. */
                    RateLimit?: string;
                    /** @description The limits that apply: `q` requests in `w` seconds. Absent if none does. */
                    "RateLimit-Policy"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    /** @description Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11",
                     *       "provider": {
                     *         "id": "5a0c2b7e-1f5b-5e55-8f6d-2a9d1c3b4e5f",
                     *         "slug": "ovhcloud",
                     *         "name": "OVHcloud"
                     *       },
                     *       "service": {
                     *         "name": "Hosted Private Cloud powered by VMware",
                     *         "kinds": [
                     *           "IaaS"
                     *         ]
                     *       },
                     *       "scheme": "secnumcloud",
                     *       "status": "granted",
                     *       "confirmed": true,
                     *       "because": [
                     *         "9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f"
                     *       ],
                     *       "expiring": true,
                     *       "stale": false,
                     *       "lastHeard": "2023-12-28",
                     *       "announced": null,
                     *       "stage": {
                     *         "milestone": "J3",
                     *         "occurred": "2023-12-28",
                     *         "confirmed": true
                     *       },
                     *       "milestones": [
                     *         {
                     *           "milestone": "J3",
                     *           "occurred": "2023-12-28",
                     *           "day": "2023-12-28",
                     *           "confirmed": true,
                     *           "event": "9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f"
                     *         }
                     *       ],
                     *       "grants": [
                     *         {
                     *           "id": "9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f",
                     *           "decision": "2279",
                     *           "validFrom": "2023-12-28",
                     *           "validUntil": "2026-12-29",
                     *           "state": "in-force",
                     *           "runsUntil": "2026-12-29",
                     *           "currentUntil": null,
                     *           "conditions": [],
                     *           "reservations": [],
                     *           "referential": "3.2",
                     *           "level": null,
                     *           "confirmed": true,
                     *           "events": [
                     *             "9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f"
                     *           ]
                     *         }
                     *       ],
                     *       "grantedFrom": null,
                     *       "targets": [],
                     *       "labels": [
                     *         "cloud-de-confiance"
                     *       ],
                     *       "dependsOn": [],
                     *       "warnings": [],
                     *       "version": 7,
                     *       "asOf": "2026-11-25",
                     *       "knownAt": null
                     *     }
                     */
                    "application/json": components["schemas"]["Dossier"];
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-dossier`: Dossier not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listDossierEvents: {
        parameters: {
            query?: {
                /** @description Only events recorded by this instant; default: all. */
                knownAt?: string;
                /** @description Maximum number of items. */
                limit?: number;
                /** @description Start of the next page, from the Link header of the previous one. */
                cursor?: string;
            };
            header?: {
                /** @description ETag of an earlier response; returns 304 if unchanged. */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description What is left of each limit: `r` requests for the next `t` seconds. Absent if none applies. */
                    RateLimit?: string;
                    /** @description The limits that apply: `q` requests in `w` seconds. Absent if none does. */
                    "RateLimit-Policy"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    /** @description Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f",
                     *           "position": 31,
                     *           "version": 5,
                     *           "type": "GrantIssued",
                     *           "occurred": "2023-12-28",
                     *           "source": {
                     *             "kind": "decision",
                     *             "publisher": "ANSSI"
                     *           },
                     *           "data": {
                     *             "decision": "2279",
                     *             "validUntil": "2026-12-28"
                     *           },
                     *           "recordedAt": "2026-11-25T08:00:00.000Z",
                     *           "actor": "account:6d1f0c3a-52b4-4c1e-9b7a-0e8f4d2a9c35",
                     *           "current": {
                     *             "occurred": "2023-12-28",
                     *             "source": {
                     *               "kind": "decision",
                     *               "publisher": "ANSSI"
                     *             },
                     *             "data": {
                     *               "decision": "2279",
                     *               "validUntil": "2026-12-29"
                     *             }
                     *           },
                     *           "retracted": false
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Timeline"];
                    "text/csv": string;
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-dossier`: Dossier not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    recordDossierEvent: {
        parameters: {
            query?: {
                /** @description Returns who would be notified, and when; nothing is recorded. */
                dryRun?: boolean;
            };
            header?: {
                /** @description Makes the request idempotent: the same key with the same request returns the first result; with a different request it is rejected. Keys do not expire and are scoped to the API key and the URL. */
                "Idempotency-Key"?: string;
                /** @description ETag of an earlier response (its version part is compared), or `*`. Returns 412 if the resource has changed since. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDossierEvent"];
            };
        };
        responses: {
            /** @description Dry run. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "dryRun": true,
                     *       "status": "granted",
                     *       "warnings": [],
                     *       "reminders": {
                     *         "planned": [
                     *           {
                     *             "deadline": {
                     *               "key": "grant-end/9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f",
                     *               "kind": "grant-end",
                     *               "due": "2029-12-29",
                     *               "opens": "2029-07-02",
                     *               "lapses": null,
                     *               "title": "2279",
                     *               "state": "open"
                     *             },
                     *             "dossier": "0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11",
                     *             "rung": 30,
                     *             "day": "2029-11-29",
                     *             "fireAt": "2029-11-29T08:00:00.000Z",
                     *             "because": "ladder",
                     *             "escalation": false,
                     *             "subscriptions": [
                     *               {
                     *                 "id": "5f0c5a0e-6d0a-4f5e-9a37-1b8f3f0f7a11",
                     *                 "channel": "email",
                     *                 "target": "officer@example.org"
                     *               }
                     *             ]
                     *           }
                     *         ],
                     *         "superseded": [],
                     *         "cancelled": [],
                     *         "others": 2
                     *       },
                     *       "told": {
                     *         "subscriptions": [
                     *           {
                     *             "id": "5f0c5a0e-6d0a-4f5e-9a37-1b8f3f0f7a11",
                     *             "channel": "email",
                     *             "target": "officer@example.org"
                     *           }
                     *         ],
                     *         "others": 2
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["EventPreview"];
                };
            };
            /** @description Recorded. */
            201: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    /** @description `true` if the request was already processed and nothing was recorded this time. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f",
                     *       "position": 62,
                     *       "version": 7,
                     *       "status": "in-progress",
                     *       "warnings": []
                     *     }
                     */
                    "application/json": components["schemas"]["RecordedOnDossier"];
                };
            };
            /** @description Not recorded yet: a second person has to approve it. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "3f0e1d2c-3b4a-5c5d-8e6f-7a8b9c0d1e2f",
                     *       "kind": "dossier-event",
                     *       "about": "dossier-0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11",
                     *       "schemes": [
                     *         "secnumcloud"
                     *       ],
                     *       "proposer": "account:6d1f0c3a-52b4-4c1e-9b7a-0e8f4d2a9c35",
                     *       "proposedAt": "2026-11-25T08:00:00.000Z",
                     *       "state": "open",
                     *       "decided": null,
                     *       "refused": null,
                     *       "event": null,
                     *       "position": null
                     *     }
                     */
                    "application/json": components["schemas"]["Proposal"];
                };
            };
            /**
             * @description `malformed-address`: Malformed URL.
             *
             *     `malformed-request`: Malformed request.
             *
             *     `invalid-request`: Invalid parameter or header.
             *
             *     `malformed-json`: Malformed JSON.
             */
            400: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-dossier`: Dossier not found.
             *
             *     `unknown-provider`: Provider not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            /**
             * @description `deadline-exists`: The deadline already exists.
             *
             *     `already-retracted`: Event already retracted.
             *
             *     `conflict`: Concurrent update, please retry.
             */
            409: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["URITooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            /**
             * @description `invalid-body`: Invalid request body.
             *
             *     `unknown-milestone`: Milestone not found.
             *
             *     `unknown-duty`: Obligation not found.
             *
             *     `unknown-event`: Event not found.
             *
             *     `unknown-deadline`: No such open deadline.
             *
             *     `reason-missing`: Reason missing.
             *
             *     `depends-on-itself`: Dependency on itself.
             *
             *     `dependency-cycle`: Circular dependency.
             *
             *     `no-such-dependency`: Dependency not found.
             *
             *     `transfer-to-holder`: Already held by this provider.
             *
             *     `amendment-invalid`: Invalid correction.
             *
             *     `id-reused`: Idempotency key already used.
             */
            422: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listDossierEventsAsCsv: {
        parameters: {
            query?: {
                /** @description Only events recorded by this instant; default: all. */
                knownAt?: string;
            };
            header?: {
                /** @description ETag of an earlier response; returns 304 if unchanged. */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description What is left of each limit: `r` requests for the next `t` seconds. Absent if none applies. */
                    RateLimit?: string;
                    /** @description The limits that apply: `q` requests in `w` seconds. Absent if none does. */
                    "RateLimit-Policy"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    /** @description Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-dossier`: Dossier not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getDossierBadge: {
        parameters: {
            query?: {
                /** @description Only events that had happened by the end of this day; default: today. */
                asOf?: string;
                /** @description Only events recorded by this instant; default: all. */
                knownAt?: string;
                /** @description Language; default: the preferred language of `Accept-Language`, otherwise French. */
                language?: "fr" | "en";
            };
            header?: {
                /** @description ETag of an earlier response; returns 304 if unchanged. */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description What is left of each limit: `r` requests for the next `t` seconds. Absent if none applies. */
                    RateLimit?: string;
                    /** @description The limits that apply: `q` requests in `w` seconds. Absent if none does. */
                    "RateLimit-Policy"?: string;
                    /** @description Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "image/svg+xml": string;
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-dossier`: Dossier not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listEvents: {
        parameters: {
            query?: {
                /** @description Position of the last known event. */
                after?: string;
                /** @description Only events recorded by this instant; default: all. */
                knownAt?: string;
                /** @description Maximum number of items. */
                limit?: number;
                /** @description Providers by slug or id. */
                providers?: string[];
                /** @description Dossiers by id. */
                dossiers?: string[];
                /** @description Schemes by slug. */
                schemes?: string[];
                /** @description Only readings of these registers, by slug, and what they changed; does not filter deadlines. */
                registers?: string[];
                /** @description Only events of these types; does not filter deadlines. */
                eventTypes?: ("ProviderRegistered" | "EvidenceAttached" | "AnnouncementMade" | "PartnershipAnnounced" | "StatementMade" | "ValidationIssued" | "CompanyCreated" | "ServiceLaunched" | "OwnershipDeclared" | "AuthorizationExpected" | "AuthorizationObtained" | "ProviderRenamed" | "AliasAdded" | "EventCorrected" | "EventRetracted" | "DossierOpened" | "GrantExpired" | "IntentDeclared" | "ApplicationFiled" | "MilestoneReached" | "TargetSet" | "ApplicationRefused" | "ApplicationAbandoned" | "GrantIssued" | "GrantAnnounced" | "RegisterObserved" | "GrantSuspended" | "GrantReinstated" | "GrantWithdrawn" | "SurveillancePassed" | "SurveillanceFailed" | "ReservationLifted" | "ClaimDisputed" | "ScopeDeclared" | "DependencyDeclared" | "DependencyEnded" | "ServiceTransferred" | "DeadlineSet" | "DeadlineMoved" | "DeadlineMet" | "DeadlineCancelled" | "SchemePublished" | "RegisterPublished" | "RegisterRead" | "EntryMatched")[];
                /** @description Only events that change the status of a dossier, its confirmation or its stage; does not filter deadlines. */
                statusChange?: boolean;
                /** @description Only events that result in one of these statuses; does not filter deadlines. */
                becomes?: ("granted" | "granted-with-reservations" | "suspended" | "renewing" | "expired" | "lapsed" | "withdrawn" | "refused" | "abandoned" | "in-progress" | "applied" | "announced" | "unknown")[];
                /** @description Only events confirmed by the authority, and deadlines based on them or set by an officer. */
                confirmedOnly?: boolean;
                /** @description Only deadlines of these kinds; does not filter changes. */
                deadlineKinds?: ("grant-end" | "renewal-window" | "transition" | "surveillance" | "reservation" | "target" | "staleness" | "officer-set" | "dependency-end")[];
            };
            header?: {
                /** @description ETag of an earlier response; returns 304 if unchanged. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description What is left of each limit: `r` requests for the next `t` seconds. Absent if none applies. */
                    RateLimit?: string;
                    /** @description The limits that apply: `q` requests in `w` seconds. Absent if none does. */
                    "RateLimit-Policy"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    /** @description Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "position": 31,
                     *           "id": "9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f",
                     *           "stream": "dossier-0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11",
                     *           "version": 5,
                     *           "type": "GrantIssued",
                     *           "occurred": "2023-12-28",
                     *           "source": {
                     *             "kind": "decision",
                     *             "publisher": "ANSSI"
                     *           },
                     *           "data": {
                     *             "decision": "2279",
                     *             "validUntil": "2026-12-29"
                     *           },
                     *           "recordedAt": "2026-11-25T08:00:00.000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Changes"];
                    "text/csv": string;
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `unknown-provider`: Provider not found.
             *
             *     `unknown-dossier`: Dossier not found.
             *
             *     `unknown-scheme`: Scheme not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            410: components["responses"]["Gone"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listEventsAsCsv: {
        parameters: {
            query?: {
                /** @description Position of the last known event. */
                after?: string;
                /** @description Only events recorded by this instant; default: all. */
                knownAt?: string;
                /** @description Providers by slug or id. */
                providers?: string[];
                /** @description Dossiers by id. */
                dossiers?: string[];
                /** @description Schemes by slug. */
                schemes?: string[];
                /** @description Only readings of these registers, by slug, and what they changed; does not filter deadlines. */
                registers?: string[];
                /** @description Only events of these types; does not filter deadlines. */
                eventTypes?: ("ProviderRegistered" | "EvidenceAttached" | "AnnouncementMade" | "PartnershipAnnounced" | "StatementMade" | "ValidationIssued" | "CompanyCreated" | "ServiceLaunched" | "OwnershipDeclared" | "AuthorizationExpected" | "AuthorizationObtained" | "ProviderRenamed" | "AliasAdded" | "EventCorrected" | "EventRetracted" | "DossierOpened" | "GrantExpired" | "IntentDeclared" | "ApplicationFiled" | "MilestoneReached" | "TargetSet" | "ApplicationRefused" | "ApplicationAbandoned" | "GrantIssued" | "GrantAnnounced" | "RegisterObserved" | "GrantSuspended" | "GrantReinstated" | "GrantWithdrawn" | "SurveillancePassed" | "SurveillanceFailed" | "ReservationLifted" | "ClaimDisputed" | "ScopeDeclared" | "DependencyDeclared" | "DependencyEnded" | "ServiceTransferred" | "DeadlineSet" | "DeadlineMoved" | "DeadlineMet" | "DeadlineCancelled" | "SchemePublished" | "RegisterPublished" | "RegisterRead" | "EntryMatched")[];
                /** @description Only events that change the status of a dossier, its confirmation or its stage; does not filter deadlines. */
                statusChange?: boolean;
                /** @description Only events that result in one of these statuses; does not filter deadlines. */
                becomes?: ("granted" | "granted-with-reservations" | "suspended" | "renewing" | "expired" | "lapsed" | "withdrawn" | "refused" | "abandoned" | "in-progress" | "applied" | "announced" | "unknown")[];
                /** @description Only events confirmed by the authority, and deadlines based on them or set by an officer. */
                confirmedOnly?: boolean;
                /** @description Only deadlines of these kinds; does not filter changes. */
                deadlineKinds?: ("grant-end" | "renewal-window" | "transition" | "surveillance" | "reservation" | "target" | "staleness" | "officer-set" | "dependency-end")[];
            };
            header?: {
                /** @description ETag of an earlier response; returns 304 if unchanged. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description What is left of each limit: `r` requests for the next `t` seconds. Absent if none applies. */
                    RateLimit?: string;
                    /** @description The limits that apply: `q` requests in `w` seconds. Absent if none does. */
                    "RateLimit-Policy"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    /** @description Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `unknown-provider`: Provider not found.
             *
             *     `unknown-dossier`: Dossier not found.
             *
             *     `unknown-scheme`: Scheme not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            410: components["responses"]["Gone"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    streamEvents: {
        parameters: {
            query?: {
                /** @description Position of the last known event; default: only new events. */
                after?: string;
                /** @description Providers by slug or id. */
                providers?: string[];
                /** @description Dossiers by id. */
                dossiers?: string[];
                /** @description Schemes by slug. */
                schemes?: string[];
                /** @description Only readings of these registers, by slug, and what they changed; does not filter deadlines. */
                registers?: string[];
                /** @description Only events of these types; does not filter deadlines. */
                eventTypes?: ("ProviderRegistered" | "EvidenceAttached" | "AnnouncementMade" | "PartnershipAnnounced" | "StatementMade" | "ValidationIssued" | "CompanyCreated" | "ServiceLaunched" | "OwnershipDeclared" | "AuthorizationExpected" | "AuthorizationObtained" | "ProviderRenamed" | "AliasAdded" | "EventCorrected" | "EventRetracted" | "DossierOpened" | "GrantExpired" | "IntentDeclared" | "ApplicationFiled" | "MilestoneReached" | "TargetSet" | "ApplicationRefused" | "ApplicationAbandoned" | "GrantIssued" | "GrantAnnounced" | "RegisterObserved" | "GrantSuspended" | "GrantReinstated" | "GrantWithdrawn" | "SurveillancePassed" | "SurveillanceFailed" | "ReservationLifted" | "ClaimDisputed" | "ScopeDeclared" | "DependencyDeclared" | "DependencyEnded" | "ServiceTransferred" | "DeadlineSet" | "DeadlineMoved" | "DeadlineMet" | "DeadlineCancelled" | "SchemePublished" | "RegisterPublished" | "RegisterRead" | "EntryMatched")[];
                /** @description Only events that change the status of a dossier, its confirmation or its stage; does not filter deadlines. */
                statusChange?: boolean;
                /** @description Only events that result in one of these statuses; does not filter deadlines. */
                becomes?: ("granted" | "granted-with-reservations" | "suspended" | "renewing" | "expired" | "lapsed" | "withdrawn" | "refused" | "abandoned" | "in-progress" | "applied" | "announced" | "unknown")[];
                /** @description Only events confirmed by the authority, and deadlines based on them or set by an officer. */
                confirmedOnly?: boolean;
                /** @description Only deadlines of these kinds; does not filter changes. */
                deadlineKinds?: ("grant-end" | "renewal-window" | "transition" | "surveillance" | "reservation" | "target" | "staleness" | "officer-set" | "dependency-end")[];
            };
            header?: {
                /** @description The `id` of the last event received. The stream resumes after it; `after` is ignored. */
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description What is left of each limit: `r` requests for the next `t` seconds. Absent if none applies. */
                    RateLimit?: string;
                    /** @description The limits that apply: `q` requests in `w` seconds. Absent if none does. */
                    "RateLimit-Policy"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example id: 30
                     *     event: position
                     *     data: {"position":30}
                     *
                     *     id: 31
                     *     event: change
                     *     data: {"position":31,"id":"9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f","stream":"dossier-0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11","version":5,"type":"GrantIssued","occurred":"2023-12-28","source":{"kind":"decision","publisher":"ANSSI"},"data":{"decision":"2279","validUntil":"2026-12-29"},"recordedAt":"2026-11-25T08:00:00.000Z","provider":{"id":"5f0c3a52-6f5c-5d52-8d5c-6f7e1f0b9f11","slug":"ovhcloud","name":"OVHcloud"},"dossier":{"id":"0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11","scheme":"secnumcloud","service":"Hosted Private Cloud"},"scheme":"secnumcloud","status":{"before":{"status":"in-progress","confirmed":true,"stage":"J2"},"after":{"status":"granted","confirmed":true,"stage":"J3"}},"next":{"kind":"grant-end","due":"2026-12-29","title":"2279"}}
                     */
                    "text/event-stream": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `unknown-provider`: Provider not found.
             *
             *     `unknown-dossier`: Dossier not found.
             *
             *     `unknown-scheme`: Scheme not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listDeadlines: {
        parameters: {
            query?: {
                /** @description `missed`: overdue deadlines. */
                state?: "open" | "met" | "missed" | "cancelled";
                /** @description How many days ahead open deadlines are listed. */
                within?: number;
                /** @description Slug of a scheme that was on record by then. */
                scheme?: string;
                /** @description A provider's id or slug. */
                provider?: string;
                kind?: "grant-end" | "renewal-window" | "transition" | "surveillance" | "reservation" | "target" | "staleness" | "officer-set" | "dependency-end";
                /** @description Only events that had happened by the end of this day; default: today. */
                asOf?: string;
                /** @description Only events recorded by this instant; default: all. */
                knownAt?: string;
                /** @description Maximum number of items. */
                limit?: number;
                /** @description Start of the next page, from the Link header of the previous one. */
                cursor?: string;
                /** @description Waits until the list includes this ledger position, which must have been recorded. */
                seen?: string;
            };
            header?: {
                /** @description ETag of an earlier response; returns 304 if unchanged. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description What is left of each limit: `r` requests for the next `t` seconds. Absent if none applies. */
                    RateLimit?: string;
                    /** @description The limits that apply: `q` requests in `w` seconds. Absent if none does. */
                    "RateLimit-Policy"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    /** @description Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "key": "grant-end/9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f",
                     *           "kind": "grant-end",
                     *           "due": "2026-12-29",
                     *           "opens": "2026-07-02",
                     *           "lapses": null,
                     *           "state": "open",
                     *           "title": "2279",
                     *           "event": "9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f",
                     *           "confirmed": true,
                     *           "daysLeft": 34,
                     *           "dossier": {
                     *             "id": "0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11",
                     *             "provider": {
                     *               "id": "5a0c2b7e-1f5b-5e55-8f6d-2a9d1c3b4e5f",
                     *               "slug": "ovhcloud",
                     *               "name": "OVHcloud"
                     *             },
                     *             "service": {
                     *               "name": "Hosted Private Cloud powered by VMware",
                     *               "kinds": [
                     *                 "IaaS"
                     *               ]
                     *             },
                     *             "scheme": "secnumcloud"
                     *           },
                     *           "referential": "3.2",
                     *           "dependsOn": null,
                     *           "dependency": null
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Deadlines"];
                    "text/csv": string;
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `unknown-provider`: Provider not found.
             *
             *     `unknown-scheme`: Scheme not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            410: components["responses"]["Gone"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            /**
             * @description `unavailable`: Service unavailable.
             *
             *     `not-seen-yet`: List not yet up to date.
             */
            503: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Seconds after which to try again. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDeadlinesAsCsv: {
        parameters: {
            query?: {
                /** @description `missed`: overdue deadlines. */
                state?: "open" | "met" | "missed" | "cancelled";
                /** @description How many days ahead open deadlines are listed. */
                within?: number;
                /** @description Slug of a scheme that was on record by then. */
                scheme?: string;
                /** @description A provider's id or slug. */
                provider?: string;
                kind?: "grant-end" | "renewal-window" | "transition" | "surveillance" | "reservation" | "target" | "staleness" | "officer-set" | "dependency-end";
                /** @description Only events that had happened by the end of this day; default: today. */
                asOf?: string;
                /** @description Only events recorded by this instant; default: all. */
                knownAt?: string;
                /** @description Waits until the list includes this ledger position, which must have been recorded. */
                seen?: string;
            };
            header?: {
                /** @description ETag of an earlier response; returns 304 if unchanged. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description What is left of each limit: `r` requests for the next `t` seconds. Absent if none applies. */
                    RateLimit?: string;
                    /** @description The limits that apply: `q` requests in `w` seconds. Absent if none does. */
                    "RateLimit-Policy"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    /** @description Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `unknown-provider`: Provider not found.
             *
             *     `unknown-scheme`: Scheme not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            410: components["responses"]["Gone"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            /**
             * @description `unavailable`: Service unavailable.
             *
             *     `not-seen-yet`: List not yet up to date.
             */
            503: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Seconds after which to try again. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listComments: {
        parameters: {
            query: {
                /** @description The key of a deadline of the dossier, as `GET /v1/deadlines` lists it. */
                key: string;
            };
            header?: {
                /** @description ETag of an earlier response; returns 304 if unchanged. */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    /** @description Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "2f1c7a4e-9b0d-4c3e-8a55-6f0d1b2c3d4e",
                     *           "dossier": "5f0c5a0e-6d0a-4f5e-9a37-1b8f3f0f7a11",
                     *           "key": "grant-end/9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f",
                     *           "author": "account:6d1f0c3a-52b4-4c1e-9b7a-0e8f4d2a9c35",
                     *           "authorName": "Anne Martin",
                     *           "text": "The provider announced the renewal audit for January.",
                     *           "createdAt": "2026-11-25T08:00:00.000Z",
                     *           "deletedAt": null
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["DeadlineComments"];
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description `not-found`: Not found. */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createComment: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request idempotent: the same key with the same request returns the first result; with a different request it is rejected. Keys do not expire and are scoped to the API key and the URL. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDeadlineComment"];
            };
        };
        responses: {
            /** @description Recorded. */
            201: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    /** @description `true` if the request was already processed and nothing was recorded this time. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "2f1c7a4e-9b0d-4c3e-8a55-6f0d1b2c3d4e",
                     *       "dossier": "5f0c5a0e-6d0a-4f5e-9a37-1b8f3f0f7a11",
                     *       "key": "grant-end/9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f",
                     *       "author": "account:6d1f0c3a-52b4-4c1e-9b7a-0e8f4d2a9c35",
                     *       "authorName": "Anne Martin",
                     *       "text": "The provider announced the renewal audit for January.",
                     *       "createdAt": "2026-11-25T08:00:00.000Z",
                     *       "deletedAt": null
                     *     }
                     */
                    "application/json": components["schemas"]["DeadlineComment"];
                };
            };
            /**
             * @description `malformed-address`: Malformed URL.
             *
             *     `malformed-request`: Malformed request.
             *
             *     `invalid-request`: Invalid parameter or header.
             *
             *     `malformed-json`: Malformed JSON.
             */
            400: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-dossier`: Dossier not found.
             *
             *     `no-such-deadline`: Deadline not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            /** @description `limit-reached`: Limit reached. */
            409: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["URITooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    deleteComment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            204: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `malformed-address`: Malformed URL.
             *
             *     `malformed-request`: Malformed request.
             *
             *     `invalid-request`: Invalid parameter or header.
             *
             *     `malformed-json`: Malformed JSON.
             */
            400: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            /**
             * @description `forbidden`: Insufficient scope.
             *
             *     `not-author`: Not the author.
             */
            403: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-comment`: Comment not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["URITooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    assignDeadline: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDeadlineAssignee"];
            };
        };
        responses: {
            /** @description Success. */
            204: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `malformed-address`: Malformed URL.
             *
             *     `malformed-request`: Malformed request.
             *
             *     `invalid-request`: Invalid parameter or header.
             *
             *     `malformed-json`: Malformed JSON.
             */
            400: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-dossier`: Dossier not found.
             *
             *     `no-such-deadline`: Deadline not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["URITooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            /**
             * @description `invalid-body`: Invalid request body.
             *
             *     `assignee-unfit`: Cannot be assigned.
             */
            422: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listAssignees: {
        parameters: {
            query: {
                /** @description Whose deadlines. */
                account: string;
            };
            header?: {
                /** @description ETag of an earlier response; returns 304 if unchanged. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    /** @description Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "dossier": "5f0c5a0e-6d0a-4f5e-9a37-1b8f3f0f7a11",
                     *           "key": "grant-end/9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f",
                     *           "account": "6d1f0c3a-52b4-4c1e-9b7a-0e8f4d2a9c35",
                     *           "name": "Anne Martin",
                     *           "assignedAt": "2026-11-25T08:00:00.000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["DeadlineAssignees"];
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    searchLedger: {
        parameters: {
            query: {
                /** @description Words, in any order. Each is the beginning of a word; case, accents and punctuation are ignored. */
                q: string;
                /** @description Only results of this kind. */
                kind?: "provider" | "service" | "decision" | "scheme" | "party" | "technology" | "statement";
                /** @description Maximum number of results of each kind. */
                limit?: number;
                /** @description The day of the names and statuses in the results; default: today. */
                asOf?: string;
                /** @description Waits until the list includes this ledger position, which must have been recorded. */
                seen?: string;
            };
            header?: {
                /** @description ETag of an earlier response; returns 304 if unchanged. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description What is left of each limit: `r` requests for the next `t` seconds. Absent if none applies. */
                    RateLimit?: string;
                    /** @description The limits that apply: `q` requests in `w` seconds. Absent if none does. */
                    "RateLimit-Policy"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    /** @description Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "kinds": [
                     *         {
                     *           "kind": "decision",
                     *           "total": 1,
                     *           "items": [
                     *             {
                     *               "kind": "decision",
                     *               "text": "2279",
                     *               "similar": false,
                     *               "provider": {
                     *                 "id": "5a0c2b7e-1f5b-5e55-8f6d-2a9d1c3b4e5f",
                     *                 "slug": "ovhcloud",
                     *                 "name": "OVHcloud"
                     *               },
                     *               "dossier": {
                     *                 "id": "0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11",
                     *                 "scheme": "secnumcloud",
                     *                 "service": {
                     *                   "name": "Hosted Private Cloud powered by VMware",
                     *                   "kinds": [
                     *                     "IaaS"
                     *                   ]
                     *                 },
                     *                 "status": "granted",
                     *                 "confirmed": true,
                     *                 "milestone": "J3"
                     *               },
                     *               "event": "9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f",
                     *               "type": "GrantIssued",
                     *               "occurred": "2023-12-28"
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["SearchResults"];
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            410: components["responses"]["Gone"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            /**
             * @description `unavailable`: Service unavailable.
             *
             *     `not-seen-yet`: List not yet up to date.
             */
            503: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Seconds after which to try again. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    compareDossiers: {
        parameters: {
            query: {
                /** @description A day (`2026-01-01`), a day as known at an instant (`2026-01-01@2026-06-30T00:00:00Z`), or today as known at an instant (`@2026-06-30T00:00:00Z`). */
                from: string;
                /** @description The other point, in the same forms; it may be earlier than `from`. Default: today. */
                to?: string;
                /** @description Slug of a scheme that was on record by then. */
                scheme?: string;
                /** @description The id or slug of the provider that held the dossier at either point. */
                provider?: string;
                /** @description Status at either point. */
                status?: "granted" | "granted-with-reservations" | "suspended" | "renewing" | "expired" | "lapsed" | "withdrawn" | "refused" | "abandoned" | "in-progress" | "applied" | "announced" | "unknown";
                /** @description Maximum number of items. */
                limit?: number;
                /** @description Start of the next page, from the Link header of the previous one. */
                cursor?: string;
                /** @description Waits until the list includes this ledger position, which must have been recorded. */
                seen?: string;
            };
            header?: {
                /** @description ETag of an earlier response; returns 304 if unchanged. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description What is left of each limit: `r` requests for the next `t` seconds. Absent if none applies. */
                    RateLimit?: string;
                    /** @description The limits that apply: `q` requests in `w` seconds. Absent if none does. */
                    "RateLimit-Policy"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    /** @description Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "from": {
                     *         "asOf": "2026-06-01",
                     *         "knownAt": null
                     *       },
                     *       "to": {
                     *         "asOf": "2026-11-25",
                     *         "knownAt": null
                     *       },
                     *       "items": [
                     *         {
                     *           "id": "0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11",
                     *           "provider": {
                     *             "id": "5a0c2b7e-1f5b-5e55-8f6d-2a9d1c3b4e5f",
                     *             "slug": "ovhcloud",
                     *             "name": "OVHcloud"
                     *           },
                     *           "service": {
                     *             "name": "Hosted Private Cloud powered by VMware",
                     *             "kinds": [
                     *               "IaaS"
                     *             ]
                     *           },
                     *           "scheme": "secnumcloud",
                     *           "change": "changed",
                     *           "kind": "happened",
                     *           "fields": [
                     *             "expiring"
                     *           ],
                     *           "before": {
                     *             "status": "granted",
                     *             "confirmed": true,
                     *             "expiring": false,
                     *             "stale": false,
                     *             "stage": {
                     *               "milestone": "J3",
                     *               "occurred": "2023-12-28",
                     *               "confirmed": true
                     *             },
                     *             "grant": {
                     *               "decision": "2279",
                     *               "validUntil": "2026-12-29"
                     *             },
                     *             "labels": [
                     *               "cloud-de-confiance"
                     *             ],
                     *             "provider": {
                     *               "id": "5a0c2b7e-1f5b-5e55-8f6d-2a9d1c3b4e5f",
                     *               "slug": "ovhcloud",
                     *               "name": "OVHcloud"
                     *             },
                     *             "service": {
                     *               "name": "Hosted Private Cloud powered by VMware",
                     *               "kinds": [
                     *                 "IaaS"
                     *               ]
                     *             }
                     *           },
                     *           "after": {
                     *             "status": "granted",
                     *             "confirmed": true,
                     *             "expiring": true,
                     *             "stale": false,
                     *             "stage": {
                     *               "milestone": "J3",
                     *               "occurred": "2023-12-28",
                     *               "confirmed": true
                     *             },
                     *             "grant": {
                     *               "decision": "2279",
                     *               "validUntil": "2026-12-29"
                     *             },
                     *             "labels": [
                     *               "cloud-de-confiance"
                     *             ],
                     *             "provider": {
                     *               "id": "5a0c2b7e-1f5b-5e55-8f6d-2a9d1c3b4e5f",
                     *               "slug": "ovhcloud",
                     *               "name": "OVHcloud"
                     *             },
                     *             "service": {
                     *               "name": "Hosted Private Cloud powered by VMware",
                     *               "kinds": [
                     *                 "IaaS"
                     *               ]
                     *             }
                     *           },
                     *           "because": [],
                     *           "more": 0
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Diff"];
                    "text/csv": string;
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `unknown-provider`: Provider not found.
             *
             *     `unknown-scheme`: Scheme not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            410: components["responses"]["Gone"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            /**
             * @description `unavailable`: Service unavailable.
             *
             *     `not-seen-yet`: List not yet up to date.
             */
            503: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Seconds after which to try again. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    compareDossiersAsCsv: {
        parameters: {
            query: {
                /** @description A day (`2026-01-01`), a day as known at an instant (`2026-01-01@2026-06-30T00:00:00Z`), or today as known at an instant (`@2026-06-30T00:00:00Z`). */
                from: string;
                /** @description The other point, in the same forms; it may be earlier than `from`. Default: today. */
                to?: string;
                /** @description Slug of a scheme that was on record by then. */
                scheme?: string;
                /** @description The id or slug of the provider that held the dossier at either point. */
                provider?: string;
                /** @description Status at either point. */
                status?: "granted" | "granted-with-reservations" | "suspended" | "renewing" | "expired" | "lapsed" | "withdrawn" | "refused" | "abandoned" | "in-progress" | "applied" | "announced" | "unknown";
                /** @description Waits until the list includes this ledger position, which must have been recorded. */
                seen?: string;
            };
            header?: {
                /** @description ETag of an earlier response; returns 304 if unchanged. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description What is left of each limit: `r` requests for the next `t` seconds. Absent if none applies. */
                    RateLimit?: string;
                    /** @description The limits that apply: `q` requests in `w` seconds. Absent if none does. */
                    "RateLimit-Policy"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    /** @description Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `unknown-provider`: Provider not found.
             *
             *     `unknown-scheme`: Scheme not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            410: components["responses"]["Gone"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            /**
             * @description `unavailable`: Service unavailable.
             *
             *     `not-seen-yet`: List not yet up to date.
             */
            503: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Seconds after which to try again. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSchemeDurations: {
        parameters: {
            query?: {
                /** @description A milestone; `announcement`: the first announcement; `last`: the last milestone reached before `to`. Default: the first milestone. */
                from?: string;
                /** @description A later milestone. Default: the outcome; the start of the first grant reaches it, too. */
                to?: string;
                /** @description Only dossiers of this level. */
                level?: string;
                /** @description Only dossiers that began in this year. */
                year?: number;
                /** @description For `forecast`: the days for which dossiers have been pending. */
                after?: number;
                /** @description Only events that had happened by the end of this day; default: today. */
                asOf?: string;
                /** @description Only events recorded by this instant; default: all. */
                knownAt?: string;
                /** @description Waits until the list includes this ledger position, which must have been recorded. */
                seen?: string;
            };
            header?: {
                /** @description ETag of an earlier response; returns 304 if unchanged. */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description What is left of each limit: `r` requests for the next `t` seconds. Absent if none applies. */
                    RateLimit?: string;
                    /** @description The limits that apply: `q` requests in `w` seconds. Absent if none does. */
                    "RateLimit-Policy"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    /** @description Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "scheme": "fedramp",
                     *       "asOf": "2026-11-25",
                     *       "knownAt": null,
                     *       "level": "high",
                     *       "year": null,
                     *       "from": "assessment",
                     *       "to": "certification",
                     *       "n": 14,
                     *       "completed": 11,
                     *       "pending": 2,
                     *       "ended": 1,
                     *       "few": false,
                     *       "note": null,
                     *       "atLatest": 0,
                     *       "imprecise": 0,
                     *       "unconfirmed": 0,
                     *       "outOfOrder": 1,
                     *       "quartiles": {
                     *         "lower": {
                     *           "days": 190,
                     *           "lower": 88,
                     *           "upper": 307
                     *         },
                     *         "median": {
                     *           "days": 307,
                     *           "lower": 190,
                     *           "upper": 402
                     *         },
                     *         "upper": {
                     *           "days": 402,
                     *           "lower": 307,
                     *           "upper": null
                     *         }
                     *       },
                     *       "forecast": {
                     *         "after": 0,
                     *         "within": 365,
                     *         "n": 14,
                     *         "completed": 11,
                     *         "few": false,
                     *         "note": null,
                     *         "share": 0.5714,
                     *         "lower": 0.3449,
                     *         "upper": 0.8189
                     *       },
                     *       "levels": [
                     *         {
                     *           "level": "high",
                     *           "n": 14,
                     *           "completed": 11,
                     *           "pending": 2,
                     *           "ended": 1,
                     *           "few": false,
                     *           "median": {
                     *             "days": 307,
                     *             "lower": 190,
                     *             "upper": 402
                     *           }
                     *         }
                     *       ],
                     *       "years": [
                     *         {
                     *           "year": 2024,
                     *           "n": 14,
                     *           "completed": 11,
                     *           "pending": 2,
                     *           "ended": 1,
                     *           "few": false,
                     *           "median": {
                     *             "days": 307,
                     *             "lower": 190,
                     *             "upper": 402
                     *           }
                     *         }
                     *       ],
                     *       "curve": [
                     *         {
                     *           "days": 88,
                     *           "atRisk": 14,
                     *           "reached": 1,
                     *           "waiting": 0.9286,
                     *           "lower": 0.5908,
                     *           "upper": 0.9898
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Durations"];
                    "text/csv": string;
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            410: components["responses"]["Gone"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            /** @description `unknown-milestone`: Milestone not found. */
            422: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            /**
             * @description `unavailable`: Service unavailable.
             *
             *     `not-seen-yet`: List not yet up to date.
             */
            503: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Seconds after which to try again. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSchemeDurationsAsCsv: {
        parameters: {
            query?: {
                /** @description A milestone; `announcement`: the first announcement; `last`: the last milestone reached before `to`. Default: the first milestone. */
                from?: string;
                /** @description A later milestone. Default: the outcome; the start of the first grant reaches it, too. */
                to?: string;
                /** @description Only dossiers of this level. */
                level?: string;
                /** @description Only dossiers that began in this year. */
                year?: number;
                /** @description For `forecast`: the days for which dossiers have been pending. */
                after?: number;
                /** @description Only events that had happened by the end of this day; default: today. */
                asOf?: string;
                /** @description Only events recorded by this instant; default: all. */
                knownAt?: string;
                /** @description Waits until the list includes this ledger position, which must have been recorded. */
                seen?: string;
            };
            header?: {
                /** @description ETag of an earlier response; returns 304 if unchanged. */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description What is left of each limit: `r` requests for the next `t` seconds. Absent if none applies. */
                    RateLimit?: string;
                    /** @description The limits that apply: `q` requests in `w` seconds. Absent if none does. */
                    "RateLimit-Policy"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    /** @description Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            410: components["responses"]["Gone"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            /** @description `unknown-milestone`: Milestone not found. */
            422: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            /**
             * @description `unavailable`: Service unavailable.
             *
             *     `not-seen-yet`: List not yet up to date.
             */
            503: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Seconds after which to try again. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSchemeStatistics: {
        parameters: {
            query?: {
                /** @description Only events that had happened by the end of this day; default: today. */
                asOf?: string;
                /** @description Only events recorded by this instant; default: all. */
                knownAt?: string;
                /** @description Maximum number of items. */
                limit?: number;
                /** @description Start of the next page, from the Link header of the previous one. */
                cursor?: string;
                /** @description Waits until the list includes this ledger position, which must have been recorded. */
                seen?: string;
            };
            header?: {
                /** @description ETag of an earlier response; returns 304 if unchanged. */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description What is left of each limit: `r` requests for the next `t` seconds. Absent if none applies. */
                    RateLimit?: string;
                    /** @description The limits that apply: `q` requests in `w` seconds. Absent if none does. */
                    "RateLimit-Policy"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    /** @description Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "scheme": "secnumcloud",
                     *       "asOf": "2026-11-25",
                     *       "knownAt": null,
                     *       "steps": [
                     *         {
                     *           "from": "J0",
                     *           "to": "J1",
                     *           "n": 1,
                     *           "few": true,
                     *           "note": "Only one dossier: not representative.",
                     *           "days": {
                     *             "min": 214,
                     *             "lowerQuartile": 214,
                     *             "median": 214,
                     *             "upperQuartile": 214,
                     *             "max": 214
                     *           },
                     *           "imprecise": 0,
                     *           "possible": null,
                     *           "unconfirmed": 1,
                     *           "outOfOrder": 0
                     *         },
                     *         {
                     *           "from": "J1",
                     *           "to": "J2",
                     *           "n": 0,
                     *           "few": true,
                     *           "note": "No dossier has completed this stage.",
                     *           "days": null,
                     *           "imprecise": 0,
                     *           "possible": null,
                     *           "unconfirmed": 0,
                     *           "outOfOrder": 0
                     *         }
                     *       ],
                     *       "whole": null,
                     *       "announced": null,
                     *       "open": [
                     *         {
                     *           "id": "0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11",
                     *           "provider": {
                     *             "id": "5a0c2b7e-1f5b-5e55-8f6d-2a9d1c3b4e5f",
                     *             "slug": "ovhcloud",
                     *             "name": "OVHcloud"
                     *           },
                     *           "service": {
                     *             "name": "Hosted Private Cloud powered by VMware",
                     *             "kinds": [
                     *               "IaaS"
                     *             ]
                     *           },
                     *           "status": "in-progress",
                     *           "stage": "J1",
                     *           "step": {
                     *             "from": "J1",
                     *             "to": "J2",
                     *             "n": 0,
                     *             "few": true,
                     *             "note": "No dossier has completed this stage.",
                     *             "since": "2025-11-17",
                     *             "days": 373,
                     *             "leastDays": 373,
                     *             "longerThan": 0,
                     *             "percentile": null
                     *           },
                     *           "whole": null,
                     *           "announced": null
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Statistics"];
                    "text/csv": string;
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            410: components["responses"]["Gone"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            /**
             * @description `unavailable`: Service unavailable.
             *
             *     `not-seen-yet`: List not yet up to date.
             */
            503: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Seconds after which to try again. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSchemeStatisticsAsCsv: {
        parameters: {
            query?: {
                /** @description Only events that had happened by the end of this day; default: today. */
                asOf?: string;
                /** @description Only events recorded by this instant; default: all. */
                knownAt?: string;
                /** @description Waits until the list includes this ledger position, which must have been recorded. */
                seen?: string;
            };
            header?: {
                /** @description ETag of an earlier response; returns 304 if unchanged. */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description What is left of each limit: `r` requests for the next `t` seconds. Absent if none applies. */
                    RateLimit?: string;
                    /** @description The limits that apply: `q` requests in `w` seconds. Absent if none does. */
                    "RateLimit-Policy"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    /** @description Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            410: components["responses"]["Gone"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            /**
             * @description `unavailable`: Service unavailable.
             *
             *     `not-seen-yet`: List not yet up to date.
             */
            503: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Seconds after which to try again. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    importFile: {
        parameters: {
            query?: {
                /** @description Returns the rows that would be recorded and the statuses that would change; records nothing. For a ledger file, returns its contents. */
                dryRun?: boolean;
                /** @description Id of the import, chosen by the client: the requests that send one file in batches have the same. Subscribers receive one summary of the past events of an import. */
                import?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": string;
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                "application/x-ndjson": string;
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "recorded": 58,
                     *       "replayed": 0,
                     *       "providers": 9,
                     *       "dossiers": 11,
                     *       "position": 78
                     *     }
                     */
                    "application/json": components["schemas"]["Imported"];
                };
            };
            /**
             * @description `malformed-address`: Malformed URL.
             *
             *     `malformed-request`: Malformed request.
             *
             *     `invalid-request`: Invalid parameter or header.
             *
             *     `malformed-json`: Malformed JSON.
             */
            400: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            /**
             * @description `ledger-not-empty`: Ledger not empty.
             *
             *     `conflict`: Concurrent update, please retry.
             */
            409: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `body-too-large`: Request body too large.
             *
             *     `too-many-rows`: Too many rows.
             */
            413: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            414: components["responses"]["URITooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            /** @description `import-invalid`: Invalid import. */
            422: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    exportLedger: {
        parameters: {
            query?: {
                /** @description Only events recorded by this instant; default: all. */
                knownAt?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listSchemes: {
        parameters: {
            query?: {
                /** @description Only events recorded by this instant; default: all. */
                knownAt?: string;
            };
            header?: {
                /** @description ETag of an earlier response; returns 304 if unchanged. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description What is left of each limit: `r` requests for the next `t` seconds. Absent if none applies. */
                    RateLimit?: string;
                    /** @description The limits that apply: `q` requests in `w` seconds. Absent if none does. */
                    "RateLimit-Policy"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    /** @description Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "slug": "hds",
                     *           "name": {
                     *             "fr": "Hébergeur de données de santé (HDS)",
                     *             "en": "Health data hosting (HDS)"
                     *           },
                     *           "authority": "ANS",
                     *           "country": "FR",
                     *           "outcome": {
                     *             "fr": "certifié",
                     *             "en": "certified"
                     *           },
                     *           "family": "decision",
                     *           "milestones": [
                     *             {
                     *               "code": "stage-1",
                     *               "name": {
                     *                 "fr": "audit documentaire",
                     *                 "en": "stage 1 audit"
                     *               },
                     *               "means": {
                     *                 "fr": "L'organisme de certification examine la documentation de l'hébergeur et son niveau de préparation.",
                     *                 "en": "The certification body examines the hosting provider's documents and readiness."
                     *               },
                     *               "isNot": {
                     *                 "fr": "un certificat",
                     *                 "en": "a certificate"
                     *               },
                     *               "gives": "in-progress"
                     *             },
                     *             {
                     *               "code": "stage-2",
                     *               "name": {
                     *                 "fr": "audit sur site",
                     *                 "en": "stage 2 audit"
                     *               },
                     *               "means": {
                     *                 "fr": "L'organisme de certification vérifie sur site l'application des mesures.",
                     *                 "en": "The certification body verifies on site that the measures are implemented."
                     *               },
                     *               "isNot": {
                     *                 "fr": "un certificat",
                     *                 "en": "a certificate"
                     *               },
                     *               "gives": "in-progress",
                     *               "after": [
                     *                 "stage-1"
                     *               ]
                     *             },
                     *             {
                     *               "code": "certificate",
                     *               "name": {
                     *                 "fr": "certificat",
                     *                 "en": "certificate"
                     *               },
                     *               "means": {
                     *                 "fr": "Un organisme accrédité certifie l'hébergeur pour les activités, parmi les six prévues, que mentionne le certificat.",
                     *                 "en": "An accredited body certifies the hosting provider for the activities named in the certificate, out of six."
                     *               },
                     *               "gives": "granted",
                     *               "after": [
                     *                 "stage-2"
                     *               ]
                     *             }
                     *           ],
                     *           "maximalValidity": {
                     *             "years": 3,
                     *             "toleranceDays": 7
                     *           },
                     *           "duties": [
                     *             {
                     *               "code": "surveillance",
                     *               "name": {
                     *                 "fr": "audit de surveillance annuel",
                     *                 "en": "yearly surveillance audit"
                     *               },
                     *               "everyMonths": 12
                     *             }
                     *           ],
                     *           "warningDays": 180,
                     *           "renewalDays": 270,
                     *           "staleAfterDays": 270,
                     *           "referentials": [
                     *             {
                     *               "version": "1.0",
                     *               "published": "2018-06-11",
                     *               "graceEnds": "2026-05-16",
                     *               "source": {
                     *                 "kind": "decision",
                     *                 "publisher": "French Republic",
                     *                 "title": "Order of 11 June 2018"
                     *               }
                     *             },
                     *             {
                     *               "version": "2.0",
                     *               "published": "2024-05-16",
                     *               "requiredForNew": "2024-11-16",
                     *               "requiredForAll": "2026-05-16",
                     *               "source": {
                     *                 "kind": "decision",
                     *                 "publisher": "French Republic",
                     *                 "title": "Order of 26 April 2024, published on 16 May 2024"
                     *               }
                     *             }
                     *           ],
                     *           "labels": [],
                     *           "sources": [
                     *             "https://esante.gouv.fr/produits-services/hds"
                     *           ],
                     *           "version": 0,
                     *           "warnings": []
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Schemes"];
                    "text/csv": string;
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    publishScheme: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request idempotent: the same key with the same request returns the first result; with a different request it is rejected. Keys do not expire and are scoped to the API key and the URL. */
                "Idempotency-Key"?: string;
                /** @description ETag of an earlier response (its version part is compared), or `*`. Returns 412 if the resource has changed since. */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Scheme"];
            };
        };
        responses: {
            /** @description Recorded. */
            201: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description `true` if the request was already processed and nothing was recorded this time. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f",
                     *       "position": 62,
                     *       "version": 7
                     *     }
                     */
                    "application/json": components["schemas"]["Recorded"];
                };
            };
            /** @description Not recorded yet: a second person has to approve it. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "3f0e1d2c-3b4a-5c5d-8e6f-7a8b9c0d1e2f",
                     *       "kind": "dossier-event",
                     *       "about": "dossier-0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11",
                     *       "schemes": [
                     *         "secnumcloud"
                     *       ],
                     *       "proposer": "account:6d1f0c3a-52b4-4c1e-9b7a-0e8f4d2a9c35",
                     *       "proposedAt": "2026-11-25T08:00:00.000Z",
                     *       "state": "open",
                     *       "decided": null,
                     *       "refused": null,
                     *       "event": null,
                     *       "position": null
                     *     }
                     */
                    "application/json": components["schemas"]["Proposal"];
                };
            };
            /**
             * @description `malformed-address`: Malformed URL.
             *
             *     `malformed-request`: Malformed request.
             *
             *     `invalid-request`: Invalid parameter or header.
             *
             *     `malformed-json`: Malformed JSON.
             */
            400: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            /**
             * @description `scheme-unchanged`: The scheme is unchanged.
             *
             *     `conflict`: Concurrent update, please retry.
             */
            409: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["URITooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            /**
             * @description `invalid-body`: Invalid request body.
             *
             *     `milestone-dropped`: Milestone removed.
             *
             *     `unstorable`: Value cannot be stored.
             *
             *     `id-reused`: Idempotency key already used.
             */
            422: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listSchemesAsCsv: {
        parameters: {
            query?: {
                /** @description Only events recorded by this instant; default: all. */
                knownAt?: string;
            };
            header?: {
                /** @description ETag of an earlier response; returns 304 if unchanged. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description What is left of each limit: `r` requests for the next `t` seconds. Absent if none applies. */
                    RateLimit?: string;
                    /** @description The limits that apply: `q` requests in `w` seconds. Absent if none does. */
                    "RateLimit-Policy"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    /** @description Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getScheme: {
        parameters: {
            query?: {
                /** @description Only events recorded by this instant; default: all. */
                knownAt?: string;
            };
            header?: {
                /** @description ETag of an earlier response; returns 304 if unchanged. */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description What is left of each limit: `r` requests for the next `t` seconds. Absent if none applies. */
                    RateLimit?: string;
                    /** @description The limits that apply: `q` requests in `w` seconds. Absent if none does. */
                    "RateLimit-Policy"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    /** @description Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "slug": "hds",
                     *       "name": {
                     *         "fr": "Hébergeur de données de santé (HDS)",
                     *         "en": "Health data hosting (HDS)"
                     *       },
                     *       "authority": "ANS",
                     *       "country": "FR",
                     *       "outcome": {
                     *         "fr": "certifié",
                     *         "en": "certified"
                     *       },
                     *       "family": "decision",
                     *       "milestones": [
                     *         {
                     *           "code": "stage-1",
                     *           "name": {
                     *             "fr": "audit documentaire",
                     *             "en": "stage 1 audit"
                     *           },
                     *           "means": {
                     *             "fr": "L'organisme de certification examine la documentation de l'hébergeur et son niveau de préparation.",
                     *             "en": "The certification body examines the hosting provider's documents and readiness."
                     *           },
                     *           "isNot": {
                     *             "fr": "un certificat",
                     *             "en": "a certificate"
                     *           },
                     *           "gives": "in-progress"
                     *         },
                     *         {
                     *           "code": "stage-2",
                     *           "name": {
                     *             "fr": "audit sur site",
                     *             "en": "stage 2 audit"
                     *           },
                     *           "means": {
                     *             "fr": "L'organisme de certification vérifie sur site l'application des mesures.",
                     *             "en": "The certification body verifies on site that the measures are implemented."
                     *           },
                     *           "isNot": {
                     *             "fr": "un certificat",
                     *             "en": "a certificate"
                     *           },
                     *           "gives": "in-progress",
                     *           "after": [
                     *             "stage-1"
                     *           ]
                     *         },
                     *         {
                     *           "code": "certificate",
                     *           "name": {
                     *             "fr": "certificat",
                     *             "en": "certificate"
                     *           },
                     *           "means": {
                     *             "fr": "Un organisme accrédité certifie l'hébergeur pour les activités, parmi les six prévues, que mentionne le certificat.",
                     *             "en": "An accredited body certifies the hosting provider for the activities named in the certificate, out of six."
                     *           },
                     *           "gives": "granted",
                     *           "after": [
                     *             "stage-2"
                     *           ]
                     *         }
                     *       ],
                     *       "maximalValidity": {
                     *         "years": 3,
                     *         "toleranceDays": 7
                     *       },
                     *       "duties": [
                     *         {
                     *           "code": "surveillance",
                     *           "name": {
                     *             "fr": "audit de surveillance annuel",
                     *             "en": "yearly surveillance audit"
                     *           },
                     *           "everyMonths": 12
                     *         }
                     *       ],
                     *       "warningDays": 180,
                     *       "renewalDays": 270,
                     *       "staleAfterDays": 270,
                     *       "referentials": [
                     *         {
                     *           "version": "1.0",
                     *           "published": "2018-06-11",
                     *           "graceEnds": "2026-05-16",
                     *           "source": {
                     *             "kind": "decision",
                     *             "publisher": "French Republic",
                     *             "title": "Order of 11 June 2018"
                     *           }
                     *         },
                     *         {
                     *           "version": "2.0",
                     *           "published": "2024-05-16",
                     *           "requiredForNew": "2024-11-16",
                     *           "requiredForAll": "2026-05-16",
                     *           "source": {
                     *             "kind": "decision",
                     *             "publisher": "French Republic",
                     *             "title": "Order of 26 April 2024, published on 16 May 2024"
                     *           }
                     *         }
                     *       ],
                     *       "labels": [],
                     *       "sources": [
                     *         "https://esante.gouv.fr/produits-services/hds"
                     *       ],
                     *       "version": 0,
                     *       "warnings": []
                     *     }
                     */
                    "application/json": components["schemas"]["SchemeAnswer"];
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listSchemeEvents: {
        parameters: {
            query?: {
                /** @description Only events recorded by this instant; default: all. */
                knownAt?: string;
                /** @description Maximum number of items. */
                limit?: number;
                /** @description Start of the next page, from the Link header of the previous one. */
                cursor?: string;
            };
            header?: {
                /** @description ETag of an earlier response; returns 304 if unchanged. */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description What is left of each limit: `r` requests for the next `t` seconds. Absent if none applies. */
                    RateLimit?: string;
                    /** @description The limits that apply: `q` requests in `w` seconds. Absent if none does. */
                    "RateLimit-Policy"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    /** @description Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f",
                     *           "position": 31,
                     *           "version": 5,
                     *           "type": "GrantIssued",
                     *           "occurred": "2023-12-28",
                     *           "source": {
                     *             "kind": "decision",
                     *             "publisher": "ANSSI"
                     *           },
                     *           "data": {
                     *             "decision": "2279",
                     *             "validUntil": "2026-12-28"
                     *           },
                     *           "recordedAt": "2026-11-25T08:00:00.000Z",
                     *           "actor": "account:6d1f0c3a-52b4-4c1e-9b7a-0e8f4d2a9c35",
                     *           "current": {
                     *             "occurred": "2023-12-28",
                     *             "source": {
                     *               "kind": "decision",
                     *               "publisher": "ANSSI"
                     *             },
                     *             "data": {
                     *               "decision": "2279",
                     *               "validUntil": "2026-12-29"
                     *             }
                     *           },
                     *           "retracted": false
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Timeline"];
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    amendScheme: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request idempotent: the same key with the same request returns the first result; with a different request it is rejected. Keys do not expire and are scoped to the API key and the URL. */
                "Idempotency-Key"?: string;
                /** @description ETag of an earlier response (its version part is compared), or `*`. Returns 412 if the resource has changed since. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSchemeEvent"];
            };
        };
        responses: {
            /** @description Recorded. */
            201: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description `true` if the request was already processed and nothing was recorded this time. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f",
                     *       "position": 62,
                     *       "version": 7
                     *     }
                     */
                    "application/json": components["schemas"]["Recorded"];
                };
            };
            /** @description Not recorded yet: a second person has to approve it. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "3f0e1d2c-3b4a-5c5d-8e6f-7a8b9c0d1e2f",
                     *       "kind": "dossier-event",
                     *       "about": "dossier-0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11",
                     *       "schemes": [
                     *         "secnumcloud"
                     *       ],
                     *       "proposer": "account:6d1f0c3a-52b4-4c1e-9b7a-0e8f4d2a9c35",
                     *       "proposedAt": "2026-11-25T08:00:00.000Z",
                     *       "state": "open",
                     *       "decided": null,
                     *       "refused": null,
                     *       "event": null,
                     *       "position": null
                     *     }
                     */
                    "application/json": components["schemas"]["Proposal"];
                };
            };
            /**
             * @description `malformed-address`: Malformed URL.
             *
             *     `malformed-request`: Malformed request.
             *
             *     `invalid-request`: Invalid parameter or header.
             *
             *     `malformed-json`: Malformed JSON.
             */
            400: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            /**
             * @description `already-retracted`: Event already retracted.
             *
             *     `conflict`: Concurrent update, please retry.
             */
            409: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["URITooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            /**
             * @description `invalid-body`: Invalid request body.
             *
             *     `unknown-event`: Event not found.
             *
             *     `amendment-invalid`: Invalid correction.
             *
             *     `milestone-dropped`: Milestone removed.
             *
             *     `unstorable`: Value cannot be stored.
             *
             *     `id-reused`: Idempotency key already used.
             */
            422: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listRegisters: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of an earlier response; returns 304 if unchanged. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description What is left of each limit: `r` requests for the next `t` seconds. Absent if none applies. */
                    RateLimit?: string;
                    /** @description The limits that apply: `q` requests in `w` seconds. Absent if none does. */
                    "RateLimit-Policy"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    /** @description Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "slug": "harbour-list",
                     *           "name": "List of sealed harbours",
                     *           "scheme": "hds",
                     *           "publisher": "ANS",
                     *           "kind": "list",
                     *           "url": "https://harbour.example/list.csv",
                     *           "staleAfterDays": 45,
                     *           "limits": {
                     *             "gonePercent": 5,
                     *             "movedPercent": 5
                     *           },
                     *           "reader": {
                     *             "format": "csv",
                     *             "dates": "day-month-year",
                     *             "blanks": [
                     *               "-",
                     *               "n/a"
                     *             ],
                     *             "fields": {
                     *               "provider": "Hébergeur",
                     *               "service": "Service",
                     *               "stage": "Statut",
                     *               "validFrom": "Début",
                     *               "validUntil": "Fin"
                     *             },
                     *             "stages": {
                     *               "certifié": "granted",
                     *               "audit en cours": "stage-2",
                     *               "retiré": "absent"
                     *             },
                     *             "milestones": {}
                     *           },
                     *           "notes": [
                     *             "Columns as published in November 2026."
                     *           ],
                     *           "version": 3,
                     *           "builtIn": false,
                     *           "lastRead": "2026-11-25",
                     *           "entries": 84,
                     *           "stale": false,
                     *           "held": 0
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Registers"];
                    "text/csv": string;
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    publishRegister: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request idempotent: the same key with the same request returns the first result; with a different request it is rejected. Keys do not expire and are scoped to the API key and the URL. */
                "Idempotency-Key"?: string;
                /** @description ETag of an earlier response (its version part is compared), or `*`. Returns 412 if the resource has changed since. */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Register"];
            };
        };
        responses: {
            /** @description Recorded. */
            201: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description `true` if the request was already processed and nothing was recorded this time. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f",
                     *       "position": 62,
                     *       "version": 7
                     *     }
                     */
                    "application/json": components["schemas"]["Recorded"];
                };
            };
            /**
             * @description `malformed-address`: Malformed URL.
             *
             *     `malformed-request`: Malformed request.
             *
             *     `invalid-request`: Invalid parameter or header.
             *
             *     `malformed-json`: Malformed JSON.
             */
            400: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description `unknown-scheme`: Scheme not found. */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            /**
             * @description `register-unchanged`: The register is unchanged.
             *
             *     `conflict`: Concurrent update, please retry.
             */
            409: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["URITooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            /**
             * @description `invalid-body`: Invalid request body.
             *
             *     `register-invalid`: Invalid register.
             *
             *     `unstorable`: Value cannot be stored.
             *
             *     `id-reused`: Idempotency key already used.
             */
            422: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listRegistersAsCsv: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of an earlier response; returns 304 if unchanged. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description What is left of each limit: `r` requests for the next `t` seconds. Absent if none applies. */
                    RateLimit?: string;
                    /** @description The limits that apply: `q` requests in `w` seconds. Absent if none does. */
                    "RateLimit-Policy"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    /** @description Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getRegister: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of an earlier response; returns 304 if unchanged. */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description What is left of each limit: `r` requests for the next `t` seconds. Absent if none applies. */
                    RateLimit?: string;
                    /** @description The limits that apply: `q` requests in `w` seconds. Absent if none does. */
                    "RateLimit-Policy"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    /** @description Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "slug": "harbour-list",
                     *       "name": "List of sealed harbours",
                     *       "scheme": "hds",
                     *       "publisher": "ANS",
                     *       "kind": "list",
                     *       "url": "https://harbour.example/list.csv",
                     *       "staleAfterDays": 45,
                     *       "limits": {
                     *         "gonePercent": 5,
                     *         "movedPercent": 5
                     *       },
                     *       "reader": {
                     *         "format": "csv",
                     *         "dates": "day-month-year",
                     *         "blanks": [
                     *           "-",
                     *           "n/a"
                     *         ],
                     *         "fields": {
                     *           "provider": "Hébergeur",
                     *           "service": "Service",
                     *           "stage": "Statut",
                     *           "validFrom": "Début",
                     *           "validUntil": "Fin"
                     *         },
                     *         "stages": {
                     *           "certifié": "granted",
                     *           "audit en cours": "stage-2",
                     *           "retiré": "absent"
                     *         },
                     *         "milestones": {}
                     *       },
                     *       "notes": [
                     *         "Columns as published in November 2026."
                     *       ],
                     *       "version": 3,
                     *       "builtIn": false,
                     *       "lastRead": "2026-11-25",
                     *       "entries": 84,
                     *       "stale": false,
                     *       "held": 0,
                     *       "readings": [
                     *         {
                     *           "day": "2026-11-25",
                     *           "entries": 84,
                     *           "added": 2,
                     *           "changed": 1,
                     *           "gone": 0,
                     *           "event": "9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f",
                     *           "reading": "0b6d3f0e-8a51-4c1f-9c7e-6f3f8d0c2a11"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["RegisterAnswer"];
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-register`: Register not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listRegisterEntries: {
        parameters: {
            query?: {
                /** @description Part of the key, the provider or the service. */
                search?: string;
                listing?: "granted" | "in-progress" | "absent";
                /** @description Maximum number of items. */
                limit?: number;
                /** @description Start of the next page, from the Link header of the previous one. */
                cursor?: string;
            };
            header?: {
                /** @description ETag of an earlier response; returns 304 if unchanged. */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description What is left of each limit: `r` requests for the next `t` seconds. Absent if none applies. */
                    RateLimit?: string;
                    /** @description The limits that apply: `q` requests in `w` seconds. Absent if none does. */
                    "RateLimit-Policy"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    /** @description Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "entry": "FR2401047002",
                     *           "dossier": "5f1c2a52-0d1e-5c1f-9c7e-6f3f8d0c2a11",
                     *           "provider": {
                     *             "id": "1d2c3b4a-5e6f-5c1f-9c7e-6f3f8d0c2a11",
                     *             "slug": "axonius-federal-systems",
                     *             "name": "Axonius Federal Systems"
                     *           },
                     *           "service": "Axonius Asset Cloud",
                     *           "listing": "granted",
                     *           "milestone": null,
                     *           "level": "moderate",
                     *           "since": "2026-03-01"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["RegisterEntries"];
                    "text/csv": string;
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-register`: Register not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listRegisterEntriesAsCsv: {
        parameters: {
            query?: {
                /** @description Part of the key, the provider or the service. */
                search?: string;
                listing?: "granted" | "in-progress" | "absent";
            };
            header?: {
                /** @description ETag of an earlier response; returns 304 if unchanged. */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description What is left of each limit: `r` requests for the next `t` seconds. Absent if none applies. */
                    RateLimit?: string;
                    /** @description The limits that apply: `q` requests in `w` seconds. Absent if none does. */
                    "RateLimit-Policy"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    /** @description Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-register`: Register not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listRegisterProposals: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of an earlier response; returns 304 if unchanged. */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description What is left of each limit: `r` requests for the next `t` seconds. Absent if none applies. */
                    RateLimit?: string;
                    /** @description The limits that apply: `q` requests in `w` seconds. Absent if none does. */
                    "RateLimit-Policy"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    /** @description Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "name": "Cisco Systems, Inc.",
                     *           "entries": 1,
                     *           "provider": "2c3b4a5e-6f5c-5f9c-8e6f-3f8d0c2a1100",
                     *           "candidate": {
                     *             "id": "1d2c3b4a-5e6f-5c1f-9c7e-6f3f8d0c2a11",
                     *             "name": "Cisco Systems Inc."
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["RegisterProposals"];
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-register`: Register not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    matchRegisterEntry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewMatch"];
            };
        };
        responses: {
            /** @description Recorded. */
            201: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f",
                     *       "position": 690,
                     *       "version": 4
                     *     }
                     */
                    "application/json": components["schemas"]["Recorded"];
                };
            };
            /** @description Not recorded yet: a second person has to approve it. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "3f0e1d2c-3b4a-5c5d-8e6f-7a8b9c0d1e2f",
                     *       "kind": "dossier-event",
                     *       "about": "dossier-0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11",
                     *       "schemes": [
                     *         "secnumcloud"
                     *       ],
                     *       "proposer": "account:6d1f0c3a-52b4-4c1e-9b7a-0e8f4d2a9c35",
                     *       "proposedAt": "2026-11-25T08:00:00.000Z",
                     *       "state": "open",
                     *       "decided": null,
                     *       "refused": null,
                     *       "event": null,
                     *       "position": null
                     *     }
                     */
                    "application/json": components["schemas"]["Proposal"];
                };
            };
            /**
             * @description `malformed-address`: Malformed URL.
             *
             *     `malformed-request`: Malformed request.
             *
             *     `invalid-request`: Invalid parameter or header.
             *
             *     `malformed-json`: Malformed JSON.
             */
            400: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-register`: Register not found.
             *
             *     `unknown-provider`: Provider not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            /** @description `conflict`: Concurrent update, please retry. */
            409: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["URITooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            /**
             * @description `invalid-body`: Invalid request body.
             *
             *     `no-such-proposal`: No such proposal.
             *
             *     `unstorable`: Value cannot be stored.
             */
            422: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listRegisterReadings: {
        parameters: {
            query?: {
                /** @description Maximum number of items. */
                limit?: number;
                /** @description Start of the next page, from the Link header of the previous one. */
                cursor?: string;
            };
            header?: {
                /** @description ETag of an earlier response; returns 304 if unchanged. */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description What is left of each limit: `r` requests for the next `t` seconds. Absent if none applies. */
                    RateLimit?: string;
                    /** @description The limits that apply: `q` requests in `w` seconds. Absent if none does. */
                    "RateLimit-Policy"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    /** @description Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "0b6d3f0e-8a51-4c1f-9c7e-6f3f8d0c2a11",
                     *           "register": "fedramp-marketplace",
                     *           "at": "2026-11-25T08:00:00.000Z",
                     *           "actor": "key:5f0c2a9be771",
                     *           "how": "api",
                     *           "address": null,
                     *           "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                     *           "day": "2026-04-01",
                     *           "state": "recorded",
                     *           "holds": [],
                     *           "figures": {
                     *             "entries": 2,
                     *             "before": 1,
                     *             "added": 1,
                     *             "changed": 1,
                     *             "moved": 1,
                     *             "gone": 0,
                     *             "unchanged": 0,
                     *             "ignored": 0,
                     *             "unreadable": 0
                     *           },
                     *           "problem": null,
                     *           "event": "9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f",
                     *           "decided": null
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Readings"];
                    "text/csv": string;
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-register`: Register not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    readRegister: {
        parameters: {
            query?: {
                /** @description Returns what would be recorded or held; records nothing, not even the attempt. */
                dryRun?: boolean;
                /** @description The day that the document is of. Default: the day that it states, else today. */
                day?: string;
                /** @description `command`: sent by `jalon register read`. */
                how?: "api" | "command";
                /** @description Where the document was fetched from, as evidence. */
                address?: string;
                /** @description Records the reading even if it would be held, for this reason. A reading that is older than the last is held nevertheless. */
                accept?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": string;
                "text/csv": string;
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                "text/html": string;
                "application/vnd.ms-excel": string;
                "application/gzip": string;
                "application/octet-stream": string;
                "text/plain": string;
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0b6d3f0e-8a51-4c1f-9c7e-6f3f8d0c2a11",
                     *       "register": "fedramp-marketplace",
                     *       "state": "recorded",
                     *       "day": "2026-04-01",
                     *       "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                     *       "holds": [],
                     *       "figures": {
                     *         "entries": 2,
                     *         "before": 1,
                     *         "added": 1,
                     *         "changed": 1,
                     *         "moved": 1,
                     *         "gone": 0,
                     *         "unchanged": 0,
                     *         "ignored": 0,
                     *         "unreadable": 0
                     *       },
                     *       "differences": [
                     *         {
                     *           "kind": "changed",
                     *           "entry": "FR2401047002",
                     *           "provider": "Axonius Federal Systems",
                     *           "service": "Axonius Asset Cloud",
                     *           "dossier": "5f1c2a52-0d1e-5c1f-9c7e-6f3f8d0c2a11",
                     *           "from": {
                     *             "listing": "in-progress",
                     *             "milestone": "assessment"
                     *           },
                     *           "to": {
                     *             "listing": "granted",
                     *             "validFrom": "2025-04-03",
                     *             "level": "moderate"
                     *           },
                     *           "fields": [
                     *             "listing",
                     *             "validFrom"
                     *           ]
                     *         }
                     *       ],
                     *       "unreadable": [],
                     *       "unmatched": [],
                     *       "event": "9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f",
                     *       "at": "2026-11-25T08:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["ReadingOutcome"];
                };
            };
            /**
             * @description `malformed-address`: Malformed URL.
             *
             *     `malformed-request`: Malformed request.
             *
             *     `invalid-request`: Invalid parameter or header.
             *
             *     `malformed-json`: Malformed JSON.
             */
            400: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-register`: Register not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            /** @description `conflict`: Concurrent update, please retry. */
            409: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["URITooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            /** @description `register-document-invalid`: Invalid register document. */
            422: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listRegisterReadingsAsCsv: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of an earlier response; returns 304 if unchanged. */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description What is left of each limit: `r` requests for the next `t` seconds. Absent if none applies. */
                    RateLimit?: string;
                    /** @description The limits that apply: `q` requests in `w` seconds. Absent if none does. */
                    "RateLimit-Policy"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    /** @description Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-register`: Register not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getRegisterReading: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                reading: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description What is left of each limit: `r` requests for the next `t` seconds. Absent if none applies. */
                    RateLimit?: string;
                    /** @description The limits that apply: `q` requests in `w` seconds. Absent if none does. */
                    "RateLimit-Policy"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0b6d3f0e-8a51-4c1f-9c7e-6f3f8d0c2a11",
                     *       "register": "fedramp-marketplace",
                     *       "at": "2026-11-25T08:00:00.000Z",
                     *       "actor": "key:5f0c2a9be771",
                     *       "how": "api",
                     *       "address": null,
                     *       "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                     *       "day": "2026-04-01",
                     *       "state": "recorded",
                     *       "holds": [],
                     *       "figures": {
                     *         "entries": 2,
                     *         "before": 1,
                     *         "added": 1,
                     *         "changed": 1,
                     *         "moved": 1,
                     *         "gone": 0,
                     *         "unchanged": 0,
                     *         "ignored": 0,
                     *         "unreadable": 0
                     *       },
                     *       "problem": null,
                     *       "event": "9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f",
                     *       "decided": null,
                     *       "differences": [
                     *         {
                     *           "kind": "changed",
                     *           "entry": "FR2401047002",
                     *           "provider": "Axonius Federal Systems",
                     *           "service": "Axonius Asset Cloud",
                     *           "dossier": "5f1c2a52-0d1e-5c1f-9c7e-6f3f8d0c2a11",
                     *           "from": {
                     *             "listing": "in-progress",
                     *             "milestone": "assessment"
                     *           },
                     *           "to": {
                     *             "listing": "granted",
                     *             "validFrom": "2025-04-03",
                     *             "level": "moderate"
                     *           },
                     *           "fields": [
                     *             "listing",
                     *             "validFrom"
                     *           ]
                     *         }
                     *       ],
                     *       "unreadable": [],
                     *       "unmatched": []
                     *     }
                     */
                    "application/json": components["schemas"]["Reading"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-reading`: Reading not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    downloadRegisterDocument: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                reading: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-reading`: Reading not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    decideRegisterReading: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                reading: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReadingDecision"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0b6d3f0e-8a51-4c1f-9c7e-6f3f8d0c2a11",
                     *       "register": "fedramp-marketplace",
                     *       "state": "recorded",
                     *       "day": "2026-04-01",
                     *       "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                     *       "holds": [],
                     *       "figures": {
                     *         "entries": 2,
                     *         "before": 1,
                     *         "added": 1,
                     *         "changed": 1,
                     *         "moved": 1,
                     *         "gone": 0,
                     *         "unchanged": 0,
                     *         "ignored": 0,
                     *         "unreadable": 0
                     *       },
                     *       "differences": [
                     *         {
                     *           "kind": "changed",
                     *           "entry": "FR2401047002",
                     *           "provider": "Axonius Federal Systems",
                     *           "service": "Axonius Asset Cloud",
                     *           "dossier": "5f1c2a52-0d1e-5c1f-9c7e-6f3f8d0c2a11",
                     *           "from": {
                     *             "listing": "in-progress",
                     *             "milestone": "assessment"
                     *           },
                     *           "to": {
                     *             "listing": "granted",
                     *             "validFrom": "2025-04-03",
                     *             "level": "moderate"
                     *           },
                     *           "fields": [
                     *             "listing",
                     *             "validFrom"
                     *           ]
                     *         }
                     *       ],
                     *       "unreadable": [],
                     *       "unmatched": [],
                     *       "event": "9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f",
                     *       "at": "2026-11-25T08:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["ReadingOutcome"];
                };
            };
            /**
             * @description `malformed-address`: Malformed URL.
             *
             *     `malformed-request`: Malformed request.
             *
             *     `invalid-request`: Invalid parameter or header.
             *
             *     `malformed-json`: Malformed JSON.
             */
            400: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-reading`: Reading not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            /**
             * @description `reading-not-held`: The reading is not held.
             *
             *     `reading-older`: Older than the last reading.
             *
             *     `conflict`: Concurrent update, please retry.
             */
            409: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["URITooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            /**
             * @description `invalid-body`: Invalid request body.
             *
             *     `unstorable`: Value cannot be stored.
             */
            422: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    attachToDossierEvent: {
        parameters: {
            query: {
                /** @description File name. Folders in it are left out. */
                name: string;
                note?: string;
            };
            header?: {
                /** @description Makes the request idempotent: the same key with the same request returns the first result; with a different request it is rejected. Keys do not expire and are scoped to the API key and the URL. */
                "Idempotency-Key"?: string;
                /** @description ETag of an earlier response (its version part is compared), or `*`. Returns 412 if the resource has changed since. */
                "If-Match"?: string;
            };
            path: {
                id: string;
                event: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/pdf": string;
                "image/png": string;
                "image/jpeg": string;
                "image/gif": string;
                "image/webp": string;
                "message/rfc822": string;
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description Recorded. */
            201: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    /** @description `true` if the request was already processed and nothing was recorded this time. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f",
                     *       "position": 62,
                     *       "version": 7,
                     *       "evidence": {
                     *         "event": "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d",
                     *         "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                     *         "name": "decision-2279.pdf",
                     *         "mediaType": "application/pdf",
                     *         "size": 184320
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["EvidenceRecorded"];
                };
            };
            /**
             * @description `malformed-address`: Malformed URL.
             *
             *     `malformed-request`: Malformed request.
             *
             *     `invalid-request`: Invalid parameter or header.
             *
             *     `malformed-json`: Malformed JSON.
             */
            400: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-dossier`: Dossier not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            /**
             * @description `already-retracted`: Event already retracted.
             *
             *     `conflict`: Concurrent update, please retry.
             */
            409: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            412: components["responses"]["PreconditionFailed"];
            /**
             * @description `body-too-large`: Request body too large.
             *
             *     `evidence-too-large`: File too large.
             */
            413: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            414: components["responses"]["URITooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            /**
             * @description `invalid-body`: Invalid request body.
             *
             *     `unknown-event`: Event not found.
             *
             *     `evidence-invalid`: File not accepted as evidence.
             *
             *     `id-reused`: Idempotency key already used.
             */
            422: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    attachToProviderEvent: {
        parameters: {
            query: {
                /** @description File name. Folders in it are left out. */
                name: string;
                note?: string;
            };
            header?: {
                /** @description Makes the request idempotent: the same key with the same request returns the first result; with a different request it is rejected. Keys do not expire and are scoped to the API key and the URL. */
                "Idempotency-Key"?: string;
                /** @description ETag of an earlier response (its version part is compared), or `*`. Returns 412 if the resource has changed since. */
                "If-Match"?: string;
            };
            path: {
                id: string;
                event: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/pdf": string;
                "image/png": string;
                "image/jpeg": string;
                "image/gif": string;
                "image/webp": string;
                "message/rfc822": string;
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description Recorded. */
            201: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    /** @description `true` if the request was already processed and nothing was recorded this time. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f",
                     *       "position": 62,
                     *       "version": 7,
                     *       "evidence": {
                     *         "event": "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d",
                     *         "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                     *         "name": "decision-2279.pdf",
                     *         "mediaType": "application/pdf",
                     *         "size": 184320
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["EvidenceRecorded"];
                };
            };
            /**
             * @description `malformed-address`: Malformed URL.
             *
             *     `malformed-request`: Malformed request.
             *
             *     `invalid-request`: Invalid parameter or header.
             *
             *     `malformed-json`: Malformed JSON.
             */
            400: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-provider`: Provider not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            /**
             * @description `already-retracted`: Event already retracted.
             *
             *     `conflict`: Concurrent update, please retry.
             */
            409: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            412: components["responses"]["PreconditionFailed"];
            /**
             * @description `body-too-large`: Request body too large.
             *
             *     `evidence-too-large`: File too large.
             */
            413: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            414: components["responses"]["URITooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            /**
             * @description `invalid-body`: Invalid request body.
             *
             *     `unknown-event`: Event not found.
             *
             *     `evidence-invalid`: File not accepted as evidence.
             *
             *     `id-reused`: Idempotency key already used.
             */
            422: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    downloadEvidence: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sha256: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-evidence`: Evidence not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    downloadDossierAuditFile: {
        parameters: {
            query?: {
                /** @description Only events that had happened by the end of this day; default: today. */
                asOf?: string;
                /** @description Only events recorded by this instant; default: all. */
                knownAt?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-dossier`: Dossier not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    downloadProviderAuditFile: {
        parameters: {
            query?: {
                /** @description Only events that had happened by the end of this day; default: today. */
                asOf?: string;
                /** @description Only events recorded by this instant; default: all. */
                knownAt?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-provider`: Provider not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listApiKeys: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of an earlier response; returns 304 if unchanged. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "0f1e2d3c4b5a",
                     *           "name": "the register watcher",
                     *           "scopes": [
                     *             "record"
                     *           ],
                     *           "account": null,
                     *           "createdAt": "2026-11-25T08:00:00.000Z",
                     *           "lastUsedAt": null,
                     *           "revokedAt": null
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ApiKeys"];
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateApiKey"];
            };
        };
        responses: {
            /** @description Recorded. */
            201: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0f1e2d3c4b5a",
                     *       "name": "the register watcher",
                     *       "scopes": [
                     *         "record"
                     *       ],
                     *       "account": null,
                     *       "createdAt": "2026-11-25T08:00:00.000Z",
                     *       "lastUsedAt": null,
                     *       "revokedAt": null,
                     *       "key": "jalon_0f1e2d3c4b5a_…"
                     *     }
                     */
                    "application/json": components["schemas"]["NewApiKey"];
                };
            };
            /**
             * @description `malformed-address`: Malformed URL.
             *
             *     `malformed-request`: Malformed request.
             *
             *     `invalid-request`: Invalid parameter or header.
             *
             *     `malformed-json`: Malformed JSON.
             */
            400: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["URITooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    revokeApiKey: {
        parameters: {
            query?: {
                /** @description Ends the subscriptions, webhooks and private feeds that the key created. */
                end?: boolean;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0f1e2d3c4b5a",
                     *       "name": "the register watcher",
                     *       "scopes": [
                     *         "record"
                     *       ],
                     *       "account": null,
                     *       "createdAt": "2026-11-25T08:00:00.000Z",
                     *       "lastUsedAt": null,
                     *       "revokedAt": "2026-11-26T08:00:00.000Z",
                     *       "ended": false,
                     *       "subscriptions": [
                     *         {
                     *           "id": "9c0a5e1e-6f1a-4b0e-9a59-0d5b7f1f3c11",
                     *           "channel": "webhook",
                     *           "target": "https://hooks.example.org/jalon",
                     *           "state": "active"
                     *         }
                     *       ],
                     *       "feeds": [
                     *         {
                     *           "id": "2f1c7a4e-9b0d-4c3e-8a55-6f0d1b2c3d4e",
                     *           "kind": "calendar",
                     *           "name": "SecNumCloud"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["RevokedApiKey"];
                };
            };
            /**
             * @description `malformed-address`: Malformed URL.
             *
             *     `malformed-request`: Malformed request.
             *
             *     `invalid-request`: Invalid parameter or header.
             *
             *     `malformed-json`: Malformed JSON.
             */
            400: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-key`: API key not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["URITooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listAccounts: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of an earlier response; returns 304 if unchanged. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "6d1f0c3a-52b4-4c1e-9b7a-0e8f4d2a9c35",
                     *           "name": "Anne Martin",
                     *           "email": "anne.martin@example.org",
                     *           "role": "officer",
                     *           "state": "invited",
                     *           "createdAt": "2026-11-25T08:00:00.000Z",
                     *           "secondFactor": false,
                     *           "lastSeenAt": null
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Accounts"];
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    inviteAccount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InviteAccount"];
            };
        };
        responses: {
            /** @description Recorded. */
            201: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "account": {
                     *         "id": "6d1f0c3a-52b4-4c1e-9b7a-0e8f4d2a9c35",
                     *         "name": "Anne Martin",
                     *         "email": "anne.martin@example.org",
                     *         "role": "officer",
                     *         "state": "invited",
                     *         "createdAt": "2026-11-25T08:00:00.000Z",
                     *         "secondFactor": false,
                     *         "lastSeenAt": null
                     *       },
                     *       "link": {
                     *         "url": "https://jalon.example.org/password/2f1c7a4e-9b0d-4c3e-8a55-6f0d1b2c3d4e?token=kY3v0Q2xR7",
                     *         "until": "2026-12-02T08:00:00.000Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["InvitedAccount"];
                };
            };
            /**
             * @description `malformed-address`: Malformed URL.
             *
             *     `malformed-request`: Malformed request.
             *
             *     `invalid-request`: Invalid parameter or header.
             *
             *     `malformed-json`: Malformed JSON.
             */
            400: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            /** @description `email-taken`: Address already in use. */
            409: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["URITooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "6d1f0c3a-52b4-4c1e-9b7a-0e8f4d2a9c35",
                     *       "name": "Anne Martin",
                     *       "email": "anne.martin@example.org",
                     *       "role": "officer",
                     *       "state": "invited",
                     *       "createdAt": "2026-11-25T08:00:00.000Z",
                     *       "secondFactor": false,
                     *       "lastSeenAt": null
                     *     }
                     */
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-account`: Account not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    eraseAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "6d1f0c3a-52b4-4c1e-9b7a-0e8f4d2a9c35",
                     *       "name": null,
                     *       "email": null,
                     *       "role": "officer",
                     *       "state": "erased",
                     *       "createdAt": "2026-11-25T08:00:00.000Z",
                     *       "secondFactor": false,
                     *       "lastSeenAt": null
                     *     }
                     */
                    "application/json": components["schemas"]["Account"];
                };
            };
            /**
             * @description `malformed-address`: Malformed URL.
             *
             *     `malformed-request`: Malformed request.
             *
             *     `invalid-request`: Invalid parameter or header.
             *
             *     `malformed-json`: Malformed JSON.
             */
            400: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-account`: Account not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            /** @description `last-admin`: Last administrator. */
            409: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["URITooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    changeAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeAccount"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "6d1f0c3a-52b4-4c1e-9b7a-0e8f4d2a9c35",
                     *       "name": "Anne Martin",
                     *       "email": "anne.martin@example.org",
                     *       "role": "approver",
                     *       "state": "active",
                     *       "createdAt": "2026-11-25T08:00:00.000Z",
                     *       "secondFactor": true,
                     *       "lastSeenAt": null
                     *     }
                     */
                    "application/json": components["schemas"]["Account"];
                };
            };
            /**
             * @description `malformed-address`: Malformed URL.
             *
             *     `malformed-request`: Malformed request.
             *
             *     `invalid-request`: Invalid parameter or header.
             *
             *     `malformed-json`: Malformed JSON.
             */
            400: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-account`: Account not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            /**
             * @description `account-unfit`: Not possible in this state of the account.
             *
             *     `last-admin`: Last administrator.
             */
            409: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["URITooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    inviteAccountAgain: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InviteAccountAgain"];
            };
        };
        responses: {
            /** @description Recorded. */
            201: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "url": "https://jalon.example.org/password/2f1c7a4e-9b0d-4c3e-8a55-6f0d1b2c3d4e?token=kY3v0Q2xR7",
                     *       "until": "2026-12-02T08:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["AccountLink"];
                };
            };
            /**
             * @description `malformed-address`: Malformed URL.
             *
             *     `malformed-request`: Malformed request.
             *
             *     `invalid-request`: Invalid parameter or header.
             *
             *     `malformed-json`: Malformed JSON.
             */
            400: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-account`: Account not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            /** @description `account-unfit`: Not possible in this state of the account. */
            409: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["URITooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    resetSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "6d1f0c3a-52b4-4c1e-9b7a-0e8f4d2a9c35",
                     *       "name": "Anne Martin",
                     *       "email": "anne.martin@example.org",
                     *       "role": "officer",
                     *       "state": "invited",
                     *       "createdAt": "2026-11-25T08:00:00.000Z",
                     *       "secondFactor": false,
                     *       "lastSeenAt": null
                     *     }
                     */
                    "application/json": components["schemas"]["Account"];
                };
            };
            /**
             * @description `malformed-address`: Malformed URL.
             *
             *     `malformed-request`: Malformed request.
             *
             *     `invalid-request`: Invalid parameter or header.
             *
             *     `malformed-json`: Malformed JSON.
             */
            400: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-account`: Account not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            /** @description `account-unfit`: Not possible in this state of the account. */
            409: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["URITooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    endSessions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "6d1f0c3a-52b4-4c1e-9b7a-0e8f4d2a9c35",
                     *       "name": "Anne Martin",
                     *       "email": "anne.martin@example.org",
                     *       "role": "officer",
                     *       "state": "invited",
                     *       "createdAt": "2026-11-25T08:00:00.000Z",
                     *       "secondFactor": false,
                     *       "lastSeenAt": null
                     *     }
                     */
                    "application/json": components["schemas"]["Account"];
                };
            };
            /**
             * @description `malformed-address`: Malformed URL.
             *
             *     `malformed-request`: Malformed request.
             *
             *     `invalid-request`: Invalid parameter or header.
             *
             *     `malformed-json`: Malformed JSON.
             */
            400: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-account`: Account not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["URITooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listActivity: {
        parameters: {
            query?: {
                /** @description A person (`account:<id>`, whatever the key) or a key (`key:<id>`). */
                actor?: string;
                act?: "recorded" | "corrected" | "retracted" | "signed-in" | "sign-in-failed" | "signed-out" | "session-ended" | "account-invited" | "account-changed" | "account-erased" | "key-created" | "key-revoked" | "exported" | "evidence-read" | "setting-changed" | "suppression-lifted" | "proposal-made" | "proposal-decided" | "view-shared" | "backup-made" | "backup-restored";
                /** @description As in `about` of the answer. */
                about?: string;
                /** @description At or after this time. */
                since?: string;
                /** @description Before this time. */
                until?: string;
                /** @description Maximum number of items. */
                limit?: number;
                /** @description Start of the next page, from the Link header of the previous one. */
                cursor?: string;
            };
            header?: {
                /** @description ETag of an earlier response; returns 304 if unchanged. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "at": "2026-11-25T08:00:00.000Z",
                     *           "actor": "account:6d1f0c3a-52b4-4c1e-9b7a-0e8f4d2a9c35",
                     *           "actorName": "Anne Martin",
                     *           "act": "exported",
                     *           "about": null,
                     *           "event": null,
                     *           "details": {
                     *             "file": "jalon-dossiers-2026-11-25.csv"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Activities"];
                    "text/csv": string;
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listActivityAsCsv: {
        parameters: {
            query?: {
                /** @description A person (`account:<id>`, whatever the key) or a key (`key:<id>`). */
                actor?: string;
                act?: "recorded" | "corrected" | "retracted" | "signed-in" | "sign-in-failed" | "signed-out" | "session-ended" | "account-invited" | "account-changed" | "account-erased" | "key-created" | "key-revoked" | "exported" | "evidence-read" | "setting-changed" | "suppression-lifted" | "proposal-made" | "proposal-decided" | "view-shared" | "backup-made" | "backup-restored";
                /** @description As in `about` of the answer. */
                about?: string;
                /** @description At or after this time. */
                since?: string;
                /** @description Before this time. */
                until?: string;
            };
            header?: {
                /** @description ETag of an earlier response; returns 304 if unchanged. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listProposals: {
        parameters: {
            query?: {
                state?: "open" | "recording" | "approved" | "rejected" | "withdrawn" | "outdated";
                /** @description Maximum number of items. */
                limit?: number;
                /** @description Start of the next page, from the Link header of the previous one. */
                cursor?: string;
            };
            header?: {
                /** @description ETag of an earlier response; returns 304 if unchanged. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    /** @description Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "3f0e1d2c-3b4a-5c5d-8e6f-7a8b9c0d1e2f",
                     *           "kind": "dossier-event",
                     *           "about": "dossier-0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11",
                     *           "schemes": [
                     *             "secnumcloud"
                     *           ],
                     *           "proposer": "account:6d1f0c3a-52b4-4c1e-9b7a-0e8f4d2a9c35",
                     *           "proposedAt": "2026-11-25T08:00:00.000Z",
                     *           "state": "open",
                     *           "decided": null,
                     *           "refused": null,
                     *           "event": null,
                     *           "position": null
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Proposals"];
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getProposal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "3f0e1d2c-3b4a-5c5d-8e6f-7a8b9c0d1e2f",
                     *       "kind": "dossier-event",
                     *       "about": "dossier-0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11",
                     *       "schemes": [
                     *         "secnumcloud"
                     *       ],
                     *       "proposer": "account:6d1f0c3a-52b4-4c1e-9b7a-0e8f4d2a9c35",
                     *       "proposedAt": "2026-11-25T08:00:00.000Z",
                     *       "state": "open",
                     *       "decided": null,
                     *       "refused": null,
                     *       "event": null,
                     *       "position": null,
                     *       "content": {},
                     *       "preview": {
                     *         "rehearsal": "mY0v…",
                     *         "changes": []
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ProposalWithPreview"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-proposal`: Unknown proposal.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    approveProposal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProposalApproval"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "3f0e1d2c-3b4a-5c5d-8e6f-7a8b9c0d1e2f",
                     *       "kind": "dossier-event",
                     *       "about": "dossier-0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11",
                     *       "schemes": [
                     *         "secnumcloud"
                     *       ],
                     *       "proposer": "account:6d1f0c3a-52b4-4c1e-9b7a-0e8f4d2a9c35",
                     *       "proposedAt": "2026-11-25T08:00:00.000Z",
                     *       "state": "approved",
                     *       "decided": {
                     *         "by": "account:0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d",
                     *         "at": "2026-11-25T09:00:00.000Z",
                     *         "reason": null
                     *       },
                     *       "refused": null,
                     *       "event": "9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f",
                     *       "position": 62
                     *     }
                     */
                    "application/json": components["schemas"]["Proposal"];
                };
            };
            /**
             * @description `malformed-address`: Malformed URL.
             *
             *     `malformed-request`: Malformed request.
             *
             *     `invalid-request`: Invalid parameter or header.
             *
             *     `malformed-json`: Malformed JSON.
             */
            400: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            /**
             * @description `forbidden`: Insufficient scope.
             *
             *     `own-proposal`: Own proposal.
             *
             *     `account-needed`: Account needed.
             */
            403: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-proposal`: Unknown proposal.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            /**
             * @description `proposal-decided`: Proposal already decided.
             *
             *     `proposal-changed`: Proposal has another effect now.
             *
             *     `conflict`: Concurrent update, please retry.
             */
            409: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["URITooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    rejectProposal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProposalRejection"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "3f0e1d2c-3b4a-5c5d-8e6f-7a8b9c0d1e2f",
                     *       "kind": "dossier-event",
                     *       "about": "dossier-0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11",
                     *       "schemes": [
                     *         "secnumcloud"
                     *       ],
                     *       "proposer": "account:6d1f0c3a-52b4-4c1e-9b7a-0e8f4d2a9c35",
                     *       "proposedAt": "2026-11-25T08:00:00.000Z",
                     *       "state": "rejected",
                     *       "decided": {
                     *         "by": "account:0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d",
                     *         "at": "2026-11-25T09:00:00.000Z",
                     *         "reason": null
                     *       },
                     *       "refused": null,
                     *       "event": null,
                     *       "position": null
                     *     }
                     */
                    "application/json": components["schemas"]["Proposal"];
                };
            };
            /**
             * @description `malformed-address`: Malformed URL.
             *
             *     `malformed-request`: Malformed request.
             *
             *     `invalid-request`: Invalid parameter or header.
             *
             *     `malformed-json`: Malformed JSON.
             */
            400: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            /**
             * @description `forbidden`: Insufficient scope.
             *
             *     `own-proposal`: Own proposal.
             *
             *     `account-needed`: Account needed.
             */
            403: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-proposal`: Unknown proposal.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            /** @description `proposal-decided`: Proposal already decided. */
            409: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["URITooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    withdrawProposal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "3f0e1d2c-3b4a-5c5d-8e6f-7a8b9c0d1e2f",
                     *       "kind": "dossier-event",
                     *       "about": "dossier-0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11",
                     *       "schemes": [
                     *         "secnumcloud"
                     *       ],
                     *       "proposer": "account:6d1f0c3a-52b4-4c1e-9b7a-0e8f4d2a9c35",
                     *       "proposedAt": "2026-11-25T08:00:00.000Z",
                     *       "state": "withdrawn",
                     *       "decided": {
                     *         "by": "account:0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d",
                     *         "at": "2026-11-25T09:00:00.000Z",
                     *         "reason": null
                     *       },
                     *       "refused": null,
                     *       "event": null,
                     *       "position": null
                     *     }
                     */
                    "application/json": components["schemas"]["Proposal"];
                };
            };
            /**
             * @description `malformed-address`: Malformed URL.
             *
             *     `malformed-request`: Malformed request.
             *
             *     `invalid-request`: Invalid parameter or header.
             *
             *     `malformed-json`: Malformed JSON.
             */
            400: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            /**
             * @description `forbidden`: Insufficient scope.
             *
             *     `own-proposal`: Own proposal.
             */
            403: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-proposal`: Unknown proposal.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            /** @description `proposal-decided`: Proposal already decided. */
            409: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["URITooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listFourEyesSchemes: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of an earlier response; returns 304 if unchanged. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    /** @description Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "scheme": "secnumcloud",
                     *           "since": "2026-11-25T08:00:00.000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["FourEyesSchemes"];
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    addFourEyesScheme: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                scheme: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "scheme": "secnumcloud",
                     *           "since": "2026-11-25T08:00:00.000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["FourEyesSchemes"];
                };
            };
            /**
             * @description `malformed-address`: Malformed URL.
             *
             *     `malformed-request`: Malformed request.
             *
             *     `invalid-request`: Invalid parameter or header.
             *
             *     `malformed-json`: Malformed JSON.
             */
            400: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["URITooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    removeFourEyesScheme: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                scheme: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            204: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `malformed-address`: Malformed URL.
             *
             *     `malformed-request`: Malformed request.
             *
             *     `invalid-request`: Invalid parameter or header.
             *
             *     `malformed-json`: Malformed JSON.
             */
            400: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["URITooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listSubscriptions: {
        parameters: {
            query?: {
                /** @description Maximum number of items. */
                limit?: number;
                /** @description Start of the next page, from the Link header of the previous one. */
                cursor?: string;
            };
            header?: {
                /** @description ETag of an earlier response; returns 304 if unchanged. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    /** @description Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "5f0c5a0e-6d0a-4f5e-9a37-1b8f3f0f7a11",
                     *           "channel": "webhook",
                     *           "url": "https://hooks.example.org/jalon",
                     *           "filter": {
                     *             "schemes": [
                     *               "secnumcloud"
                     *             ],
                     *             "changes": true,
                     *             "deadlines": true
                     *           },
                     *           "offered": {
                     *             "schemes": [
                     *               "secnumcloud"
                     *             ],
                     *             "changes": true,
                     *             "deadlines": true
                     *           },
                     *           "recipientPausedUntil": null,
                     *           "mode": "immediate",
                     *           "format": "standard",
                     *           "signature": "hmac",
                     *           "publicKey": null,
                     *           "ordered": false,
                     *           "ratePerMinute": null,
                     *           "health": {
                     *             "failures": 0,
                     *             "failingSince": null,
                     *             "pausedUntil": null
                     *           },
                     *           "language": "fr",
                     *           "reminders": {
                     *             "ladder": {
                     *               "before": [
                     *                 90,
                     *                 30,
                     *                 7,
                     *                 0
                     *               ],
                     *               "overdue": [
                     *                 1,
                     *                 7
                     *               ]
                     *             },
                     *             "timeZone": "Europe/Paris",
                     *             "holidays": "france",
                     *             "role": "recipient"
                     *           },
                     *           "state": "pending",
                     *           "createdAt": "2026-11-25T08:00:00.000Z",
                     *           "confirmUntil": "2026-11-27T08:00:00.000Z",
                     *           "confirmedAt": null,
                     *           "disabledBecause": null,
                     *           "dropped": null,
                     *           "since": null
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Subscriptions"];
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createSubscription: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request idempotent: the same key with the same request returns the first result; with a different request it is rejected. Keys do not expire and are scoped to the API key and the URL. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSubscription"];
            };
        };
        responses: {
            /** @description Recorded. */
            201: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    /** @description `true` if the request was already processed and nothing was recorded this time. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "5f0c5a0e-6d0a-4f5e-9a37-1b8f3f0f7a11",
                     *       "channel": "webhook",
                     *       "url": "https://hooks.example.org/jalon",
                     *       "filter": {
                     *         "schemes": [
                     *           "secnumcloud"
                     *         ],
                     *         "changes": true,
                     *         "deadlines": true
                     *       },
                     *       "offered": {
                     *         "schemes": [
                     *           "secnumcloud"
                     *         ],
                     *         "changes": true,
                     *         "deadlines": true
                     *       },
                     *       "recipientPausedUntil": null,
                     *       "mode": "immediate",
                     *       "format": "standard",
                     *       "signature": "hmac",
                     *       "publicKey": null,
                     *       "ordered": false,
                     *       "ratePerMinute": null,
                     *       "health": {
                     *         "failures": 0,
                     *         "failingSince": null,
                     *         "pausedUntil": null
                     *       },
                     *       "language": "fr",
                     *       "reminders": {
                     *         "ladder": {
                     *           "before": [
                     *             90,
                     *             30,
                     *             7,
                     *             0
                     *           ],
                     *           "overdue": [
                     *             1,
                     *             7
                     *           ]
                     *         },
                     *         "timeZone": "Europe/Paris",
                     *         "holidays": "france",
                     *         "role": "recipient"
                     *       },
                     *       "state": "pending",
                     *       "createdAt": "2026-11-25T08:00:00.000Z",
                     *       "confirmUntil": "2026-11-27T08:00:00.000Z",
                     *       "confirmedAt": null,
                     *       "disabledBecause": null,
                     *       "dropped": null,
                     *       "since": null,
                     *       "secret": "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDtWnWBmWFqrU="
                     *     }
                     */
                    "application/json": components["schemas"]["CreatedSubscription"];
                };
            };
            /**
             * @description `malformed-address`: Malformed URL.
             *
             *     `malformed-request`: Malformed request.
             *
             *     `invalid-request`: Invalid parameter or header.
             *
             *     `malformed-json`: Malformed JSON.
             */
            400: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `unknown-provider`: Provider not found.
             *
             *     `unknown-dossier`: Dossier not found.
             *
             *     `unknown-scheme`: Scheme not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["URITooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            /**
             * @description `invalid-body`: Invalid request body.
             *
             *     `target-not-allowed`: Target not allowed.
             *
             *     `id-reused`: Idempotency key already used.
             */
            422: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "5f0c5a0e-6d0a-4f5e-9a37-1b8f3f0f7a11",
                     *       "channel": "webhook",
                     *       "url": "https://hooks.example.org/jalon",
                     *       "filter": {
                     *         "schemes": [
                     *           "secnumcloud"
                     *         ],
                     *         "changes": true,
                     *         "deadlines": true
                     *       },
                     *       "offered": {
                     *         "schemes": [
                     *           "secnumcloud"
                     *         ],
                     *         "changes": true,
                     *         "deadlines": true
                     *       },
                     *       "recipientPausedUntil": null,
                     *       "mode": "immediate",
                     *       "format": "standard",
                     *       "signature": "hmac",
                     *       "publicKey": null,
                     *       "ordered": false,
                     *       "ratePerMinute": null,
                     *       "health": {
                     *         "failures": 0,
                     *         "failingSince": null,
                     *         "pausedUntil": null
                     *       },
                     *       "language": "fr",
                     *       "reminders": {
                     *         "ladder": {
                     *           "before": [
                     *             90,
                     *             30,
                     *             7,
                     *             0
                     *           ],
                     *           "overdue": [
                     *             1,
                     *             7
                     *           ]
                     *         },
                     *         "timeZone": "Europe/Paris",
                     *         "holidays": "france",
                     *         "role": "recipient"
                     *       },
                     *       "state": "pending",
                     *       "createdAt": "2026-11-25T08:00:00.000Z",
                     *       "confirmUntil": "2026-11-27T08:00:00.000Z",
                     *       "confirmedAt": null,
                     *       "disabledBecause": null,
                     *       "dropped": null,
                     *       "since": null
                     *     }
                     */
                    "application/json": components["schemas"]["Subscription"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-subscription`: Subscription not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    deleteSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            204: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `malformed-address`: Malformed URL.
             *
             *     `malformed-request`: Malformed request.
             *
             *     `invalid-request`: Invalid parameter or header.
             *
             *     `malformed-json`: Malformed JSON.
             */
            400: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-subscription`: Subscription not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["URITooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    updateSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SubscriptionChanges"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "5f0c5a0e-6d0a-4f5e-9a37-1b8f3f0f7a11",
                     *       "channel": "webhook",
                     *       "url": "https://hooks.example.org/jalon",
                     *       "filter": {
                     *         "schemes": [
                     *           "secnumcloud"
                     *         ],
                     *         "changes": true,
                     *         "deadlines": true
                     *       },
                     *       "offered": {
                     *         "schemes": [
                     *           "secnumcloud"
                     *         ],
                     *         "changes": true,
                     *         "deadlines": true
                     *       },
                     *       "recipientPausedUntil": null,
                     *       "mode": "immediate",
                     *       "format": "standard",
                     *       "signature": "hmac",
                     *       "publicKey": null,
                     *       "ordered": false,
                     *       "ratePerMinute": null,
                     *       "health": {
                     *         "failures": 0,
                     *         "failingSince": null,
                     *         "pausedUntil": null
                     *       },
                     *       "language": "fr",
                     *       "reminders": {
                     *         "ladder": {
                     *           "before": [
                     *             90,
                     *             30,
                     *             7,
                     *             0
                     *           ],
                     *           "overdue": [
                     *             1,
                     *             7
                     *           ]
                     *         },
                     *         "timeZone": "Europe/Paris",
                     *         "holidays": "france",
                     *         "role": "recipient"
                     *       },
                     *       "state": "pending",
                     *       "createdAt": "2026-11-25T08:00:00.000Z",
                     *       "confirmUntil": "2026-11-27T08:00:00.000Z",
                     *       "confirmedAt": null,
                     *       "disabledBecause": null,
                     *       "dropped": null,
                     *       "since": null
                     *     }
                     */
                    "application/json": components["schemas"]["Subscription"];
                };
            };
            /**
             * @description `malformed-address`: Malformed URL.
             *
             *     `malformed-request`: Malformed request.
             *
             *     `invalid-request`: Invalid parameter or header.
             *
             *     `malformed-json`: Malformed JSON.
             */
            400: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-subscription`: Subscription not found.
             *
             *     `unknown-provider`: Provider not found.
             *
             *     `unknown-dossier`: Dossier not found.
             *
             *     `unknown-scheme`: Scheme not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["URITooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    enableSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "5f0c5a0e-6d0a-4f5e-9a37-1b8f3f0f7a11",
                     *       "channel": "webhook",
                     *       "url": "https://hooks.example.org/jalon",
                     *       "filter": {
                     *         "schemes": [
                     *           "secnumcloud"
                     *         ],
                     *         "changes": true,
                     *         "deadlines": true
                     *       },
                     *       "offered": {
                     *         "schemes": [
                     *           "secnumcloud"
                     *         ],
                     *         "changes": true,
                     *         "deadlines": true
                     *       },
                     *       "recipientPausedUntil": null,
                     *       "mode": "immediate",
                     *       "format": "standard",
                     *       "signature": "hmac",
                     *       "publicKey": null,
                     *       "ordered": false,
                     *       "ratePerMinute": null,
                     *       "health": {
                     *         "failures": 0,
                     *         "failingSince": null,
                     *         "pausedUntil": null
                     *       },
                     *       "language": "fr",
                     *       "reminders": {
                     *         "ladder": {
                     *           "before": [
                     *             90,
                     *             30,
                     *             7,
                     *             0
                     *           ],
                     *           "overdue": [
                     *             1,
                     *             7
                     *           ]
                     *         },
                     *         "timeZone": "Europe/Paris",
                     *         "holidays": "france",
                     *         "role": "recipient"
                     *       },
                     *       "state": "active",
                     *       "createdAt": "2026-11-25T08:00:00.000Z",
                     *       "confirmUntil": "2026-11-27T08:00:00.000Z",
                     *       "confirmedAt": "2026-11-25T08:05:00.000Z",
                     *       "disabledBecause": null,
                     *       "dropped": null,
                     *       "since": 61
                     *     }
                     */
                    "application/json": components["schemas"]["Subscription"];
                };
            };
            /**
             * @description `malformed-address`: Malformed URL.
             *
             *     `malformed-request`: Malformed request.
             *
             *     `invalid-request`: Invalid parameter or header.
             *
             *     `malformed-json`: Malformed JSON.
             */
            400: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-subscription`: Subscription not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["URITooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    previewNewSubscription: {
        parameters: {
            query?: {
                /** @description How many days to look back. */
                days?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PreviewedSubscription"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "since": "2026-10-26T08:00:00.000Z",
                     *       "until": "2026-11-25T08:00:00.000Z",
                     *       "counts": {
                     *         "event.recorded": 1,
                     *         "changes.digest": 0,
                     *         "import.summary": 0,
                     *         "register.read": 0,
                     *         "deadline.reminder": 1,
                     *         "deadline.digest": 0
                     *       },
                     *       "eventTypes": {
                     *         "GrantIssued": 1
                     *       },
                     *       "deadlineKinds": {
                     *         "grant-end": 1
                     *       },
                     *       "complete": true,
                     *       "more": false,
                     *       "messages": [
                     *         {
                     *           "type": "event.recorded",
                     *           "at": "2026-11-23T10:12:00.000Z",
                     *           "total": 1,
                     *           "changes": [
                     *             {
                     *               "position": 31,
                     *               "type": "GrantIssued",
                     *               "occurred": "2026-11-20",
                     *               "recordedAt": "2026-11-23T10:12:00.000Z",
                     *               "provider": {
                     *                 "id": "5a0c2b7e-1f5b-5e55-8f6d-2a9d1c3b4e5f",
                     *                 "slug": "ovhcloud",
                     *                 "name": "OVHcloud"
                     *               },
                     *               "dossier": {
                     *                 "id": "0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11",
                     *                 "scheme": "secnumcloud",
                     *                 "service": "Bare Metal Pod"
                     *               },
                     *               "scheme": "secnumcloud",
                     *               "status": {
                     *                 "before": {
                     *                   "status": "in-progress",
                     *                   "confirmed": true,
                     *                   "stage": "J2"
                     *                 },
                     *                 "after": {
                     *                   "status": "granted",
                     *                   "confirmed": true,
                     *                   "stage": "J3"
                     *                 }
                     *               }
                     *             }
                     *           ]
                     *         },
                     *         {
                     *           "type": "deadline.reminder",
                     *           "at": "2026-10-30T08:00:00.000Z",
                     *           "total": 1,
                     *           "reminders": [
                     *             {
                     *               "deadline": {
                     *                 "key": "grant-end/9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f",
                     *                 "kind": "grant-end",
                     *                 "due": "2026-12-29",
                     *                 "opens": "2026-07-02",
                     *                 "lapses": null,
                     *                 "state": "open",
                     *                 "title": "2279",
                     *                 "confirmed": true
                     *               },
                     *               "dossier": {
                     *                 "id": "0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11",
                     *                 "provider": {
                     *                   "id": "5a0c2b7e-1f5b-5e55-8f6d-2a9d1c3b4e5f",
                     *                   "slug": "ovhcloud",
                     *                   "name": "OVHcloud"
                     *                 },
                     *                 "service": {
                     *                   "name": "Hosted Private Cloud powered by VMware",
                     *                   "kinds": [
                     *                     "IaaS"
                     *                   ]
                     *                 },
                     *                 "scheme": "secnumcloud"
                     *               },
                     *               "rung": 60,
                     *               "day": "2026-10-30",
                     *               "because": "ladder"
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["SubscriptionPreview"];
                };
            };
            /**
             * @description `malformed-address`: Malformed URL.
             *
             *     `malformed-request`: Malformed request.
             *
             *     `invalid-request`: Invalid parameter or header.
             *
             *     `malformed-json`: Malformed JSON.
             */
            400: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `unknown-provider`: Provider not found.
             *
             *     `unknown-dossier`: Dossier not found.
             *
             *     `unknown-scheme`: Scheme not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["URITooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    previewSubscription: {
        parameters: {
            query?: {
                /** @description How many days to look back. */
                days?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "since": "2026-10-26T08:00:00.000Z",
                     *       "until": "2026-11-25T08:00:00.000Z",
                     *       "counts": {
                     *         "event.recorded": 1,
                     *         "changes.digest": 0,
                     *         "import.summary": 0,
                     *         "register.read": 0,
                     *         "deadline.reminder": 1,
                     *         "deadline.digest": 0
                     *       },
                     *       "eventTypes": {
                     *         "GrantIssued": 1
                     *       },
                     *       "deadlineKinds": {
                     *         "grant-end": 1
                     *       },
                     *       "complete": true,
                     *       "more": false,
                     *       "messages": [
                     *         {
                     *           "type": "event.recorded",
                     *           "at": "2026-11-23T10:12:00.000Z",
                     *           "total": 1,
                     *           "changes": [
                     *             {
                     *               "position": 31,
                     *               "type": "GrantIssued",
                     *               "occurred": "2026-11-20",
                     *               "recordedAt": "2026-11-23T10:12:00.000Z",
                     *               "provider": {
                     *                 "id": "5a0c2b7e-1f5b-5e55-8f6d-2a9d1c3b4e5f",
                     *                 "slug": "ovhcloud",
                     *                 "name": "OVHcloud"
                     *               },
                     *               "dossier": {
                     *                 "id": "0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11",
                     *                 "scheme": "secnumcloud",
                     *                 "service": "Bare Metal Pod"
                     *               },
                     *               "scheme": "secnumcloud",
                     *               "status": {
                     *                 "before": {
                     *                   "status": "in-progress",
                     *                   "confirmed": true,
                     *                   "stage": "J2"
                     *                 },
                     *                 "after": {
                     *                   "status": "granted",
                     *                   "confirmed": true,
                     *                   "stage": "J3"
                     *                 }
                     *               }
                     *             }
                     *           ]
                     *         },
                     *         {
                     *           "type": "deadline.reminder",
                     *           "at": "2026-10-30T08:00:00.000Z",
                     *           "total": 1,
                     *           "reminders": [
                     *             {
                     *               "deadline": {
                     *                 "key": "grant-end/9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f",
                     *                 "kind": "grant-end",
                     *                 "due": "2026-12-29",
                     *                 "opens": "2026-07-02",
                     *                 "lapses": null,
                     *                 "state": "open",
                     *                 "title": "2279",
                     *                 "confirmed": true
                     *               },
                     *               "dossier": {
                     *                 "id": "0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11",
                     *                 "provider": {
                     *                   "id": "5a0c2b7e-1f5b-5e55-8f6d-2a9d1c3b4e5f",
                     *                   "slug": "ovhcloud",
                     *                   "name": "OVHcloud"
                     *                 },
                     *                 "service": {
                     *                   "name": "Hosted Private Cloud powered by VMware",
                     *                   "kinds": [
                     *                     "IaaS"
                     *                   ]
                     *                 },
                     *                 "scheme": "secnumcloud"
                     *               },
                     *               "rung": 60,
                     *               "day": "2026-10-30",
                     *               "because": "ladder"
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["SubscriptionPreview"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-subscription`: Subscription not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    confirmSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConfirmSubscription"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "5f0c5a0e-6d0a-4f5e-9a37-1b8f3f0f7a11",
                     *       "channel": "webhook",
                     *       "url": "https://hooks.example.org/jalon",
                     *       "filter": {
                     *         "schemes": [
                     *           "secnumcloud"
                     *         ],
                     *         "changes": true,
                     *         "deadlines": true
                     *       },
                     *       "offered": {
                     *         "schemes": [
                     *           "secnumcloud"
                     *         ],
                     *         "changes": true,
                     *         "deadlines": true
                     *       },
                     *       "recipientPausedUntil": null,
                     *       "mode": "immediate",
                     *       "format": "standard",
                     *       "signature": "hmac",
                     *       "publicKey": null,
                     *       "ordered": false,
                     *       "ratePerMinute": null,
                     *       "health": {
                     *         "failures": 0,
                     *         "failingSince": null,
                     *         "pausedUntil": null
                     *       },
                     *       "language": "fr",
                     *       "reminders": {
                     *         "ladder": {
                     *           "before": [
                     *             90,
                     *             30,
                     *             7,
                     *             0
                     *           ],
                     *           "overdue": [
                     *             1,
                     *             7
                     *           ]
                     *         },
                     *         "timeZone": "Europe/Paris",
                     *         "holidays": "france",
                     *         "role": "recipient"
                     *       },
                     *       "state": "active",
                     *       "createdAt": "2026-11-25T08:00:00.000Z",
                     *       "confirmUntil": "2026-11-27T08:00:00.000Z",
                     *       "confirmedAt": "2026-11-25T08:05:00.000Z",
                     *       "disabledBecause": null,
                     *       "dropped": null,
                     *       "since": 61
                     *     }
                     */
                    "application/json": components["schemas"]["Subscription"];
                };
            };
            /**
             * @description `malformed-address`: Malformed URL.
             *
             *     `malformed-request`: Malformed request.
             *
             *     `malformed-json`: Malformed JSON.
             */
            400: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: Not found. */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["URITooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            /**
             * @description `invalid-body`: Invalid request body.
             *
             *     `token-invalid`: Invalid token.
             */
            422: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    requestVerification: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            202: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "5f0c5a0e-6d0a-4f5e-9a37-1b8f3f0f7a11",
                     *       "channel": "webhook",
                     *       "url": "https://hooks.example.org/jalon",
                     *       "filter": {
                     *         "schemes": [
                     *           "secnumcloud"
                     *         ],
                     *         "changes": true,
                     *         "deadlines": true
                     *       },
                     *       "offered": {
                     *         "schemes": [
                     *           "secnumcloud"
                     *         ],
                     *         "changes": true,
                     *         "deadlines": true
                     *       },
                     *       "recipientPausedUntil": null,
                     *       "mode": "immediate",
                     *       "format": "standard",
                     *       "signature": "hmac",
                     *       "publicKey": null,
                     *       "ordered": false,
                     *       "ratePerMinute": null,
                     *       "health": {
                     *         "failures": 0,
                     *         "failingSince": null,
                     *         "pausedUntil": null
                     *       },
                     *       "language": "fr",
                     *       "reminders": {
                     *         "ladder": {
                     *           "before": [
                     *             90,
                     *             30,
                     *             7,
                     *             0
                     *           ],
                     *           "overdue": [
                     *             1,
                     *             7
                     *           ]
                     *         },
                     *         "timeZone": "Europe/Paris",
                     *         "holidays": "france",
                     *         "role": "recipient"
                     *       },
                     *       "state": "pending",
                     *       "createdAt": "2026-11-25T08:00:00.000Z",
                     *       "confirmUntil": "2026-11-27T08:00:00.000Z",
                     *       "confirmedAt": null,
                     *       "disabledBecause": null,
                     *       "dropped": null,
                     *       "since": null
                     *     }
                     */
                    "application/json": components["schemas"]["Subscription"];
                };
            };
            /**
             * @description `malformed-address`: Malformed URL.
             *
             *     `malformed-request`: Malformed request.
             *
             *     `invalid-request`: Invalid parameter or header.
             *
             *     `malformed-json`: Malformed JSON.
             */
            400: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-subscription`: Subscription not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["URITooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listDeliveries: {
        parameters: {
            query?: {
                state?: "planned" | "claimed" | "sent" | "failed" | "cancelled" | "held";
                /** @description Message type. */
                type?: "event.recorded" | "changes.digest" | "import.summary" | "register.read" | "register.stale" | "register.held" | "deadline.reminder" | "deadline.digest" | "subscription.verification" | "subscription.failing" | "subscription.disabled" | "subscription.test" | "account.link" | "proposal.waiting" | "ledger.reset";
                /** @description Planned at or after this time. */
                since?: string;
                /** @description Planned before this time. */
                until?: string;
                /** @description Maximum number of items. */
                limit?: number;
                /** @description Start of the next page, from the Link header of the previous one. */
                cursor?: string;
            };
            header?: {
                /** @description ETag of an earlier response; returns 304 if unchanged. */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    /** @description Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deliveries"];
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-subscription`: Subscription not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                delivery: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "3b1e9f52-6f0d-4b8e-9a77-0c5d2e4f6a81",
                     *       "cause": "test:7c0f6a1e-5b0d-4f51-9a35-1d8f3a0e7b12",
                     *       "messageId": "1d2c3b4a-5e6f-5a7b-8c9d-0e1f2a3b4c5d",
                     *       "type": "subscription.test",
                     *       "state": "sent",
                     *       "attempts": 1,
                     *       "nextAttemptAt": null,
                     *       "responseCode": 200,
                     *       "lastError": null,
                     *       "lastErrorCode": null,
                     *       "createdAt": "2026-11-25T08:10:00.000Z",
                     *       "sentAt": "2026-11-25T08:10:01.000Z",
                     *       "message": {
                     *         "type": "subscription.test",
                     *         "timestamp": "2026-11-25T08:10:00.000Z",
                     *         "data": {
                     *           "subscription": "5f0c5a0e-6d0a-4f5e-9a37-1b8f3f0f7a11"
                     *         }
                     *       },
                     *       "log": [
                     *         {
                     *           "number": 1,
                     *           "at": "2026-11-25T08:10:00.950Z",
                     *           "tookMs": 48,
                     *           "result": "delivered",
                     *           "code": 200,
                     *           "error": null,
                     *           "errorCode": null,
                     *           "headers": {
                     *             "content-type": "application/json"
                     *           },
                     *           "body": "{\"ok\":true}"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["DeliveryWithLog"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-subscription`: Subscription not found.
             *
             *     `unknown-delivery`: Delivery not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    redeliverFailed: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Redelivery"] | null;
            };
        };
        responses: {
            /** @description Success. */
            202: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Redelivered"];
                };
            };
            /**
             * @description `malformed-address`: Malformed URL.
             *
             *     `malformed-request`: Malformed request.
             *
             *     `invalid-request`: Invalid parameter or header.
             *
             *     `malformed-json`: Malformed JSON.
             */
            400: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-subscription`: Subscription not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["URITooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    redeliverMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                delivery: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            202: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlannedDelivery"];
                };
            };
            /**
             * @description `malformed-address`: Malformed URL.
             *
             *     `malformed-request`: Malformed request.
             *
             *     `invalid-request`: Invalid parameter or header.
             *
             *     `malformed-json`: Malformed JSON.
             */
            400: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-subscription`: Subscription not found.
             *
             *     `unknown-delivery`: Delivery not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["URITooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    sendTestMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            202: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlannedDelivery"];
                };
            };
            /**
             * @description `malformed-address`: Malformed URL.
             *
             *     `malformed-request`: Malformed request.
             *
             *     `invalid-request`: Invalid parameter or header.
             *
             *     `malformed-json`: Malformed JSON.
             */
            400: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-subscription`: Subscription not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["URITooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    rotateSecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Rotation"] | null;
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RotatedSecret"];
                };
            };
            /**
             * @description `malformed-address`: Malformed URL.
             *
             *     `malformed-request`: Malformed request.
             *
             *     `invalid-request`: Invalid parameter or header.
             *
             *     `malformed-json`: Malformed JSON.
             */
            400: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-subscription`: Subscription not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["URITooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listMails: {
        parameters: {
            query?: {
                /** @description Maximum number of items. */
                limit?: number;
                /** @description Start of the next page, from the Link header of the previous one. */
                cursor?: string;
            };
            header?: {
                /** @description ETag of an earlier response; returns 304 if unchanged. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "delivery": "3b1e9f52-6f0d-4b8e-9a77-0c5d2e4f6a81",
                     *           "recipient": "officer@example.org",
                     *           "subject": "Bleu: J1 reached",
                     *           "text": "Bleu reached J1 on 17 November 2025.",
                     *           "html": "<p>Bleu reached J1 on 17 November 2025.</p>",
                     *           "headers": {},
                     *           "at": "2026-11-25T08:10:01.000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["KeptMails"];
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    reportBounce: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "message/rfc822": string;
                "text/plain": string;
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "delivery": "3b1e9f52-6f0d-4b8e-9a77-0c5d2e4f6a81",
                     *       "subscription": "6f0f3a3e-2a7b-4c55-8d0a-9a4a0f6f2b11",
                     *       "result": "hard",
                     *       "suppressed": true
                     *     }
                     */
                    "application/json": components["schemas"]["Bounce"];
                };
            };
            /**
             * @description `malformed-address`: Malformed URL.
             *
             *     `malformed-request`: Malformed request.
             *
             *     `invalid-request`: Invalid parameter or header.
             *
             *     `malformed-json`: Malformed JSON.
             */
            400: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["URITooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            /**
             * @description `not-a-bounce`: Not a delivery status notification.
             *
             *     `bounce-unknown`: Returned email not found.
             */
            422: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listSuppressions: {
        parameters: {
            query?: {
                /** @description Maximum number of items. */
                limit?: number;
                /** @description Start of the next page, from the Link header of the previous one. */
                cursor?: string;
            };
            header?: {
                /** @description ETag of an earlier response; returns 304 if unchanged. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "address": "officer@example.org",
                     *           "reason": "hard-bounce",
                     *           "detail": "officer@example.org: 5.1.1 550 5.1.1 no such user",
                     *           "at": "2026-11-25T08:10:01.000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Suppressions"];
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    deleteSuppression: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                address: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            204: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `malformed-address`: Malformed URL.
             *
             *     `malformed-request`: Malformed request.
             *
             *     `invalid-request`: Invalid parameter or header.
             *
             *     `malformed-json`: Malformed JSON.
             */
            400: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-suppression`: Suppression not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["URITooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listReminders: {
        parameters: {
            query?: {
                /** @description Id of a subscription. */
                subscription?: string;
                /** @description Id of a dossier. */
                dossier?: string;
                /** @description Id or slug of the current holder. */
                provider?: string;
                /** @description Slug of a scheme that was on record by then. */
                scheme?: string;
                /** @description Key of a deadline: lists its full reminder schedule, including steps that are not planned yet or were due before the confirmation. */
                deadline?: string;
                state?: "planned" | "claimed" | "sent" | "skipped" | "superseded" | "cancelled" | "failed";
                /** @description First day of sending. */
                from?: string;
                /** @description Last day of sending. */
                to?: string;
                /** @description Maximum number of items. */
                limit?: number;
                /** @description Start of the next page, from the Link header of the previous one. */
                cursor?: string;
                /** @description Waits until the list includes this ledger position, which must have been recorded. */
                seen?: string;
            };
            header?: {
                /** @description ETag of an earlier response; returns 304 if unchanged. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    /** @description Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "6b0d4f0e-7f53-5c1c-9a55-0d0a4a6f2f31",
                     *           "deadline": {
                     *             "key": "grant-end/9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f",
                     *             "version": 1,
                     *             "moved": false,
                     *             "kind": "grant-end",
                     *             "due": "2026-12-29",
                     *             "opens": "2026-07-02",
                     *             "lapses": null,
                     *             "title": "2279",
                     *             "state": "open"
                     *           },
                     *           "dossier": {
                     *             "id": "0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11",
                     *             "provider": {
                     *               "id": "5a0c2b7e-1f5b-5e55-8f6d-2a9d1c3b4e5f",
                     *               "slug": "ovhcloud",
                     *               "name": "OVHcloud"
                     *             },
                     *             "service": {
                     *               "name": "Hosted Private Cloud powered by VMware",
                     *               "kinds": [
                     *                 "IaaS"
                     *               ]
                     *             },
                     *             "scheme": "secnumcloud"
                     *           },
                     *           "subscription": {
                     *             "id": "5f0c5a0e-6d0a-4f5e-9a37-1b8f3f0f7a11",
                     *             "channel": "email",
                     *             "target": "officer@example.org"
                     *           },
                     *           "rung": 30,
                     *           "day": "2026-11-27",
                     *           "fireAt": "2026-11-27T08:00:00.000Z",
                     *           "state": "planned",
                     *           "because": "ladder",
                     *           "outcome": null,
                     *           "why": "Will be sent on 2026-11-27: 30 days before the deadline of 2026-12-29; 2026-11-29 is not a working day.",
                     *           "escalation": false,
                     *           "delivery": null,
                     *           "acknowledgedAt": null,
                     *           "acknowledgedBy": null,
                     *           "snoozedUntil": null
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Reminders"];
                    "text/csv": string;
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `unknown-subscription`: Subscription not found.
             *
             *     `unknown-provider`: Provider not found.
             *
             *     `unknown-scheme`: Scheme not found.
             *
             *     `no-such-deadline`: Deadline not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            410: components["responses"]["Gone"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            /**
             * @description `unavailable`: Service unavailable.
             *
             *     `not-seen-yet`: List not yet up to date.
             */
            503: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Seconds after which to try again. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRemindersAsCsv: {
        parameters: {
            query?: {
                /** @description Id of a subscription. */
                subscription?: string;
                /** @description Id of a dossier. */
                dossier?: string;
                /** @description Id or slug of the current holder. */
                provider?: string;
                /** @description Slug of a scheme that was on record by then. */
                scheme?: string;
                /** @description Key of a deadline: lists its full reminder schedule, including steps that are not planned yet or were due before the confirmation. */
                deadline?: string;
                state?: "planned" | "claimed" | "sent" | "skipped" | "superseded" | "cancelled" | "failed";
                /** @description First day of sending. */
                from?: string;
                /** @description Last day of sending. */
                to?: string;
                /** @description Waits until the list includes this ledger position, which must have been recorded. */
                seen?: string;
            };
            header?: {
                /** @description ETag of an earlier response; returns 304 if unchanged. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    /** @description Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `unknown-subscription`: Subscription not found.
             *
             *     `unknown-provider`: Provider not found.
             *
             *     `unknown-scheme`: Scheme not found.
             *
             *     `no-such-deadline`: Deadline not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            410: components["responses"]["Gone"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            /**
             * @description `unavailable`: Service unavailable.
             *
             *     `not-seen-yet`: List not yet up to date.
             */
            503: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Seconds after which to try again. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    acknowledgeReminder: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "6b0d4f0e-7f53-5c1c-9a55-0d0a4a6f2f31",
                     *       "deadline": {
                     *         "key": "grant-end/9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f",
                     *         "version": 1,
                     *         "moved": false,
                     *         "kind": "grant-end",
                     *         "due": "2026-12-29",
                     *         "opens": "2026-07-02",
                     *         "lapses": null,
                     *         "title": "2279",
                     *         "state": "open"
                     *       },
                     *       "dossier": {
                     *         "id": "0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11",
                     *         "provider": {
                     *           "id": "5a0c2b7e-1f5b-5e55-8f6d-2a9d1c3b4e5f",
                     *           "slug": "ovhcloud",
                     *           "name": "OVHcloud"
                     *         },
                     *         "service": {
                     *           "name": "Hosted Private Cloud powered by VMware",
                     *           "kinds": [
                     *             "IaaS"
                     *           ]
                     *         },
                     *         "scheme": "secnumcloud"
                     *       },
                     *       "subscription": {
                     *         "id": "5f0c5a0e-6d0a-4f5e-9a37-1b8f3f0f7a11",
                     *         "channel": "email",
                     *         "target": "officer@example.org"
                     *       },
                     *       "rung": 30,
                     *       "day": "2026-11-27",
                     *       "fireAt": "2026-11-27T08:00:00.000Z",
                     *       "state": "sent",
                     *       "because": "ladder",
                     *       "outcome": null,
                     *       "why": "Will be sent on 2026-11-27: 30 days before the deadline of 2026-12-29; 2026-11-29 is not a working day.",
                     *       "escalation": false,
                     *       "delivery": null,
                     *       "acknowledgedAt": "2026-11-27T08:20:00.000Z",
                     *       "acknowledgedBy": "key:5f0c2a9be771",
                     *       "snoozedUntil": null
                     *     }
                     */
                    "application/json": components["schemas"]["Reminder"];
                };
            };
            /**
             * @description `malformed-address`: Malformed URL.
             *
             *     `malformed-request`: Malformed request.
             *
             *     `invalid-request`: Invalid parameter or header.
             *
             *     `malformed-json`: Malformed JSON.
             */
            400: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-reminder`: Reminder not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["URITooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            /**
             * @description `reminder-not-sent`: Reminder not sent yet.
             *
             *     `reminder-over`: Deadline already closed.
             */
            422: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    snoozeReminder: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SnoozeReminder"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "6b0d4f0e-7f53-5c1c-9a55-0d0a4a6f2f31",
                     *       "deadline": {
                     *         "key": "grant-end/9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f",
                     *         "version": 1,
                     *         "moved": false,
                     *         "kind": "grant-end",
                     *         "due": "2026-12-29",
                     *         "opens": "2026-07-02",
                     *         "lapses": null,
                     *         "title": "2279",
                     *         "state": "open"
                     *       },
                     *       "dossier": {
                     *         "id": "0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11",
                     *         "provider": {
                     *           "id": "5a0c2b7e-1f5b-5e55-8f6d-2a9d1c3b4e5f",
                     *           "slug": "ovhcloud",
                     *           "name": "OVHcloud"
                     *         },
                     *         "service": {
                     *           "name": "Hosted Private Cloud powered by VMware",
                     *           "kinds": [
                     *             "IaaS"
                     *           ]
                     *         },
                     *         "scheme": "secnumcloud"
                     *       },
                     *       "subscription": {
                     *         "id": "5f0c5a0e-6d0a-4f5e-9a37-1b8f3f0f7a11",
                     *         "channel": "email",
                     *         "target": "officer@example.org"
                     *       },
                     *       "rung": 30,
                     *       "day": "2026-11-27",
                     *       "fireAt": "2026-11-27T08:00:00.000Z",
                     *       "state": "sent",
                     *       "because": "ladder",
                     *       "outcome": null,
                     *       "why": "Will be sent on 2026-11-27: 30 days before the deadline of 2026-12-29; 2026-11-29 is not a working day.",
                     *       "escalation": false,
                     *       "delivery": null,
                     *       "acknowledgedAt": null,
                     *       "acknowledgedBy": null,
                     *       "snoozedUntil": "2026-12-07"
                     *     }
                     */
                    "application/json": components["schemas"]["Reminder"];
                };
            };
            /**
             * @description `malformed-address`: Malformed URL.
             *
             *     `malformed-request`: Malformed request.
             *
             *     `invalid-request`: Invalid parameter or header.
             *
             *     `malformed-json`: Malformed JSON.
             */
            400: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-reminder`: Reminder not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["URITooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            /**
             * @description `invalid-body`: Invalid request body.
             *
             *     `reminder-over`: Deadline already closed.
             *
             *     `snooze-out-of-range`: Invalid snooze date.
             */
            422: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getDeadlinesCalendar: {
        parameters: {
            query?: {
                /** @description Providers by slug or id. */
                providers?: string[];
                /** @description Dossiers by id. */
                dossiers?: string[];
                /** @description Schemes by slug. */
                schemes?: string[];
                /** @description Only readings of these registers, by slug, and what they changed; does not filter deadlines. */
                registers?: string[];
                /** @description Only events of these types; does not filter deadlines. */
                eventTypes?: ("ProviderRegistered" | "EvidenceAttached" | "AnnouncementMade" | "PartnershipAnnounced" | "StatementMade" | "ValidationIssued" | "CompanyCreated" | "ServiceLaunched" | "OwnershipDeclared" | "AuthorizationExpected" | "AuthorizationObtained" | "ProviderRenamed" | "AliasAdded" | "EventCorrected" | "EventRetracted" | "DossierOpened" | "GrantExpired" | "IntentDeclared" | "ApplicationFiled" | "MilestoneReached" | "TargetSet" | "ApplicationRefused" | "ApplicationAbandoned" | "GrantIssued" | "GrantAnnounced" | "RegisterObserved" | "GrantSuspended" | "GrantReinstated" | "GrantWithdrawn" | "SurveillancePassed" | "SurveillanceFailed" | "ReservationLifted" | "ClaimDisputed" | "ScopeDeclared" | "DependencyDeclared" | "DependencyEnded" | "ServiceTransferred" | "DeadlineSet" | "DeadlineMoved" | "DeadlineMet" | "DeadlineCancelled" | "SchemePublished" | "RegisterPublished" | "RegisterRead" | "EntryMatched")[];
                /** @description Only events that change the status of a dossier, its confirmation or its stage; does not filter deadlines. */
                statusChange?: boolean;
                /** @description Only events that result in one of these statuses; does not filter deadlines. */
                becomes?: ("granted" | "granted-with-reservations" | "suspended" | "renewing" | "expired" | "lapsed" | "withdrawn" | "refused" | "abandoned" | "in-progress" | "applied" | "announced" | "unknown")[];
                /** @description Only events confirmed by the authority, and deadlines based on them or set by an officer. */
                confirmedOnly?: boolean;
                /** @description Only deadlines of these kinds; does not filter changes. */
                deadlineKinds?: ("grant-end" | "renewal-window" | "transition" | "surveillance" | "reservation" | "target" | "staleness" | "officer-set" | "dependency-end")[];
                /** @description Language; default: the preferred language of `Accept-Language`, otherwise French. */
                language?: "fr" | "en";
            };
            header?: {
                /** @description ETag of an earlier response; returns 304 if unchanged. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description What is left of each limit: `r` requests for the next `t` seconds. Absent if none applies. */
                    RateLimit?: string;
                    /** @description The limits that apply: `q` requests in `w` seconds. Absent if none does. */
                    "RateLimit-Policy"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    /** @description Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/calendar": string;
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `unknown-provider`: Provider not found.
             *
             *     `unknown-dossier`: Dossier not found.
             *
             *     `unknown-scheme`: Scheme not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getProviderCalendar: {
        parameters: {
            query?: {
                /** @description Language; default: the preferred language of `Accept-Language`, otherwise French. */
                language?: "fr" | "en";
            };
            header?: {
                /** @description ETag of an earlier response; returns 304 if unchanged. */
                "If-None-Match"?: string;
            };
            path: {
                provider: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description What is left of each limit: `r` requests for the next `t` seconds. Absent if none applies. */
                    RateLimit?: string;
                    /** @description The limits that apply: `q` requests in `w` seconds. Absent if none does. */
                    "RateLimit-Policy"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    /** @description Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/calendar": string;
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-provider`: Provider not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getSchemeCalendar: {
        parameters: {
            query?: {
                /** @description Language; default: the preferred language of `Accept-Language`, otherwise French. */
                language?: "fr" | "en";
            };
            header?: {
                /** @description ETag of an earlier response; returns 304 if unchanged. */
                "If-None-Match"?: string;
            };
            path: {
                scheme: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description What is left of each limit: `r` requests for the next `t` seconds. Absent if none applies. */
                    RateLimit?: string;
                    /** @description The limits that apply: `q` requests in `w` seconds. Absent if none does. */
                    "RateLimit-Policy"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    /** @description Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/calendar": string;
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getChangesFeed: {
        parameters: {
            query?: {
                /** @description Providers by slug or id. */
                providers?: string[];
                /** @description Dossiers by id. */
                dossiers?: string[];
                /** @description Schemes by slug. */
                schemes?: string[];
                /** @description Only readings of these registers, by slug, and what they changed; does not filter deadlines. */
                registers?: string[];
                /** @description Only events of these types; does not filter deadlines. */
                eventTypes?: ("ProviderRegistered" | "EvidenceAttached" | "AnnouncementMade" | "PartnershipAnnounced" | "StatementMade" | "ValidationIssued" | "CompanyCreated" | "ServiceLaunched" | "OwnershipDeclared" | "AuthorizationExpected" | "AuthorizationObtained" | "ProviderRenamed" | "AliasAdded" | "EventCorrected" | "EventRetracted" | "DossierOpened" | "GrantExpired" | "IntentDeclared" | "ApplicationFiled" | "MilestoneReached" | "TargetSet" | "ApplicationRefused" | "ApplicationAbandoned" | "GrantIssued" | "GrantAnnounced" | "RegisterObserved" | "GrantSuspended" | "GrantReinstated" | "GrantWithdrawn" | "SurveillancePassed" | "SurveillanceFailed" | "ReservationLifted" | "ClaimDisputed" | "ScopeDeclared" | "DependencyDeclared" | "DependencyEnded" | "ServiceTransferred" | "DeadlineSet" | "DeadlineMoved" | "DeadlineMet" | "DeadlineCancelled" | "SchemePublished" | "RegisterPublished" | "RegisterRead" | "EntryMatched")[];
                /** @description Only events that change the status of a dossier, its confirmation or its stage; does not filter deadlines. */
                statusChange?: boolean;
                /** @description Only events that result in one of these statuses; does not filter deadlines. */
                becomes?: ("granted" | "granted-with-reservations" | "suspended" | "renewing" | "expired" | "lapsed" | "withdrawn" | "refused" | "abandoned" | "in-progress" | "applied" | "announced" | "unknown")[];
                /** @description Only events confirmed by the authority, and deadlines based on them or set by an officer. */
                confirmedOnly?: boolean;
                /** @description Only deadlines of these kinds; does not filter changes. */
                deadlineKinds?: ("grant-end" | "renewal-window" | "transition" | "surveillance" | "reservation" | "target" | "staleness" | "officer-set" | "dependency-end")[];
                /** @description Language; default: the preferred language of `Accept-Language`, otherwise French. */
                language?: "fr" | "en";
                /** @description Only events before this ledger position, as given by the link `next`. */
                before?: string;
            };
            header?: {
                /** @description ETag of an earlier response; returns 304 if unchanged. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description What is left of each limit: `r` requests for the next `t` seconds. Absent if none applies. */
                    RateLimit?: string;
                    /** @description The limits that apply: `q` requests in `w` seconds. Absent if none does. */
                    "RateLimit-Policy"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    /** @description Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/atom+xml": string;
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `unknown-provider`: Provider not found.
             *
             *     `unknown-dossier`: Dossier not found.
             *
             *     `unknown-scheme`: Scheme not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listFeeds: {
        parameters: {
            query?: {
                /** @description Maximum number of items. */
                limit?: number;
                /** @description Start of the next page, from the Link header of the previous one. */
                cursor?: string;
            };
            header?: {
                /** @description ETag of an earlier response; returns 304 if unchanged. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    /** @description Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "2f1c7a4e-9b0d-4c3e-8a55-6f0d1b2c3d4e",
                     *           "kind": "calendar",
                     *           "name": "SecNumCloud",
                     *           "filter": {
                     *             "schemes": [
                     *               "secnumcloud"
                     *             ],
                     *             "changes": true,
                     *             "deadlines": true
                     *           },
                     *           "language": "fr",
                     *           "createdAt": "2026-11-25T08:00:00.000Z",
                     *           "revokedAt": null
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Feeds"];
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createFeed: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewFeed"];
            };
        };
        responses: {
            /** @description Recorded. */
            201: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "2f1c7a4e-9b0d-4c3e-8a55-6f0d1b2c3d4e",
                     *       "kind": "calendar",
                     *       "name": "SecNumCloud",
                     *       "filter": {
                     *         "schemes": [
                     *           "secnumcloud"
                     *         ],
                     *         "changes": true,
                     *         "deadlines": true
                     *       },
                     *       "language": "fr",
                     *       "createdAt": "2026-11-25T08:00:00.000Z",
                     *       "revokedAt": null,
                     *       "url": "https://jalon.example.org/feeds/mC9dJ0bqk1vQ3n6uXo2yT5eWz8sRfAhLgPiK4tNcVbE.ics",
                     *       "webcal": "webcal://jalon.example.org/feeds/mC9dJ0bqk1vQ3n6uXo2yT5eWz8sRfAhLgPiK4tNcVbE.ics"
                     *     }
                     */
                    "application/json": components["schemas"]["CreatedFeed"];
                };
            };
            /**
             * @description `malformed-address`: Malformed URL.
             *
             *     `malformed-request`: Malformed request.
             *
             *     `invalid-request`: Invalid parameter or header.
             *
             *     `malformed-json`: Malformed JSON.
             */
            400: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `unknown-provider`: Provider not found.
             *
             *     `unknown-dossier`: Dossier not found.
             *
             *     `unknown-scheme`: Scheme not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["URITooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    revokeFeed: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            204: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `malformed-address`: Malformed URL.
             *
             *     `malformed-request`: Malformed request.
             *
             *     `invalid-request`: Invalid parameter or header.
             *
             *     `malformed-json`: Malformed JSON.
             */
            400: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-feed`: Feed not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["URITooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getPrivateCalendar: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of an earlier response; returns 304 if unchanged. */
                "If-None-Match"?: string;
            };
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/calendar": string;
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `malformed-address`: Malformed URL.
             *
             *     `malformed-request`: Malformed request.
             */
            400: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-feed`: Feed not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            /** @description `feed-revoked`: Feed revoked. */
            410: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getPrivateAtomFeed: {
        parameters: {
            query?: {
                /** @description Only events before this ledger position, as given by the link `next`. */
                before?: string;
            };
            header?: {
                /** @description ETag of an earlier response; returns 304 if unchanged. */
                "If-None-Match"?: string;
            };
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/atom+xml": string;
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `malformed-address`: Malformed URL.
             *
             *     `malformed-request`: Malformed request.
             */
            400: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-feed`: Feed not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            /** @description `feed-revoked`: Feed revoked. */
            410: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listViews: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of an earlier response; returns 304 if unchanged. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    /** @description Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "slug": "secnumcloud-to-renew",
                     *           "name": "SecNumCloud to renew",
                     *           "address": "/?scheme=secnumcloud&expiring=true",
                     *           "shared": true,
                     *           "own": true,
                     *           "createdAt": "2026-11-25T08:00:00.000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Views"];
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    saveView: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewView"];
            };
        };
        responses: {
            /** @description Recorded. */
            201: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "slug": "secnumcloud-to-renew",
                     *       "name": "SecNumCloud to renew",
                     *       "address": "/?scheme=secnumcloud&expiring=true",
                     *       "shared": true,
                     *       "own": true,
                     *       "createdAt": "2026-11-25T08:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["View"];
                };
            };
            /**
             * @description `malformed-address`: Malformed URL.
             *
             *     `malformed-request`: Malformed request.
             *
             *     `invalid-request`: Invalid parameter or header.
             *
             *     `malformed-json`: Malformed JSON.
             */
            400: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            /** @description `limit-reached`: Limit reached. */
            409: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["URITooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getView: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "slug": "secnumcloud-to-renew",
                     *       "name": "SecNumCloud to renew",
                     *       "address": "/?scheme=secnumcloud&expiring=true",
                     *       "shared": true,
                     *       "own": true,
                     *       "createdAt": "2026-11-25T08:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["View"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-view`: View not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    deleteView: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            204: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `malformed-address`: Malformed URL.
             *
             *     `malformed-request`: Malformed request.
             *
             *     `invalid-request`: Invalid parameter or header.
             *
             *     `malformed-json`: Malformed JSON.
             */
            400: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-view`: View not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["URITooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    changeView: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ViewChanges"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "slug": "secnumcloud-to-renew",
                     *       "name": "SecNumCloud to renew",
                     *       "address": "/?scheme=secnumcloud&expiring=true",
                     *       "shared": true,
                     *       "own": true,
                     *       "createdAt": "2026-11-25T08:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["View"];
                };
            };
            /**
             * @description `malformed-address`: Malformed URL.
             *
             *     `malformed-request`: Malformed request.
             *
             *     `invalid-request`: Invalid parameter or header.
             *
             *     `malformed-json`: Malformed JSON.
             */
            400: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-view`: View not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["URITooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listPortfolios: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of an earlier response; returns 304 if unchanged. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    /** @description Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "slug": "hosting-of-patient-records",
                     *           "name": "Hosting of patient records",
                     *           "createdAt": "2026-11-25T08:00:00.000Z",
                     *           "services": 1
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Portfolios"];
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createPortfolio: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PortfolioName"];
            };
        };
        responses: {
            /** @description Recorded. */
            201: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "slug": "hosting-of-patient-records",
                     *       "name": "Hosting of patient records",
                     *       "createdAt": "2026-11-25T08:00:00.000Z",
                     *       "services": [],
                     *       "certifications": []
                     *     }
                     */
                    "application/json": components["schemas"]["Portfolio"];
                };
            };
            /**
             * @description `malformed-address`: Malformed URL.
             *
             *     `malformed-request`: Malformed request.
             *
             *     `invalid-request`: Invalid parameter or header.
             *
             *     `malformed-json`: Malformed JSON.
             */
            400: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            /** @description `limit-reached`: Limit reached. */
            409: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["URITooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getPortfolio: {
        parameters: {
            query?: {
                /** @description Only events that had happened by the end of this day; default: today. */
                asOf?: string;
                /** @description Only events recorded by this instant; default: all. */
                knownAt?: string;
            };
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "slug": "hosting-of-patient-records",
                     *       "name": "Hosting of patient records",
                     *       "createdAt": "2026-11-25T08:00:00.000Z",
                     *       "services": [
                     *         {
                     *           "dossier": "0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11",
                     *           "usedFor": "Payroll",
                     *           "own": [
                     *             {
                     *               "id": "0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11",
                     *               "provider": {
                     *                 "id": "5f0c5a0e-6d0a-4f5e-9a37-1b8f3f0f7a11",
                     *                 "slug": "outscale",
                     *                 "name": "Outscale"
                     *               },
                     *               "service": "IaaS Cloud on Demand",
                     *               "scheme": "secnumcloud",
                     *               "status": "granted",
                     *               "confirmed": true,
                     *               "expiring": true,
                     *               "grantEnd": "2026-12-29",
                     *               "dependsOn": []
                     *             }
                     *           ],
                     *           "inherited": [],
                     *           "nextEnd": "2026-12-29"
                     *         }
                     *       ],
                     *       "certifications": [
                     *         {
                     *           "id": "0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11",
                     *           "provider": {
                     *             "id": "5f0c5a0e-6d0a-4f5e-9a37-1b8f3f0f7a11",
                     *             "slug": "outscale",
                     *             "name": "Outscale"
                     *           },
                     *           "service": "IaaS Cloud on Demand",
                     *           "scheme": "secnumcloud",
                     *           "status": "granted",
                     *           "confirmed": true,
                     *           "expiring": true,
                     *           "grantEnd": "2026-12-29",
                     *           "dependsOn": [],
                     *           "affects": [
                     *             "0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11"
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Portfolio"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-portfolio`: Portfolio not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    deletePortfolio: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            204: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `malformed-address`: Malformed URL.
             *
             *     `malformed-request`: Malformed request.
             *
             *     `invalid-request`: Invalid parameter or header.
             *
             *     `malformed-json`: Malformed JSON.
             */
            400: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-portfolio`: Portfolio not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["URITooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    renamePortfolio: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PortfolioName"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "slug": "hosting-of-patient-records",
                     *       "name": "Hosting of patient records",
                     *       "createdAt": "2026-11-25T08:00:00.000Z",
                     *       "services": [
                     *         {
                     *           "dossier": "0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11",
                     *           "usedFor": "Payroll",
                     *           "own": [
                     *             {
                     *               "id": "0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11",
                     *               "provider": {
                     *                 "id": "5f0c5a0e-6d0a-4f5e-9a37-1b8f3f0f7a11",
                     *                 "slug": "outscale",
                     *                 "name": "Outscale"
                     *               },
                     *               "service": "IaaS Cloud on Demand",
                     *               "scheme": "secnumcloud",
                     *               "status": "granted",
                     *               "confirmed": true,
                     *               "expiring": true,
                     *               "grantEnd": "2026-12-29",
                     *               "dependsOn": []
                     *             }
                     *           ],
                     *           "inherited": [],
                     *           "nextEnd": "2026-12-29"
                     *         }
                     *       ],
                     *       "certifications": [
                     *         {
                     *           "id": "0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11",
                     *           "provider": {
                     *             "id": "5f0c5a0e-6d0a-4f5e-9a37-1b8f3f0f7a11",
                     *             "slug": "outscale",
                     *             "name": "Outscale"
                     *           },
                     *           "service": "IaaS Cloud on Demand",
                     *           "scheme": "secnumcloud",
                     *           "status": "granted",
                     *           "confirmed": true,
                     *           "expiring": true,
                     *           "grantEnd": "2026-12-29",
                     *           "dependsOn": [],
                     *           "affects": [
                     *             "0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11"
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Portfolio"];
                };
            };
            /**
             * @description `malformed-address`: Malformed URL.
             *
             *     `malformed-request`: Malformed request.
             *
             *     `invalid-request`: Invalid parameter or header.
             *
             *     `malformed-json`: Malformed JSON.
             */
            400: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-portfolio`: Portfolio not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["URITooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    addServices: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPortfolioServices"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "slug": "hosting-of-patient-records",
                     *       "name": "Hosting of patient records",
                     *       "createdAt": "2026-11-25T08:00:00.000Z",
                     *       "services": [
                     *         {
                     *           "dossier": "0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11",
                     *           "usedFor": "Payroll",
                     *           "own": [
                     *             {
                     *               "id": "0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11",
                     *               "provider": {
                     *                 "id": "5f0c5a0e-6d0a-4f5e-9a37-1b8f3f0f7a11",
                     *                 "slug": "outscale",
                     *                 "name": "Outscale"
                     *               },
                     *               "service": "IaaS Cloud on Demand",
                     *               "scheme": "secnumcloud",
                     *               "status": "granted",
                     *               "confirmed": true,
                     *               "expiring": true,
                     *               "grantEnd": "2026-12-29",
                     *               "dependsOn": []
                     *             }
                     *           ],
                     *           "inherited": [],
                     *           "nextEnd": "2026-12-29"
                     *         }
                     *       ],
                     *       "certifications": [
                     *         {
                     *           "id": "0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11",
                     *           "provider": {
                     *             "id": "5f0c5a0e-6d0a-4f5e-9a37-1b8f3f0f7a11",
                     *             "slug": "outscale",
                     *             "name": "Outscale"
                     *           },
                     *           "service": "IaaS Cloud on Demand",
                     *           "scheme": "secnumcloud",
                     *           "status": "granted",
                     *           "confirmed": true,
                     *           "expiring": true,
                     *           "grantEnd": "2026-12-29",
                     *           "dependsOn": [],
                     *           "affects": [
                     *             "0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11"
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Portfolio"];
                };
            };
            /**
             * @description `malformed-address`: Malformed URL.
             *
             *     `malformed-request`: Malformed request.
             *
             *     `invalid-request`: Invalid parameter or header.
             *
             *     `malformed-json`: Malformed JSON.
             */
            400: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-portfolio`: Portfolio not found.
             *
             *     `unknown-dossier`: Dossier not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            /** @description `limit-reached`: Limit reached. */
            409: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["URITooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            /**
             * @description `invalid-body`: Invalid request body.
             *
             *     `unknown-service`: Service not found.
             */
            422: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    removeService: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
                dossier: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            204: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `malformed-address`: Malformed URL.
             *
             *     `malformed-request`: Malformed request.
             *
             *     `invalid-request`: Invalid parameter or header.
             *
             *     `malformed-json`: Malformed JSON.
             */
            400: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `not-found`: Not found.
             *
             *     `unknown-portfolio`: Portfolio not found.
             */
            404: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["URITooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok"
                     *     }
                     */
                    "application/json": components["schemas"]["Alive"];
                };
            };
            /**
             * @description `malformed-address`: Malformed URL.
             *
             *     `malformed-request`: Malformed request.
             */
            400: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ready"
                     *     }
                     */
                    "application/json": components["schemas"]["Ready"];
                };
            };
            /**
             * @description `malformed-address`: Malformed URL.
             *
             *     `malformed-request`: Malformed request.
             */
            400: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    /** @description The id of the request: as sent, or a new one. Logs and events that it records name it. */
                    "X-Request-Id"?: string;
                    /** @description Ledger position that the response reflects; lists requested with `?seen=` wait for it. */
                    "Jalon-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["URITooLong"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    WebhookEventRecorded: {
        parameters: {
            query?: never;
            header: {
                /** @description Identical at every attempt: use it to detect duplicates. */
                "webhook-id": string;
                /** @description Time of the attempt, in seconds since 1970. */
                "webhook-timestamp": number;
                /** @description `v1,<base64>` (HMAC-SHA256) or `v1a,<base64>` (ed25519) over `id.timestamp.body`; several, separated by spaces, during a rotation. */
                "webhook-signature": string;
                /** @description Number of the attempt. */
                "jalon-attempt": number;
                /** @description The `X-Request-Id` of the request that caused the message. */
                "x-request-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "event.recorded",
                 *       "timestamp": "2026-11-27T08:00:00.000Z",
                 *       "data": {
                 *         "position": 31,
                 *         "id": "9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f",
                 *         "stream": "dossier-0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11",
                 *         "version": 5,
                 *         "recordedAt": "2026-11-27T08:00:00.000Z",
                 *         "provider": {
                 *           "id": "5f0c3a52-6f5c-5d52-8d5c-6f7e1f0b9f11",
                 *           "slug": "ovhcloud",
                 *           "name": "OVHcloud"
                 *         },
                 *         "dossier": {
                 *           "id": "0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11",
                 *           "scheme": "secnumcloud",
                 *           "service": "Bare Metal Pod"
                 *         },
                 *         "scheme": "secnumcloud",
                 *         "status": {
                 *           "before": {
                 *             "status": "in-progress",
                 *             "confirmed": true,
                 *             "stage": "J2"
                 *           },
                 *           "after": {
                 *             "status": "granted",
                 *             "confirmed": true,
                 *             "stage": "J3"
                 *           }
                 *         },
                 *         "next": {
                 *           "kind": "grant-end",
                 *           "due": "2026-12-29",
                 *           "title": "2279"
                 *         },
                 *         "type": "GrantIssued",
                 *         "occurred": "2023-12-28",
                 *         "source": {
                 *           "kind": "decision",
                 *           "publisher": "ANSSI"
                 *         },
                 *         "data": {
                 *           "decision": "2279",
                 *           "validUntil": "2026-12-29"
                 *         }
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["WebhookEventRecorded"];
            };
        };
        responses: {
            /** @description The subscription is disabled. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No attempt is made before `Retry-After`. The same applies to 502 and 504. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Accepted. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The delivery is retried. Redirects are not followed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    WebhookImportSummary: {
        parameters: {
            query?: never;
            header: {
                /** @description Identical at every attempt: use it to detect duplicates. */
                "webhook-id": string;
                /** @description Time of the attempt, in seconds since 1970. */
                "webhook-timestamp": number;
                /** @description `v1,<base64>` (HMAC-SHA256) or `v1a,<base64>` (ed25519) over `id.timestamp.body`; several, separated by spaces, during a rotation. */
                "webhook-signature": string;
                /** @description Number of the attempt. */
                "jalon-attempt": number;
                /** @description The `X-Request-Id` of the request that caused the message. */
                "x-request-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "import.summary",
                 *       "timestamp": "2026-11-27T08:00:00.000Z",
                 *       "data": {
                 *         "import": "3f2a7c1e-5b64-4d0f-9a8e-7c6b5d4e3f21",
                 *         "events": 12,
                 *         "after": 31,
                 *         "upTo": 58,
                 *         "subjects": [
                 *           {
                 *             "provider": {
                 *               "id": "5f0c3a52-6f5c-5d52-8d5c-6f7e1f0b9f11",
                 *               "slug": "ovhcloud",
                 *               "name": "OVHcloud"
                 *             },
                 *             "dossier": {
                 *               "id": "0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11",
                 *               "scheme": "secnumcloud",
                 *               "service": "Bare Metal Pod"
                 *             },
                 *             "scheme": "secnumcloud"
                 *           }
                 *         ],
                 *         "more": false,
                 *         "url": "https://jalon.example.org/v1/events?after=31"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["WebhookImportSummary"];
            };
        };
        responses: {
            /** @description The subscription is disabled. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No attempt is made before `Retry-After`. The same applies to 502 and 504. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Accepted. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The delivery is retried. Redirects are not followed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    WebhookRegisterRead: {
        parameters: {
            query?: never;
            header: {
                /** @description Identical at every attempt: use it to detect duplicates. */
                "webhook-id": string;
                /** @description Time of the attempt, in seconds since 1970. */
                "webhook-timestamp": number;
                /** @description `v1,<base64>` (HMAC-SHA256) or `v1a,<base64>` (ed25519) over `id.timestamp.body`; several, separated by spaces, during a rotation. */
                "webhook-signature": string;
                /** @description Number of the attempt. */
                "jalon-attempt": number;
                /** @description The `X-Request-Id` of the request that caused the message. */
                "x-request-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "register.read",
                 *       "timestamp": "2026-11-27T08:00:00.000Z",
                 *       "data": {
                 *         "register": "fedramp-marketplace",
                 *         "name": "FedRAMP Marketplace",
                 *         "scheme": "fedramp",
                 *         "reading": "7c1e2f30-4a5b-5c6d-8e7f-90a1b2c3d4e5",
                 *         "day": "2026-11-26",
                 *         "position": 812,
                 *         "entries": 702,
                 *         "added": 3,
                 *         "changed": 41,
                 *         "gone": 1,
                 *         "changes": 49,
                 *         "dossiers": [
                 *           {
                 *             "provider": {
                 *               "id": "5f0c3a52-6f5c-5d52-8d5c-6f7e1f0b9f12",
                 *               "slug": "okta",
                 *               "name": "Okta"
                 *             },
                 *             "dossier": {
                 *               "id": "0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11",
                 *               "scheme": "fedramp",
                 *               "service": "Okta IDaaS"
                 *             },
                 *             "scheme": "fedramp",
                 *             "status": {
                 *               "before": {
                 *                 "status": "in-progress",
                 *                 "confirmed": true,
                 *                 "stage": "assessment"
                 *               },
                 *               "after": {
                 *                 "status": "granted",
                 *                 "confirmed": true,
                 *                 "stage": "authorization"
                 *               }
                 *             }
                 *           }
                 *         ],
                 *         "more": true,
                 *         "url": "https://jalon.example.org/v1/registers/fedramp-marketplace/readings/7c1e2f30-4a5b-5c6d-8e7f-90a1b2c3d4e5"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["WebhookRegisterRead"];
            };
        };
        responses: {
            /** @description The subscription is disabled. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No attempt is made before `Retry-After`. The same applies to 502 and 504. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Accepted. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The delivery is retried. Redirects are not followed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    WebhookRegisterStale: {
        parameters: {
            query?: never;
            header: {
                /** @description Identical at every attempt: use it to detect duplicates. */
                "webhook-id": string;
                /** @description Time of the attempt, in seconds since 1970. */
                "webhook-timestamp": number;
                /** @description `v1,<base64>` (HMAC-SHA256) or `v1a,<base64>` (ed25519) over `id.timestamp.body`; several, separated by spaces, during a rotation. */
                "webhook-signature": string;
                /** @description Number of the attempt. */
                "jalon-attempt": number;
                /** @description The `X-Request-Id` of the request that caused the message. */
                "x-request-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "register.stale",
                 *       "timestamp": "2026-11-27T08:00:00.000Z",
                 *       "data": {
                 *         "register": "fedramp-marketplace",
                 *         "name": "FedRAMP Marketplace",
                 *         "scheme": "fedramp",
                 *         "lastRead": "2026-10-12",
                 *         "staleAfterDays": 45,
                 *         "days": 46,
                 *         "url": "https://jalon.example.org/v1/registers/fedramp-marketplace"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["WebhookRegisterStale"];
            };
        };
        responses: {
            /** @description The subscription is disabled. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No attempt is made before `Retry-After`. The same applies to 502 and 504. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Accepted. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The delivery is retried. Redirects are not followed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    WebhookRegisterHeld: {
        parameters: {
            query?: never;
            header: {
                /** @description Identical at every attempt: use it to detect duplicates. */
                "webhook-id": string;
                /** @description Time of the attempt, in seconds since 1970. */
                "webhook-timestamp": number;
                /** @description `v1,<base64>` (HMAC-SHA256) or `v1a,<base64>` (ed25519) over `id.timestamp.body`; several, separated by spaces, during a rotation. */
                "webhook-signature": string;
                /** @description Number of the attempt. */
                "jalon-attempt": number;
                /** @description The `X-Request-Id` of the request that caused the message. */
                "x-request-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "register.held",
                 *       "timestamp": "2026-11-27T08:00:00.000Z",
                 *       "data": {
                 *         "register": "fedramp-marketplace",
                 *         "name": "FedRAMP Marketplace",
                 *         "scheme": "fedramp",
                 *         "reading": "7c1e2f30-4a5b-5c6d-8e7f-90a1b2c3d4e5",
                 *         "day": "2026-11-26",
                 *         "holds": [
                 *           "gone",
                 *           "smaller"
                 *         ],
                 *         "entries": 310,
                 *         "added": 0,
                 *         "changed": 4,
                 *         "gone": 392,
                 *         "unreadable": 0,
                 *         "url": "https://jalon.example.org/v1/registers/fedramp-marketplace/readings/7c1e2f30-4a5b-5c6d-8e7f-90a1b2c3d4e5"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["WebhookRegisterHeld"];
            };
        };
        responses: {
            /** @description The subscription is disabled. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No attempt is made before `Retry-After`. The same applies to 502 and 504. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Accepted. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The delivery is retried. Redirects are not followed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    WebhookDeadlineReminder: {
        parameters: {
            query?: never;
            header: {
                /** @description Identical at every attempt: use it to detect duplicates. */
                "webhook-id": string;
                /** @description Time of the attempt, in seconds since 1970. */
                "webhook-timestamp": number;
                /** @description `v1,<base64>` (HMAC-SHA256) or `v1a,<base64>` (ed25519) over `id.timestamp.body`; several, separated by spaces, during a rotation. */
                "webhook-signature": string;
                /** @description Number of the attempt. */
                "jalon-attempt": number;
                /** @description The `X-Request-Id` of the request that caused the message. */
                "x-request-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "deadline.reminder",
                 *       "timestamp": "2026-11-27T08:00:00.000Z",
                 *       "data": {
                 *         "id": "0d3b1f5e-9c55-5a0e-8f0b-4a3c0f6f2b11",
                 *         "deadline": {
                 *           "key": "grant-end/7a0e4c51-2f6b-5d0e-9b51-0c8f5d2e6a10",
                 *           "version": 1
                 *         },
                 *         "dossier": "0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11",
                 *         "kind": "grant-end",
                 *         "state": "open",
                 *         "provider": "OVHcloud",
                 *         "service": "Bare Metal Pod",
                 *         "scheme": "secnumcloud",
                 *         "opens": "2026-07-02",
                 *         "due": "2026-12-29",
                 *         "lapses": null,
                 *         "daysLeft": 32,
                 *         "rung": 30,
                 *         "escalation": false,
                 *         "title": "2279",
                 *         "url": "https://jalon.example.org/v1/dossiers/0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11",
                 *         "answerUrl": "https://jalon.example.org/reminders/1d2c3b4a-5e6f-5a7b-8c9d-0e1f2a3b4c5d?until=1800950400&token=PzQ7kY3v0Q"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["WebhookDeadlineReminder"];
            };
        };
        responses: {
            /** @description The subscription is disabled. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No attempt is made before `Retry-After`. The same applies to 502 and 504. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Accepted. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The delivery is retried. Redirects are not followed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    WebhookDeadlineDigest: {
        parameters: {
            query?: never;
            header: {
                /** @description Identical at every attempt: use it to detect duplicates. */
                "webhook-id": string;
                /** @description Time of the attempt, in seconds since 1970. */
                "webhook-timestamp": number;
                /** @description `v1,<base64>` (HMAC-SHA256) or `v1a,<base64>` (ed25519) over `id.timestamp.body`; several, separated by spaces, during a rotation. */
                "webhook-signature": string;
                /** @description Number of the attempt. */
                "jalon-attempt": number;
                /** @description The `X-Request-Id` of the request that caused the message. */
                "x-request-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "deadline.digest",
                 *       "timestamp": "2026-11-27T08:00:00.000Z",
                 *       "data": {
                 *         "reminders": [
                 *           {
                 *             "id": "0d3b1f5e-9c55-5a0e-8f0b-4a3c0f6f2b11",
                 *             "deadline": {
                 *               "key": "grant-end/7a0e4c51-2f6b-5d0e-9b51-0c8f5d2e6a10",
                 *               "version": 1
                 *             },
                 *             "dossier": "0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11",
                 *             "kind": "grant-end",
                 *             "state": "open",
                 *             "provider": "OVHcloud",
                 *             "service": "Bare Metal Pod",
                 *             "scheme": "secnumcloud",
                 *             "opens": "2026-07-02",
                 *             "due": "2026-12-29",
                 *             "lapses": null,
                 *             "daysLeft": 32,
                 *             "rung": 30,
                 *             "escalation": false,
                 *             "title": "2279",
                 *             "url": "https://jalon.example.org/v1/dossiers/0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11"
                 *           },
                 *           {
                 *             "id": "4f8a6c20-1d3e-5b7a-9c48-6e2d0f1b3a59",
                 *             "deadline": {
                 *               "key": "surveillance/7a0e4c51-2f6b-5d0e-9b51-0c8f5d2e6a10",
                 *               "version": 2
                 *             },
                 *             "dossier": "0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11",
                 *             "kind": "surveillance",
                 *             "state": "open",
                 *             "provider": "OVHcloud",
                 *             "service": "Bare Metal Pod",
                 *             "scheme": "secnumcloud",
                 *             "opens": "2026-11-27",
                 *             "due": "2027-02-25",
                 *             "lapses": null,
                 *             "daysLeft": 90,
                 *             "rung": 90,
                 *             "escalation": false,
                 *             "title": null,
                 *             "url": "https://jalon.example.org/v1/dossiers/0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11"
                 *           }
                 *         ],
                 *         "answerUrl": "https://jalon.example.org/reminders/1d2c3b4a-5e6f-5a7b-8c9d-0e1f2a3b4c5d?until=1800950400&token=PzQ7kY3v0Q"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["WebhookDeadlineDigest"];
            };
        };
        responses: {
            /** @description The subscription is disabled. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No attempt is made before `Retry-After`. The same applies to 502 and 504. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Accepted. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The delivery is retried. Redirects are not followed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    WebhookSubscriptionVerification: {
        parameters: {
            query?: never;
            header: {
                /** @description Identical at every attempt: use it to detect duplicates. */
                "webhook-id": string;
                /** @description Time of the attempt, in seconds since 1970. */
                "webhook-timestamp": number;
                /** @description `v1,<base64>` (HMAC-SHA256) or `v1a,<base64>` (ed25519) over `id.timestamp.body`; several, separated by spaces, during a rotation. */
                "webhook-signature": string;
                /** @description Number of the attempt. */
                "jalon-attempt": number;
                /** @description The `X-Request-Id` of the request that caused the message. */
                "x-request-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "subscription.verification",
                 *       "timestamp": "2026-11-27T08:00:00.000Z",
                 *       "data": {
                 *         "subscription": "5f0c5a0e-6d0a-4f5e-9a37-1b8f3f0f7a11",
                 *         "challenge": "q7Jk3pQyS8mB1xT5vN2cL9wR4dF6hG0zA-eU_iOoPnM"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["WebhookSubscriptionVerification"];
            };
        };
        responses: {
            /** @description The subscription is disabled. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No attempt is made before `Retry-After`. The same applies to 502 and 504. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Accepted. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The delivery is retried. Redirects are not followed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    WebhookSubscriptionTest: {
        parameters: {
            query?: never;
            header: {
                /** @description Identical at every attempt: use it to detect duplicates. */
                "webhook-id": string;
                /** @description Time of the attempt, in seconds since 1970. */
                "webhook-timestamp": number;
                /** @description `v1,<base64>` (HMAC-SHA256) or `v1a,<base64>` (ed25519) over `id.timestamp.body`; several, separated by spaces, during a rotation. */
                "webhook-signature": string;
                /** @description Number of the attempt. */
                "jalon-attempt": number;
                /** @description The `X-Request-Id` of the request that caused the message. */
                "x-request-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "subscription.test",
                 *       "timestamp": "2026-11-27T08:00:00.000Z",
                 *       "data": {
                 *         "subscription": "5f0c5a0e-6d0a-4f5e-9a37-1b8f3f0f7a11"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["WebhookSubscriptionTest"];
            };
        };
        responses: {
            /** @description The subscription is disabled. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No attempt is made before `Retry-After`. The same applies to 502 and 504. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Accepted. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The delivery is retried. Redirects are not followed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    WebhookLedgerReset: {
        parameters: {
            query?: never;
            header: {
                /** @description Identical at every attempt: use it to detect duplicates. */
                "webhook-id": string;
                /** @description Time of the attempt, in seconds since 1970. */
                "webhook-timestamp": number;
                /** @description `v1,<base64>` (HMAC-SHA256) or `v1a,<base64>` (ed25519) over `id.timestamp.body`; several, separated by spaces, during a rotation. */
                "webhook-signature": string;
                /** @description Number of the attempt. */
                "jalon-attempt": number;
                /** @description The `X-Request-Id` of the request that caused the message. */
                "x-request-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "ledger.reset",
                 *       "timestamp": "2026-11-27T08:00:00.000Z",
                 *       "data": {
                 *         "epoch": 1795766400,
                 *         "position": 120
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["WebhookLedgerReset"];
            };
        };
        responses: {
            /** @description The subscription is disabled. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No attempt is made before `Retry-After`. The same applies to 502 and 504. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Accepted. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The delivery is retried. Redirects are not followed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}
