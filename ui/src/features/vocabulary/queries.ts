// Documents of the glossary, domains, data products and classifications.
import { graphql } from '../../gql/documents';

export const BranchDoc = graphql(`
  query VocabularyBranch($kind: AssetKind!, $parent: AssetId, $after: String) {
    governance(kind: $kind, parent: $parent, first: 200, after: $after) {
      nodes {
        id
        kind
        name
        displayName
        childCounts {
          kind
          count
        }
        governance {
          assignedCount
        }
        details {
          __typename
          ... on TermDetails {
            status
          }
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const EntryDoc = graphql(`
  query VocabularyEntry($id: AssetId!) {
    asset(id: $id) {
      id
      kind
      name
      displayName
      fullName
      curatedDescription
      descriptionHtml
      mayEdit
      isRemoved
      lastChangedAt
      version {
        major
        minor
      }
      path {
        id
        kind
        displayName
      }
      owners {
        name
        displayName
      }
      childCounts {
        kind
        count
      }
      details {
        __typename
        ... on DomainDetails {
          domainType
          experts
        }
        ... on DataProductDetails {
          stage
          experts
          ports {
            name
            isInput
            protocol
            location
          }
        }
        ... on GlossaryDetails {
          isMutuallyExclusive
          reviewers
        }
        ... on TermDetails {
          status
          synonyms
          references {
            title
            url
          }
          isMutuallyExclusive
          reviewers
          authors
          reviewedBy
          reviewNote
        }
        ... on ClassificationDetails {
          isMutuallyExclusive
          level
        }
        ... on TagDetails {
          level
        }
      }
      governance {
        assignedCount
        mayReview
        relatedTerms {
          id
          displayName
        }
      }
    }
  }
`);

export const AssignedDoc = graphql(`
  query VocabularyAssigned($id: AssetId!, $after: String) {
    asset(id: $id) {
      governance {
        assigned(first: 50, after: $after) {
          nodes {
            id
            kind
            displayName
            fullName
            description
            owners {
              displayName
            }
          }
          pageInfo {
            hasNextPage
            endCursor
          }
        }
      }
    }
  }
`);

export const VocabularyPeopleDoc = graphql(`
  query VocabularyPeople($text: String) {
    people(text: $text, first: 20) {
      name
      displayName
    }
  }
`);

export const SaveDomainDoc = graphql(`
  mutation SaveDomain($input: DomainInput!) {
    saveDomain(input: $input) {
      id
    }
  }
`);

export const SaveProductDoc = graphql(`
  mutation SaveProduct($input: DataProductInput!) {
    saveProduct(input: $input) {
      id
    }
  }
`);

export const SaveGlossaryDoc = graphql(`
  mutation SaveGlossary($input: GlossaryInput!) {
    saveGlossary(input: $input) {
      id
    }
  }
`);

export const SaveTermDoc = graphql(`
  mutation SaveTerm($input: TermInput!) {
    saveTerm(input: $input) {
      id
    }
  }
`);

export const SaveClassificationDoc = graphql(`
  mutation SaveClassification($input: ClassificationInput!) {
    saveClassification(input: $input) {
      id
    }
  }
`);

export const SaveTagDoc = graphql(`
  mutation SaveTag($input: TagInput!) {
    saveTag(input: $input) {
      id
    }
  }
`);

export const DeleteGovernanceDoc = graphql(`
  mutation DeleteGovernance($id: AssetId!) {
    deleteGovernance(id: $id) {
      deleted
      untied
    }
  }
`);

export const SubmitTermDoc = graphql(`
  mutation SubmitTerm($id: AssetId!) {
    submitTerm(id: $id) {
      id
    }
  }
`);

export const ReviewTermDoc = graphql(`
  mutation ReviewTerm($id: AssetId!, $decision: ReviewDecision!, $note: String) {
    reviewTerm(id: $id, decision: $decision, note: $note) {
      id
    }
  }
`);

export const DeprecateTermDoc = graphql(`
  mutation DeprecateTerm($id: AssetId!) {
    deprecateTerm(id: $id) {
      id
    }
  }
`);
