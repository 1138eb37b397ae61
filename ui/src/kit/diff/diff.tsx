// Before and after of one field: struck out and added parts, marked by sign and
// colour.
import { useTranslation } from 'react-i18next';
import { cx } from '../cx';
import { diff, lines, words } from './model';

const isPlain = (value: unknown) => typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/**
 * Writes a value for reading: text as it is, a list of plain values on one line, a
 * data type by its text, the rest as JSON; null is no text.
 */
export function asText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (isPlain(value)) return String(value);
  if (Array.isArray(value) && value.every(isPlain)) return value.join(', ');
  const { text, class: typeClass } = value as { text?: unknown; class?: unknown };
  if (typeof text === 'string' && typeof typeClass === 'string') return text;
  return JSON.stringify(value, null, 2);
}

const LONG = 400;
const SIGNS = { same: ' ', removed: '−', added: '+' };

export function DiffView({ before, after }: { readonly before: unknown; readonly after: unknown }) {
  const { t } = useTranslation('kit');
  const [old, now] = [asText(before), asText(after)];
  const isByLine = old.includes('\n') || now.includes('\n') || old.length + now.length > LONG;
  if (isByLine) {
    return (
      <pre tabIndex={0} className="max-h-96 overflow-auto rounded-control border border-line bg-sunken py-1 font-mono text-12">
        {diff(lines(old), lines(now)).flatMap((part, index) =>
          lines(part.text).map((line, at) => (
            <span
              key={`${index}-${at}`}
              className={cx('block px-2 whitespace-pre-wrap wrap-anywhere', part.kind === 'removed' && 'bg-bad-soft', part.kind === 'added' && 'bg-good-soft', part.kind === 'same' && 'text-muted')}
            >
              <span aria-label={part.kind === 'same' ? undefined : t(`diff.${part.kind}`)} className="inline-block w-4 select-none">
                {SIGNS[part.kind]}
              </span>
              {line.replace(/\n$/, '')}
            </span>
          )),
        )}
      </pre>
    );
  }
  if (old === '' && now === '') return <span className="text-muted">{t('diff.none')}</span>;
  return (
    <span className="text-13 wrap-anywhere whitespace-pre-wrap">
      {diff(words(old), words(now)).map((part, index) => {
        if (part.kind === 'removed') {
          return (
            <del key={index} className="bg-bad-soft text-bad">
              {part.text}
            </del>
          );
        }
        if (part.kind === 'added') {
          return (
            <ins key={index} className="bg-good-soft text-good">
              {part.text}
            </ins>
          );
        }
        return <span key={index}>{part.text}</span>;
      })}
    </span>
  );
}
