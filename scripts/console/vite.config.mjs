// The vite configuration of the console: hashed names in one folder, nothing inline, no other host. `npx vite -c
// scripts/console/vite.config.mjs` serves it from the sources and passes calls on to a running service (DEVAUTH_SERVER).
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../src/console/', import.meta.url));
const service = process.env.DEVAUTH_SERVER ?? 'http://127.0.0.1:8080';
const passed = ['/console/api', '/console/session', '/console/config'];

export default {
  root,
  base: '/console/',
  publicDir: fileURLToPath(new URL('../../src/console/public/', import.meta.url)),
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: fileURLToPath(new URL('../../dist/console/', import.meta.url)),
    emptyOutDir: true,
    assetsDir: '',
    assetsInlineLimit: 0,
    modulePreload: false,
    target: 'es2022',
    cssTarget: ['chrome123', 'firefox121', 'safari17.5'], // the first ones that have both light-dark() and :has()
    license: false,
  },
  server: { proxy: Object.fromEntries(passed.map((path) => [path, { target: service, changeOrigin: true }])) },
  logLevel: 'warn',
};
