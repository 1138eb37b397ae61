// What the pages of contracts read and do.
import { graphql } from '../../gql/documents';

export const ContractsDoc = graphql(`
  query Contracts($after: String) {
    contracts(first: 50, after: $after) {
      nodes {
        ...ContractFacts
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const ContractFactsDoc = graphql(`
  fragment ContractFacts on Contract {
    id
    key
    name
    owner
    health
    isInForce
    updatedAt
    updatedBy
    version {
      version
      state
    }
    tables {
      name
      asset {
        id
        kind
        displayName
        fullName
      }
    }
  }
`);

export const ContractDoc = graphql(`
  query Contract($id: ContractId!) {
    contract(id: $id) {
      ...ContractFacts
      suiteId
      cron
      standing {
        made
        passed
        failed
        errors
      }
      version {
        number
        document
        notEnforced {
          path
          why {
            en
            zh
          }
        }
      }
      consumers {
        name
        asset {
          id
          kind
          displayName
          fullName
        }
      }
      reach {
        total
        assets {
          id
          kind
          displayName
          fullName
        }
      }
      checks(first: 100) {
        ...CheckPage
      }
      incidents(first: 20) {
        nodes {
          ...IncidentRow
        }
      }
    }
  }
`);

export const ContractVersionsDoc = graphql(`
  query ContractVersions($id: ContractId!, $after: String) {
    contractVersions(id: $id, first: 20, after: $after) {
      nodes {
        number
        version
        state
        isInForce
        isBreaking
        acknowledgedBy
        savedBy
        savedAt
        changes {
          isBreaking
          differences {
            path
            isBreaking
            why {
              en
              zh
            }
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

export const SaveContractDoc = graphql(`
  mutation SaveContract($input: ContractInput!) {
    saveContract(input: $input) {
      isNew
      contract {
        id
        name
      }
      version {
        version
      }
    }
  }
`);

export const SetContractStateDoc = graphql(`
  mutation SetContractState($id: ContractId!, $state: ContractState!, $version: String, $isBreakingKnown: Boolean!) {
    setContractState(id: $id, state: $state, version: $version, isBreakingKnown: $isBreakingKnown) {
      id
    }
  }
`);

export const TestContractDoc = graphql(`
  mutation TestContract($id: ContractId!) {
    testContract(id: $id) {
      id
    }
  }
`);

export const DeleteContractDoc = graphql(`
  mutation DeleteContract($id: ContractId!) {
    deleteContract(id: $id)
  }
`);
