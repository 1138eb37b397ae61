// One check of a suite: for which columns, with which settings, how strictly.
import { useQuery } from '@tanstack/react-query';
import { useId, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../../app/gql';
import { useMay } from '../../../app/session';
import type { CheckSeverity } from '../../../gql/types';
import { Checkbox, cx, Field, Icon, IconButton, SchemaField, Select, StateChip, TextArea, TextField } from '../../../kit';
import { type CheckType, fieldsFor, type ItemDraft } from '../draft';
import { TableColumnsDoc } from '../suite-queries';
import { useSaid } from '../words';

interface Props {
  readonly item: ItemDraft;
  /** Its type; absent when this server does not know it. */
  readonly type: CheckType | undefined;
  /** A table whose columns are offered. */
  readonly table: string | undefined;
  readonly errors: ReadonlyMap<string, string>;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  readonly onChange: (next: Partial<ItemDraft>) => void;
  readonly onRemove: () => void;
}

const NOTHING: ReadonlySet<string> = new Set();

export function ItemForm(props: Props) {
  const { item, type, errors, isOpen } = props;
  const { t } = useTranslation('quality');
  const said = useSaid();
  const id = useId();
  const title = item.title.trim() || (type ? said(type.title) : item.kind);
  const own = errors.get('') ?? errors.get('kind') ?? errors.get('settings') ?? errors.get('id');
  return (
    <section aria-label={title} className={cx('rounded-card border bg-surface', errors.size > 0 ? 'border-bad' : 'border-line')}>
      <header className="flex items-center gap-2 px-2 py-1.5">
        <button type="button" aria-expanded={isOpen} aria-controls={isOpen ? id : undefined} onClick={props.onToggle} className="flex min-h-8 min-w-0 flex-1 items-center gap-2 rounded-control px-1 text-left text-13 hover:bg-sunken">
          <Icon name={isOpen ? 'down' : 'right'} size={14} />
          <span className="truncate font-semibold">{title}</span>
          {item.columns.trim() === '' ? null : <code className="truncate font-mono text-12 text-muted">{item.columns}</code>}
          {errors.size > 0 ? <StateChip state="bad">{t('edit.wrong')}</StateChip> : null}
        </button>
        {type ? <span className="text-12 whitespace-nowrap text-muted">{t(`dimension.${type.dimension}`)}</span> : null}
        <IconButton icon="trash" label={t('edit.removeCheck', { name: title })} onClick={props.onRemove} />
      </header>
      {isOpen ? (
        <div id={id} className="flex flex-col gap-3 border-t border-line p-4">
          <p className="text-12 text-muted">{type ? said(type.description) : t('edit.unknownType')}</p>
          {own ? (
            <p role="alert" className="text-12 text-bad">
              {own}
            </p>
          ) : null}
          <Asked {...props} />
          <Judged {...props} />
        </div>
      ) : null}
    </section>
  );
}

/** What it asks: the columns, and the settings of its type. */
function Asked({ item, type, table, errors, onChange }: Props) {
  const { t, i18n } = useTranslation('quality');
  const list = useId();
  const fields = useMemo(() => fieldsFor(type, i18n.language), [type, i18n.language]);
  const settingErrors = new Map([...errors].flatMap(([field, problem]) => (field.startsWith('settings.') ? [[field.slice('settings.'.length).split('.')[0] ?? '', problem] as const] : [])));
  const columns = useQuery({ ...ask(TableColumnsDoc, { id: table ?? '' }), enabled: table !== undefined && type?.level !== 'TABLE', staleTime: 60_000 }).data?.asset?.columns.nodes ?? [];
  return (
    <div className="grid grid-cols-2 gap-x-4 gap-y-3 max-md:grid-cols-1">
      {type?.level === 'TABLE' ? null : (
        <div>
          <TextField label={t('edit.columns')} hint={t('edit.columnsHint')} isMono list={list} required={type?.level === 'COLUMN'} value={item.columns} error={errors.get('columns')} onChange={(next) => onChange({ columns: next })} spellCheck={false} autoComplete="off" />
          <datalist id={list}>
            {columns.map((column) => (
              <option key={column.id} value={column.name}>
                {column.name}
              </option>
            ))}
          </datalist>
        </div>
      )}
      {fields.map((field) => (
        <SchemaField key={field.name} field={field} values={item.values} errors={settingErrors} kept={NOTHING} onChange={(name, value) => onChange({ values: { ...item.values, [name]: value } })} />
      ))}
    </div>
  );
}

const SEVERITIES = ['NOTICE', 'WARNING', 'CRITICAL'] as const satisfies readonly CheckSeverity[];

/** How strictly it judges, and what it is called. */
function Judged({ item, errors, onChange }: Props) {
  const { t } = useTranslation('quality');
  const may = useMay();
  const mayWriteSql = may('MANAGE_SOURCES');
  const isChanged = item.title + item.condition + item.groupBy + item.toleratedErrors + item.toleratedPercent !== '' || item.severity !== 'WARNING' || !item.isResolvedByPassing;
  const isWrong = ['title', 'condition', 'groupBy', 'toleratedErrors', 'toleratedShare'].some((field) => errors.has(field));
  return (
    <details open={isChanged || isWrong || undefined}>
      <summary className="cursor-pointer text-13 font-medium">{t('edit.more')}</summary>
      <div className="mt-3 grid grid-cols-2 gap-x-4 gap-y-3 max-md:grid-cols-1">
        <TextField label={t('edit.checkTitle')} hint={t('edit.titleHint')} value={item.title} error={errors.get('title')} onChange={(title) => onChange({ title })} autoComplete="off" />
        <Field label={t('edit.severity')} hint={t(`severityHint.${item.severity}`)}>
          {({ id }) => <Select id={id} label={t('edit.severity')} value={item.severity} options={SEVERITIES.map((value) => ({ value, label: t(`checkSeverity.${value}`) }))} onChange={(severity) => onChange({ severity })} className="w-full" />}
        </Field>
        <TextField label={t('edit.toleratedErrors')} hint={t('edit.toleratedHint')} inputMode="numeric" value={item.toleratedErrors} error={errors.get('toleratedErrors')} onChange={(toleratedErrors) => onChange({ toleratedErrors })} autoComplete="off" />
        <TextField label={t('edit.toleratedShare')} inputMode="decimal" value={item.toleratedPercent} error={errors.get('toleratedShare')} onChange={(toleratedPercent) => onChange({ toleratedPercent })} autoComplete="off" />
        <TextField label={t('edit.groupBy')} hint={t('edit.groupByHint')} isMono value={item.groupBy} error={errors.get('groupBy')} onChange={(groupBy) => onChange({ groupBy })} spellCheck={false} autoComplete="off" />
        {mayWriteSql || item.condition !== '' ? (
          <TextArea label={t('edit.condition')} hint={t(mayWriteSql ? 'edit.conditionHint' : 'edit.conditionRight')} rows={2} disabled={!mayWriteSql} value={item.condition} error={errors.get('condition')} onChange={(condition) => onChange({ condition })} spellCheck={false} className="font-mono text-13" />
        ) : null}
        <Checkbox label={t('edit.resolves')} checked={item.isResolvedByPassing} onChange={(isResolvedByPassing) => onChange({ isResolvedByPassing })} />
      </div>
    </details>
  );
}
