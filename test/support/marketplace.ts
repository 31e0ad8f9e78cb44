import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** The days of the documents in `test/data/registers`: the FedRAMP Marketplace as published, with the fields that are read. */
export const SNAPSHOTS = ['2023-03-01', '2024-03-01', '2025-03-01', '2026-03-01', '2026-04-01'] as const;

export const snapshotOf = (day: (typeof SNAPSHOTS)[number]): Buffer =>
  gunzipSync(readFileSync(new URL(`../data/registers/fedramp-marketplace-${day}.json.gz`, import.meta.url)));

export interface Product {
  id: string;
  csp: string;
  cso: string;
  status: string;
  auth_date?: string;
  ready_date?: string;
  ip_agency_date?: string;
  impact_level?: string;
  service_model?: string[];
  leveraged_systems?: { id: string }[];
}

/** An authorized product, as the marketplace lists it. */
export const product = (id: string, more: Partial<Product> = {}): Product => ({
  ...{ id, csp: `Provider ${id}`, cso: `Service ${id}`, status: 'FedRAMP Authorized' },
  ...{ auth_date: '2024-01-15T20:00:00.000Z', impact_level: 'Moderate', service_model: ['SaaS'] },
  ...more,
});

/** A document of the marketplace. */
export const marketplace = (day: string, products: readonly unknown[]): object => ({
  meta: { last_change: `${day}T02:40:41.755Z`, produced_by: 'General Services Administration' },
  data: { Products: products },
});

/** A product of the changelog of FedRAMP, with what its list of products says of it. */
export interface ChangelogProduct {
  id: string;
  csp: string;
  cso: string;
  current_status?: string;
  statuses?: { status_name: string; start_date: string }[];
}

const unpacked = (name: string): unknown =>
  JSON.parse(gunzipSync(readFileSync(new URL(`../data/registers/${name}.json.gz`, import.meta.url))).toString());

/** The changelog of FedRAMP and its list of products, as one document. */
export function changelog(): { metadata: { export_timestamp: string }; products: ChangelogProduct[] } {
  const { metadata, products } = unpacked('fedramp-status-changelog-2026-05-29') as {
    metadata: { export_timestamp: string };
    products: Record<string, Pick<ChangelogProduct, 'current_status' | 'statuses'>>;
  };
  const list = unpacked('fedramp-products-2026-05-30') as { products: ChangelogProduct[] };
  return { metadata, products: list.products.flatMap((one) => ({ ...one, ...(products[one.id] ?? []) })) };
}
