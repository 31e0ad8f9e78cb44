import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { parseAllDocuments } from 'yaml';
import { SETTING_NAMES } from '#programs/program-settings.js';

const root = join(import.meta.dirname, '../..');
const folder = join(root, 'docs/kubernetes');

interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string };
  data?: Record<string, string>;
  stringData?: Record<string, string>;
  spec?: { template?: { metadata: { labels: Labels }; spec: PodSpec }; selector?: { matchLabels?: Labels } & Labels };
}

type Labels = Record<string, unknown>;

interface PodSpec {
  securityContext: object;
  containers: {
    env: { name: string; value: string }[];
    securityContext: object;
    resources: object;
    volumeMounts: { name: string; mountPath: string }[];
  }[];
  volumes: { name: string; secret?: { secretName: string; items?: { key: string; path: string }[] } }[];
}

const files = (await readdir(folder)).filter((file) => file !== 'kustomization.yaml').sort();
const manifests = (
  await Promise.all(
    files.map(async (file) =>
      // As Kubernetes reads it: 0440 is octal.
      parseAllDocuments(await readFile(join(folder, file), 'utf8'), { version: '1.1' }).map(
        (document) => document.toJS() as Manifest,
      ),
    ),
  )
).flat();
const ofKind = (kind: string) => manifests.filter((manifest) => manifest.kind === kind);
const pods = manifests.flatMap(({ spec, metadata }) =>
  spec?.template ? [{ ...spec.template, of: metadata.name }] : [],
);

/** The types of the Kubernetes API know every field: a literal may have no other, and no value of another type. */
function problemsOf(documents: readonly Manifest[]): string[] {
  const name = join(root, 'test/rules/manifests.ts');
  const lines = documents.map(({ apiVersion, kind, ...rest }, index) => {
    const [group, version = group] = apiVersion.split('/');
    const module = apiVersion === 'v1' ? 'core/v1' : `${group!.replace(/\..*/, '')}/${version!}`;
    const value = JSON.stringify({ apiVersion, kind, ...rest });
    return `export const _${index}: import('kubernetes-types/${module}').${kind} = ${value};`;
  });
  const options = { noEmit: true, strict: true, moduleResolution: ts.ModuleResolutionKind.Bundler, types: [] };
  const settings = { ...options, module: ts.ModuleKind.ESNext, lib: ['lib.es5.d.ts'] };
  const host = ts.createCompilerHost(settings);
  const getSourceFile = host.getSourceFile.bind(host);
  host.getSourceFile = (file, ...more) =>
    file === name ? ts.createSourceFile(name, lines.join('\n'), ts.ScriptTarget.ES2022) : getSourceFile(file, ...more);
  const program = ts.createProgram([name], settings, host);
  return ts
    .getPreEmitDiagnostics(program, program.getSourceFile(name))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

describe('the manifests of Kubernetes', () => {
  it('have no field and no type that the API does not know', () => {
    expect(problemsOf(manifests)).toEqual([]);
    const misspelt = structuredClone(ofKind('PodDisruptionBudget')[0]!);
    Object.assign(misspelt.spec!, { minAvailible: 1 });
    expect(problemsOf([misspelt]).join()).toMatch(/minAvailible.* does not exist in type 'PodDisruptionBudgetSpec'/);
  });

  it('are all in the kustomization, but for the example of a secret', async () => {
    const kustomization = await readFile(join(folder, 'kustomization.yaml'), 'utf8');
    for (const file of files)
      expect([file, kustomization.includes(`- ${file}\n`)]).toEqual([file, !file.includes('example')]);
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
    expect(kustomization).toContain(`newTag: '${version}'`);
  });

  it('contain every pod as the restricted standard asks', () => {
    expect(pods.map(({ of }) => of)).toEqual(['jalon-api', 'jalon-migrate', 'jalon-worker']);
    for (const { spec } of pods) {
      expect(spec).toMatchObject({ automountServiceAccountToken: false, enableServiceLinks: false });
      expect(spec.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
      for (const { securityContext, resources } of spec.containers) {
        expect(securityContext).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
        expect(resources).toMatchObject({ requests: expect.any(Object), limits: expect.any(Object) });
      }
    }
  });

  it('set only what Jalon knows', () => {
    const set = pods.flatMap(({ spec }) => spec.containers.flatMap(({ env }) => env.map(({ name }) => name)));
    expect([...SETTING_NAMES]).toEqual(expect.arrayContaining([...set, ...Object.keys(ofKind('ConfigMap')[0]!.data!)]));
  });

  it('mount every secret that a setting names, and the example has each of their keys', () => {
    for (const { spec } of pods) {
      const mounted = spec.volumes.flatMap(({ name, secret }) => {
        if (!secret) return [];
        const example = ofKind('Secret').find(({ metadata }) => metadata.name === secret.secretName)!;
        const keys = Object.keys(example.stringData!);
        const path = spec.containers[0]!.volumeMounts.find((mount) => mount.name === name)!.mountPath;
        const items = secret.items ?? keys.map((key) => ({ key, path: key }));
        expect(keys).toEqual(expect.arrayContaining(items.map(({ key }) => key)));
        return items.map((item) => `${path}/${item.path}`);
      });
      const named = spec.containers.flatMap(({ env }) => env.filter(({ name }) => name.endsWith('_FILE')));
      expect(named.map(({ value }) => value).sort()).toEqual(mounted.sort());
    }
  });

  it('select pods that are there', () => {
    const labels = pods.map((pod) => pod.metadata.labels);
    for (const { kind, metadata, spec } of manifests) {
      const selector = spec?.selector?.matchLabels ?? (kind === 'Service' ? spec?.selector : undefined);
      if (selector) expect([metadata.name, labels]).toEqual([metadata.name, expect.arrayContaining([selector])]);
    }
  });
});
