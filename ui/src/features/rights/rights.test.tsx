import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { openApp } from '../../test-app';
import { RIGHTS } from '../../test-rights';

const vera = { id: 'u-vera', name: 'vera' };
const sales = { id: 'd-sales', name: 'Sales', parent: null, members: [vera] };
const inside = { id: 'd-inside', name: 'Inside sales', parent: 'd-sales', members: [] };
const payroll = { id: 't-pay', name: 'Payroll', description: 'Pays', department: 'd-sales', fedBy: ['scim/Pay'], fed: [], members: [vera] };
const Organisation = { data: { organisation: { departments: [inside, sales], teams: [payroll] } } };

test('a reader sees departments with their people and teams, and no way to change them', async () => {
  await openApp({ path: '/admin/organisation?at=d-sales', role: 'VIEWER', network: { Organisation } });
  const tree = await screen.findByRole('tree', { name: 'Departments' });
  expect(tree).toBeTruthy();
  expect(await screen.findByRole('heading', { name: 'Sales' })).toBeTruthy();
  expect(screen.getByText('vera')).toBeTruthy();
  expect(screen.getByText('Payroll')).toBeTruthy();
  for (const name of ['New department', 'Add below', 'Change', 'Delete']) expect(screen.queryByRole('button', { name })).toBeNull();
});

test('somebody without the right is refused by the page itself, and nothing is asked', async () => {
  const app = await openApp({ path: '/admin/organisation', role: 'MEMBER' });
  expect(await screen.findByRole('heading', { name: 'You may not see this' })).toBeTruthy();
  expect(app.sent).toEqual([]);
});

test('a department is added below another with people found by name, and the refusal stands at its field', async () => {
  let isRefused = true;
  const SaveDepartment = () => {
    if (!isRefused) return { data: { saveDepartment: { id: 'd-new' } } };
    isRefused = false;
    return { code: 'CONFLICT', message: 'there is a department `East` already' };
  };
  const Members = { data: { people: [{ id: 'u-bo', name: 'bo', displayName: 'Bo' }] } };
  const app = await openApp({ path: '/admin/organisation?at=d-sales', network: { Organisation, SaveDepartment, Members } });
  await userEvent.click(await screen.findByRole('button', { name: 'Add below' }));
  const dialog = await screen.findByRole('dialog');
  await userEvent.type(within(dialog).getByLabelText(/^Name/), 'East');
  await userEvent.type(within(dialog).getByRole('combobox', { name: 'Find people to add' }), 'bo');
  await userEvent.click(await within(dialog).findByRole('option', { name: /Bo/ }));
  expect(within(dialog).getByRole('button', { name: 'Take bo out' })).toBeTruthy();
  await userEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
  expect((await within(dialog).findByText('there is a department `East` already')).id).toBe(within(dialog).getByLabelText(/^Name/).getAttribute('aria-describedby'));
  await userEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(app.sent.filter(({ name }) => name === 'SaveDepartment').at(-1)?.variables).toEqual({ input: { name: 'East', parent: 'd-sales', members: ['u-bo'] } });
  expect(app.path()).toContain('at=d-new');
});

test('a department is moved without a word about its people, never below itself', async () => {
  const app = await openApp({ path: '/admin/organisation?at=d-sales', network: { Organisation, SaveDepartment: { data: { saveDepartment: { id: 'd-sales' } } } } });
  await userEvent.click(await screen.findByRole('button', { name: 'Change' }));
  const dialog = await screen.findByRole('dialog');
  const options = within(within(dialog).getByRole('combobox', { name: 'Below' })).getAllByRole('option');
  expect(options.map((option) => option.textContent)).toEqual(['Nothing: at the top']);
  await userEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(app.sent.find(({ name }) => name === 'SaveDepartment')?.variables).toEqual({ input: { id: 'd-sales', name: 'Sales', parent: null } }));
});

