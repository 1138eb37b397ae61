// Documentation of an asset and everything inside, as files to take away.
import { useTranslation } from 'react-i18next';
import { Button, Icon, Popover } from '../../../kit';

/** The endings of the files, the most read one first. */
const FORMATS = ['html', 'docx', 'md', 'csv'] as const;

export function Documentation({ id }: { readonly id: string }) {
  const { t, i18n } = useTranslation('asset');
  const lang = i18n.language.startsWith('zh') ? 'zh' : 'en';
  return (
    <Popover
      title={t('documentation.title')}
      trigger={
        <Button tone="quiet" icon="download">
          {t('documentation.action')}
        </Button>
      }
    >
      <p className="text-13 text-muted">{t('documentation.text')}</p>
      <ul className="mt-2 flex flex-col">
        {FORMATS.map((format) => (
          <li key={format}>
            <a
              href={`/api/assets/${id}/documentation/${format}?lang=${lang}`}
              download
              className="flex min-h-8 items-center gap-2 rounded-control px-2 text-13 text-ink hover:bg-sunken"
            >
              <Icon name="file" size={14} className="text-muted" />
              {t(`documentation.${format}`)}
            </a>
          </li>
        ))}
      </ul>
    </Popover>
  );
}
