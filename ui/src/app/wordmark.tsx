// Our mark: parcels of land, and the name.
import { useTranslation } from 'react-i18next';

export function Wordmark({ isShort = false }: { readonly isShort?: boolean }) {
  const { t } = useTranslation('app');
  return (
    <span className="inline-flex items-center gap-2">
      <svg viewBox="0 0 20 20" width={20} height={20} aria-hidden className="shrink-0">
        <path d="M0 0h12v8H0z" className="fill-brand" />
        <path d="M14 0h6v13h-6z" className="fill-good" />
        <path d="M0 10h5v10H0z" className="fill-warn" />
        <path d="M7 10h5v10H7z" className="fill-brand" />
        <path d="M14 15h6v5h-6z" className="fill-bad" />
      </svg>
      {isShort ? null : (
        <span className="text-16 leading-5 font-semibold tracking-tight">{t('name')}</span>
      )}
    </span>
  );
}
