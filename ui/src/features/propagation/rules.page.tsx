// The rules by which tags follow column lineage: what each is about, how far it goes, and whether somebody has to agree.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, gql } from '../../app/gql';
import { Button, Confirm, DataTable, Empty, Failure, IconButton, Page as Frame, Refusal, Skeleton, StateChip, toast } from '../../kit';
import type { Column } from '../../kit';
import type { Rule } from './model';
import { RuleForm } from './parts/rule-form';
import { useTermName } from './parts/term-field';
import { DeleteRuleDoc, RulesDoc } from './queries';

const route = getRouteApi('/shell/admin/propagation');
const NEW = 'new';

function DeleteDialog({ rule, onClose }: { readonly rule: Rule; readonly onClose: () => void }) {
  const { t } = useTranslation('propagation');
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => gql(DeleteRuleDoc, { id: rule.id }),
    async onSuccess() {
      toast('good', t('deleted', { name: rule.name }));
      onClose();
      await client.invalidateQueries();
    },
  });
  return <Confirm isOpen onClose={onClose} title={t('deleteTitle', { name: rule.name })} text={t('deleteText')} action={t('delete')} isBusy={remove.isPending} error={<Refusal error={remove.error} />} onConfirm={() => remove.mutate()} />;
}

/** What follows: a pattern of tags, or a term by its name. */
function Followed({ rule }: { readonly rule: Rule }) {
  const { t } = useTranslation('propagation');
  const isTerm = rule.sort === 'TERM';
  const name = useTermName(rule.pattern, isTerm);
  if (!isTerm) return <code className="truncate font-mono text-12">{rule.pattern}</code>;
  return <span className="truncate">{rule.pattern === '*' ? t('allTerms') : t('oneTerm', { name })}</span>;
}

function useColumns(onOpen: (id: string) => void, onDelete: (rule: Rule) => void): Column<Rule>[] {
  const { t } = useTranslation('propagation');
  const stops = (rule: Rule) => [rule.stopsAtMasking ? t('masking') : '', rule.stopsAtAggregation ? t('aggregation') : ''].filter(Boolean).join(t('separator')) || t('nowhere');
  return [
    {
      id: 'name',
      title: t('name'),
      width: 'minmax(140px, 1.5fr)',
      cell: (rule) => (
        <button type="button" onClick={() => onOpen(rule.id)} className="min-h-6 truncate font-medium hover:text-brand hover:underline" title={t('writtenBy', { name: rule.changedBy })}>
          {rule.name}
        </button>
      ),
    },
    { id: 'pattern', title: t('pattern'), width: 'minmax(100px, 1fr)', cell: (rule) => <Followed rule={rule} /> },
    { id: 'passes', title: t('passes'), width: 'minmax(110px, 1fr)', cell: (rule) => t(`passage.${rule.passes}`) },
    { id: 'stops', title: t('stops'), width: 'minmax(110px, 1fr)', cell: (rule) => <span className="truncate">{stops(rule)}</span> },
    { id: 'steps', title: t('maxSteps'), width: '90px', align: 'right', cell: (rule) => rule.maxSteps },
    { id: 'confirms', title: t('outcome'), width: '120px', cell: (rule) => t(rule.confirms ? 'holds' : 'suggests') },
    { id: 'state', title: t('state'), width: '100px', cell: (rule) => <StateChip state={rule.isEnabled ? 'active' : 'unknown'}>{t(rule.isEnabled ? 'on' : 'off')}</StateChip> },
    {
      id: 'actions',
      title: t('actions'),
      width: '80px',
      align: 'right',
      cell: (rule) => (
        <>
          <IconButton icon="edit" label={t('change', { name: rule.name })} onClick={() => onOpen(rule.id)} className="size-7" />
          <IconButton icon="trash" label={t('deleteOne', { name: rule.name })} onClick={() => onDelete(rule)} className="size-7" />
        </>
      ),
    },
  ];
}

export function Page() {
  const { t } = useTranslation('propagation');
  const { rule: chosen } = route.useSearch();
  const navigate = useNavigate({ from: '/admin/propagation' });
  const answer = useQuery(ask(RulesDoc, {}));
  const [deleted, setDeleted] = useState<Rule | null>(null);
  const open = (rule: string | undefined) => void navigate({ search: { rule } });
  const columns = useColumns(open, setDeleted);
  const rules = answer.data?.propagationRules;
  const found = rules?.find(({ id }) => id === chosen);
  const add = (
    <Button tone="primary" icon="plus" onClick={() => open(NEW)}>
      {t('new')}
    </Button>
  );
  return (
    <Frame title={t('title')} lead={t('lead')} actions={add}>
      {answer.isPending ? <Skeleton lines={4} shape="rows" /> : null}
      {answer.isError && !rules ? <Failure error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {rules?.length === 0 ? <Empty icon="lineage" title={t('none')} text={t('noneText')} action={add} /> : null}
      {rules && rules.length > 0 ? <DataTable label={t('title')} columns={columns} rows={rules} rowKey={(rule) => rule.id} /> : null}
      {rules && chosen === NEW ? <RuleForm rule={null} onClose={() => open(undefined)} /> : null}
      {found ? <RuleForm key={found.id} rule={found} onClose={() => open(undefined)} /> : null}
      {deleted ? <DeleteDialog rule={deleted} onClose={() => setDeleted(null)} /> : null}
    </Frame>
  );
}
