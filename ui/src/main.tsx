// Start: theme, texts, router. Nothing here knows a feature.
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { CSPProvider } from '@base-ui/react/csp-provider';
import { ApiError } from './app/gql';
import { startI18n } from './app/i18n';
import { followSession, makeRouter } from './app/router';
import { sessionQuery } from './app/session';
import { applySettings } from './app/theme';
import { installTrustedTypes } from './app/trusted';
import { Toasts } from './kit/toast/toast';
import './tokens/tokens.css';

const RETRIES = 2;

const client = new QueryClient({
  queryCache: new QueryCache(),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // Only what may pass by itself is worth asking again.
      retry: (count, error) => count < RETRIES && error instanceof ApiError && error.code === 'UNAVAILABLE',
      refetchOnWindowFocus: false,
    },
  },
});

async function start(): Promise<void> {
  installTrustedTypes();
  applySettings();
  // Who is signed in is asked while the texts arrive; the first route waits for both.
  void client.prefetchQuery(sessionQuery);
  await startI18n();
  const router = makeRouter(client);
  followSession(client, router);
  const root = document.getElementById('root');
  if (!root) throw new Error('index.html has no #root');
  createRoot(root).render(
    <StrictMode>
      <CSPProvider disableStyleElements>
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
          <Toasts />
        </QueryClientProvider>
      </CSPProvider>
    </StrictMode>,
  );
}

void start();
