// GraphiQL over the session: the cookie comes along, requests carry the header
// that foreign pages cannot set, subscriptions go over the socket. What is
// written is kept for this tab only, and headers, which may hold tokens, never.
import '@graphiql/react/style.css';
import '@graphiql/plugin-doc-explorer/style.css';
import '@graphiql/plugin-history/style.css';
import 'graphiql/graphiql.css';
import { createGraphiQLFetcher, type Fetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { type DocumentNode, parse } from 'graphql';
import { createClient } from 'graphql-ws';
import { createRoot } from 'react-dom/client';
import './console.css';

// Names, which are the same in every language; GraphiQL itself speaks English only.
const NAME = 'GraphiQL';
const HOME = 'Cadastre';
const FIRST_QUERY = `# Ctrl-Enter runs, Ctrl-Space completes, Alt-click explains.
{
  me {
    name
    role
    permissions
  }
}
`;

/** Where subscriptions go, beside the page itself. */
function socketUrl(): string {
  const url = new URL('/graphql/ws', location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}

/** The document of a text; none when it cannot be read, which the server then says better. */
function read(text: string): DocumentNode | undefined {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

function makeFetcher(): Fetcher {
  const send = createGraphiQLFetcher({
    url: '/graphql',
    headers: { 'X-Cadastre-Csrf': '1' },
    wsClient: createClient({ url: socketUrl() }),
  });
  return (asked, options) => {
    // GraphiQL reads a text a moment after it was written; what runs right away would be taken for what stood there before.
    const document = read(asked.query);
    return send(asked, document ? { ...options, documentAST: document } : options);
  };
}

export function show(): void {
  const root = document.getElementById('graphiql');
  if (!root) throw new Error('graphiql.html has no #graphiql');
  const fetcher = makeFetcher();
  const theme = document.documentElement.dataset['theme'];
  createRoot(root).render(
    <main>
      <h1>{NAME}</h1>
      <GraphiQL fetcher={fetcher} storage={sessionStorage} shouldPersistHeaders={false} showPersistHeadersSettings={false} forcedTheme={theme === 'light' || theme === 'dark' ? theme : 'system'} initialQuery={FIRST_QUERY} defaultEditorToolsVisibility="variables">
        <GraphiQL.Logo>
          <a href="/">{HOME}</a>
        </GraphiQL.Logo>
      </GraphiQL>
    </main>,
  );
}
