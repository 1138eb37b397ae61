// The search field of the top bar and of the home page. `/` leads to it; Enter
// searches, a suggestion opens the asset at once.
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../kit/icon/icon';
import { Kbd } from '../kit/kbd/kbd';
import { Typeahead } from '../kit/typeahead/typeahead';
import { useKeys } from './keys';
import { rememberVisit } from './recent';
import { SuggestionRow, useSuggestions } from './suggestions';

interface Props {
  readonly size?: 'normal' | 'large';
  readonly initial?: string;
}

export function SearchBox({ size = 'normal', initial = '' }: Props) {
  const { t } = useTranslation('app');
  const navigate = useNavigate();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(initial);
  const hits = useSuggestions(text);
  useKeys([
    {
      keys: '/',
      label: 'app:key.search',
      group: 'app:key.group.general',
      run: () => {
        input.current?.focus();
        input.current?.select();
      },
    },
  ]);
  const search = (wanted: string) => {
    input.current?.blur();
    void navigate({ to: '/search', search: wanted.trim() === '' ? {} : { q: wanted.trim() } });
  };
  const groups =
    text.trim() === ''
      ? []
      : [
          {
            label: t('search.best'),
            items: hits.map((hit) => ({
              id: hit.id,
              content: <SuggestionRow hit={hit} />,
              onChoose: () => {
                rememberVisit({ id: hit.id, kind: hit.kind, name: hit.name, fullName: hit.fullName });
                input.current?.blur();
                setText('');
                void navigate({ to: '/a/$id', params: { id: hit.id } });
              },
            })),
          },
          {
            label: t('search.actions'),
            items: [
              {
                id: 'all',
                content: (
                  <>
                    <Icon name="search" className="text-muted" />
                    <span className="truncate">{t('search.all', { text: text.trim() })}</span>
                  </>
                ),
                onChoose: () => search(text),
              },
            ],
          },
        ];
  return (
    <Typeahead
      label={t('search.label')}
      size={size}
      value={text}
      onChange={setText}
      groups={groups}
      onSubmit={search}
      inputRef={input}
      hint={text === '' ? <Kbd keys="/" /> : null}
    />
  );
}
