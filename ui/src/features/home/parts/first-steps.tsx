// The first run: connect a source, crawl it, say whose the tables are.
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../app/session';
import { Card, cx, Icon, LinkButton } from '../../../kit';

interface Props {
  readonly hasSource: boolean;
  readonly hasAssets: boolean;
  readonly hasOwners: boolean;
  readonly sourceId: string | null;
}

export function FirstSteps({ hasSource, hasAssets, hasOwners, sourceId }: Props) {
  const { t } = useTranslation('home');
  const may = useMay();
  const steps = [
    { id: 'source', isDone: hasSource, to: '/sources/new', may: may('MANAGE_SOURCES') },
    { id: 'crawl', isDone: hasAssets, to: sourceId ? `/sources/${sourceId}` : '/sources', may: may('RUN_CRAWLS') },
    { id: 'owners', isDone: hasOwners, to: '/browse', may: may('EDIT_CATALOG') },
  ] as const;
  const next = steps.findIndex((step) => !step.isDone);
  return (
    <Card title={t('steps.title')}>
      <ol className="grid gap-4 md:grid-cols-3">
        {steps.map((step, index) => (
          <li key={step.id} className={cx('border-l-3 pl-3', step.isDone ? 'border-good' : index === next ? 'border-brand' : 'border-line')}>
            <p className="flex items-center gap-2 font-semibold">
              {step.isDone ? <Icon name="check" className="text-good" /> : <span className="w-4 text-center text-muted tabular-nums">{index + 1}</span>}
              {t(`steps.${step.id}.title`)}
              {step.isDone ? <span className="sr-only">{t('steps.done')}</span> : null}
            </p>
            <p className="mt-1 text-13 text-muted">{t(`steps.${step.id}.text`)}</p>
            {index === next && step.may ? (
              <LinkButton to={step.to} tone="primary" className="mt-3">
                {t(`steps.${step.id}.action`)}
              </LinkButton>
            ) : null}
            {index === next && !step.may ? <p className="mt-2 text-13">{t('steps.askAdmin')}</p> : null}
          </li>
        ))}
      </ol>
    </Card>
  );
}
