import { graphql } from '../../gql/documents';

export const PropertiesDoc = graphql(`
  query Properties {
    customProperties {
      name
      titleEn
      titleZh
      description
      kinds
      propertyType
      choices
      pattern
      isRequired
    }
  }
`);

export const SavePropertyDoc = graphql(`
  mutation SaveProperty($input: CustomPropertyInput!) {
    saveProperty(input: $input) {
      name
    }
  }
`);

export const DeletePropertyDoc = graphql(`
  mutation DeleteProperty($name: String!, $force: Boolean!) {
    deleteProperty(name: $name, force: $force)
  }
`);
