/** What was asked is about something that is being planned for longer than anybody waits. Nothing was changed; ask again. */
export class Busy extends Error {
  constructor() {
    super('what this is about is being planned');
    this.name = 'Busy';
  }
}
