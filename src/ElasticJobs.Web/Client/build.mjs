// Builds the console's JavaScript views. Same sources and lock file, same bytes: no source maps, times or machine paths in the output.
import { build } from 'esbuild';
import { readdir, rm } from 'node:fs/promises';
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
  const bundles = { ...common, outdir, minify: true, legalComments: 'linked', platform: 'browser', define: { 'process.env.NODE_ENV': '"production"' } };
  const modules = ['canvas', 'log', 'chart', 'terminal', 'page'].map(name => `src/${name}.ts`);
  await build({ ...bundles, entryPoints: modules, format: 'esm' });
  await build({ ...bundles, entryPoints: ['src/boot.ts'], format: 'iife' });
}
