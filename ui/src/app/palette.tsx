// The command palette: go anywhere, do anything, by typing (Ctrl/⌘-K).
import { Dialog as Base } from '@base-ui/react/dialog';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { KindIcon } from '../kit/chip/chip';
import { Icon } from '../kit/icon/icon';
import { Kbd } from '../kit/kbd/kbd';
import { Typeahead } from '../kit/typeahead/typeahead';
import type { TypeaheadItem } from '../kit/typeahead/typeahead';
import { currentLocale, setLocale } from './i18n';
import { shownEntries } from './nav';
import { recentVisits } from './recent';
import { useMay } from './session';
import { SuggestionRow, useSuggestions } from './suggestions';
import { setTheme } from './theme';

interface Command {
  readonly id: string;
  readonly label: string;
  readonly icon: string;
  readonly keys?: string;
  readonly run: () => void;
}

function useCommands(): Command[] {
  const { t } = useTranslation('app');
  const navigate = useNavigate();
  const pages = shownEntries(useMay())
    .flat()
    .map((entry) => ({ id: entry.to, label: t(`nav.${entry.label}`), icon: entry.icon, keys: `g ${entry.key}`, run: () => void navigate({ to: entry.to }) }));
  const other = currentLocale() === 'zh' ? 'en' : 'zh';
  return [
    ...pages,
    { id: 'me', label: t('account.me'), icon: 'token', run: () => void navigate({ to: '/me' }) },
    ...(['light', 'dark', 'system'] as const).map((theme) => ({ id: `theme-${theme}`, label: t('palette.theme', { name: t(`view.${theme}`) }), icon: theme, run: () => setTheme(theme) })),
    { id: 'language', label: t('palette.language', { name: t(`language.${other}`) }), icon: 'language', run: () => void setLocale(other) },
  ];
}

export function Palette({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('app');
  const navigate = useNavigate();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const hits = useSuggestions(text);
  const wanted = text.trim().toLowerCase();
  const commands = useCommands().filter((command) => command.label.toLowerCase().includes(wanted));
  const go = (id: string) => void navigate({ to: '/a/$id', params: { id } });
  const done = (run: () => void) => () => {
    onClose();
    run();
  };
  const recent: TypeaheadItem[] =
    wanted === ''
      ? recentVisits().map((visit) => ({
          id: `recent-${visit.id}`,
          content: (
            <>
              <KindIcon kind={visit.kind} />
              <span className="truncate">{visit.name}</span>
              <span className="min-w-0 flex-1 truncate font-mono text-12 text-muted">{visit.fullName}</span>
            </>
          ),
          onChoose: done(() => go(visit.id)),
        }))
      : [];
  const groups = [
    { label: t('search.best'), items: hits.map((hit) => ({ id: hit.id, content: <SuggestionRow hit={hit} />, onChoose: done(() => go(hit.id)) })) },
    { label: t('palette.recent'), items: recent },
    {
      label: t('palette.commands'),
      items: commands.map((command) => ({
        id: command.id,
        content: (
          <>
            <Icon name={command.icon} className="text-muted" />
            <span className="flex-1">{command.label}</span>
            {command.keys ? <Kbd keys={command.keys} /> : null}
          </>
        ),
        onChoose: done(command.run),
      })),
    },
  ];
  return (
    <Base.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 animate-fade bg-scrim" />
        <Base.Popup initialFocus={input} className="fixed top-[12vh] left-1/2 z-50 w-[min(640px,94vw)] -translate-x-1/2 animate-fade rounded-card border border-line bg-surface p-3 shadow-float">
          <Base.Title className="sr-only">{t('palette.title')}</Base.Title>
          <Typeahead
            label={t('palette.label')}
            value={text}
            onChange={setText}
            groups={groups}
            layout="inline"
            inputRef={input}
            onSubmit={done(() => void navigate({ to: '/search', search: text.trim() === '' ? {} : { q: text.trim() } }))}
          />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
