import { expect, test } from 'vitest';
import { draftOf, hasEnded, inputOf, isAboutAll, localTime, NEW_POLICY } from './policy';
import type { Policy } from './policy';

const POLICY: Policy = {
  id: 'p1',
  name: 'pay',
  description: '',
  effect: 'DENY',
  permissions: ['VIEW'],
  subjects: [{ kind: 'TEAM', name: 'payroll' }, { kind: 'USER', name: 'vera' }],
  condition: 'tag:pii',
  kinds: ['COLUMN'],
  until: '2027-01-02T03:04:05Z',
  isEnabled: true,
  assetIds: ['a1', 'gone'],
  sourceIds: ['s1'],
  assets: [{ id: 'a1', kind: 'COLUMN', name: 'salary', fullName: 'people.public.payroll.salary' }],
  sources: [],
};

test('a policy that is saved as it is keeps all it names, also what is not there any more', () => {
  expect(inputOf(draftOf(POLICY), POLICY)).toEqual({
    id: 'p1',
    name: 'pay',
    description: '',
    effect: 'DENY',
    permissions: ['VIEW'],
    subjects: [{ kind: 'USER', name: 'vera' }, { kind: 'TEAM', name: 'payroll' }],
    assets: ['a1', 'gone'],
    sources: ['s1'],
    kinds: ['COLUMN'],
    condition: 'tag:pii',
    until: '2027-01-02T03:04:05Z',
    isEnabled: true,
  });
});

test('everyone stands alone, blanks are no condition, and no end is none', () => {
  const input = inputOf({ ...NEW_POLICY, name: ' all ', isForEveryone: true, named: { ...NEW_POLICY.named, USER: ['vera'] }, condition: '  ' }, null);
  expect([input.name, input.subjects, input.condition, input.until, input.id]).toEqual(['all', [{ kind: 'EVERYONE', name: null }], null, null, undefined]);
});

test('an end that is changed is the moment it says here', () => {
  const input = inputOf({ ...draftOf(POLICY), until: '2027-05-06T07:08' }, POLICY);
  expect(localTime(input.until)).toBe('2027-05-06T07:08');
  expect(localTime(null)).toBe('');
});

test('a policy over something that is gone is not one over everything', () => {
  const bare = { ...POLICY, kinds: [], condition: null, sourceIds: [], assetIds: ['gone'], assets: [] };
  expect([isAboutAll(bare), isAboutAll({ ...bare, assetIds: [] })]).toEqual([false, true]);
});

test('a policy has ended once its moment has come', () => {
  const end = new Date('2027-01-02T03:04:05Z').getTime();
  expect([hasEnded(POLICY, end - 1), hasEnded(POLICY, end), hasEnded({ ...POLICY, until: null }, end)]).toEqual([false, true, false]);
});
