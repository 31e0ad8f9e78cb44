import { Injectable } from '@nestjs/common';
import { Refusal } from '#domain/refusal.js';
import type { ThisPage } from '../frame/page.js';
import { Subjects } from './subject.js';

type Content = Partial<Record<string, unknown>>;

/** What the other dossiers and providers are called that an event names by their ids. */
@Injectable()
export class ReferencedNames {
  constructor(private readonly subjects: Subjects) {}

  /** @param contents data of events; of a correction what it changes counts, too */
  async of(page: ThisPage, contents: readonly object[]): Promise<Map<string, string>> {
    const names = new Map<string, string>();
    for (const { dependsOn, to } of [...contents, ...contents.flatMap(changedIn)] as Content[]) {
      if (typeof dependsOn === 'string')
        await this.#note(names, dependsOn, () => this.subjects.dossier(dependsOn, page));
      if (typeof to === 'string') await this.#note(names, to, () => this.subjects.provider(to, page));
    }
    return names;
  }

  async #note(names: Map<string, string>, id: string, find: () => Promise<{ name: string }>): Promise<void> {
    try {
      names.set(id, (await find()).name);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  }
}

const changedIn = (data: object): object[] => {
  const { changes } = data as { changes?: { data?: object } };
  return changes?.data ? [changes.data] : [];
};
