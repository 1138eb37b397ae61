import { graphql } from '../../gql/documents';

export const RulesDoc = graphql(`
  query PropagationRules {
    propagationRules {
      id
      name
      pattern
      passes
      stopsAtMasking
      stopsAtAggregation
      confirms
      maxSteps
      isEnabled
      changedBy
      changedAt
    }
  }
`);

export const PreviewRuleDoc = graphql(`
  query PreviewPropagationRule($input: PropagationRuleInput!) {
    previewPropagationRule(input: $input) {
      total
      isExact
      first {
        tag
        steps
        asset {
          id
          fullName
        }
      }
    }
  }
`);

export const SaveRuleDoc = graphql(`
  mutation SavePropagationRule($id: PropagationRuleId, $input: PropagationRuleInput!) {
    savePropagationRule(id: $id, input: $input) {
      id
    }
  }
`);

export const DeleteRuleDoc = graphql(`
  mutation DeletePropagationRule($id: PropagationRuleId!) {
    deletePropagationRule(id: $id)
  }
`);
