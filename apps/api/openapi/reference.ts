import { SCOPE_OF_ROLE, type Scope, withIncluded } from '#access/principal.js';
import { phrases } from '#language/phrases.js';
import { settingsReference } from '#programs/settings-reference.js';
import { fileVariable, mayBeFile } from '#settings/secret-files.js';
import { framed, marked } from '../http/html-page.js';
import type { KnownRoute, Need } from '../http/request.js';
import { statusOf } from '../problem/problem-table.js';

const style =
  'body{font:1rem/1.5 sans-serif;margin:1rem}table{border-collapse:collapse;display:block;overflow-x:auto}td,th{border-bottom:1px solid #ccc;padding:.2rem .6rem;text-align:left;vertical-align:top}code{font-size:.95em}';

const scopesShown: readonly Scope[] = [...Object.values(SCOPE_OF_ROLE), 'bounces', 'metrics'];

/** The tables that documentation would otherwise repeat: permissions of every route, problem codes, settings. */
export function tablesPage(routes: readonly KnownRoute[]): string {
  const roles = Object.entries(SCOPE_OF_ROLE).map(([role, scope]) => `${role}, \`${scope}\``);
  const { problems } = phrases('en');
  const body = [
    '<p><a href="/docs">REST API</a> · <a href="#permissions">Permissions</a> · <a href="#problems">Problems</a> · <a href="#settings">Settings</a></p>',
    '<h2 id="permissions">Permissions</h2>',
    paragraph(
      'Routes under `/v1` need a key with the scope, pages of the console a session of a person with the role. Without either, `–` is answered with 401; with one that does not suffice, with 403. Some routes check more than the scope, such as who owns a subscription.',
    ),
    table(['route', 'no key', ...roles, '`bounces`', '`metrics`'], routes.map(permissionsOf).sort(byFirst)),
    '<h2 id="problems">Problems</h2>',
    table(
      ['code', 'status', 'title'],
      Object.entries(statusOf)
        .map(([code, status]) => [`\`${code}\``, String(status), problems[code as keyof typeof problems].title])
        .sort(byFirst),
    ),
    '<h2 id="settings">Settings</h2>',
    paragraph('Environment variables. `jalon` is the command line; `jalon start` passes those of api and worker on.'),
    table(
      ['setting', 'read by', 'default', 'meaning'],
      settingsReference().map(({ name, programs, defaultText, description }) => [
        mayBeFile(name) ? `\`${name}\`, \`${fileVariable(name)}\`` : `\`${name}\``,
        programs.join(', '),
        defaultText,
        description,
      ]),
    ),
  ].join('\n');
  return framed({ title: 'Permissions, problems and settings', style, body }, 'en');
}

function permissionsOf({ method, url, need = 'nothing' }: KnownRoute): string[] {
  const stranger = need === 'nothing' ? 'yes' : need === 'public-read' ? '`PUBLIC_READ`' : '–';
  return [`\`${method} ${url}\``, stranger, ...scopesShown.map((scope) => (allows(need, scope) ? 'yes' : '–'))];
}

const allows = (need: Need, scope: Scope): boolean =>
  need === 'nothing' || withIncluded([scope]).has(need === 'public-read' ? 'read' : need);

const byFirst = ([one = '']: string[], [other = '']: string[]): number => (one < other ? -1 : 1);

const paragraph = (text: string): string => `<p>${marked(text)}</p>`;

/** Of links to pages of the documentation, only the text is shown: they are not served. */
const cell = (markdown: string): string => marked(markdown.replaceAll(/\[([^[\]]*)\]\([^()]*\)/g, '$1'));

const table = (head: readonly string[], rows: readonly string[][]): string =>
  [
    `<table>\n<tr>${head.map((text) => `<th>${cell(text)}</th>`).join('')}</tr>`,
    ...rows.map((row) => `<tr>${row.map((text) => `<td>${cell(text)}</td>`).join('')}</tr>`),
    '</table>',
  ].join('\n');
