import { join } from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { CALL, collect } from './scripts/documents.mjs';

const SERVER = process.env['CADASTRE_URL'] ?? 'http://127.0.0.1:7878';

/**
 * Replaces each graphql(`…`) by `{ id, name }`, so that documents do not travel
 * to the browser. The development server adds the text, because its server may
 * have been built before the document was written.
 */
function trustedDocuments(): Plugin {
  const root = join(import.meta.dirname, 'src');
  let development = false;
  return {
    name: 'trusted-documents',
    enforce: 'pre',
    configResolved(config) {
      development = config.command === 'serve' && !process.env['VITEST'];
    },
    transform(code, id) {
      if (!id.startsWith(root) || id.includes('/gql/') || !code.includes('graphql(`')) return null;
      const documents = new Map(collect(root).map((document) => [document.source, document]));
      const replaced = code.replace(CALL, (_call, source: string) => {
        const document = documents.get(source);
        if (!document) throw new Error(`${id}: unknown document`);
        return JSON.stringify({ id: document.id, name: document.name, ...(development ? { text: document.text } : {}) });
      });
      return { code: replaced, map: null };
    },
  };
}

export default defineConfig({
  plugins: [trustedDocuments(), react(), tailwindcss()],
  build: {
    target: 'es2023',
    sourcemap: false,
    // An inlined asset would be a data: URL, which the policy allows for images only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    manifest: 'manifest.json',
    // GraphiQL's editor is one large file; scripts/check-budget.mjs knows it by name.
    chunkSizeWarningLimit: 3000,
    rolldownOptions: {
      // GraphiQL is a page apart: its editor needs a policy that no other page has.
      input: ['index.html', 'graphiql.html'],
      onLog(level, log, report) {
        // A note of React's compiler that libraries of GraphiQL carry; it says nothing to this build.
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') report(level, log);
      },
      output: {
        codeSplitting: {
          // One file of texts per language: smaller together than two dozen apart.
          groups: [
            { name: 'shell-en', test: /src\/(app|kit)\/locales\/en\.json$/ },
            { name: 'shell-zh', test: /src\/(app|kit)\/locales\/zh\.json$/ },
            // Those of KPIs, cost, health and insights are many, and few pages need them.
            { name: 'worth-en', test: /features\/worth\/locales\/en\.json$/ },
            { name: 'worth-zh', test: /features\/worth\/locales\/zh\.json$/ },
            { name: 'texts-en', test: /features\/[^/]+\/locales\/en\.json$/ },
            { name: 'texts-zh', test: /features\/[^/]+\/locales\/zh\.json$/ },
            // Small parts that most pages use: together they are one request.
            { name: 'parts', test: /src\/kit\/(code|csv|field|highlight|popover|run-chip|safe-html|select)\/|@tanstack\/react-query\/.*(useMutation|useInfiniteQuery)/ },
            { name: 'shell', test: /src\/(app\/(keys|events|recent|places|gql|suggestions|queries|search-box|theme|session|commit-names|commit-summary)|kit\/(button|chip|copy|format|icon|kbd|meter|page|skeleton|states|time|tooltip|typeahead|toast|cx))/ },
          ],
        },
      },
    },
  },
  worker: { format: 'es' },
  server: {
    host: '127.0.0.1',
    port: 5173,
    // The server compares where a request comes from with the host it is for, so the host has to stay.
    proxy: { '/graphql': { target: SERVER, changeOrigin: false }, '/api': { target: SERVER, changeOrigin: false } },
  },
  test: {
    restoreMocks: true,
    testTimeout: 30_000,
    maxWorkers: 2,
    // Pure logic needs no document; making one costs more than those tests.
    projects: [
      { extends: true, test: { name: 'logic', environment: 'node', include: ['src/**/*.test.ts'] } },
      { extends: true, test: { name: 'pages', environment: 'jsdom', include: ['src/**/*.test.tsx'], setupFiles: ['src/test-setup.ts'] } },
    ],
  },
});
