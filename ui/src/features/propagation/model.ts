// A rule as it is written in the form.
import type { PropagationPassage, PropagationRuleInput, PropagationRulesQuery, RelationKind } from '../../gql/types';

export type Rule = PropagationRulesQuery['propagationRules'][number];

export interface Draft {
  readonly name: string;
  /** Tags follow, or terms; of those the pattern is an identifier. */
  readonly sort: RelationKind;
  readonly pattern: string;
  readonly passes: PropagationPassage;
  readonly stopsAtMasking: boolean;
  readonly stopsAtAggregation: boolean;
  readonly confirms: boolean;
  readonly maxSteps: string;
  readonly isEnabled: boolean;
}

export const NEW_RULE: Draft = { name: '', sort: 'TAG', pattern: '', passes: 'VALUES', stopsAtMasking: true, stopsAtAggregation: true, confirms: false, maxSteps: '20', isEnabled: true };

export function draftOf(rule: Rule): Draft {
  const { name, sort, pattern, passes, stopsAtMasking, stopsAtAggregation, confirms, isEnabled } = rule;
  return { name, sort, pattern, passes, stopsAtMasking, stopsAtAggregation, confirms, maxSteps: String(rule.maxSteps), isEnabled };
}

/** What the server is told; a number that is none becomes 0, which it refuses at its field. */
export function inputOf(draft: Draft): PropagationRuleInput {
  const steps = Number(draft.maxSteps);
  return { ...draft, name: draft.name.trim(), pattern: draft.pattern.trim(), maxSteps: Number.isInteger(steps) ? steps : 0 };
}
