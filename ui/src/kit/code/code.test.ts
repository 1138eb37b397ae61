import { expect, test } from 'vitest';
import { sqlPieces } from './code';

test('SQL in pieces is the same SQL', () => {
  const sql = "SELECT 'it''s' AS a -- from x\nFROM t /* join */ WHERE 名称 = 1";
  expect(sqlPieces(sql).map((piece) => piece.text).join('')).toBe(sql);
});

test('words inside strings and comments are not keywords', () => {
  const roles = sqlPieces("select 'from' -- where\n").map((piece) => [piece.role, piece.text]);
  expect(roles).toContainEqual(['string', "'from'"]);
  expect(roles).toContainEqual(['comment', '-- where']);
});
