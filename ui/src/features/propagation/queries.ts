import { graphql } from '../../gql/documents';

export const RulesDoc = graphql(`
  query PropagationRules {
    propagationRules {
      id
      name
      sort
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

export const TermsToFollowDoc = graphql(`
  query TermsToFollow($query: String!) {
    search(input: { query: $query, kinds: [TERM], first: 20, withFacets: false }) {
      hits {
        asset {
          id
          displayName
        }
      }
    }
  }
`);

export const TermNameDoc = graphql(`
  query TermName($id: AssetId!) {
    asset(id: $id) {
      id
      displayName
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
