// Code to read: SQL with its keywords marked, JSON as it is.
import { CopyButton } from '../copy/copy';
import { useTranslation } from 'react-i18next';

const SQL =
  /('(?:[^']|'')*')|(--[^\n]*|\/\*[\s\S]*?\*\/)|\b(select|from|where|join|left|right|full|inner|outer|cross|lateral|on|using|group|order|by|having|limit|union|all|except|intersect|with|recursive|as|case|when|then|else|end|and|or|not|in|is|null|like|between|exists|distinct|over|partition|create|view|materialized|table|function|procedure|returns|language|begin|insert|into|values|update|set|delete|cast|coalesce|asc|desc|true|false|interval|filter|rows|window)\b/gi;

interface Piece {
  readonly text: string;
  readonly role: 'plain' | 'string' | 'comment' | 'keyword';
}

/** Splits SQL into pieces for colouring. It is a reading aid, not a parser. */
export function sqlPieces(sql: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const match of sql.matchAll(SQL)) {
    if (match.index > at) pieces.push({ text: sql.slice(at, match.index), role: 'plain' });
    pieces.push({ text: match[0], role: match[1] ? 'string' : match[2] ? 'comment' : 'keyword' });
    at = match.index + match[0].length;
  }
  if (at < sql.length) pieces.push({ text: sql.slice(at), role: 'plain' });
  return pieces;
}

const CLASSES = { plain: '', string: 'text-good', comment: 'text-faint italic', keyword: 'font-semibold text-brand' };

export function Code({ text, language }: { readonly text: string; readonly language: 'sql' | 'json' | 'text' }) {
  const { t } = useTranslation('kit');
  const pieces: Piece[] = language === 'sql' && text.length < 100_000 ? sqlPieces(text) : [{ text, role: 'plain' }];
  return (
    <div className="relative rounded-card border border-line bg-sunken">
      <span className="absolute top-1.5 right-1.5">
        <CopyButton text={text} label={t('copyCode')} />
      </span>
      <pre tabIndex={0} className="max-h-[60vh] overflow-auto py-3 pr-10 pl-4 font-mono text-13 whitespace-pre">
        {pieces.map((piece, index) => (
          <span key={index} className={CLASSES[piece.role]}>
            {piece.text}
          </span>
        ))}
      </pre>
    </div>
  );
}
