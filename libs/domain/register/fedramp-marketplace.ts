import type { Register } from './register.js';

/** What spreadsheets and the marketplace write where there is no value. */
const blanks = [
  ...['Not Active', 'No FRR Date', 'Not Agency Partnered', 'Not In Process', 'Not Authorized', 'Not Ready'],
  // The fields of a status that otherwise hold its date.
  ...['Active', 'Inactive', 'Complete', 'Disabled'],
  ...['#N/A', '#REF!', '#VALUE!', '#NAME?', '#ERROR!', '#DIV/0!', 'N/A', 'None', 'null', 'TBD', '-', 'Invalid Date'],
];

/** The services that FedRAMP lists, as the marketplace's own data file states them. */
export const fedrampMarketplace: Register = {
  slug: 'fedramp-marketplace',
  name: 'FedRAMP Marketplace',
  scheme: 'fedramp',
  publisher: 'FedRAMP Marketplace',
  kind: 'list',
  url: 'https://raw.githubusercontent.com/FedRAMP/marketplace-fedramp-gov-data/main/data.json',
  staleAfterDays: 45,
  limits: { gonePercent: 5, movedPercent: 5 },
  reader: {
    format: 'json',
    entries: ['data.Products', 'data.products', 'data.Providers', 'products', 'data'],
    readOn: ['meta.last_change', 'meta.Created_At'],
    dates: 'iso',
    blanks,
    separator: ',',
    fields: {
      entry: ['id', 'Package_ID'],
      provider: ['csp', 'name', 'Cloud_Service_Provider_Name'],
      service: ['cso', 'service_offering', 'Cloud_Service_Provider_Package'],
      serviceKinds: ['service_model', 'Service_Model'],
      stage: ['status', 'Designation'],
      level: ['cert_class', 'impact_level', 'Impact_Level'],
      validFrom: ['auth_date', 'cert_date', 'fedramp_auth', 'Original_Authorization_Date'],
      dependsOn: 'Underlying_CSP_Package_ID',
      dependents: 'leveraged_systems.id',
    },
    stages: {
      '': 'ignored',
      'FedRAMP Authorized': 'granted',
      Authorized: 'granted',
      'FedRAMP Certified': 'granted',
      Certified: 'granted',
      'FedRAMP Certified (In Remediation)': 'granted',
      Compliant: 'granted',
      'FedRAMP In Process': 'assessment',
      'In Process': 'assessment',
      'Agency In Process': 'assessment',
      'Agency Authorization In Process': 'assessment',
      'FedRAMP Ready': 'listing',
      Ready: 'listing',
      'Legacy FedRAMP Ready': 'listing',
      'Initial Implementation': 'listing',
      Preparation: 'listing',
      Delisted: 'absent',
    },
    milestones: {
      listing: ['ready_date', 'ready_status', 'Fedramp_Ready_Date'],
      assessment: [
        ...['ip_jab_date', 'ip_prog_date', 'ip_prog_date2', 'ip_agency_date', 'ip_pmo_date'],
        ...['ip_jab_status', 'ip_prog_status', 'ip_agency_status', 'ip_pmo_status', 'FedRAMP_In-Process_Date'],
      ],
    },
    levels: {
      'LI-SaaS': 'low',
      '20x Low': 'low',
      '20x Moderate': 'moderate',
      '20x High': 'high',
      A: 'class A',
      B: 'class B',
      C: 'class C',
      D: 'class D',
    },
  },
  notes: [
    {
      en: 'Data of the marketplace of FedRAMP (https://marketplace.fedramp.gov), published by the General Services Administration: a work of the United States government, in the public domain. Address: https://github.com/FedRAMP/marketplace-fedramp-gov-data; before 2026 https://github.com/GSA/marketplace-fedramp-gov-data, and until 2022, in another format, https://github.com/18F/fedramp-data.',
      fr: 'Données de la place de marché FedRAMP (https://marketplace.fedramp.gov), publiées par la General Services Administration : œuvre du gouvernement des États-Unis, dans le domaine public. Adresse : https://github.com/FedRAMP/marketplace-fedramp-gov-data ; avant 2026, https://github.com/GSA/marketplace-fedramp-gov-data, et jusqu’en 2022, dans un autre format, https://github.com/18F/fedramp-data.',
    },
    {
      en: 'Checked against the files of 1 March 2023, 2024, 2025 and 2026 and of 1 April 2026, and parts of those of 31 January 2022, 16 April and 9 June 2026. The fields are not documented by FedRAMP: their meaning follows from the data.',
      fr: 'Vérifié sur les fichiers du 1er mars 2023, 2024, 2025 et 2026 et du 1er avril 2026, et sur une partie de ceux du 31 janvier 2022, du 16 avril et du 9 juin 2026. FedRAMP ne documente pas les champs : leur sens est déduit des données.',
    },
    {
      en: '`csp` and `cso` repeat `name` and `service_offering` and are missing in 2023. Ids are stable, also when a service is renamed; one is followed by a space.',
      fr: '`csp` et `cso` répètent `name` et `service_offering` et sont absents en 2023. Les identifiants sont stables, même quand un service change de nom ; l’un d’eux est suivi d’une espace.',
    },
    {
      en: 'Dates are midnight or 16:00 of the East Coast as an instant in UTC, which has the same day. The file of 2023 lacks the authorization date of 29 authorized services, and lists 20 placeholders without a status, which are ignored.',
      fr: 'Les dates sont données à minuit ou à 16 h, heure de la côte Est, sous forme d’instant UTC, ce qui ne change pas le jour. Dans le fichier de 2023, la date d’autorisation de 29 services autorisés manque, et 20 entrées provisoires sans statut sont ignorées.',
    },
    {
      en: 'A service is in process with an agency (`ip_agency_date`), the program office (`ip_pmo_date`), the program itself (`ip_prog_date`, `ip_prog_date2`) or the former Joint Authorization Board (`ip_jab_date`), most of them with an agency first and then with the program office: the assessment begins with the earliest date. The fields `ip_…_status` repeat the date of the current one. For 12 authorized services the last date is after the authorization.',
      fr: 'Un service est en cours d’évaluation auprès d’une agence (`ip_agency_date`), du bureau du programme (`ip_pmo_date`), du programme lui-même (`ip_prog_date`, `ip_prog_date2`) ou de l’ancien Joint Authorization Board (`ip_jab_date`), le plus souvent auprès d’une agence d’abord, puis du bureau du programme : l’évaluation commence à la date la plus ancienne. Les champs `ip_…_status` répètent la date de l’évaluation en cours. Pour 12 services autorisés, la dernière date est postérieure à l’autorisation.',
    },
    {
      en: '`leveraged_systems` lists the services that are built on the entry. In 2023 it names only the entry itself, which is ignored.',
      fr: '`leveraged_systems` énumère les services qui reposent sur celui de l’inscription. En 2023, ce champ ne cite que l’inscription elle-même, ce qui est ignoré.',
    },
    {
      en: 'The level is the class from A to D where it is given, else the impact level. "LI-SaaS", the tailored baseline of services of low impact, counts as low, "20x Low" and "20x Moderate" as low and moderate.',
      fr: 'Le niveau est la classe de A à D si elle est indiquée, sinon le niveau d’impact. « LI-SaaS », le référentiel allégé des services à faible impact, équivaut à faible ; « 20x Low » et « 20x Moderate » équivalent à faible et modéré.',
    },
    {
      en: 'The format until 2022 has the same ids, with `Package_ID`, `Designation` (Compliant, In Process, FedRAMP Ready), `Original_Authorization_Date`, `Fedramp_Ready_Date` and `FedRAMP_In-Process_Date`. Since April 2026, the status "Agency In Process" distinguishes reviews by an agency.',
      fr: 'Le format en usage jusqu’en 2022 a les mêmes identifiants, avec `Package_ID`, `Designation` (« Compliant », « In Process », « FedRAMP Ready »), `Original_Authorization_Date`, `Fedramp_Ready_Date` et `FedRAMP_In-Process_Date`. Depuis avril 2026, le statut « Agency In Process » distingue les évaluations menées par une agence.',
    },
    {
      en: 'Later statuses (certified, in remediation, legacy ready, agency authorization in process, initial implementation, preparation, delisted) and the fields `cert_class` and `cert_date` are known from software that reads the marketplace, not from a file.',
      fr: 'Les statuts ultérieurs (« certified », « in remediation », « legacy ready », « agency authorization in process », « initial implementation », « preparation », « delisted ») et les champs `cert_class` et `cert_date` sont connus par des logiciels qui lisent la place de marché, et non par un fichier.',
    },
  ],
};
