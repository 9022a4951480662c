import { resolve } from 'node:path';
import { defineConfig } from 'vite';

const root = import.meta.dirname;

/** Node of the oldest Electron that the tests run on. */
export const nodeTarget = 'node18';

export const aliases = [
  { find: /^@engine$/, replacement: resolve(root, 'src-main/engine/index.ts') },
  { find: /^@shared\//, replacement: `${resolve(root, 'src-shared')}/` },
];

/** Packages that cannot be bundled: their own data files or native parts stand beside their code. */
export const external = [/^@electric-sql\/pglite(\/.*)?$/, 'fs-native-extensions', 'pg-native', 'electron'];

/**
 * The engine process and the command line, as CommonJS for plain Node. Everything else is bundled, because many
 * packages are ES modules only and cannot be required by Node 18.
 */
export default defineConfig({
  root,
  publicDir: false,
  resolve: { alias: aliases },
  ssr: { noExternal: true, target: 'node' },
  build: {
    ssr: true,
    target: nodeTarget,
    outDir: resolve(root, 'out/main'),
    emptyOutDir: false,
    minify: false,
    reportCompressedSize: false,
    rolldownOptions: {
      external,
      input: {
        'engine-host': resolve(root, 'src-main/engine-host/main.ts'),
        cli: resolve(root, 'src-main/cli/main.ts'),
      },
      output: { format: 'cjs', entryFileNames: '[name].js', chunkFileNames: 'engine-[name].js' },
    },
  },
});
