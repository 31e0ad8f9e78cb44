/** What was to be changed is no longer as the person who changes it has seen it. Nothing was changed. */
export class ChangedMeanwhile extends Error {
  override name = 'ChangedMeanwhile';
}
