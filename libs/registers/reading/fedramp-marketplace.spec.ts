import { describe, expect, it } from '@jest/globals';
import { builtInRegisters } from '#domain/register/built-in-registers.js';
import { builtInSchemes } from '#domain/scheme/catalogue.js';
import { readDocument } from './read-document.js';

const { reader } = builtInRegisters.get('fedramp-marketplace')!;
const scheme = builtInSchemes.get('fedramp')!;

const read = (document: unknown) => readDocument(Buffer.from(JSON.stringify(document)), reader, scheme);
const marketplace = (products: object[], lastChange = '2026-04-01T02:40:41.755Z') => ({
  meta: { last_change: lastChange, produced_by: 'General Services Administration' },
  data: { Metrics: { total: 1 }, Products: products },
});

/** As in the file of March 2023, but for fields that are not read. */
const akamai = {
  ...{ id: 'F1206061353', name: 'Akamai', service_offering: 'Content Delivery Services' },
  ...{ status: 'FedRAMP Authorized', ready_status: 'Not Active', ready_date: 'No FRR Date' },
  ...{ ip_jab_status: 'Not Active', ip_jab_date: '2012-07-19T04:00:00.000Z' },
  ...{ ip_agency_status: 'Not Active', ip_agency_date: 'Not Agency Partnered' },
  ...{ ip_pmo_status: 'Not Active', ip_pmo_date: 'Not In Process', auth_date: '2013-08-23T04:00:00.000Z' },
  ...{ impact_level: 'Moderate', service_model: ['IaaS'], leveraged_systems: [{ id: 'F1206061353' }] },
};
const placeholder = {
  ...{ id: 'FR2226846287 ', name: '', service_offering: '', status: '', ready_date: '', ip_jab_date: '' },
  ...{ ip_agency_date: '', ip_pmo_date: '', auth_date: '', impact_level: '', service_model: [''] },
};
/** As in the file of March 2025. */
const ironMountain = {
  ...{ id: 'FR2031155471', name: 'Iron Mountain', csp: 'Iron Mountain ', cso: 'Iron Mountain InSight\r\n' },
  ...{ status: 'FedRAMP In Process', ready_status: 'Not Active', ready_date: '2021-03-05T20:00:00.000Z' },
  ...{ ip_jab_status: 'Not Active', ip_jab_date: 'Not Active', ip_agency_date: '2022-03-04T20:00:00.000Z' },
  ...{ ip_pmo_status: '2023-04-12T20:00:00.000Z', ip_pmo_date: '#REF!', auth_date: 'Not Active' },
  ...{ impact_level: 'LI-SaaS', service_model: ['PaaS', 'SaaS'], leveraged_systems: [] },
};

/** As in the file of January 2022. */
const compliant = {
  ...{ Cloud_Service_Provider_Name: 'Akamai', Cloud_Service_Provider_Package: 'Content Delivery Services' },
  ...{ Path: 'JAB', Designation: 'Compliant', Package_ID: 'F1206061353', Service_Model: ['IaaS, PaaS'] },
  ...{ Impact_Level: 'Moderate', Original_Authorization_Date: '2013-08-23T04:00:00.000Z' },
  'FedRAMP_In-Process_Date': '2012-07-19T04:00:00.000Z',
  Leveraged_ATO_Letters: [{ Letter_Date: '2013-09-24T04:00:00.000Z', Authorizing_Agency: 'DHS' }],
};
const mongo = {
  ...{ Cloud_Service_Provider_Name: 'MongoDB', Cloud_Service_Provider_Package: 'Atlas', Designation: 'In Process' },
  ...{ Package_ID: 'FR2122150307', Fedramp_Ready_Date: '2021-05-24T04:00:00.000Z' },
  ...{ 'FedRAMP_In-Process_Date': '2021-09-07T04:00:00.000Z', Underlying_CSP_Package_ID: ['F1206061353'] },
};

