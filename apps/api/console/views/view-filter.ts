import { STATUSES, type Status } from '#domain/dossier/status.js';
import { DEADLINE_KINDS } from '#domain/deadline/deadline.js';
import { Name } from '#domain/text/text.js';
import type { Filter } from '#subscriptions/filter.js';
import type { ViewAddress } from '#views/view-address.js';

/** What subscriptions can represent of the filters of a list. */
export interface RepresentedView {
  /** Absent: nothing of a view that has filters. */
  filter?: Filter;
  /** The filters that cannot be represented, by name. */
  ignored: string[];
}

/** The order of a list, and what a subscription follows by being one, are no filters. */
const NO_FILTERS = new Set(['sort', 'within']);

/** @param providerId resolves a slug or name; `undefined` if it is unknown */
export async function representedIn(
  { path, query }: ViewAddress,
  providerId: (name: string) => Promise<string | undefined>,
): Promise<RepresentedView> {
  const params = new URLSearchParams(query);
  const filter: Filter = followedList(path);
  const ignored: string[] = [];
  for (const name of new Set(params.keys()))
    if (!NO_FILTERS.has(name)) {
      const found = await conditionOf(name, params.getAll(name), providerId);
      if (found) Object.assign(filter, found);
      else ignored.push(name);
    }
  const { changes: _, deadlines: __, ...conditions } = filter;
  const isNarrowed = Object.keys(conditions).length > 0;
  return ignored.length > 0 && !isNarrowed ? { ignored } : { filter, ignored };
}

function followedList(path: string): Filter {
  const [, register] = /^\/registers\/([^/]+)$/.exec(path) ?? [];
  if (register !== undefined) return { registers: [register], changes: true, deadlines: false };
  return { changes: !path.startsWith('/deadlines'), deadlines: true };
}

async function conditionOf(
  name: string,
  values: readonly string[],
  providerId: (name: string) => Promise<string | undefined>,
): Promise<Partial<Filter> | undefined> {
  const value = values.join(',');
  if (!Name.safeParse(value).success) return undefined;
  switch (name) {
    case 'scheme':
      return { schemes: [value] };
    case 'provider': {
      const id = await providerId(value);
      return id === undefined ? undefined : { providers: [id] };
    }
    case 'status': {
      const becomes = STATUSES.filter((status: Status) => value.split(',').includes(status));
      return becomes.length === 0 ? undefined : { becomes };
    }
    case 'confirmed':
      return value === 'true' ? { confirmedOnly: true } : undefined;
    case 'kind': {
      const deadlineKinds = DEADLINE_KINDS.filter((kind) => kind === value);
      return deadlineKinds.length === 0 ? undefined : { deadlineKinds };
    }
    default:
      return undefined;
  }
}
