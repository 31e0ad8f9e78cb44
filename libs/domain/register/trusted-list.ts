import type { Register } from './register.js';

const list = 'TrustServiceStatusList';
const service = 'ServiceInformation';
const identity = `${service}.ServiceDigitalIdentity.DigitalId`;
const stage = (at: string) => ({ at, part: '/(?<stage>[^/]+)/?$' });

/**
 * The French trusted list. Nothing in its reader is French but the time zone: ETSI TS 119 612 is the format of every Member
 * State, and names in English are mandatory in it.
 */
export const frenchTrustedList: Register = {
  slug: 'eu-trusted-list-fr',
  name: 'Liste de confiance française (eIDAS)',
  scheme: 'eidas',
  publisher: 'ANSSI',
  kind: 'list',
  url: 'https://cyber.gouv.fr/sites/default/files/document/tl-fr.xml',
  staleAfterDays: 190,
  reader: {
    format: 'xml',
    entries: `${list}.TrustServiceProviderList.TrustServiceProvider.TSPServices.TSPService`,
    readOn: `${list}.SchemeInformation.ListIssueDateTime`,
    nextUpdate: `${list}.SchemeInformation.NextUpdate.dateTime`,
    timeZone: 'Europe/Paris',
    fields: {
      entry: {
        all: [
          [
            { at: `${identity}.X509Certificate`, as: 'fingerprint' },
            `${identity}.X509SKI`,
            `${identity}.X509SubjectName`,
            `${service}.ServiceName.Name[lang=en]`,
          ],
          { at: `${service}.ServiceTypeIdentifier`, part: 'Svctype/(?<type>.+)$' },
        ],
      },
      provider: ['^^TSPInformation.TSPName.Name[lang=en]', '^^TSPInformation.TSPName.Name'],
      service: [`${service}.ServiceName.Name[lang=en]`, `${service}.ServiceName.Name`],
      serviceKinds: { at: `${service}.ServiceTypeIdentifier`, part: 'Svctype/(?<type>.+)$' },
      stage: stage(`${service}.ServiceStatus`),
      since: `${service}.StatusStartingTime`,
    },
    history: {
      rows: 'ServiceHistory.ServiceHistoryInstance',
      day: 'StatusStartingTime',
      stage: stage('ServiceStatus'),
    },
    stages: {
      granted: 'granted',
      accredited: 'granted',
      undersupervision: 'granted',
      supervisionincessation: 'granted',
      recognisedatnationallevel: 'granted',
      setbynationallaw: 'granted',
      withdrawn: 'withdrawn',
      supervisionceased: 'withdrawn',
      supervisionrevoked: 'revoked',
      accreditationceased: 'withdrawn',
      accreditationrevoked: 'revoked',
      deprecatedatnationallevel: 'withdrawn',
      deprecatedbynationallaw: 'withdrawn',
    },
    repeated: 'latest',
  },
  notes: [
    {
      en: 'Trusted list of ANSSI (https://cyber.gouv.fr/en/french-trusted-list), in the format ETSI TS 119 612. Checked against the lists of November 2023, 2024 and 2025 and of February 2026.',
      fr: 'Liste de confiance de l’ANSSI (https://cyber.gouv.fr/liste-nationale-de-confiance), au format ETSI TS 119 612. Vérifié sur les listes de novembre 2023, 2024 et 2025 et de février 2026.',
    },
    {
      en: 'The signature of the list is **not checked**: that the document is the one that was published is for whoever reads it to make sure, for example by its SHA-256.',
      fr: 'La signature de la liste n’est **pas vérifiée** : il appartient à la personne qui la lit de s’assurer que le document est bien celui qui a été publié, par exemple à l’aide de son empreinte SHA-256.',
    },
    {
      en: 'The key of a service is its first certificate, by its SHA-256 fingerprint, and its type: names repeat, and some certificates belong to two services. Dates are the days in Paris.',
      fr: 'L’identifiant d’un service est l’empreinte SHA-256 de son premier certificat, avec son type : des noms se répètent, et certains certificats sont communs à deux services. Les dates sont celles de Paris.',
    },
    {
      en: 'For the list of another Member State, change the name, the address, the publisher and the time zone.',
      fr: 'Pour la liste d’un autre État membre, modifiez le nom, l’adresse, l’éditeur et le fuseau horaire.',
    },
  ],
};
