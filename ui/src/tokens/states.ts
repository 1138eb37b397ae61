// The look of states: always shape + text + colour, so that nobody depends on colour.

export type State = 'good' | 'bad' | 'warn' | 'unknown' | 'active';

export const STATE_SHAPE: Record<State, string> = { good: '●', bad: '◆', warn: '▲', unknown: '○', active: '◐' };

export const STATE_TEXT: Record<State, string> = {
  good: 'text-good',
  bad: 'text-bad',
  warn: 'text-warn',
  unknown: 'text-muted',
  active: 'text-brand',
};

export const STATE_SOFT: Record<State, string> = {
  good: 'bg-good-soft text-good',
  bad: 'bg-bad-soft text-bad',
  warn: 'bg-warn-soft text-warn',
  unknown: 'bg-sunken text-muted',
  active: 'bg-brand-soft text-brand',
};
