/**
 * Texts that built-in schemes have in English only, in French. A published scheme that keeps such a text is read in
 * French, too; what else it says is shown as it was published.
 */
export const schemeTexts: ReadonlyMap<string, string> = new Map([
  // Authorities, publishers, levels and versions
  ['accredited certification bodies', 'organismes de certification accrédités'],
  ['French Republic', 'République française'],
  ['basic', 'basique'],
  ['medium', 'moyen'],
  ['high', 'élevé'],
  ['low', 'faible'],
  ['moderate', 'modéré'],
  ['class A', 'classe A'],
  ['class B', 'classe B'],
  ['class C', 'classe C'],
  ['class D', 'classe D'],
  ['draft of December 2020', 'projet de décembre 2020'],

  // Basis of labels
  [
    'Announced by the government on 17 May 2021, as a label based on SecNumCloud and on legal criteria.',
    'Annoncé par le gouvernement le 17 mai 2021 comme un label fondé sur SecNumCloud et sur des critères juridiques.',
  ],
  [
    'Circular of 5 July 2021 on the use of cloud services by the State.',
    'Circulaire du 5 juillet 2021 relative à l’utilisation de l’informatique en nuage par l’État.',
  ],
  [
    'Circular of 31 May 2023, which updates the doctrine "cloud au centre".',
    'Circulaire du 31 mai 2023 portant actualisation de la doctrine « cloud au centre ».',
  ],
  ['Law 2024-449 of 21 May 2024, article 31.', 'Loi n° 2024-449 du 21 mai 2024, article 31.'],
  [
    'Decree 2026-272 of 14 April 2026, for article 31 of law 2024-449 (secondary sources).',
    'Décret n° 2026-272 du 14 avril 2026, pris pour l’application de l’article 31 de la loi n° 2024-449 (sources secondaires).',
  ],
  [
    'Order of 12 August 2026, which approves version 3.2 of the SecNumCloud standard (secondary sources).',
    'Arrêté du 12 août 2026 approuvant la version 3.2 du référentiel SecNumCloud (sources secondaires).',
  ],

  // SecNumCloud
  [
    'History of versions in the draft 3.2.a of 21 September 2021 (a misprint)',
    'Historique des versions du projet 3.2.a du 21 septembre 2021 (coquille)',
  ],
  ['Référentiel SecNumCloud 3.2.a, draft for comments', 'Référentiel SecNumCloud 3.2.a, projet soumis à commentaires'],
  [
    'Validity of at most three years: decree on the qualification of security products and trust service providers. Tolerance of 7 days: published validities are three years plus a day or a week.',
    'Validité de trois ans au plus : décret relatif à la qualification des produits de sécurité et des prestataires de services de confiance. Tolérance de 7 jours : les durées publiées atteignent trois ans plus un jour ou une semaine.',
  ],
  [
    'Renewal preparation of 540 days: in published cases, J0 to J3 takes 12 to 36 months.',
    'Préparation du renouvellement 540 jours avant la fin : dans les cas publiés, le parcours de J0 à J3 dure de 12 à 36 mois.',
  ],
  [
    'The wording of J2 is unverified. Some published sources define these codes differently.',
    'L’intitulé de J2 n’est pas vérifié. Certaines sources publiées donnent un autre sens à ces codes.',
  ],
  [
    'Not available, and therefore omitted: the dates from which versions are required, the frequency of surveillance audits, and a time limit from J0 to J1.',
    'Non trouvés, donc absents : les dates à partir desquelles une version est exigée, la périodicité de la surveillance, le délai maximal de J0 à J1.',
  ],

  // HDS
  ['Order of 11 June 2018', 'Arrêté du 11 juin 2018'],
  ['Order of 26 April 2024, published on 16 May 2024', 'Arrêté du 26 avril 2024, publié le 16 mai 2024'],

  // ISO/IEC 27001
  ['Date not verified; end of transition not recorded', 'Date non vérifiée ; fin de transition non renseignée'],
  [
    'IAF MD 26, issue 2: transition requirements for ISO/IEC 27001:2022',
    'IAF MD 26, 2e édition : exigences de transition vers ISO/IEC 27001:2022',
  ],
  [
    'IAF MD 26: initial certifications and renewals under the 2013 edition were possible until 30 April 2024; the transition ended on 31 October 2025.',
    'IAF MD 26 : certifications initiales et renouvellements selon l’édition 2013 jusqu’au 30 avril 2024 ; fin de la transition le 31 octobre 2025.',
  ],

  // ENS
  ['Questions and answers on the ENS', 'Questions fréquentes sur l’ENS'],
  [
    'Royal Decree 311/2022 of 3 May 2022, BOE of 4 May 2022: existing systems had 24 months; certificates under the previous decree ended on 5 May 2024, regardless of the end date stated on them.',
    'Décret royal 311/2022 du 3 mai 2022 (BOE du 4 mai 2022) : les systèmes existants disposaient de 24 mois ; les certificats délivrés selon l’ancien décret ont pris fin le 5 mai 2024, quelle que soit la date indiquée.',
  ],
  [
    'The publication date of Royal Decree 3/2010 is unverified.',
    'La date de publication du décret royal 3/2010 n’est pas vérifiée.',
  ],

  // BSI C5
  [
    'C5:2016; published in 2016, the first day of the year stands for it',
    'C5:2016 ; publié en 2016, date ramenée au premier jour de l’année',
  ],
  [
    'C5:2020; published in 2020, the first day of the year stands for it',
    'C5:2020 ; publié en 2020, date ramenée au premier jour de l’année',
  ],
  [
    'C5:2026; published in March 2026, the first day of the month stands for it',
    'C5:2026 ; publié en mars 2026, date ramenée au premier jour du mois',
  ],
  [
    'C5:2026 applies to periods from 1 June 2027 on.',
    'C5:2026 s’applique aux périodes commençant à partir du 1er juin 2027.',
  ],
  [
    'Current for twelve months: based on the practice of yearly reports, not on a rule of the catalogue.',
    'À jour pendant douze mois : usage d’un rapport annuel, et non règle du catalogue.',
  ],

  // SOC 2
  [
    'Current for twelve months after the end of the period: an industry convention, not a rule of the AICPA.',
    'À jour pendant douze mois après la fin de la période : usage de la profession, et non règle de l’AICPA.',
  ],
  [
    'Versions of the Trust Services Criteria are omitted: their dates are unverified.',
    'Les versions des Trust Services Criteria ne sont pas reprises : leurs dates ne sont pas vérifiées.',
  ],

  // FedRAMP
  [
    'In 2026, classes A to D replaced the impact levels low, moderate and high; older records keep their original level.',
    'En 2026, les classes A à D ont remplacé les niveaux d’impact faible, modéré et élevé ; les enregistrements antérieurs conservent leur niveau.',
  ],
  [
    'Versions of the baselines are omitted.',
    'Les versions des référentiels de mesures (baselines) ne sont pas reprises.',
  ],

  // PCI DSS
  ['Date not verified', 'Date non vérifiée'],
  [
    'PCI DSS 3.1, of April 2015; the first day of the month stands for it',
    'PCI DSS 3.1, avril 2015 ; date ramenée au premier jour du mois',
  ],
  [
    'PCI DSS 3.2, of April 2016; the first day of the month stands for it',
    'PCI DSS 3.2, avril 2016 ; date ramenée au premier jour du mois',
  ],
  [
    'PCI DSS 3.2.1; published in May 2018, the first day of the month stands for it',
    'PCI DSS 3.2.1 ; publiée en mai 2018, date ramenée au premier jour du mois',
  ],
  ['PCI DSS 4.0; version 3.2.1 was retired on 31 March 2024', 'PCI DSS 4.0 ; version 3.2.1 retirée le 31 mars 2024'],
  [
    'PCI DSS 4.0.1; version 4.0 was retired on 31 December 2024',
    'PCI DSS 4.0.1 ; version 4.0 retirée le 31 décembre 2024',
  ],
  [
    'An assessment remains valid for its twelve months even if its version is retired, so no version has a cut-off date (FAQ of the council, secondary sources).',
    'Une évaluation reste valable douze mois même si la version appliquée est retirée : aucune version n’a donc de date limite (FAQ du conseil PCI, sources secondaires).',
  ],
  ['Versions between 1.0 and 3.1 are omitted.', 'Les versions entre 1.0 et 3.1 ne sont pas reprises.'],

  // EUCS
  [
    'Draft candidate scheme, for public consultation until 7 February 2021',
    'Projet de schéma candidat, soumis à consultation publique jusqu’au 7 février 2021',
  ],
  [
    'Levels differ between drafts, so any level can be recorded. Later drafts were not officially published and are omitted.',
    'Les niveaux varient d’un projet à l’autre : tous sont acceptés. Les projets suivants, non publiés officiellement, ne sont pas repris.',
  ],
]);