test('a department that something is in is not deleted, and the question says why', async () => {
  const DeleteDepartment = { code: 'CONFLICT', message: '1 people are in it; move them first' };
  await openApp({ path: '/admin/organisation?at=d-sales', network: { Organisation, DeleteDepartment } });
  await userEvent.click(await screen.findByRole('button', { name: 'Delete' }));
  const dialog = await screen.findByRole('dialog');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Delete' }));
  expect(await within(dialog).findByText('1 people are in it; move them first')).toBeTruthy();
});

test('an organisation without departments says what they are for, and offers to make one to who may', async () => {
  await openApp({ path: '/admin/organisation', network: { Organisation: { data: { organisation: { departments: [], teams: [] } } } } });
  expect(await screen.findByText('There are no departments yet')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'New department' })).toBeTruthy();
});

test('teams are listed with where they belong, and one is changed', async () => {
  const app = await openApp({ path: '/admin/organisation?tab=teams', network: { Organisation, OutsideGroups: { data: { outsideGroups: ['scim/Readers'] } }, SaveTeam: { data: { saveTeam: { id: 't-pay' } } } } });
  const row = await screen.findByRole('row', { name: /Payroll/ });
  expect(within(row).getByText('Sales')).toBeTruthy();
  await userEvent.click(within(row).getByRole('button', { name: 'Change Payroll' }));
  const dialog = await screen.findByRole('dialog');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Take vera out' }));
  await userEvent.type(within(dialog).getByRole('combobox', { name: 'Groups of elsewhere' }), 'scim/Readers{Enter}');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(app.sent.find(({ name }) => name === 'SaveTeam')?.variables).toEqual({ input: { id: 't-pay', name: 'Payroll', description: 'Pays', department: 'd-sales', members: [], fedBy: ['scim/Pay', 'scim/Readers'] } }));
});

const builtin = { id: 'admin', name: 'admin', description: '', level: 100, permits: ['READ_CATALOG'], scope: 'ALL', departments: [], people: 2, isBuiltin: true, fedBy: [], fed: [], members: [] };
const keeper = { ...builtin, id: 'r-keeper', name: 'keeper', level: 20, permits: ['READ_CATALOG', 'READ_SOURCES'], people: 1, isBuiltin: false, members: [vera] };
const chief = { ...keeper, id: 'r-chief', name: 'chief', level: 60 };
const button = (code: string, titleEn: string, needs: string) => ({ code, titleEn, titleZh: titleEn, needs });
const menus = [
  { code: 'catalog', path: '/browse', titleEn: 'Catalog', titleZh: '数据目录', needs: 'READ_CATALOG', buttons: [button('catalog:edit', 'Edit', 'EDIT_CATALOG')] },
  { code: 'sources', path: '/sources', titleEn: 'Sources', titleZh: '数据源', needs: 'READ_SOURCES', buttons: [button('sources:crawl', 'Start crawls', 'RUN_CRAWLS'), button('sources:delete', 'Delete sources', 'DELETE_SOURCES')] },
];
const roles = (myLevel: number) => ({ data: { organisation: { myLevel, departments: [{ id: 'd-sales', name: 'Sales', parent: null }], roles: [builtin, chief, keeper] }, menus } });

test('a role is put together from menus and buttons, with a scope of chosen departments', async () => {
  const app = await openApp({ path: '/admin/roles', network: { Roles: roles(100), SaveRole: { data: { saveRole: { id: 'r-keeper' } } } } });
  await userEvent.click(await screen.findByRole('button', { name: 'Change keeper' }));
  expect(app.path()).toContain('role=r-keeper');
  const dialog = await screen.findByRole('dialog');
  await userEvent.click(within(dialog).getByRole('checkbox', { name: 'Delete sources' }));
  await userEvent.click(within(dialog).getByRole('checkbox', { name: /^Catalog/ }));
  await userEvent.selectOptions(within(dialog).getByRole('combobox', { name: 'Sees which assets' }), 'CHOSEN');
  await userEvent.click(within(dialog).getByRole('checkbox', { name: 'Sales' }));
  await userEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
  await waitFor(() =>
    expect(app.sent.find(({ name }) => name === 'SaveRole')?.variables).toEqual({
      input: { id: 'r-keeper', name: 'keeper', description: '', level: 20, permits: ['READ_SOURCES', 'DELETE_SOURCES'], scope: 'CHOSEN', departments: ['d-sales'] },
    }),
  );
});

