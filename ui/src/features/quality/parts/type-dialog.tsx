// The types of checks there are, by what side of quality they look at, to choose one.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog, FilterInput } from '../../../kit';
import { type CheckType, findTypes } from '../draft';
import { useSaid } from '../words';

interface Props {
  readonly types: readonly CheckType[];
  readonly onChoose: (type: CheckType) => void;
  readonly onClose: () => void;
}

export function TypeDialog({ types, onChoose, onClose }: Props) {
  const { t } = useTranslation('quality');
  const said = useSaid();
  const [text, setText] = useState('');
  const found = findTypes(types, text);
  const dimensions = [...new Set(found.map(({ dimension }) => dimension))];
  return (
    <Dialog isOpen onClose={onClose} shape="wide" title={t('types.title')}>
      <FilterInput label={t('types.find')} value={text} onChange={setText} className="mb-3 w-full" />
      <p role="status" className="sr-only">
        {t('types.count', { count: found.length })}
      </p>
      {found.length === 0 ? <p className="py-6 text-center text-13 text-muted">{t('types.none')}</p> : null}
      {dimensions.map((dimension) => (
        <section key={dimension} aria-label={t(`dimension.${dimension}`)} className="mb-4">
          <h3 className="mb-1 text-12 font-semibold text-muted">{t(`dimension.${dimension}`)}</h3>
          <ul className="flex flex-col gap-1">
            {found
              .filter((type) => type.dimension === dimension)
              .map((type) => (
                <li key={type.name}>
                  <button type="button" onClick={() => onChoose(type)} className="w-full rounded-control border border-line px-3 py-2 text-left hover:border-brand hover:bg-brand-soft">
                    <span className="flex flex-wrap items-baseline gap-2 text-13">
                      <span className="font-semibold">{said(type.title)}</span>
                      <code className="font-mono text-12 text-muted">{type.name}</code>
                      <span className="ml-auto text-12 text-muted">{t(`level.${type.level}`)}</span>
                    </span>
                    <span className="mt-0.5 line-clamp-2 block text-12 text-muted">{said(type.description)}</span>
                  </button>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </Dialog>
  );
}
