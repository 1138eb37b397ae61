// What people decided about assets, as a table: taken away, changed in a spreadsheet, previewed, and written at once.
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Card, Page as Frame, TextField, TokenField, Icon, buttonClass, useKindName } from '../../kit';
import { KINDS, kindsOf, tableAddress } from './model';
import { Upload } from './parts/upload';

const route = getRouteApi('/shell/admin/spreadsheet');

function TakeAway() {
  const { t } = useTranslation('spreadsheet');
  const kindName = useKindName();
  const { kind, namespace = '' } = route.useSearch();
  const navigate = useNavigate({ from: '/admin/spreadsheet' });
  const kinds = kindsOf(kind);
  return (
    <Card title={t('take.title')}>
      <div className="flex flex-col gap-4">
        <p className="text-13 text-muted">{t('take.text')}</p>
        <TokenField
          label={t('take.kinds')}
          values={kinds}
          choices={KINDS.map((value) => ({ value, label: kindName(value) }))}
          onSearch={() => undefined}
          onChange={(next) => void navigate({ search: { kind: next, ...(namespace === '' ? {} : { namespace }) }, replace: true })}
        />
        <TextField label={t('take.namespace')} hint={t('take.namespaceHint')} isMono value={namespace} onChange={(next) => void navigate({ search: { kind: kinds, ...(next === '' ? {} : { namespace: next }) }, replace: true })} />
        <a href={tableAddress(kinds, namespace)} download className={`${buttonClass('plain')} self-start`}>
          <Icon name="download" size={14} />
          {t('take.action')}
        </a>
      </div>
    </Card>
  );
}

export function Page() {
  const { t } = useTranslation('spreadsheet');
  return (
    <Frame title={t('title')} lead={t('lead')} width="form">
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(280px,1fr)_minmax(0,2fr)]">
        <TakeAway />
        <Upload />
      </div>
    </Frame>
  );
}
