// Two systems are one: what is outermost in the one is merged into what is called the same in the other. Each of these
// merges can be parted again on the page of its asset.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, gql } from '../../../app/gql';
import { Button, Dialog, Field, KindIcon, Refusal, Select, Skeleton, useFormat } from '../../../kit';
import { MergeNamespacesDoc, NamesOfDoc } from '../queries';

interface Props {
  readonly from: string;
  /** The other systems. */
  readonly names: readonly string[];
  readonly onClose: () => void;
}

const FORM = 'merge-namespaces';
/** How many assets are named; all are counted. */
const MOST = 100;

function Assets({ title, ids }: { readonly title: string; readonly ids: readonly string[] }) {
  const named = useQuery({ ...ask(NamesOfDoc, { ids: ids.slice(0, MOST) }), enabled: ids.length > 0 });
  if (ids.length === 0) return null;
  return (
    <section aria-label={title}>
      <h3 className="text-13 font-semibold">{title}</h3>
      {named.isPending ? <Skeleton lines={2} /> : null}
      <ul className="mt-1">
        {named.data?.assets.map((asset) => (
          <li key={asset.id} className="flex min-h-6 min-w-0 items-center gap-2">
            <KindIcon kind={asset.kind} size={13} />
            <Link to="/a/$id" params={{ id: asset.id }} search={{ names: true }} className="min-w-0 truncate font-mono text-12 text-brand hover:underline" title={asset.fullName}>
              {asset.fullName}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function MergeDialog({ from, names, onClose }: Props) {
  const { t } = useTranslation('namespaces');
  const format = useFormat();
  const client = useQueryClient();
  const [into, setInto] = useState(names[0] ?? '');
  const merge = useMutation({
    mutationFn: () => gql(MergeNamespacesDoc, { from, into }),
    onSuccess: () => client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' }),
  });
  const done = merge.data?.mergeNamespaces;
  return (
    <Dialog
      isOpen
      shape="wide"
      onClose={onClose}
      title={t('merge.title')}
      text={t('merge.text', { from })}
      actions={
        done ? (
          <Button onClick={onClose}>{t('close')}</Button>
        ) : (
          <>
            <Button onClick={onClose}>{t('cancel')}</Button>
            <Button tone="primary" type="submit" form={FORM} isBusy={merge.isPending} disabled={into === ''}>
              {t('merge.action')}
            </Button>
          </>
        )
      }
    >
      {done ? (
        <div role="status" className="flex flex-col gap-3 text-13">
          <p>{t('merge.done', { count: done.merged.length, shown: format.number(done.merged.length) })}</p>
          <p>{done.left.length === 0 ? t('merge.isAlias', { from, into }) : t('merge.left', { count: done.left.length, shown: format.number(done.left.length), from })}</p>
          <Assets title={t('merge.merged')} ids={done.merged} />
          <Assets title={t('merge.leftOnes')} ids={done.left} />
        </div>
      ) : (
        <form
          id={FORM}
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            merge.mutate();
          }}
        >
          <Field label={t('merge.into')} hint={t('merge.hint')}>
            {({ id }) => <Select<string> id={id} label={t('merge.into')} value={into} options={names.map((name) => ({ value: name, label: name }))} onChange={setInto} />}
          </Field>
          <Refusal error={merge.error} />
        </form>
      )}
    </Dialog>
  );
}