test('a built-in role and one that is as high as the reader are shown and cannot be changed', async () => {
  await openApp({ path: '/admin/roles', permissions: [...RIGHTS.VIEWER, 'MANAGE_ROLES'], network: { Roles: roles(60) } });
  expect(await screen.findByRole('button', { name: 'Look at Administrator' })).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Delete chief' })).toBeNull();
  expect(screen.getByRole('button', { name: 'Delete keeper' })).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Look at chief' }));
  const dialog = await screen.findByRole('dialog');
  expect(within(dialog).queryByRole('button', { name: 'Save' })).toBeNull();
  expect(within(dialog).getAllByRole<HTMLInputElement>('checkbox').every((box) => box.disabled)).toBe(true);
});

test('nobody can tick what they may not do themselves', async () => {
  await openApp({ path: '/admin/roles?role=new', permissions: [...RIGHTS.VIEWER, 'MANAGE_ROLES'], network: { Roles: roles(40) } });
  const dialog = await screen.findByRole('dialog');
  expect(within(dialog).getByRole<HTMLInputElement>('checkbox', { name: 'Delete sources' }).disabled).toBe(true);
  expect(within(dialog).getByRole<HTMLInputElement>('checkbox', { name: /^Sources/ }).disabled).toBe(false);
});

const policy = {
  id: 'p-pay',
  name: 'pay',
  description: '',
  effect: 'DENY',
  permissions: ['VIEW'],
  subjects: [{ kind: 'EVERYONE', name: null }],
  condition: null,
  kinds: [],
  until: null,
  isEnabled: true,
  assetIds: ['a-salary', 'a-gone'],
  sourceIds: [],
  assets: [{ id: 'a-salary', kind: 'COLUMN', name: 'salary', fullName: 'people.public.payroll.salary' }],
  sources: [],
};
const Policies = { data: { policies: [policy] } };

test('a policy is listed in words and turned off without losing anything it names', async () => {
  const app = await openApp({ path: '/admin/policies', network: { Policies, SavePolicy: { data: { savePolicy: { id: 'p-pay' } } } } });
  const row = await screen.findByRole('row', { name: /pay/ });
  for (const text of ['Takes', 'See', 'Everyone', 'people.public.payroll.salary, 1 that is not there any more', 'On']) expect(within(row).getByText(text)).toBeTruthy();
  await userEvent.click(within(row).getByRole('button', { name: 'Turn off pay' }));
  await waitFor(() => expect(app.sent.find(({ name }) => name === 'SavePolicy')?.variables['input']).toMatchObject({ id: 'p-pay', isEnabled: false, assets: ['a-salary', 'a-gone'], subjects: [{ kind: 'EVERYONE', name: null }] }));
});

