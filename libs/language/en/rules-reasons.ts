/** Reasons of the rules of providers, dossiers, corrections and schemes. */
export const rulesReasons = {};
