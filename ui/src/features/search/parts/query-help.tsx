// How to write a query, with examples that can be pressed.
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Popover } from '../../../kit';

const EXAMPLES = [
  { id: 'kind', query: 'kind:table' },
  { id: 'owner', query: 'owner:ana' },
  { id: 'tag', query: 'tag:pii' },
  { id: 'name', query: 'name:order*' },
  { id: 'phrase', query: '"daily revenue"' },
  { id: 'not', query: 'orders -deleted' },
] as const;

export function QueryHelp() {
  const { t } = useTranslation('search');
  const navigate = useNavigate();
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover
      title={t('help.title')}
      isOpen={isOpen}
      onOpenChange={setOpen}
      trigger={
        <Button tone="quiet" icon="help">
          {t('help.action')}
        </Button>
      }
    >
      <p className="mb-2 text-13 text-muted">{t('help.text')}</p>
      <dl>
        {EXAMPLES.map(({ id, query }) => (
          <div key={id} className="flex items-center justify-between gap-3 border-t border-line py-1 text-13">
            <dt>
              <button
                type="button"
                onClick={() => {
                  setOpen(false);
                  void navigate({ to: '/search', search: { q: query } });
                }}
                className="min-h-6 rounded-chip bg-sunken px-1.5 font-mono text-12 hover:bg-brand-soft"
              >
                {query}
              </button>
            </dt>
            <dd className="text-right text-12 text-muted">{t(`help.${id}`)}</dd>
          </div>
        ))}
      </dl>
    </Popover>
  );
}