test('a new policy names whom and which assets, and a bad condition is told at its field', async () => {
  const network = {
    Policies: { data: { policies: [] } },
    Members: { data: { people: [{ id: 'u-vera', name: 'vera', displayName: 'Vera' }] } },
    Subjects: { data: { organisation: { departments: [], teams: [{ name: 'Payroll' }], roles: [] } } },
    Places: { data: { suggest: [{ id: 'a-salary', kind: 'COLUMN', name: 'salary', fullName: 'people.public.payroll.salary' }] } },
    SourceNames: { data: { sources: { nodes: [] } } },
    SavePolicy: { code: 'INVALID', message: 'condition: ends where a question is expected', field: 'condition' },
  };
  const app = await openApp({ path: '/admin/policies', network });
  expect(await screen.findByText('There are no policies yet')).toBeTruthy();
  await userEvent.click(screen.getAllByRole('button', { name: 'New policy' })[0]!);
  const dialog = await screen.findByRole('dialog');
  await userEvent.type(within(dialog).getByLabelText(/^Name/), 'pay');
  await userEvent.selectOptions(within(dialog).getByRole('combobox', { name: 'Gives, takes or masks' }), 'DENY');
  await userEvent.click(within(dialog).getByRole('combobox', { name: 'Teams' }));
  await userEvent.click(await within(dialog).findByRole('option', { name: /Payroll/ }));
  await userEvent.type(within(dialog).getByRole('combobox', { name: 'Places' }), 'sal');
  await userEvent.click(await within(dialog).findByRole('option', { name: /salary/ }));
  await userEvent.type(within(dialog).getByLabelText('Condition'), 'tag:(');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
  expect(await within(dialog).findByText('condition: ends where a question is expected')).toBeTruthy();
  expect(within(dialog).getByLabelText('Condition').getAttribute('aria-invalid')).toBe('true');
  expect(app.sent.find(({ name }) => name === 'SavePolicy')?.variables['input']).toMatchObject({ name: 'pay', effect: 'DENY', permissions: ['VIEW'], subjects: [{ kind: 'TEAM', name: 'payroll' }], assets: ['a-salary'], condition: 'tag:(' });
});

test('a policy is deleted after a question only', async () => {
  const app = await openApp({ path: '/admin/policies', network: { Policies, DeletePolicy: { data: { deletePolicy: true } } } });
  await userEvent.click(await screen.findByRole('button', { name: 'Delete pay' }));
  expect(app.sent.some(({ name }) => name === 'DeletePolicy')).toBe(false);
  await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Delete' }));
  await waitFor(() => expect(app.sent.find(({ name }) => name === 'DeletePolicy')?.variables).toEqual({ id: 'p-pay' }));
});

test('policies are tried as somebody, beside what the reader finds', async () => {
  const TryAs = { data: { tryAs: { total: 1, of: 2, names: ['sales.public.orders'] }, search: { hits: [{ asset: { fullName: 'sales.public.orders' } }, { asset: { fullName: 'people.public.payroll' } }] } } };
  const app = await openApp({ path: '/admin/policies?as=vera&q=kind:table', network: { Policies, TryAs } });
  expect(await screen.findByText('vera finds 1 of the 2 assets that you find.')).toBeTruthy();
  expect(screen.getByText('people.public.payroll')).toBeTruthy();
  expect(app.sent.find(({ name }) => name === 'TryAs')?.variables).toEqual({ user: 'vera', query: 'kind:table' });
});

test.each([
  ['/admin/organisation', 'Organisation'],
  ['/admin/roles', 'Roles'],
  ['/admin/policies', 'Policies'],
])('%s that fails says so with the request id, and another try is offered', async (path, name) => {
  await openApp({ path, network: { [name]: { code: 'INTERNAL' } } });
  expect(await screen.findByText('req-42')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Try again' })).toBeTruthy();
});

test('of ten thousand departments the role form draws some, and typing finds the rest', async () => {
  const departments = Array.from({ length: 10_000 }, (_, at) => ({ id: `d${at}`, name: `Unit ${at}`, parent: null }));
  const Roles = { data: { organisation: { myLevel: 100, departments, roles: [] }, menus } };
  await openApp({ path: '/admin/roles?role=new', network: { Roles } });
  const dialog = await screen.findByRole('dialog');
  await userEvent.selectOptions(within(dialog).getByRole('combobox', { name: 'Sees which assets' }), 'CHOSEN');
  expect(within(dialog).getByText('9800 more; type to narrow the list.')).toBeTruthy();
  await userEvent.type(within(dialog).getByRole('searchbox', { name: 'Filter departments' }), '9999');
  expect(within(dialog).getByRole('checkbox', { name: 'Unit 9999' })).toBeTruthy();
});
