// The menus of the interface with the buttons on their pages, as boxes to tick: what a role permits.
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../app/session';
import type { Action } from '../../../gql/types';
import { Checkbox } from '../../../kit';
import { withAction, withoutMenu } from '../model';
import type { Menu } from '../model';

interface Props {
  readonly menus: readonly Menu[];
  readonly permits: readonly Action[];
  /** Shown, not changed. */
  readonly isFixed: boolean;
  readonly onChange: (permits: readonly Action[]) => void;
}

export function MenuTree({ menus, permits, isFixed, onChange }: Props) {
  const { t, i18n } = useTranslation('rights');
  const may = useMay();
  const isChinese = i18n.language.startsWith('zh');
  const titleOf = (one: { readonly titleEn: string; readonly titleZh: string }) => (isChinese ? one.titleZh : one.titleEn);
  // Nobody gives what they may not do themselves; the server refuses it.
  const isShut = (action: Action) => isFixed || (!may(action) && !permits.includes(action));
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-13 font-medium">{t('role.permits')}</legend>
      <ul className="rounded-control border border-line">
        {menus.map((menu) => (
          <li key={menu.code} className="border-b border-line px-2.5 py-1.5 last:border-b-0">
            <Checkbox
              label={
                <>
                  <span className="font-medium">{titleOf(menu)}</span>
                  <span className="truncate font-mono text-12 text-muted">{menu.path}</span>
                </>
              }
              checked={permits.includes(menu.needs)}
              disabled={isShut(menu.needs)}
              onChange={(isOn) => onChange(isOn ? withAction(permits, menu, menu.needs) : withoutMenu(permits, menus, menu))}
            />
            {menu.buttons.length > 0 ? (
              <ul className="ml-6" aria-label={titleOf(menu)}>
                {menu.buttons.map((button) => (
                  <li key={button.code}>
                    <Checkbox
                      label={titleOf(button)}
                      checked={permits.includes(button.needs)}
                      disabled={isShut(button.needs)}
                      onChange={(isOn) => onChange(isOn ? withAction(permits, menu, button.needs) : permits.filter((action) => action !== button.needs))}
                    />
                  </li>
                ))}
              </ul>
            ) : null}
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
