// All that the pages of who may what ask and say.
import { graphql } from '../../gql/documents';

export const OrganisationDoc = graphql(`
  query Organisation {
    organisation {
      departments {
        id
        name
        parent
        members {
          id
          name
        }
      }
      teams {
        id
        name
        description
        department
        fedBy
        fed {
          id
          name
        }
        members {
          id
          name
        }
      }
    }
  }
`);

export const SaveDepartmentDoc = graphql(`
  mutation SaveDepartment($input: DepartmentInput!) {
    saveDepartment(input: $input) {
      id
    }
  }
`);

export const DeleteDepartmentDoc = graphql(`
  mutation DeleteDepartment($id: String!) {
    deleteDepartment(id: $id)
  }
`);

export const SaveTeamDoc = graphql(`
  mutation SaveTeam($input: TeamInput!) {
    saveTeam(input: $input) {
      id
    }
  }
`);

export const DeleteTeamDoc = graphql(`
  mutation DeleteTeam($id: String!) {
    deleteTeam(id: $id)
  }
`);

export const RolesDoc = graphql(`
  query Roles {
    organisation {
      myLevel
      departments {
        id
        name
        parent
      }
      roles {
        id
        name
        description
        level
        permits
        scope
        departments
        fedBy
        fed {
          id
          name
        }
        people
        isBuiltin
        members {
          id
          name
        }
      }
    }
    menus {
      code
      path
      titleEn
      titleZh
      needs
      buttons {
        code
        titleEn
        titleZh
        needs
      }
    }
  }
`);

export const SaveRoleDoc = graphql(`
  mutation SaveRole($input: RoleInput!) {
    saveRole(input: $input) {
      id
    }
  }
`);

export const DeleteRoleDoc = graphql(`
  mutation DeleteRole($id: String!) {
    deleteRole(id: $id)
  }
`);

export const OutsideGroupsDoc = graphql(`
  query OutsideGroups($text: String!) {
    outsideGroups(text: $text)
  }
`);

export const MembersDoc = graphql(`
  query Members($text: String!) {
    people(text: $text, first: 8) {
      id
      name
      displayName
    }
  }
`);

export const PoliciesDoc = graphql(`
  query Policies {
    policies {
      id
      name
      description
      effect
      permissions
      subjects {
        kind
        name
      }
      condition
      kinds
      until
      isEnabled
      assetIds
      sourceIds
      assets {
        id
        kind
        name
        fullName
      }
      sources {
        id
        name
      }
    }
  }
`);

export const SavePolicyDoc = graphql(`
  mutation SavePolicy($input: PolicyInput!) {
    savePolicy(input: $input) {
      id
    }
  }
`);

export const DeletePolicyDoc = graphql(`
  mutation DeletePolicy($id: PolicyId!) {
    deletePolicy(id: $id)
  }
`);

/** What policies can name, for those who may see it. */
export const SubjectsDoc = graphql(`
  query Subjects {
    organisation {
      departments {
        name
      }
      teams {
        name
      }
      roles {
        name
        isBuiltin
      }
    }
  }
`);

export const PlacesDoc = graphql(`
  query Places($text: String!) {
    suggest(text: $text, first: 12) {
      id
      kind
      name
      fullName
    }
  }
`);

export const SourceNamesDoc = graphql(`
  query SourceNames {
    sources(first: 200) {
      nodes {
        id
        name
      }
    }
  }
`);

export const TryAsDoc = graphql(`
  query TryAs($user: String!, $query: String!) {
    tryAs(user: $user, query: $query) {
      total
      of
      names
    }
    search(input: { query: $query, first: 20 }) {
      hits {
        asset {
          fullName
        }
      }
    }
  }
`);

export const ExplainDoc = graphql(`
  query Explain($asset: AssetId!, $user: String, $permission: AssetPermission!) {
    explainAccess(asset: $asset, user: $user, permission: $permission) {
      may
      reasons {
        kind
        name
        policy
      }
    }
  }
`);
