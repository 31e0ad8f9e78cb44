type Data = Record<string, unknown>;

/**
 * For each event type whose schema has changed incompatibly, what makes data of version 1 data of version 2, and so on: as
 * many functions as there are earlier versions. A field that is optional needs none.
 */
const upcasts: Readonly<Record<string, readonly ((data: Data) => Data)[]>> = {
  /** Version 2 names the grant. Several grants can end on one day without a decision number, so the earlier ones stay unnamed. */
  GrantExpired: [(data) => ({ ...data, grant: null })],
};

/** The version in which events of a type are recorded. */
export const latestVersion = (type: string): number => (upcasts[type]?.length ?? 0) + 1;

/** The data of a stored event in the latest version. */
export const upcast = (type: string, version: number, data: unknown): unknown =>
  (upcasts[type] ?? []).slice(version - 1).reduce((earlier, next) => next(earlier), data as Data);
