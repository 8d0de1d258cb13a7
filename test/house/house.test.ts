/** ARCHITECTURE.md, kept true: layers, circles, doors, and the habits a reader relies on. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, it } from 'node:test';

const FILES = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => join('src', file))
  .sort();
const SOURCE = new Map(FILES.map((file) => [file, readFileSync(file, 'utf8')]));

/** Own files as paths from the root: a kernel's bytes are told of by its declaration. */
function pathOf(file: string, target: string): string {
  return target.startsWith('.') ? normalize(join(dirname(file), target)).replace(/\.wat\.js$/, '.wat.d.ts') : target;
}

/** Everything a file imports, types and `import()` included: own files as paths from the root, libraries by name. */
const IMPORTS = new Map(
  FILES.map((file) => {
    const text = (SOURCE.get(file) as string).replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
    const found = [...text.matchAll(/\bfrom\s+'([^']+)'|\bimport\(\s*'([^']+)'\s*\)|^\s*import\s+'([^']+)'/gm)];
    const targets = found.map(([, a, b, c]) => (a ?? b ?? c) as string);
    return [file, targets.map((target) => pathOf(file, target))];
  }),
);

/** What is loaded together with a file: neither types nor what `import()` fetches later. */
function loadedWith(file: string): string[] {
  const statements = (SOURCE.get(file) as string).matchAll(/^(?:import|export)\s(?!type\b)(?:[^;']*?\bfrom\s)?'([^']+)';/gm);
  return [...statements].map(([, target]) => pathOf(file, target as string));
}

/** Rooms and the rooms they may import from, besides themselves. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'src/problems': [],
  'src/wasm': [],
  'src/stats': ['src/wasm'],
  'src/sim/kernel': ['src/wasm'],
  'src/sim/policies': [],
  'src/sim/world': ['src/sim/kernel'],
  'src/sim/plan': ['src/stats', 'src/sim/kernel', 'src/sim/policies', 'src/sim/world'],
  'src/sim/records': ['src/sim/plan'],
  'src/sim/summary': ['src/stats', 'src/sim/kernel', 'src/sim/plan', 'src/sim/records'],
  'src/sim/engine': [
    'src/wasm',
    'src/sim/policies',
    'src/sim/kernel',
    'src/sim/world',
    'src/sim/plan',
    'src/sim/records',
    'src/sim/summary',
  ],
  'src/sim': ['src/sim/engine', 'src/sim/plan', 'src/sim/summary'],
  'src/models': ['src/problems', 'src/stats'],
  'src/guests': ['src/problems', 'src/sim/plan', 'src/sim/policies'],
  'src/scenario': [
    'src/guests',
    'src/problems',
    'src/models',
    'src/weather',
    'src/sim',
    'src/sim/plan',
    'src/sim/policies',
    'src/sim/summary',
  ],
  'src/weather': ['src/problems', 'src/stats', 'src/sim/kernel', 'src/sim/world', 'src/sim/plan'],
  'src/report': [
    'src/problems',
    'src/stats',
    'src/models',
    'src/sim',
    'src/sim/plan',
    'src/sim/records',
    'src/sim/summary',
    'src/optimize/search',
  ],
  'src/page': ['src/scenario', 'src/sim', 'src/sim/kernel', 'src/sim/plan', 'src/sim/summary'],
  'src/report/page': [
    'src/page',
    'src/report',
    'src/problems',
    'src/models',
    'src/scenario',
    'src/sim',
    'src/sim/kernel',
    'src/sim/plan',
    'src/sim/summary',
  ],
  'src/optimize/search': [
    'src/problems',
    'src/stats',
    'src/models',
    'src/scenario',
    'src/sim/kernel',
    'src/sim/policies',
    'src/sim/plan',
    'src/sim/engine',
    'src/sim/summary',
  ],
  'src/optimize': ['src/sim/kernel', 'src/sim/world', 'src/sim/plan'],
  'src/reproduce': ['src', 'src/problems', 'src/models', 'src/scenario', 'src/report', 'src/optimize', 'src/sim/plan', 'src/sim/summary'],
  'src/verify/theory': [],
  'src/verify': [
    'src/verify/theory',
    'src/stats',
    'src/sim/kernel',
    'src/sim/plan',
    'src/sim/records',
    'src/sim/engine',
    'src/sim/summary',
  ],
  'src/threads': ['src/guests', 'src/sim/kernel', 'src/sim/policies', 'src/sim/plan', 'src/sim/engine', 'src/sim/summary'],
  src: [
    'src/sim/kernel',
    'src/threads',
    'src/problems',
    'src/models',
    'src/optimize',
    'src/scenario',
    'src/sim',
    'src/sim/engine',
    'src/sim/plan',
    'src/sim/policies',
    'src/sim/records',
    'src/sim/summary',
  ],
  'src/cli': [
    'src',
    'src/sim',
    'src/sim/engine',
    'src/sim/plan',
    'src/problems',
    'src/models',
    'src/scenario',
    'src/report',
    'src/report/page',
    'src/page',
    'src/optimize/search',
    'src/weather',
    'src/verify',
    'src/reproduce',
    'src/optimize',
    'src/sim/world',
    'src/sim/summary',
  ],
};

/** Libraries and the files that may import them: one door each (a schema library has a door a schema). */
const DOORS: Readonly<Record<string, readonly string[]>> = {
  '@noble/hashes': ['src/sim/kernel/sha256.ts'],
  seedrandom: ['src/sim/kernel/random-stream.ts'],
  'onnxruntime-node': ['src/models/inference.ts'],
  piscina: ['src/threads/crew.ts'],
  pngjs: ['src/models/codecs/png.ts'],
  'jpeg-js': ['src/models/codecs/jpeg.ts'],
  hyparquet: ['src/models/parquet.ts'],
  'hyparquet-writer': ['src/models/parquet.ts'],
  yaml: ['src/scenario/yaml-source.ts'],
  zod: [
    'src/models/calibration-file.ts',
    'src/models/manifest.ts',
    'src/models/timing-file.ts',
    'src/report/distributions-schema.ts',
    'src/report/optimum-schema.ts',
    'src/report/result-schema.ts',
    'src/scenario/schema.ts',
    'src/scenario/schema-problems.ts',
    'src/scenario/scenario-json-schema.ts',
    ...['adaptive', 'custom', 'ddnn', 'fields', 'link', 'policy', 'queue', 'run', 'tier', 'weather', 'workload'].map(
      (file) => `src/scenario/schema/${file}.ts`,
    ),
  ],
  '@resvg/resvg-js': ['src/report/png.ts'],
  vega: ['src/report/render.ts', 'src/page/browser/draw.ts'],
  'vega-interpreter': ['src/page/browser/draw.ts'],
  'vega-lite': ['src/report/render.ts'],
  yargs: ['src/cli/main.ts'],
};

/** `src/report/charts/x.ts` lies in room `src/report`. */
function roomOf(file: string): string {
  let folder = dirname(file);
  while (!(folder in MAY_IMPORT)) {
    assert.notEqual(folder, '.', `${file} lies in no room of ARCHITECTURE.md`);
    folder = dirname(folder);
  }
  return folder;
}

const own = (file: string) => (IMPORTS.get(file) ?? []).filter((target) => target.startsWith('src'));
const libraries = (file: string) => (IMPORTS.get(file) ?? []).filter((target) => !target.startsWith('src'));

describe('the house', () => {
  it('has files to look at, and every import leads to one', () => {
    assert.ok(FILES.length > 50);
    for (const file of FILES) for (const target of own(file)) assert.ok(SOURCE.has(target), `${file} imports ${target}`);
  });

  it('lets data flow one way: a room imports from the rooms below it only', () => {
    const wrong = FILES.flatMap((file) => {
      const room = roomOf(file);
      return own(file)
        .filter((target) => roomOf(target) !== room && !(MAY_IMPORT[room] as readonly string[]).includes(roomOf(target)))
        .map((target) => `${file} imports ${target}`);
    });
    assert.deepEqual(wrong, []);
  });

  it('has no circle, types included', () => {
    const done = new Set<string>();
    const visit = (file: string, path: readonly string[]): void => {
      assert.ok(!path.includes(file), `circle: ${[...path.slice(path.indexOf(file)), file].join(' -> ')}`);
      if (done.has(file)) return;
      for (const target of own(file)) visit(target, [...path, file]);
      done.add(file);
    };
    for (const file of FILES) visit(file, []);
  });

  it('has one door a library', () => {
    const wrong = FILES.flatMap((file) =>
      libraries(file)
        .filter((target) => !target.startsWith('node:'))
        .map((target) => (target.startsWith('@') ? target.split('/').slice(0, 2).join('/') : (target.split('/')[0] as string)))
        .filter((library) => !DOORS[library]?.includes(file))
        .map((library) => `${file} imports ${library}`),
    );
    assert.deepEqual(wrong, []);
  });

  it('loads no library but that of the command line until a command runs', () => {
    const loaded = new Set<string>();
    const load = (file: string): void => {
      if (loaded.has(file)) return;
      loaded.add(file);
      for (const target of loadedWith(file)) if (SOURCE.has(target)) load(target);
    };
    load('src/cli/main.ts');
    const found = [...loaded].filter((target) => SOURCE.has(target)).flatMap((file) => loadedWith(file).filter((to) => !SOURCE.has(to)));
    assert.deepEqual(
      [...new Set(found)].filter((library) => !library.startsWith('node:')),
      ['yargs'],
    );
  });

  it('keeps the simulator and the abacus free of any platform', () => {
    for (const file of FILES.filter((name) => /^src\/(wasm|sim|stats|verify|optimize\/partition)\//.test(name))) {
      assert.deepEqual(
        libraries(file).filter((target) => target.startsWith('node:')),
        [],
        file,
      );
      assert.doesNotMatch(SOURCE.get(file) as string, /\bMath\.random\b|\bDate\b|\bprocess\./, file);
    }
  });

  it('has a declaration and an opening comment for every kernel, and a kernel for every declaration', () => {
    const kernels = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.wat'));
    assert.deepEqual(
      kernels.map((file) => join('src', `${file}.d.ts`)).sort(),
      FILES.filter((file) => file.endsWith('.wat.d.ts')),
    );
    for (const file of kernels) assert.match(readFileSync(join('src', file), 'utf8'), /^;; /, file);
  });

  it('opens every file with what it is', () => {
    for (const file of FILES.filter((name) => !name.endsWith('.d.ts'))) assert.match(SOURCE.get(file) as string, /^\/\*\*/, file);
  });

  it('names files in kebab-case and keeps them small enough to know', () => {
    for (const file of FILES) {
      assert.match(file, /^src\/(?:[a-z0-9-]+\/)*[a-z0-9-]+(?:\.wat)?(?:\.d)?\.ts$/);
      const lines = (SOURCE.get(file) as string).split('\n').length;
      assert.ok(lines <= 350, `${file} has ${lines} lines`);
    }
  });

  it('is described room by room in ARCHITECTURE.md', () => {
    const text = readFileSync('ARCHITECTURE.md', 'utf8');
    for (const room of Object.keys(MAY_IMPORT)) assert.ok(text.includes(`\`${room}/\``) || room === 'src', room);
  });
});
