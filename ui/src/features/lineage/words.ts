// The texts of the canvas, which knows no language.
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat, useKindName } from '../../kit';
import { kindLook } from '../../tokens/kinds';
import type { CardLabels } from './canvas/node-card';
import type { SceneWords } from './scene-of';
import { PAGE } from './state';

export function useSceneWords(): SceneWords {
  const { t } = useTranslation('lineage');
  const kindName = useKindName();
  return useMemo(
    () => ({
      kindName: (kind: string) => (kind === 'source' ? t('group.source') : kindName(kind)),
      colour: (kind: string) => kindLook(kind).tone,
      members: (count: number) => t('group.members', { count }),
      mark: (mark) => t(`mark.${mark}`),
      hidden: t('hidden'),
      removed: t('removed'),
    }),
    // `kindName` is made anew by each render; the language is what it depends on.
    // oxlint-disable-next-line react/exhaustive-deps
    [t],
  );
}

export function useCardLabels(): CardLabels {
  const { t } = useTranslation('lineage');
  const format = useFormat();
  return useMemo(
    () => ({
      focus: t('card.focus'),
      openColumns: t('card.openColumns'),
      closeColumns: t('card.closeColumns'),
      searchColumns: t('card.searchColumns'),
      placeholder: t('card.placeholder'),
      expandUp: (count) => t('card.expandUp', { count: Math.min(PAGE, count), of: format.number(count) }),
      expandDown: (count) => t('card.expandDown', { count: Math.min(PAGE, count), of: format.number(count) }),
      range: (from, to, total) => t('card.range', { from, to, total }),
      previous: t('card.previous'),
      next: t('card.next'),
      spread: t('group.spread'),
      short: (count) => format.compact(count),
    }),
    // `format` is made anew by each render; the language is what it depends on.
    // oxlint-disable-next-line react/exhaustive-deps
    [t],
  );
}
