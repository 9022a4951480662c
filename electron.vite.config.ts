import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { aliases, nodeTarget } from './vite.engine.config.js';

const root = import.meta.dirname;

/**
 * The shell, the preload and the renderer. The engine has a build of its own (vite.engine.config.ts): built together,
 * the bundler may put shared code into the engine's entry, and the shell would load the engine.
 * Targets are those of the oldest Electron that tests run on; electron-vite does not know the newest.
 */
export default defineConfig({
  main: {
    resolve: { alias: aliases },
    build: {
      target: nodeTarget,
      emptyOutDir: false,
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: resolve(root, 'src-main/main.ts') },
        output: { format: 'cjs', entryFileNames: '[name].js', chunkFileNames: 'index-[name].js' },
      },
    },
  },
  preload: {
    resolve: { alias: aliases },
    build: {
      target: nodeTarget,
      // A sandboxed preload cannot require packages: everything is in the one file.
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: resolve(root, 'src-main/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].js' },
      },
    },
  },
  renderer: {
    root: resolve(root, 'src-renderer'),
    plugins: [react()],
    resolve: { alias: aliases },
    build: {
      target: 'chrome114',
      outDir: resolve(root, 'out/renderer'),
      minify: true,
      emptyOutDir: true,
      // The polyfill fetches, which the content security policy refuses; Chromium needs none.
      modulePreload: { polyfill: false },
      // A data: URL in a style sheet would be refused as well.
      assetsInlineLimit: 0,
      rolldownOptions: { input: resolve(root, 'src-renderer/index.html') },
    },
  },
});
