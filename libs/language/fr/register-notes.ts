const notAtHand = (file: string): string =>
  `${file} n’était pas disponible : les noms de ses colonnes sont des hypothèses. Comparez-les avec le fichier et corrigez-les avant de publier cette liste ; un essai de relevé montre ce qui est lu et ce qui ne l’est pas.`;

const NOT_AT_HAND =
  ' was not at hand: the names of its columns are assumptions. Compare them with the file and correct them before publishing this register; a dry run of a reading shows what is read and what is not.';

/** The notes of built-in registers and of templates, in French. */
export const registerNotes: ReadonlyMap<string, string> = new Map([
  // FedRAMP Marketplace
  [
    'Data of the marketplace of FedRAMP (https://marketplace.fedramp.gov), published by the General Services Administration: a work of the United States government, in the public domain. Address: https://github.com/FedRAMP/marketplace-fedramp-gov-data; before 2026 https://github.com/GSA/marketplace-fedramp-gov-data, and until 2022, in another format, https://github.com/18F/fedramp-data.',
    'Données de la place de marché FedRAMP (https://marketplace.fedramp.gov), publiées par la General Services Administration : œuvre du gouvernement des États-Unis, dans le domaine public. Adresse : https://github.com/FedRAMP/marketplace-fedramp-gov-data ; avant 2026, https://github.com/GSA/marketplace-fedramp-gov-data, et jusqu’en 2022, dans un autre format, https://github.com/18F/fedramp-data.',
  ],
  [
    'Checked against the files of 1 March 2023, 2024, 2025 and 2026 and of 1 April 2026, and parts of those of 31 January 2022, 16 April and 9 June 2026. The fields are not documented by FedRAMP: their meaning follows from the data.',
    'Vérifié sur les fichiers du 1er mars 2023, 2024, 2025 et 2026 et du 1er avril 2026, et sur une partie de ceux du 31 janvier 2022, du 16 avril et du 9 juin 2026. FedRAMP ne documente pas les champs : leur sens est déduit des données.',
  ],
  [
    '`csp` and `cso` repeat `name` and `service_offering` and are missing in 2023. Ids are stable, also when a service is renamed; one is followed by a space.',
    '`csp` et `cso` répètent `name` et `service_offering` et sont absents en 2023. Les identifiants sont stables, même quand un service change de nom ; l’un d’eux est suivi d’une espace.',
  ],
  [
    'Dates are midnight or 16:00 of the East Coast as an instant in UTC, which has the same day. The file of 2023 lacks the authorization date of 29 authorized services, and lists 20 placeholders without a status, which are ignored.',
    'Les dates sont données à minuit ou à 16 h, heure de la côte Est, sous forme d’instant UTC, ce qui ne change pas le jour. Dans le fichier de 2023, la date d’autorisation de 29 services autorisés manque, et 20 entrées provisoires sans statut sont ignorées.',
  ],
  [
    'A service is in process with an agency (`ip_agency_date`), the program office (`ip_pmo_date`), the program itself (`ip_prog_date`, `ip_prog_date2`) or the former Joint Authorization Board (`ip_jab_date`), most of them with an agency first and then with the program office: the assessment begins with the earliest date. The fields `ip_…_status` repeat the date of the current one. For 12 authorized services the last date is after the authorization.',
    'Un service est en cours d’évaluation auprès d’une agence (`ip_agency_date`), du bureau du programme (`ip_pmo_date`), du programme lui-même (`ip_prog_date`, `ip_prog_date2`) ou de l’ancien Joint Authorization Board (`ip_jab_date`), le plus souvent auprès d’une agence d’abord, puis du bureau du programme : l’évaluation commence à la date la plus ancienne. Les champs `ip_…_status` répètent la date de l’évaluation en cours. Pour 12 services autorisés, la dernière date est postérieure à l’autorisation.',
  ],
  [
    '`leveraged_systems` lists the services that are built on the entry. In 2023 it names only the entry itself, which is ignored.',
    '`leveraged_systems` énumère les services qui reposent sur celui de l’inscription. En 2023, ce champ ne cite que l’inscription elle-même, ce qui est ignoré.',
  ],
  [
    'The level is the class from A to D where it is given, else the impact level. "LI-SaaS", the tailored baseline of services of low impact, counts as low, "20x Low" and "20x Moderate" as low and moderate.',
    'Le niveau est la classe de A à D si elle est indiquée, sinon le niveau d’impact. « LI-SaaS », le référentiel allégé des services à faible impact, équivaut à faible ; « 20x Low » et « 20x Moderate » équivalent à faible et modéré.',
  ],
  [
    'The format until 2022 has the same ids, with `Package_ID`, `Designation` (Compliant, In Process, FedRAMP Ready), `Original_Authorization_Date`, `Fedramp_Ready_Date` and `FedRAMP_In-Process_Date`. Since April 2026, the status "Agency In Process" distinguishes reviews by an agency.',
    'Le format en usage jusqu’en 2022 a les mêmes identifiants, avec `Package_ID`, `Designation` (« Compliant », « In Process », « FedRAMP Ready »), `Original_Authorization_Date`, `Fedramp_Ready_Date` et `FedRAMP_In-Process_Date`. Depuis avril 2026, le statut « Agency In Process » distingue les évaluations menées par une agence.',
  ],
  [
    'Later statuses (certified, in remediation, legacy ready, agency authorization in process, initial implementation, preparation, delisted) and the fields `cert_class` and `cert_date` are known from software that reads the marketplace, not from a file.',
    'Les statuts ultérieurs (« certified », « in remediation », « legacy ready », « agency authorization in process », « initial implementation », « preparation », « delisted ») et les champs `cert_class` et `cert_date` sont connus par des logiciels qui lisent la place de marché, et non par un fichier.',
  ],

  // Templates
  [`A machine-readable catalogue${NOT_AT_HAND}`, notAtHand('Un catalogue exploitable par un logiciel')],
  [`The list${NOT_AT_HAND}`, notAtHand('Le fichier de la liste')],
  [
    'ANSSI publishes the catalogue as a monthly PDF (https://cyber.gouv.fr); no other format was found. Its rows state the provider, the service, the type (IaaS, PaaS, CaaS, SaaS), the start, the end and the decision number. This profile reads a transcription of them as CSV, for example one that was saved by Excel; change `format` to `xlsx` for a workbook.',
    'L’ANSSI publie le catalogue chaque mois au format PDF (https://cyber.gouv.fr) ; aucun autre format n’a été trouvé. Ses lignes indiquent le prestataire, le service, le type (IaaS, PaaS, CaaS, SaaS), le début, la fin et le numéro de décision. Ce profil en lit une transcription au format CSV, enregistrée par exemple avec Excel ; pour un classeur, remplacez la valeur de `format` par `xlsx`.',
  ],
  [
    'Every entry is granted. Services in the process of qualification are on another list, which needs a register of its own.',
    'Chaque inscription vaut qualification. Les services en cours de qualification figurent dans une autre liste, à publier séparément.',
  ],
  [
    'The catalogue has no key: an entry is known by its provider and service. Decision numbers restart each year and are no key. The end is read as published, never computed.',
    'Le catalogue n’a pas d’identifiant : une inscription est reconnue par son prestataire et son service. Les numéros de décision repartent de un chaque année et ne peuvent pas en tenir lieu. La date de fin est lue telle que publiée, jamais calculée.',
  ],
  [
    'The list is published at https://esante.gouv.fr/produits-services/hds. If it is also offered as a file, change `format` to `csv` or `xlsx`.',
    'La liste est publiée à l’adresse https://esante.gouv.fr/produits-services/hds. Si elle est aussi proposée sous forme de fichier, remplacez la valeur de `format` par `csv` ou `xlsx`.',
  ],
  [
    'Every entry is granted and is the dossier of its provider without a service. The activities, from 1 to 6, are read as kinds of service.',
    'Chaque inscription vaut certification et correspond au dossier du fournisseur sans service. Les activités, de 1 à 6, sont lues comme des types de service.',
  ],
  [
    'CCN publishes the list at https://ens.ccn.cni.es. Every entry is granted; the category of the system is its level.',
    'Le CCN publie la liste à l’adresse https://ens.ccn.cni.es. Chaque inscription vaut certification ; la catégorie du système en est le niveau.',
  ],
  [
    'An entry is known by its entity and system. If an entity has several certificates for one system, set `fields.entry` to the column that tells them apart.',
    'Une inscription est reconnue par son entité et son système. Si une entité a plusieurs certificats pour un même système, indiquez dans `fields.entry` la colonne qui les distingue.',
  ],
]);
