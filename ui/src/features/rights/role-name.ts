// What a role is called: the built-in ones have names in the reader's language.
import { useTranslation } from 'react-i18next';

interface Named {
  readonly name: string;
  readonly isBuiltin: boolean;
}

export function useRoleName(): (role: Named) => string {
  const { t } = useTranslation('app');
  return ({ name, isBuiltin }) => (isBuiltin ? t(`role.${name.toUpperCase()}`) : name);
}
