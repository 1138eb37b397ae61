import { graphql } from '../../gql/documents';

export const InboxDoc = graphql(`
  query Inbox($unreadOnly: Boolean!, $first: Int!, $after: String, $locale: Locale!) {
    inbox(unreadOnly: $unreadOnly, first: $first, after: $after) {
      nodes {
        number
        kind
        at
        actor
        reason
        readAt
        title(locale: $locale)
        lines(locale: $locale)
        path
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const MarkInboxDoc = graphql(`
  mutation MarkInbox($numbers: [Int!]!, $isRead: Boolean!) {
    markInbox(numbers: $numbers, isRead: $isRead)
  }
`);

export const MarkInboxUntilDoc = graphql(`
  mutation MarkInboxUntil($number: Int!) {
    markInboxUntil(number: $number)
  }
`);

export const FollowedDoc = graphql(`
  query Followed($first: Int!, $after: String) {
    followed(first: $first, after: $after) {
      nodes {
        id
        assetId
        asset {
          id
          kind
          displayName
          fullName
        }
        owner
        domain
        tag
        kind
        source
        kinds
        isMuted
        byMail
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const MailChoiceDoc = graphql(`
  query MailChoice {
    mailChoice {
      pace
      locale
      isAvailable
      trouble
    }
  }
`);

export const ChooseMailDoc = graphql(`
  mutation ChooseMail($pace: MailPace!, $locale: Locale!) {
    chooseMail(pace: $pace, locale: $locale) {
      pace
      locale
      isAvailable
      trouble
    }
  }
`);

export const FollowDoc = graphql(`
  mutation Follow($what: FollowInput!, $options: FollowOptionsInput) {
    follow(what: $what, options: $options) {
      id
    }
  }
`);

export const UnfollowDoc = graphql(`
  mutation Unfollow($what: FollowInput!) {
    unfollow(what: $what)
  }
`);

export const FollowingDoc = graphql(`
  query Following($what: FollowInput!) {
    following(what: $what) {
      id
      isMuted
    }
  }
`);

export const EventKindsDoc = graphql(`
  query EventKinds($locale: Locale!) {
    eventKinds(locale: $locale) {
      kind
      code
      title
      canBeFollowed
    }
  }
`);

export const WebhookFieldsDoc = graphql(`
  fragment WebhookFields on Webhook {
    id
    name
    shape
    url
    hasSecret
    oldSecretUntil
    kinds
    reader {
      id
      name
      displayName
    }
    owner {
      id
      displayName
    }
    locale
    isEnabled
    trouble
    position
    lastSuccessAt
    counts {
      waiting
      delivered
      dead
      withheld
    }
  }
`);

export const WebhooksDoc = graphql(`
  query Webhooks($first: Int!, $after: String) {
    webhooks(first: $first, after: $after) {
      nodes {
        ...WebhookFields
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const WebhookDoc = graphql(`
  query Webhook($id: EndpointId!) {
    webhook(id: $id) {
      ...WebhookFields
    }
  }
`);

export const WebhookReadersDoc = graphql(`
  query WebhookReaders {
    webhookReaders {
      id
      name
      displayName
    }
  }
`);

export const WebhookDeliveriesDoc = graphql(`
  query WebhookDeliveries($id: EndpointId!, $state: DeliveryState, $first: Int!, $after: String) {
    webhookDeliveries(id: $id, state: $state, first: $first, after: $after) {
      nodes {
        number
        kind
        state
        attempts
        queuedAt
        nextAt
        doneAt
        status
        note
        milliseconds
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const SaveWebhookDoc = graphql(`
  mutation SaveWebhook($input: SaveWebhookInput!) {
    saveWebhook(input: $input) {
      secret
      webhook {
        id
      }
    }
  }
`);

export const RotateWebhookSecretDoc = graphql(`
  mutation RotateWebhookSecret($id: EndpointId!) {
    rotateWebhookSecret(id: $id) {
      secret
    }
  }
`);

export const DeleteWebhookDoc = graphql(`
  mutation DeleteWebhook($id: EndpointId!) {
    deleteWebhook(id: $id)
  }
`);

export const TestWebhookDoc = graphql(`
  mutation TestWebhook($id: EndpointId!) {
    testWebhook(id: $id) {
      isDelivered
      status
      note
      milliseconds
    }
  }
`);

export const ReplayWebhookDoc = graphql(`
  mutation ReplayWebhook($id: EndpointId!, $number: Int!) {
    replayWebhook(id: $id, number: $number)
  }
`);

export const ReplayWebhookFromDoc = graphql(`
  mutation ReplayWebhookFrom($id: EndpointId!, $position: Int!) {
    replayWebhookFrom(id: $id, position: $position)
  }
`);
