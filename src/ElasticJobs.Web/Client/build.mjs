// Builds the console's JavaScript views. Same sources and lock file, same bytes: no source maps, times or machine paths in the output.
import { build } from 'esbuild';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const argument = name => {
  const index = process.argv.indexOf(`--${name}`);
  return index > 0 ? process.argv[index + 1] : undefined;
};

const common = {
  absWorkingDir: here,
  bundle: true,
  charset: 'utf8',
  target: 'es2022',
  sourcemap: false,
  logLevel: 'warning',
};

const tests = argument('tests');
if (tests) {
  const outdir = resolve(here, tests);
  await rm(outdir, { recursive: true, force: true });
  const entryPoints = (await readdir(resolve(here, 'test'))).filter(name => name.endsWith('.test.ts')).map(name => `test/${name}`);
  await build({ ...common, entryPoints, outdir, format: 'esm', platform: 'node', outExtension: { '.js': '.test.js' }, entryNames: '[name]' });
} else {
  const outdir = resolve(here, argument('out') ?? '../../../wwwroot/dist');
  await rm(outdir, { recursive: true, force: true });
  const bundles = { ...common, outdir, minify: true, legalComments: 'none', metafile: true, platform: 'browser', define: { 'process.env.NODE_ENV': '"production"' } };
  const modules = ['canvas', 'log', 'chart', 'terminal', 'page'].map(name => `src/${name}.ts`);
  const built = [
    await build({ ...bundles, entryPoints: modules, format: 'esm' }),
    await build({ ...bundles, entryPoints: ['src/boot.ts'], format: 'iife' }),
  ];
  await writeFile(resolve(outdir, 'LICENSES.txt'), await licences(built.flatMap(result => Object.keys(result.metafile.inputs))));
}

/** The licence texts of the packages whose code is in the bundles. */
async function licences(inputs) {
  const names = new Set(inputs.map(path => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]).filter(Boolean));
  const parts = [];
  for (const name of [...names].sort()) {
    const folder = resolve(here, 'node_modules', name);
    const { version, license } = JSON.parse(await readFile(resolve(folder, 'package.json'), 'utf8'));
    const file = (await readdir(folder)).sort().find(entry => /^(licen[cs]e|copying)/i.test(entry));
    const text = file ? (await readFile(resolve(folder, file), 'utf8')).replace(/\r\n/g, '\n').trim() : `Licence: ${license}`;
    parts.push(`${name} ${version}\n\n${text}\n`);
  }
  return parts.join(`\n${'-'.repeat(80)}\n\n`);
}
