// GraphiQL's page, for those who may write their own GraphQL: a page of its own,
// because its editor needs a policy of its own. What keeps that policy comes
// first; the rest is fetched behind it.
import { giveNonceToStyles, installTrustedTypes, makeEditorPolicy } from './policy';
import { makeWorker } from './workers';

installTrustedTypes();
giveNonceToStyles();
// Where the editor looks for its surroundings.
Object.assign(globalThis, { MonacoEnvironment: { getWorker: makeWorker, createTrustedTypesPolicy: makeEditorPolicy } });
void import('./console').then(({ show }) => show());