describe('the FedRAMP Marketplace', () => {
  it('is read in the format until 2022, with the same keys', async () => {
    const meta = { Created_At: '2022-01-31T05:40:51.175Z', Produced_By: 'General Services Administration' };
    const { day, entries, ignored } = await read({ meta, data: { Providers: [compliant, mongo, {}] } });
    expect({ day, ignored }).toEqual({ day: '2022-01-31', ignored: 1 });
    expect(entries).toMatchObject([
      {
        ...{ key: 'F1206061353', provider: 'Akamai', service: 'Content Delivery Services', listing: 'granted' },
        ...{ serviceKinds: ['IaaS', 'PaaS'], level: 'moderate', validFrom: '2013-08-23' },
        milestones: [{ milestone: 'assessment', occurred: '2012-07-19' }],
      },
      {
        ...{ key: 'FR2122150307', listing: 'in-progress', milestone: 'assessment', dependsOn: ['F1206061353'] },
        milestones: [
          { milestone: 'listing', occurred: '2021-05-24' },
          { milestone: 'assessment', occurred: '2021-09-07' },
        ],
      },
    ]);
  });

  it('is read as in 2023: names in other fields, no date of many, and placeholders', async () => {
    const undated = { ...akamai, id: 'F1206081363', auth_date: '', leveraged_systems: [] };
    const file = marketplace([akamai, placeholder, undated], '2023-03-01T00:48:38.943Z');
    const { day, entries, ignored, unreadable } = await read(file);
    expect({ day, ignored, unreadable }).toEqual({ day: '2023-03-01', ignored: 1, unreadable: [] });
    expect(entries[0]).toEqual({
      ...{ key: 'F1206061353', provider: 'Akamai', service: 'Content Delivery Services', serviceKinds: ['IaaS'] },
      ...{ listing: 'granted', validFrom: '2013-08-23', level: 'moderate', conditions: [], dependsOn: [] },
      milestones: [{ milestone: 'assessment', occurred: '2012-07-19' }],
    });
    expect(entries[1]).toMatchObject({ key: 'F1206081363', listing: 'granted', validFrom: undefined });
  });

  it('dates the assessment by the first of its steps, not by the last, and the listing', async () => {
    const { entries } = await read(marketplace([ironMountain]));
    expect(entries).toMatchObject([
      {
        ...{ key: 'FR2031155471', provider: 'Iron Mountain', service: 'Iron Mountain InSight' },
        ...{ listing: 'in-progress', milestone: 'assessment', level: 'low', serviceKinds: ['PaaS', 'SaaS'] },
        milestones: [
          { milestone: 'listing', occurred: '2021-03-05' },
          { milestone: 'assessment', occurred: '2022-03-04' },
        ],
      },
    ]);
  });

  it('names the services that are built on an entry, which depend on it', async () => {
    const leverages = [{ id: 'FR2031155471', csp: 'Iron Mountain' }, { id: 'F1206061353' }, { id: 'FR-elsewhere' }];
    const { entries } = await read(marketplace([{ ...akamai, leveraged_systems: leverages }, ironMountain]));
    expect(entries.map(({ key, dependsOn }) => [key, dependsOn])).toEqual([
      ['F1206061353', []],
      ['FR2031155471', ['F1206061353']],
    ]);
  });

  it.each([
    ['FedRAMP Authorized', 'granted', undefined],
    ['authorized', 'granted', undefined],
    ['FedRAMP Certified', 'granted', undefined],
    ['FedRAMP  Certified (In Remediation)', 'granted', undefined],
    ['In Process', 'in-progress', 'assessment'],
    ['Agency In Process', 'in-progress', 'assessment'],
    ['FedRAMP Ready', 'in-progress', 'listing'],
    ['Legacy FedRAMP Ready', 'in-progress', 'listing'],
    ['Delisted', 'absent', undefined],
  ])('lists %s as %s', async (status, listing, milestone) => {
    const { entries } = await read([{ ...akamai, status }]);
    expect(entries.map((entry) => [entry.listing, entry.milestone])).toEqual([[listing, milestone]]);
  });

  it('may lack fields, have others, and be a bare list; a class goes before an impact level', async () => {
    const later = { id: 'F1', csp: 'Nimbus', cso: 'Cirrus', status: 'FedRAMP Certified', cert_class: 'Class C' };
    const { entries } = await read([
      { ...later, impact_level: 'Moderate', cert_date: '2026-09-01', ip_prog_status: 'Active' },
    ]);
    expect(entries).toMatchObject([{ key: 'F1', level: 'class C', validFrom: '2026-09-01', milestones: [] }]);
    expect(await read({ data: { products: [later] } })).toMatchObject({ day: undefined, entries: [{ key: 'F1' }] });
  });

  it('is not guessed: an unknown status or date of the stage leaves the entry out, another value only itself', async () => {
    const result = await read(
      marketplace([
        { ...akamai, id: 'F1', impact_level: 'Extreme' },
        { ...akamai, id: 'F2', status: 'Paused' },
        { ...akamai, id: 'F3', auth_date: '2023-02-30T20:00:00.000Z' },
        { ...akamai, id: '', status: 'FedRAMP Ready' },
        { ...ironMountain, id: 'F5', ip_pmo_date: 'soon' },
        { ...ironMountain, id: 'F6', ready_date: 'soon' },
      ]),
    );
    expect(result.entries).toMatchObject([
      { key: 'F1', level: undefined, validFrom: '2013-08-23' },
      { key: 'F6', milestones: [{ milestone: 'assessment' }] },
    ]);
    expect(result.leftOut).toMatchObject([
      { number: 1, key: 'F1', field: 'level' },
      { number: 6, key: 'F6', field: 'ready_date' },
    ]);
    expect(result.unreadable.map(({ number, key, field, problem }) => [number, key, field, problem.code])).toEqual([
      [2, 'F2', 'stage', 'register-stage-unknown'],
      [3, 'F3', 'validFrom', 'register-date-format'],
      [4, undefined, 'entry', 'required'],
      [5, 'F5', 'ip_pmo_date', 'register-date-format'],
    ]);
  });
});
