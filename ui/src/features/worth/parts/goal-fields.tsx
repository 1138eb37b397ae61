// Where a KPI starts, where it is to be, until when, and what a baseline costs.
import { useTranslation } from 'react-i18next';
import { Card, Select, TextField } from '../../../kit';
import { dayAt } from '../model';
import type { FieldsProps } from './kpi-form';
import { Labelled } from './measure-fields';

const DIRECTIONS = ['INCREASE', 'DECREASE'] as const;
const CURRENCIES = 'USD, CNY, EUR';

export function GoalFields({ draft, problems, onChange }: FieldsProps) {
  const { t } = useTranslation('worth');
  const hasCost = draft.unit === 'PERCENTAGE' && (draft.metric === 'COST' || draft.direction === 'DECREASE');
  const number = { inputMode: 'decimal', autoComplete: 'off' } as const;
  const suffix = draft.unit === 'PERCENTAGE' ? ' (%)' : '';
  return (
    <Card title={t('edit.goal')}>
      <div className="flex flex-col gap-3">
        <div className="grid grid-cols-3 gap-4 max-md:grid-cols-1">
          <Labelled label={t('edit.direction')} error={problems.get('direction')}>
            {(id) => <Select id={id} label={t('edit.direction')} value={draft.direction} options={DIRECTIONS.map((value) => ({ value, label: t(`direction.${value}`) }))} onChange={(direction) => onChange({ direction })} />}
          </Labelled>
          <TextField {...number} label={`${t('edit.baseline')}${suffix}`} hint={t('edit.baselineHint')} required={draft.direction === 'DECREASE'} value={draft.baseline} error={problems.get('baseline')} onChange={(baseline) => onChange({ baseline })} />
          <TextField {...number} label={`${t('edit.target')}${suffix}`} required value={draft.target} error={problems.get('target')} onChange={(target) => onChange({ target })} />
        </div>
        {hasCost || draft.metric === 'COST' ? (
          <div className="grid grid-cols-3 gap-4 max-md:grid-cols-1">
            {hasCost ? <TextField {...number} label={t('edit.baselineCost')} hint={t('edit.baselineCostHint')} required={draft.metric === 'COST'} value={draft.baselineCost} error={problems.get('baselineCost')} onChange={(baselineCost) => onChange({ baselineCost })} /> : null}
            <TextField label={t('edit.currency')} hint={CURRENCIES} required={draft.metric === 'COST'} value={draft.currency} error={problems.get('currency')} onChange={(currency) => onChange({ currency: currency.toUpperCase() })} autoComplete="off" maxLength={3} />
          </div>
        ) : null}
        <div className="grid grid-cols-3 gap-4 max-md:grid-cols-1">
          <TextField label={t('edit.from')} type="date" required value={draft.from} error={problems.get('from')} onChange={(from) => onChange({ from })} />
          <TextField label={t('edit.until')} type="date" required min={draft.from || dayAt(0)} value={draft.until} error={problems.get('until')} onChange={(until) => onChange({ until })} />
        </div>
      </div>
    </Card>
  );
}
