// Every page of the application, filled with what the journeys made.
import { ask } from './api.mjs';

export async function pages(admin, { table, view, pipelineRun, term, standard, standardColumn }) {
  const sources = await ask(admin, 'Sources', {});
  const source = sources.sources.nodes[0].id;
  const runs = await ask(admin, 'Runs', { filter: { source } });
  const run = runs.runs.nodes[0].id;
  return [
    { name: 'home', path: '/' },
    { name: 'search', path: '/search?q=orders' },
    { name: 'search without a hit', path: '/search?q=zzzzqqqq' },
    { name: 'browse', path: '/browse' },
    { name: 'asset', path: `/a/${table}` },
    { name: 'asset, columns', path: `/a/${table}?tab=columns` },
    { name: 'asset, lineage', path: `/a/${view}?tab=lineage` },
    { name: 'asset, usage', path: `/a/${table}?tab=usage&days=90` },
    { name: 'asset, history', path: `/a/${table}?tab=history` },
    { name: 'asset, raw', path: `/a/${table}?tab=raw` },
    { name: 'asset that does not exist', path: '/a/00000000-0000-7000-8000-000000000000' },
    { name: 'lineage without a focus', path: '/lineage' },
    { name: 'lineage', path: `/lineage?focus=${view}&sel=n~${view}` },
    { name: 'lineage as a table', path: `/lineage?focus=${view}&view=table` },
    { name: 'what breaks', path: `/what-if?asset=${table}` },
    { name: 'what breaks, a script', path: '/what-if?mode=ddl' },
    { name: 'glossary', path: '/glossary' },
    { name: 'term', path: term },
    { name: 'data standards', path: '/standards' },
    { name: 'codes of a standard', path: standard },
    { name: 'columns of a standard', path: `${standard}&tab=columns` },
    { name: 'values of a column', path: standardColumn },
    { name: 'sources', path: '/sources' },
    { name: 'source', path: `/sources/${source}` },
    { name: 'source form', path: `/sources/${source}/edit` },
    { name: 'connectors', path: '/sources/new' },
    { name: 'runs', path: '/runs' },
    { name: 'run', path: `/runs/${run}` },
    { name: 'pipelines', path: '/pipelines' },
    { name: 'run of a pipeline', path: pipelineRun },
    { name: 'SQL understood', path: '/sql' },
    { name: 'changes', path: '/changes' },
    { name: 'held removals', path: '/held' },
    { name: 'departments', path: '/admin/organisation' },
    { name: 'teams', path: '/admin/organisation?tab=teams' },
    { name: 'users', path: '/admin/users' },
    { name: 'roles', path: '/admin/roles' },
    { name: 'built-in role', path: '/admin/roles?role=admin' },
    { name: 'new role', path: '/admin/roles?role=new' },
    { name: 'policies, tried as somebody', path: '/admin/policies?as=vera' },
    { name: 'new policy', path: '/admin/policies?policy=new' },
    { name: 'sessions', path: '/admin/sessions' },
    { name: 'audit log', path: '/admin/audit' },
    { name: 'audit log without a hit', path: '/admin/audit?user=nobody' },
    { name: 'exceptions', path: '/admin/exceptions' },
    { name: 'account', path: '/me' },
  ];
}
