/** The `causationId` of the events that an import records, and of what Jalon records because of them. */
export const importCause = (id: string): string => `import:${id}`;

/** The `causationId` of the events that a reading of a register records: `id` is that of its event. */
export const readingCause = (id: string): string => `reading:${id}`;

/** The `causationId` of what was proposed and approved; that of a file is `importCause`, with the id of the proposal. */
export const proposalCause = (id: string): string => `proposal:${id}`;

const CAUSE = /^(import|reading|proposal):([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

function idIn(causationId: string | null, kind: string): string | undefined {
  const [, found, id] = CAUSE.exec(causationId ?? '') ?? [];
  return found === kind ? id : undefined;
}

/** The id of the import; `undefined` if the event was recorded otherwise. */
export const importIn = (causationId: string | null): string | undefined => idIn(causationId, 'import');

/** The id of the reading; `undefined` if the event was recorded otherwise. */
export const readingIn = (causationId: string | null): string | undefined => idIn(causationId, 'reading');

/** The id of the proposal that may have led to an event; `undefined` if none has. Files have ids of their own kind. */
export const maybeProposalIn = (causationId: string | null): string | undefined =>
  idIn(causationId, 'proposal') ?? idIn(causationId, 'import');
