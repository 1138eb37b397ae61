// The editor's workers, from files of our own.
import EditorWorker from 'monaco-editor/esm/vs/editor/editor.worker.js?worker';
import JsonWorker from 'monaco-editor/esm/vs/language/json/json.worker.js?worker';
import GraphqlWorker from 'monaco-graphql/esm/graphql.worker.js?worker';

export function makeWorker(_id: string, label: string): Worker {
  if (label === 'json') return new JsonWorker();
  return label === 'graphql' ? new GraphqlWorker() : new EditorWorker();
}
