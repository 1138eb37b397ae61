// Written by scripts/codegen.mjs; do not edit.
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** Why somebody may not what they were given. */
export type AccessHindrance =
  /** A policy takes it, and what one policy takes is taken. */
  | 'DENIED'
  /** No role of theirs may read the catalog. */
  | 'ROLE';

/** What a decision can be for. */
export type AccessReasonKind =
  /** Nothing gives it. */
  | 'NOTHING'
  /** No role of theirs may read the catalog. */
  | 'NO_ROLE'
  /** A policy gives or takes it. */
  | 'POLICY'
  /** The data scope of a role covers it. */
  | 'SCOPE'
  /** It leads to something that is given. */
  | 'WAY';

/** What somebody asks for. */
export type AccessRequestInput = {
  /** The name of an asset, or its identifier. Nothing is told about whether there is one. */
  asset: string;
  /** For how many days, 1 to 730. */
  days?: number;
  /** Why: at most 1,000 characters. */
  reason: string;
  /** What they ask to be allowed. */
  wants: AccessWish;
};

/** Whose requests are listed. */
export type AccessRequestList =
  /** All; for those who may manage policies. */
  | 'ALL'
  /** Those that whoever asks has asked. */
  | 'MINE'
  /** Those that wait for a decision and that whoever asks may decide. */
  | 'TO_DECIDE';

/** What has become of a request. */
export type AccessRequestState =
  /** It was given, and holds. */
  | 'APPROVED'
  /** It was given, and the time is over. */
  | 'ENDED'
  /** Nobody decided in time. */
  | 'EXPIRED'
  /** Nobody has decided. */
  | 'PENDING'
  /** It was refused. */
  | 'REJECTED'
  /** It was given, and taken back before its time was over. */
  | 'TAKEN_BACK'
  /** Whoever asked does not ask any more. */
  | 'WITHDRAWN';

/** What somebody asks to be allowed. */
export type AccessWish =
  /** To edit what people decide about it. */
  | 'EDIT'
  /** To see samples of its data. */
  | 'SAMPLE'
  /** To see it. */
  | 'SEE';

/** Something that may be allowed or not. */
export type Action =
  /** Delete sources, with everything that was crawled from them. */
  | 'DELETE_SOURCES'
  /** Write to others about assets: tasks, proposals, discussions. */
  | 'DISCUSS'
  /** Change what people decide: descriptions, owners, tags, tier. */
  | 'EDIT_CATALOG'
  /** Make, change and delete glossaries, terms, classifications, domains and data products. */
  | 'MANAGE_GOVERNANCE'
  /** Make, change and delete KPIs, prices, weights of health and savings plans. */
  | 'MANAGE_KPIS'
  /** Make, change and delete departments and teams. */
  | 'MANAGE_ORGANISATION'
  /** Make and revoke API tokens for oneself. */
  | 'MANAGE_OWN_TOKENS'
  /** Make, change and delete policies, and see why somebody may or may not. */
  | 'MANAGE_POLICIES'
  /** Make, change, run and delete checks, and work on incidents. */
  | 'MANAGE_QUALITY'
  /** Make, change, delete and give roles. */
  | 'MANAGE_ROLES'
  /** Make, change and delete sources and schedules. */
  | 'MANAGE_SOURCES'
  /** Manage accounts. */
  | 'MANAGE_USERS'
  /** Make, change and delete webhooks and chats that are told of events. */
  | 'MANAGE_WEBHOOKS'
  /** Operate the service: backup, doctor, figures. */
  | 'OPERATE'
  /** Keep accounts and groups from outside (SCIM). */
  | 'PROVISION'
  /** Read the log of who did what. */
  | 'READ_AUDIT'
  /** Read the catalog: search, browse, lineage, history. */
  | 'READ_CATALOG'
  /** See departments, teams and roles, with who is in them. */
  | 'READ_ORGANISATION'
  /** See sources and their runs. */
  | 'READ_SOURCES'
  /** Report assets, lineage and runs from a module. */
  | 'REPORT'
  /** Ask for access to what one may not see, or not do. */
  | 'REQUEST_ACCESS'
  /** Confirm or dismiss held removals, and take commits back. */
  | 'REVERT_CHANGES'
  /** Start and cancel crawls. */
  | 'RUN_CRAWLS'
  /** Write free-form GraphQL in the browser. */
  | 'USE_GRAPHIQL';

/** An announcement as it shall be. */
export type AnnouncementInput = {
  /** The asset it is about, which stays; left out: it is for everybody. */
  asset?: string | null | undefined;
  /** What there is to know, in Markdown: at most 10,000 characters. */
  body?: string;
  /** From when on; now, when left out. */
  from?: string | null | undefined;
  /** Which one; left out for a new one. */
  id?: string | null | undefined;
  /** How much it matters. */
  level: AnnouncementLevel;
  /** What it is about, in a line of at most 200 characters. */
  title: string;
  /** Until when; for ever, when left out. */
  until?: string | null | undefined;
};

/** How much an announcement matters. */
export type AnnouncementLevel =
  /** Wrong, or not there. */
  | 'INCIDENT'
  /** Good to know. */
  | 'INFO'
  /** To be careful with. */
  | 'WARNING';

/** A moment in the past: a change, or a time; exactly one of the two. */
export type AsOf = {
  /** Behind this change. */
  change?: number | null | undefined;
  /** At this time. */
  time?: string | null | undefined;
};

/** What an asset is. */
export type AssetKind =
  /** A collection of API endpoints. */
  | 'API_COLLECTION'
  /** An endpoint of an API. */
  | 'API_ENDPOINT'
  /** A data set of a BI tool. */
  | 'BI_DATASET'
  /** A chart of a dashboard. */
  | 'CHART'
  /** A way to sort data, such as by how secret they are. */
  | 'CLASSIFICATION'
  /** A data standard: the codes that columns may hold, with what they mean. */
  | 'CODE_LIST'
  /** A column of a table, a field of a topic or of a file. */
  | 'COLUMN'
  /** A bucket or folder. */
  | 'CONTAINER'
  /** A dashboard or report. */
  | 'DASHBOARD'
  /** A database of a server. */
  | 'DATABASE'
  /** Data that somebody offers to others as a whole. */
  | 'DATA_PRODUCT'
  /** A part of the business that data belongs to; inside of another one, or on its own. */
  | 'DOMAIN'
  /** A file. */
  | 'FILE'
  /** The words of a trade, with what they mean. */
  | 'GLOSSARY'
  /** A figure of the business, computed from measures or other metrics. */
  | 'METRIC'
  /** A machine-learning model. */
  | 'ML_MODEL'
  /** A notebook. */
  | 'NOTEBOOK'
  /** A pipeline: tasks that run together. */
  | 'PIPELINE'
  /** A stored procedure or function. */
  | 'PROCEDURE'
  /** A saved or observed query. */
  | 'QUERY'
  /** A schema of a database. */
  | 'SCHEMA'
  /** The business meaning of a table's columns: entities, dimensions and measures. */
  | 'SEMANTIC_MODEL'
  /** A table; views and external tables are tables with a type. */
  | 'TABLE'
  /** One of the labels of a classification. */
  | 'TAG'
  /** A task of a pipeline, or a job on its own. */
  | 'TASK'
  /** A word with what it means; inside of a glossary, or below a wider word. */
  | 'TERM'
  /** A topic of a message queue. */
  | 'TOPIC'
  /** An enumeration, composite type or domain that a database defines. */
  | 'USER_TYPE';

/** What can be done with an asset. */
export type AssetPermission =
  /** Change what people decide about it. */
  | 'EDIT'
  /** See samples of its data. */
  | 'SAMPLE'
  /** Know of it: find it, read what is said about it, see it in lineage. Without this nothing else can be done. */
  | 'VIEW';

/** Which rows of the log are wanted; what is left out admits everything. */
export type AuditFilter = {
  /** From when on. */
  from?: string | null | undefined;
  /** What was done, exactly. */
  operation?: string | null | undefined;
  /** How it ended, exactly. */
  result?: string | null | undefined;
  /** To what: the beginning of its name or identifier, or its sort. */
  target?: string | null | undefined;
  /** Until when, that moment not included. */
  until?: string | null | undefined;
  /** Who did it, with their tokens: the name of an account, `system` or `anonymous`. */
  user?: string | null | undefined;
};

/** What a check is about. */
export type CheckLevel =
  /** One column. */
  | 'COLUMN'
  /** A table, or one column of it. */
  | 'EITHER'
  /** A table; no column is named. */
  | 'TABLE';

/** How a check ended. */
export type CheckOutcome =
  /** It could not be judged: the question failed, took too long, or the check does not fit the table any more. */
  | 'ERROR'
  /** What was expected does not hold. */
  | 'FAIL'
  /** There was nothing to judge: an empty table, an expected value of zero, too little history. */
  | 'NO_DATA'
  /** What was expected holds. */
  | 'PASS';

/** How bad it is when a check fails, apart from what hangs on the table. */
export type CheckSeverity =
  /** The data cannot be relied on. */
  | 'CRITICAL'
  /** It is told, and nobody has to act: no incident. */
  | 'NOTICE'
  /** Somebody should look at it. */
  | 'WARNING';

/** Which checks are wanted. */
export type ChecksInput = {
  /** Of this table. */
  asset?: string | null | undefined;
  /** On this side of quality. */
  dimension?: QualityDimension | null | undefined;
  /** That ended like this. */
  outcome?: CheckOutcome | null | undefined;
  /** Of this suite. */
  suite?: string | null | undefined;
  /** Of this tool: `cadastre`, `dbt`, …. */
  tool?: string | null | undefined;
  /** Those that nobody makes any more, too. */
  withInactive?: boolean;
};

/** A classification. */
export type ClassificationInput = {
  /** The description, in Markdown, at most 1 MiB. */
  description?: string | null | undefined;
  /** The name that people read: one line, at most 200 characters. */
  displayName?: string | null | undefined;
  /** Refuse when it has another version by now. */
  expectedVersion?: VersionInput | null | undefined;
  /** Which one is changed; left out: a new one is made. */
  id?: string | null | undefined;
  /** Whether an asset has at most one of its tags. */
  isMutuallyExclusive?: boolean | null | undefined;
  /** How much care its tags ask for where they say nothing themselves, from 1 (least) to 5. */
  level?: number | null | undefined;
  /** What it is called; a new one needs it. */
  name?: string | null | undefined;
  /** Who is accountable. */
  owners?: Array<string> | null | undefined;
};

/** A data standard. */
export type CodeListInput = {
  /** All codes, at most 10,000, in order. */
  codes?: Array<StandardCodeInput> | null | undefined;
  /** The description, in Markdown, at most 1 MiB. */
  description?: string | null | undefined;
  /** The name that people read: one line, at most 200 characters. */
  displayName?: string | null | undefined;
  /** What sort of type its columns are expected to have. */
  expectedClass?: TypeClass | null | undefined;
  /** Refuse when it has another version by now. */
  expectedVersion?: VersionInput | null | undefined;
  /** Which one is changed; left out: a new one is made. */
  id?: string | null | undefined;
  /** The greatest length that its columns are expected to have, in characters; no code is longer. */
  maxLength?: number | null | undefined;
  /** What it is called; a new one needs it. */
  name?: string | null | undefined;
  /** Who is accountable. */
  owners?: Array<string> | null | undefined;
  /** A regular expression that every code matches as a whole. */
  pattern?: string | null | undefined;
  /** The document that it is from, such as `GB/T 2261.1-2003`. */
  standard?: string | null | undefined;
};

/** What a constraint demands. */
export type ConstraintType =
  /** A condition holds. */
  | 'CHECK'
  /** No two rows conflict by operators. */
  | 'EXCLUSION'
  /** The values are those of a row elsewhere. */
  | 'FOREIGN_KEY'
  /** The columns name a row. */
  | 'PRIMARY_KEY'
  /** No two rows have the same values. */
  | 'UNIQUE';

/** Who relies on a contract; at most 200 in all. */
export type ContractConsumersInput = {
  /** Assets, such as dashboards; their owners are told. */
  assets?: Array<string>;
  /** Accounts and teams, as owners are written: `ana`, `team:bi`. */
  names?: Array<string>;
};

/** Whether a contract is kept. */
export type ContractHealth =
  /** One is not. */
  | 'BROKEN'
  /** Every promise that is checked is kept. */
  | 'KEPT'
  /** Nothing was looked at, or no version is in force. */
  | 'UNCHECKED'
  /** One could not be judged. */
  | 'UNKNOWN';

/** A version of a contract. */
export type ContractInput = {
  /** Who relies on it; left out: as it was. */
  consumers?: ContractConsumersInput | null | undefined;
  /** When it is looked at besides after crawls, as a cron expression; left out: as it was. */
  cron?: string | null | undefined;
  /** Whether it is known that it breaks who relies on the version in force. */
  isBreakingKnown?: boolean;
  /** Who answers for it: an account or `team:` and a name; left out: as it was. */
  owner?: string | null | undefined;
  /** Tables, where the names in the contract do not say which they are. */
  tables?: Array<ContractTableInput>;
  /** The document: YAML of ODCS 3.x, at most 1 MiB, 200 tables and 10,000 columns. */
  text: string;
  /** The IANA name of the time zone of `cron`. */
  timezone?: string;
};

/** Where a version is in its life. */
export type ContractState =
  /** It holds. */
  | 'ACTIVE'
  /** It holds, and will end. */
  | 'DEPRECATED'
  /** It is being written; nobody may rely on it. */
  | 'DRAFT'
  /** It holds no more. */
  | 'RETIRED';

/** A table of a contract, where the names in the contract do not say which it is. */
export type ContractTableInput = {
  /** The table. */
  asset: string;
  /** Its name in the contract. */
  name: string;
};

/** What a new source needs. */
export type CreateSourceInput = {
  /** Its configuration, secrets included; they cannot be read back. */
  config: unknown;
  /** The connector that reads it. */
  connector: string;
  /** What people will call it. */
  name: string;
  /** When it is crawled; only by hand without. */
  schedule?: ScheduleInput | null | undefined;
};

/** What a new token needs. */
export type CreateTokenInput = {
  /** Until when it is good; for ever when left out. */
  expiresAt?: string | null | undefined;
  /** What to call it. */
  name: string;
  /** What it may be used for; at least one. */
  scopes: Array<Scope>;
  /** The sources it is bound to; all when left out. */
  sources?: Array<string> | null | undefined;
};

/** What a new account needs. */
export type CreateUserInput = {
  /** How people call them; their name when left out. */
  displayName?: string | null | undefined;
  /** What they sign in with: letters, digits and `.`, `_`, `-`, `@`. */
  name: string;
  /** The first password: at least 10 characters. */
  password: string;
  /** What they may. */
  role: Role;
};

/** A custom property as it shall be. */
export type CustomPropertyInput = {
  /** The choices, in order. */
  choices?: Array<string>;
  /** What it is for, in Markdown. */
  description?: string;
  /** Whether an asset without it is worth a hint. */
  isRequired?: boolean;
  /** The kinds of assets that may have it. */
  kinds: Array<AssetKind>;
  /** What programs call it: 1 to 64 letters and digits, a small letter first. */
  name: string;
  /** What a text has to match as a whole: a regular expression. */
  pattern?: string | null | undefined;
  /** Which values it takes; assets that have it keep it as it is. */
  propertyType: PropertyType;
  /** What people call it in English. */
  titleEn?: string;
  /** What people call it in Chinese. */
  titleZh?: string;
};

/** A data product. */
export type DataProductInput = {
  /** The description, in Markdown, at most 1 MiB. */
  description?: string | null | undefined;
  /** The name that people read: one line, at most 200 characters. */
  displayName?: string | null | undefined;
  /** Refuse when it has another version by now. */
  expectedVersion?: VersionInput | null | undefined;
  /** Who knows about it, by account name. */
  experts?: Array<string> | null | undefined;
  /** Which one is changed; left out: a new one is made. */
  id?: string | null | undefined;
  /** What it is called; a new one needs it. */
  name?: string | null | undefined;
  /** Who is accountable. */
  owners?: Array<string> | null | undefined;
  /** How to get at it. */
  ports?: Array<ProductPortInput> | null | undefined;
  /** How far it is. */
  stage?: ProductStage | null | undefined;
};

/** Which assets a role lets its members see. */
export type DataScope =
  /** All of them. */
  | 'ALL'
  /** Those of chosen departments. */
  | 'CHOSEN'
  /** Those of their own department: what it owns, or a team of it, or somebody in it. */
  | 'DEPARTMENT'
  /** Those of their own department and of all below it. */
  | 'DEPARTMENT_AND_BELOW'
  /** None; what they see is for policies to say. */
  | 'NOTHING'
  /** Those that are their own, or of a team they are in. */
  | 'OWN';

/** How a delivery stands. */
export type DeliveryState =
  /** It was given up. */
  | 'DEAD'
  /** The other side has it. */
  | 'DELIVERED'
  /** It waits until it can be sent. */
  | 'WAITING'
  /** The endpoint may not be told it any more. */
  | 'WITHHELD';

/** A department as it shall be. */
export type DepartmentInput = {
  /** Which one; left out for a new one. */
  id?: string | null | undefined;
  /** Who is in it; left out: as they are. Whoever joins leaves the department they were in. */
  members?: Array<string> | null | undefined;
  /** What people call it. */
  name: string;
  /** The department that it is directly below. */
  parent?: string | null | undefined;
};

/** Why an asset should not be used any more. */
export type DeprecationInput = {
  /** Why, in Markdown: at most 2,000 characters. */
  note: string;
  /** What to use instead. */
  replacedBy?: string | null | undefined;
  /** The day on which it goes. */
  sunset?: string | null | undefined;
};

/** Where a suggestion stands. */
export type DetectionState =
  /** Somebody confirmed it; the column has the tag. */
  | 'CONFIRMED'
  /** Somebody refused it; it is not suggested again. */
  | 'REFUSED'
  /** Detection suggests it; nobody has said anything. */
  | 'SUGGESTED';

/** A domain. */
export type DomainInput = {
  /** The description, in Markdown, at most 1 MiB. */
  description?: string | null | undefined;
  /** The name that people read: one line, at most 200 characters. */
  displayName?: string | null | undefined;
  /** Whose data it has. */
  domainType?: DomainType | null | undefined;
  /** Refuse when it has another version by now. */
  expectedVersion?: VersionInput | null | undefined;
  /** Who knows about it, by account name. */
  experts?: Array<string> | null | undefined;
  /** Which one is changed; left out: a new one is made. */
  id?: string | null | undefined;
  /** What it is called; a new one needs it. */
  name?: string | null | undefined;
  /** Who is accountable. */
  owners?: Array<string> | null | undefined;
  /** The domain it is inside of; null for none. */
  parent?: string | null | undefined;
};

/** Whose data a domain has. */
export type DomainType =
  /** Data put together from several others. */
  | 'AGGREGATE'
  /** Data made ready for those who use them. */
  | 'CONSUMER_ALIGNED'
  /** Data as the systems have them in which they arise. */
  | 'SOURCE_ALIGNED';

/** What to decide about an asset; what is left out stays, null or an empty list takes away. */
export type EditAssetInput = {
  /** The data standard that a column keeps. */
  codeList?: string | null | undefined;
  /** That it should not be used any more; null says that it may be. */
  deprecation?: DeprecationInput | null | undefined;
  /** The description, in Markdown, at most 1 MiB. */
  description?: string | null | undefined;
  /** The name that people read: one line, at most 200 characters. */
  displayName?: string | null | undefined;
  /** The domain. */
  domain?: string | null | undefined;
  /** Refuse when the asset has another version by now. */
  expectedVersion?: VersionInput | null | undefined;
  /** All owners that people named. */
  owners?: Array<string> | null | undefined;
  /** All data products that people put it into. */
  products?: Array<string> | null | undefined;
  /** Values of custom properties, an object such as `{"costCenter": "4711"}`; null takes one away. */
  properties?: unknown;
  /** All tags that people gave. */
  tags?: Array<string> | null | undefined;
  /** All terms that people gave. */
  terms?: Array<string> | null | undefined;
  /** `tier1` to `tier5`. */
  tier?: string | null | undefined;
};

/** What happened, as a closed list. */
export type EventKind =
  /** Access request decided */
  | 'ACCESS_DECIDED'
  /** Access ended */
  | 'ACCESS_ENDED'
  /** Access requested */
  | 'ACCESS_REQUESTED'
  /** Announcement */
  | 'ANNOUNCEMENT_PUBLISHED'
  /** Asset changed */
  | 'ASSET_CHANGED'
  /** New asset */
  | 'ASSET_CREATED'
  /** Asset deprecated */
  | 'ASSET_DEPRECATED'
  /** Lineage changed */
  | 'ASSET_LINEAGE_CHANGED'
  /** Asset removed */
  | 'ASSET_REMOVED'
  /** Asset is back */
  | 'ASSET_RESTORED'
  /** Schema changed */
  | 'ASSET_SCHEMA_CHANGED'
  /** Made from something deprecated */
  | 'ASSET_UPSTREAM_DEPRECATED'
  /** New comment */
  | 'COMMENT_ADDED'
  /** You were mentioned */
  | 'COMMENT_MENTIONED'
  /** Removals wait for a decision */
  | 'HOLD_OPENED'
  /** Incident changed */
  | 'INCIDENT_CHANGED'
  /** Data quality incident */
  | 'INCIDENT_OPENED'
  /** Incident resolved */
  | 'INCIDENT_RESOLVED'
  /** KPI at risk */
  | 'KPI_AT_RISK'
  /** KPI target missed */
  | 'KPI_MISSED'
  /** Run failed */
  | 'RUN_FAILED'
  /** Task assigned */
  | 'TASK_ASSIGNED'
  /** Task decided */
  | 'TASK_DECIDED'
  /** Term reviewed */
  | 'TERM_REVIEWED'
  /** Term waits for review */
  | 'TERM_REVIEW_REQUESTED'
  /** Webhook switched off */
  | 'WEBHOOK_DISABLED'
  /** Test message */
  | 'WEBHOOK_TEST';

/** What makes a name one of an asset's. */
export type Evidence =
  /** It was called so before. */
  | 'FORMER_NAME'
  /** A person found that it is the same. */
  | 'MERGED'
  /** The system goes by another name, too. */
  | 'NAMESPACE_ALIAS'
  /** It is what its source calls it. */
  | 'OWN'
  /** It was called so; the source's own identifier of it stayed the same. */
  | 'SAME_OBJECT';

/** Which faults are wanted; what is left out admits everything. */
export type ExceptionFilter = {
  /** From when on. */
  from?: string | null | undefined;
  /** A part of where or what, in any case. */
  text?: string | null | undefined;
  /** The request identifier that a client was told. */
  traceId?: string | null | undefined;
  /** Until when, that moment not included. */
  until?: string | null | undefined;
};

/** Something to follow: exactly one of these. */
export type FollowInput =
  {   /** An asset with everything inside of it. */
  asset: string; domain?: never; kind?: never; owner?: never; source?: never; tag?: never; }
  |  { asset?: never;   /** What is in a domain. */
  domain: string; kind?: never; owner?: never; source?: never; tag?: never; }
  |  { asset?: never; domain?: never;   /** Every event of a kind. */
  kind: EventKind; owner?: never; source?: never; tag?: never; }
  |  { asset?: never; domain?: never; kind?: never;   /** What a person, `team:NAME` or `department:NAME` owns. */
  owner: string; source?: never; tag?: never; }
  |  { asset?: never; domain?: never; kind?: never; owner?: never;   /** Failures and held removals of a source. */
  source: string; tag?: never; }
  |  { asset?: never; domain?: never; kind?: never; owner?: never; source?: never;   /** What has a tag. */
  tag: string; };

/** How to follow it. */
export type FollowOptionsInput = {
  /** Whether mail tells, too. */
  byMail?: boolean;
  /** Whether to hear nothing of it, not even as its owner. */
  isMuted?: boolean;
  /** Which events of it; all when empty. */
  kinds?: Array<EventKind>;
};

/** A glossary. */
export type GlossaryInput = {
  /** The description, in Markdown, at most 1 MiB. */
  description?: string | null | undefined;
  /** The name that people read: one line, at most 200 characters. */
  displayName?: string | null | undefined;
  /** Refuse when it has another version by now. */
  expectedVersion?: VersionInput | null | undefined;
  /** Which one is changed; left out: a new one is made. */
  id?: string | null | undefined;
  /** Whether an asset has at most one of the terms directly in it. */
  isMutuallyExclusive?: boolean | null | undefined;
  /** What it is called; a new one needs it. */
  name?: string | null | undefined;
  /** Who is accountable. */
  owners?: Array<string> | null | undefined;
  /** Who reviews its terms, by account name. */
  reviewers?: Array<string> | null | undefined;
};

/** A part of the score. */
export type HealthPart =
  /** Whether no incident is open. */
  | 'CALM'
  /** Whether something is tagged. */
  | 'CLASSIFIED'
  /** Descriptions of assets and of their columns. */
  | 'DESCRIBED'
  /** Whether data came on time, where somebody said when it should. */
  | 'FRESH'
  /** Owners. */
  | 'OWNED'
  /** Latest results of checks that passed; assets without checks have no such part. */
  | 'QUALITY'
  /** Tiers. */
  | 'TIERED'
  /** Whether it was read in the last 30 days; of what nobody knows any read of there is no such part. */
  | 'USED';

/** How much a part counts. */
export type HealthWeightInput = {
  /** The part. */
  part: HealthPart;
  /** Its weight, 0 to 1,000; 0 leaves it out. */
  weight: number;
};

/** What became of a hold. */
export type HoldStatus =
  /** Somebody said that the assets are gone. */
  | 'CONFIRMED'
  /** Somebody said that they are not. */
  | 'DISMISSED'
  /** It waits. */
  | 'OPEN'
  /** A newer crawl found something else. */
  | 'SUPERSEDED';

/** What to follow to its end. */
export type ImpactInput = {
  /** When; now, when left out. */
  asOf?: AsOf | null | undefined;
  /** How many edges far. */
  depth?: number;
  /** Which way; down, when left out. */
  direction?: LineageDirection | null | undefined;
  /** Where to begin. */
  focus: string;
  /** The most assets of the answer. */
  limit?: number;
  /** A change that the answer has to know of, such as one that a mutation answered; it is waited for, a moment at most. */
  seen?: number | null | undefined;
};

/** What is done with an incident. */
export type IncidentAction =
  /** Somebody has seen it. */
  | 'ACKNOWLEDGE'
  /** It is given to `assignee`. */
  | 'ASSIGN'
  /** Something is said about it. */
  | 'NOTE'
  /** It is not over after all. */
  | 'REOPEN'
  /** It is over, because of `reason`. */
  | 'RESOLVE';

/** Why an incident is over. */
export type IncidentReason =
  /** It is known, and lived with. */
  | 'ACCEPTED'
  /** It is another incident's doing. */
  | 'DUPLICATE'
  /** The data is right; the check is wrong or too strict. */
  | 'FALSE_POSITIVE'
  /** The data was mended. */
  | 'FIXED'
  /** The check passed again. */
  | 'PASSING'
  /** The check is gone. */
  | 'WITHDRAWN';

/** How far people are with an incident. */
export type IncidentState =
  /** Somebody has seen it. */
  | 'ACKNOWLEDGED'
  /** Somebody works on it. */
  | 'ASSIGNED'
  /** Nobody has looked at it. */
  | 'NEW'
  /** It is over. */
  | 'RESOLVED';

/** Which incidents are wanted. */
export type IncidentsInput = {
  /** About this table. */
  asset?: string | null | undefined;
  /** Given to this account or team. */
  assignee?: string | null | undefined;
  /** Of this check. */
  check?: string | null | undefined;
  /** In one of these states; any when left out. */
  states?: Array<IncidentState>;
};

/** A chart of snapshots over days. */
export type InsightChart =
  /** Assets by kind. */
  | 'ASSETS_BY_KIND'
  /** Assets by tier; those without are left out. */
  | 'ASSETS_BY_TIER'
  /** Bytes by source. */
  | 'BYTES_BY_SOURCE'
  /** The part with something tagged, by kind. */
  | 'CLASSIFIED_BY_KIND'
  /** The part with a description, by kind. */
  | 'DESCRIBED_BY_KIND'
  /** The part whose latest checks all passed, of those that are checked, by kind. */
  | 'HEALTHY_BY_KIND'
  /** The part with an owner, by kind. */
  | 'OWNED_BY_KIND'
  /** The part with a tier, by kind. */
  | 'TIERED_BY_KIND'
  /** The part of their bytes that is unused, by source. */
  | 'UNUSED_BYTES_BY_SOURCE'
  /** The part of those ever read that is unused, by source. */
  | 'UNUSED_BY_SOURCE';

/** Of which assets a chart is. */
export type InsightFilter = {
  /** Of this domain. */
  domain?: string | null | undefined;
  /** Of this kind. */
  kind?: AssetKind | null | undefined;
  /** Of this source. */
  source?: string | null | undefined;
  /** Of this team. */
  team?: string | null | undefined;
  /** Of this tier. */
  tier?: string | null | undefined;
};

/** In which direction a KPI is to go. */
export type KpiDirection =
  /** Less is better; the target is met at it or below. */
  | 'DECREASE'
  /** More is better; the target is met at it or above. */
  | 'INCREASE';

/** What a KPI is to be. */
export type KpiInput = {
  /** The value it begins with, as a decimal. */
  baseline?: string | null | undefined;
  /** What a baseline of 100 % costs a month, as a decimal, where parts of a cost are measured. */
  baselineCost?: string | null | undefined;
  /** The currency of costs, such as `USD`. */
  currency?: string | null | undefined;
  /** Days without a read after which something is unused, where that matters; 30 when left out. */
  days?: number | null | undefined;
  /** What it is for. */
  description: string;
  /** In which direction it is to go. */
  direction: KpiDirection;
  /** The domain whose assets alone it is about, and whose members alone see it. */
  domain?: string | null | undefined;
  /** The formula, where it is about one: `count(has:owner) / count() * 100`. */
  formula?: string | null | undefined;
  /** The first day of its period. */
  from: string;
  /** What it is about. */
  metric: KpiMetric;
  /** What people call it; no two have the same name. */
  name: string;
  /** Who answers for it: an account or `team:` and a team. */
  owner?: string | null | undefined;
  /** Which assets it is about, such as `kind:table tier:tier1`; all when empty. */
  scope?: string;
  /** The value it is to reach, as a decimal. */
  target: string;
  /** The team whose assets alone it is about, and whose members alone see it. */
  team?: string | null | undefined;
  /** In what it is measured. */
  unit: KpiUnit;
  /** The last day of its period. */
  until: string;
};

/** What a KPI is about. */
export type KpiMetric =
  /** Assets. */
  | 'ASSETS'
  /** Assets of which something is tagged. */
  | 'CLASSIFIED'
  /** What data costs a month. */
  | 'COST'
  /** Assets with a description; of a table every column has to have one too. */
  | 'DESCRIBED'
  /** A formula of counts. */
  | 'FORMULA'
  /** Assets whose data came on time, of those where somebody said when it should. */
  | 'FRESH'
  /** Hours that incidents of the last 30 days were open, on average. */
  | 'HOURS_TO_RESOLVE'
  /** Assets that belong to a domain. */
  | 'IN_DOMAIN'
  /** Incidents that are open. */
  | 'OPEN_INCIDENTS'
  /** Assets with an owner. */
  | 'OWNED'
  /** Latest results of checks that passed. */
  | 'PASS_RATE'
  /** Assets with a tier. */
  | 'TIERED'
  /** Assets that were read, and not lately. */
  | 'UNUSED'
  /** Bytes of assets that were read, and not lately. */
  | 'UNUSED_BYTES'
  /** Assets that were read lately, of those that ever were. */
  | 'USED'
  /** Assets that are checked. */
  | 'WITH_CHECKS'
  /** Assets whose shape a contract promises. */
  | 'WITH_CONTRACT'
  /** Assets with lineage. */
  | 'WITH_LINEAGE';

/** What there is to say of a KPI. */
export type KpiStanding =
  /** There is time. */
  | 'IN_PROGRESS'
  /** Its target is met. */
  | 'MET'
  /** Its target is met before its period ends. */
  | 'MET_EARLY'
  /** Its period has ended without its target being met. */
  | 'OVERDUE';

/** In what a KPI is measured. */
export type KpiUnit =
  /** How much money a month. */
  | 'MONEY'
  /** How many. */
  | 'NUMBER'
  /** Which part, from 0 to 100; of a cost, which part of the baseline, which may be more. */
  | 'PERCENTAGE';

/** Who says so. */
export type Layer =
  /** A person. */
  | 'CURATED'
  /** The source. */
  | 'HARVESTED'
  /** It follows from another asset. */
  | 'PROPAGATED'
  /** A guess that waits for a person. */
  | 'SUGGESTED';

/** Along which way to look. */
export type LineageDirection =
  /** Both. */
  | 'BOTH'
  /** Where data goes. */
  | 'DOWN'
  /** Where data comes from. */
  | 'UP';

/** What to look at. */
export type LineageInput = {
  /** When; now, when left out. */
  asOf?: AsOf | null | undefined;
  /** How many edges far. */
  depth?: number;
  /** Which way. */
  direction?: LineageDirection;
  /** The most new nodes behind one node; the others are counted. */
  fanOut?: number;
  /** Where to begin. */
  focus: string;
  /** At which grain. */
  level?: LineageLevel;
  /** The most nodes of the answer. */
  limit?: number;
  /** A change that the answer has to know of, such as one that a mutation answered; it is waited for, a moment at most. */
  seen?: number | null | undefined;
  /** Whether a table-level answer also has the columns along which values flow, and the edges between them. */
  withColumns?: boolean;
};

/** At which grain lineage is asked for. */
export type LineageLevel =
  /** Columns. */
  | 'COLUMN'
  /** Tables and everything else that is not a column. */
  | 'TABLE';

/** Which neighbours are wanted. */
export type LineageNeighboursInput = {
  /** Where the page before it ended. */
  after?: string | null | undefined;
  /** When; now, when left out. */
  asOf?: AsOf | null | undefined;
  /** The most neighbours of the page, 1 to 500. */
  first?: number;
  /** Whose. */
  focus: string;
  /** On which side. */
  side: LineageSide;
  /** What their names have in them, in any case. At most 5,000 names are looked at before a page ends, full or not. */
  text?: string | null | undefined;
  /** Whether the columns along which values flow, and the edges between them, are wanted too. */
  withColumns?: boolean;
};

/** One of the two sides of an asset. */
export type LineageSide =
  /** Where data goes. */
  | 'DOWN'
  /** Where data comes from. */
  | 'UP';

/** How much of a statement was understood. */
export type LineageStatus =
  /** All of it. */
  | 'COMPLETE'
  /** Nothing of it. */
  | 'FAILED'
  /** Its effect cannot be seen in the text. */
  | 'OPAQUE'
  /** Something was skipped or not found; the notes say what. */
  | 'PARTIAL';

/** How. */
export type LineageSubtype =
  /** A value computed from it in many rows. */
  | 'AGGREGATION'
  /** It chooses between values. */
  | 'CONDITIONAL'
  /** It filters. */
  | 'FILTER'
  /** It groups. */
  | 'GROUP_BY'
  /** The value as it is. */
  | 'IDENTITY'
  /** It joins. */
  | 'JOIN'
  /** It sorts. */
  | 'SORT'
  /** A value computed from it. */
  | 'TRANSFORMATION'
  /** It partitions or orders a window. */
  | 'WINDOW';

/** A language of messages. */
export type Locale =
  /** English. */
  | 'EN'
  /** Chinese. */
  | 'ZH';

/** How much a log line matters. */
export type LogLevel =
  /** Detail. */
  | 'DEBUG'
  /** What went wrong. */
  | 'ERROR'
  /** What happens. */
  | 'INFO'
  /** What people should look at. */
  | 'WARN';

/** How often mail tells. */
export type MailPace =
  /** Within a minute or two. */
  | 'AS_IT_HAPPENS'
  /** Once a day. */
  | 'DAILY'
  /** Not at all. */
  | 'NEVER';

/** Two ends. */
export type ManualLineageEnds = {
  /** Where data goes. */
  downstream: string;
  /** Where data comes from. */
  upstream: string;
};

/** An edge as a person writes it. */
export type ManualLineageInput = {
  /** Where data goes: a column when the upstream end is one, or anything else as a whole. */
  downstream: string;
  /** Whether values are hidden on the way; for edges from columns only. */
  masking?: boolean;
  /** Why it is there, in Markdown; at most 4,000 bytes. It replaces the note that was there. */
  note?: string | null | undefined;
  /** How the upstream column counts: `IDENTITY` when left out; for edges from columns only. */
  subtype?: LineageSubtype | null | undefined;
  /** Where data comes from: a column, or anything else as a whole. */
  upstream: string;
};

/** How values are hidden, the mildest first. */
export type Masking =
  /** A stand-in that is the same for the same value and cannot be turned back without the key. */
  | 'HASH'
  /** Nothing is shown. */
  | 'NULL'
  /** What people recognise their own by stays: `138****1234`. */
  | 'PARTIAL';

/** Two assets that are one. */
export type MergeAssetsInput = {
  /** The one that leaves the lists. */
  from: string;
  /** The one that stays. */
  into: string;
  /** Why they are one, at most 1,000 characters. */
  reason?: string | null | undefined;
};

/** What a metric does with something that its value comes from. */
export type MetricInputRole =
  /** It is the event that may be followed by another. */
  | 'BASE'
  /** It is the event that follows. */
  | 'CONVERSION'
  /** It is what is divided by. */
  | 'DENOMINATOR'
  /** It is what is divided. */
  | 'NUMERATOR'
  /** Its value counts. */
  | 'VALUE';

/** How a metric comes by its value. */
export type MetricType =
  /** How many of one event are followed by another. */
  | 'CONVERSION'
  /** One measure, summed up over time. */
  | 'CUMULATIVE'
  /** An expression over other metrics. */
  | 'DERIVED'
  /** One value divided by another. */
  | 'RATIO'
  /** One measure, or one expression over rows. */
  | 'SIMPLE';

/** What to do about times that passed while no server ran. */
export type MissedRuns =
  /** Crawl once, however many passed. */
  | 'RUN_ONCE'
  /** Leave them out. */
  | 'SKIP';

/** Which spellings are one thing here. */
export type NameRule =
  /** Each spelling is a thing of its own. */
  | 'EXACT'
  /** Each spelling is a thing of its own; an unquoted name in SQL means the one in lower case. */
  | 'EXACT_FOLDS_TO_LOWER'
  /** The case of ASCII letters makes no difference. */
  | 'IGNORES_ASCII_CASE'
  /** The case of letters makes no difference. */
  | 'IGNORES_CASE';

/** What happened. */
export type Operation =
  /** It was seen for the first time. */
  | 'CREATED'
  /** A tool declared anew where its data comes from. */
  | 'LINEAGE_DECLARED'
  /** Its source no longer has it. */
  | 'REMOVED'
  /** It is back. */
  | 'RESTORED'
  /** Something about it changed. */
  | 'UPDATED';

/** Where a change came from. */
export type Origin =
  /** A crawl of a source. */
  | 'CRAWL'
  /** An import. */
  | 'IMPORT'
  /** A person, by page or command. */
  | 'PERSON'
  /** A tie follows from that of another asset. */
  | 'PROPAGATION'
  /** A report of an outside module. */
  | 'REPORT'
  /** A commit was taken back. */
  | 'REVERT';

/** What to do when a source is due while it is still being crawled. */
export type Overlap =
  /** Crawl once more afterwards. */
  | 'QUEUE'
  /** Leave this time out. */
  | 'SKIP';

/** Which runs are wanted. */
export type PipelineRunFilter = {
  /** Those of this pipeline or task itself. */
  asset?: string | null | undefined;
  /** Those with this identifier of their tool. */
  externalRunId?: string | null | undefined;
  /** Those that happened at this moment or later. */
  from?: string | null | undefined;
  /** Only those of pipelines, or only those of tasks. */
  grain?: PipelineRunGrain | null | undefined;
  /** Those of this pipeline and of its tasks. */
  pipeline?: string | null | undefined;
  /** Those with one of these. */
  statuses?: Array<PipelineRunStatus> | null | undefined;
  /** Those that happened before this moment. */
  to?: string | null | undefined;
};

/** Whose runs are wanted. */
export type PipelineRunGrain =
  /** Those of pipelines. */
  | 'PIPELINE'
  /** Those of tasks. */
  | 'TASK';

/** How far a run of an outside pipeline is. */
export type PipelineRunStatus =
  /** Was stopped by somebody. */
  | 'CANCELLED'
  /** Gave up. */
  | 'FAILED'
  /** Waits for its turn. */
  | 'QUEUED'
  /** At work. */
  | 'RUNNING'
  /** Was left out. */
  | 'SKIPPED'
  /** Did its work. */
  | 'SUCCEEDED';

/** What made a run begin. */
export type PipelineRunTrigger =
  /** Another program. */
  | 'API'
  /** Its schedule. */
  | 'CRON'
  /** A person. */
  | 'MANUAL';

/** Whether a policy gives, takes or masks; what is taken is taken, whatever else gives it. */
export type PolicyEffect =
  /** Gives. */
  | 'ALLOW'
  /** Takes. */
  | 'DENY'
  /** In place of such values shows a stand-in, the same for the same value. */
  | 'MASK_HASH'
  /** In place of such values shows nothing. */
  | 'MASK_NULL'
  /** Of values that may be seen in samples, shows only the part that people recognise their own by: `138****1234`. */
  | 'MASK_PART';

/** A policy as it shall be. */
export type PolicyInput = {
  /** Assets, each with everything in it; any when left out. */
  assets?: Array<string>;
  /** A condition that assets meet: `tag:`, `owner:`, `tier:`, `domain:`, `kind:` with `and`, `or`, `not` and brackets. */
  condition?: string | null | undefined;
  /** What it is for, in Markdown. */
  description?: string;
  /** Whether it gives or takes. */
  effect: PolicyEffect;
  /** Which one; left out for a new one. */
  id?: string | null | undefined;
  /** Whether it counts at present. */
  isEnabled?: boolean;
  /** Kinds of assets; any when left out. */
  kinds?: Array<AssetKind>;
  /** What people call it. */
  name: string;
  /** What it gives or takes; at least one. */
  permissions: Array<AssetPermission>;
  /** Sources; any when left out. */
  sources?: Array<string>;
  /** Whom it is about; at least one. */
  subjects: Array<PolicySubjectInput>;
  /** When it ends by itself. */
  until?: string | null | undefined;
};

/** Whom a policy is about. */
export type PolicySubjectInput = {
  /** What they are. */
  kind: PolicySubjectKind;
  /** What they are called; left out for everyone. */
  name?: string | null | undefined;
};

/** Whom a policy can be about. */
export type PolicySubjectKind =
  /** A department, with everybody in it and in those below it. */
  | 'DEPARTMENT'
  /** Everybody who is signed in. */
  | 'EVERYONE'
  /** A role, with everybody who has it. */
  | 'ROLE'
  /** A team, with everybody in it. */
  | 'TEAM'
  /** An account. */
  | 'USER';

/** What a gibibyte costs a month. */
export type PriceInput = {
  /** In which currency, such as `USD`. */
  currency: string;
  /** The first day it holds. */
  from: string;
  /** For a gibibyte (2³⁰ bytes) and month, as a decimal. */
  gibMonth: string;
  /** For an hour of queries, as a decimal. */
  queryHour?: string;
  /** Of assets of this source, by its name; null: of all. */
  source?: string | null | undefined;
  /** Of assets that are stored so, such as `InnoDB`; null: however. */
  storage?: string | null | undefined;
  /** Of assets of this tier; null: of any. */
  tier?: string | null | undefined;
  /** The last day it holds; null: until further notice. */
  until?: string | null | undefined;
};

/** One way to get at a data product. */
export type ProductPortInput = {
  /** Whether data come in by it; else they go out. */
  isInput?: boolean;
  /** Where it is: an address or the name of an asset. */
  location?: string | null | undefined;
  /** What it is called. */
  name: string;
  /** What one finds there, such as `table` or `topic`. */
  protocol?: string | null | undefined;
};

/** How far a data product is. */
export type ProductStage =
  /** It is being made. */
  | 'DEVELOPMENT'
  /** It is thought about. */
  | 'IDEA'
  /** It can be relied on. */
  | 'PRODUCTION'
  /** It goes; nobody should begin to use it. */
  | 'RETIRED';

/** Which steps hand a tie on. */
export type PropagationPassage =
  /** Those that copy values as they are. */
  | 'COPIES'
  /** Those at whose end the values are, or something that is computed from them. */
  | 'VALUES';

/** What a rule says. */
export type PropagationRuleInput = {
  /** Whether what follows holds by itself; else it is suggested. */
  confirms?: boolean;
  /** Whether it is in force. */
  isEnabled?: boolean;
  /** How many steps far it goes, 1 to 100. */
  maxSteps?: number;
  /** What people call it: one line, at most 100 characters. */
  name: string;
  /** Along which steps. */
  passes?: PropagationPassage;
  /** Which tags: one, `NAME.*` for everything below a name, or `*`; of terms the identifier of one, or `*`. */
  pattern: string;
  /** Which sort of tie follows. */
  sort?: RelationKind;
  /** Whether it ends where values of many rows become one. */
  stopsAtAggregation?: boolean;
  /** Whether it ends where values are hidden. */
  stopsAtMasking?: boolean;
};

/** Which values a property takes. */
export type PropertyType =
  /** An asset, by identifier. */
  | 'ASSET'
  /** `true` or `false`. */
  | 'BOOLEAN'
  /** One of its choices. */
  | 'CHOICE'
  /** Some of its choices. */
  | 'CHOICES'
  /** A day, such as `2026-03-10`. */
  | 'DATE'
  /** A decimal number of at most 28 digits, kept exactly; written as a number or a text. */
  | 'DECIMAL'
  /** A whole number of 64 bits. */
  | 'INTEGER'
  /** An account, by name. */
  | 'PERSON'
  /** A text, at most 2,000 characters. */
  | 'TEXT';

/** What is proposed: fields that are left out are not spoken of, an empty text or list takes away. */
export type ProposedEditInput = {
  /** The description, in Markdown. */
  description?: string | null | undefined;
  /** The name that people read. */
  displayName?: string | null | undefined;
  /** All owners that people named. */
  owners?: Array<string> | null | undefined;
  /** All tags that people gave. */
  tags?: Array<string> | null | undefined;
};

/** Which side of quality a check looks at. */
export type QualityDimension =
  /** Values are what they are in the world. */
  | 'ACCURACY'
  /** Nothing is missing. */
  | 'COMPLETENESS'
  /** Values agree with each other, and with other tables. */
  | 'CONSISTENCY'
  /** Data is as new as promised. */
  | 'FRESHNESS'
  /** The table has the shape it should have. */
  | 'SCHEMA'
  /** Nothing is there twice. */
  | 'UNIQUENESS'
  /** Values have the form they must have. */
  | 'VALIDITY'
  /** There is as much data as there should be. */
  | 'VOLUME';

/** By what tables are put together. */
export type QualityGroup =
  /** The domain, those around it too. */
  | 'DOMAIN'
  /** The owner. */
  | 'OWNER'
  /** A tag. */
  | 'TAG'
  /** The tier. */
  | 'TIER';

/** Why somebody hears of something. */
export type Reason =
  /** It is addressed to them. */
  | 'ADDRESSED'
  /** They follow it. */
  | 'FOLLOWING'
  /** They own it. */
  | 'OWNER';

/** What sort of tie. */
export type RelationKind =
  /** Which data standard it keeps; the target is the identifier of a code list; columns have at most one. */
  | 'CODE_LIST'
  /** Which part of the business it belongs to; the target is the identifier of a domain; at most one. */
  | 'DOMAIN'
  /** The asset that this one was found to be the same as, by its identifier; see [`crate::identity`]. */
  | 'MERGED_INTO'
  /** Who is accountable; the target is an account name. */
  | 'OWNER'
  /** What it is part of; the target is the identifier of a data product. */
  | 'PRODUCT'
  /** A free label. */
  | 'TAG'
  /** What it means; the target is the identifier of a term. */
  | 'TERM'
  /** How important it is, `tier1` (most) to `tier5`; at most one. */
  | 'TIER';

/** What a review comes to. */
export type ReviewDecision =
  /** It counts from now on. */
  | 'ACCEPT'
  /** It goes back to whoever wrote it. */
  | 'DECLINE';

/** A built-in role. */
export type Role =
  /** Everything. */
  | 'ADMIN'
  /** Reads, curates, and runs crawls. */
  | 'EDITOR'
  /** Signs in, and may what the roles given to them permit. */
  | 'MEMBER'
  /** Reads. */
  | 'VIEWER';

/** A role as it shall be. */
export type RoleInput = {
  /** The departments of a chosen scope. */
  departments?: Array<string>;
  /** What it is for. */
  description?: string;
  /** Groups of elsewhere whose members have it, such as `oidc:corp/analysts` or `scim/Analysts`; left out: as they are. */
  fedBy?: Array<string> | null | undefined;
  /** Which one; left out for a new one. */
  id?: string | null | undefined;
  /** How high it is, 1 to 99. */
  level: number;
  /** Who has it; left out: as they are. */
  members?: Array<string> | null | undefined;
  /** What people call it. */
  name: string;
  /** What it permits; nothing that whoever gives it may not themselves. */
  permits: Array<Action>;
  /** Which assets it lets its members see. */
  scope: DataScope;
};

/** Which runs are wanted. */
export type RunFilter = {
  /** Those made at this moment or later. */
  from?: string | null | undefined;
  /** Those of this source. */
  source?: string | null | undefined;
  /** Those with one of these. */
  statuses?: Array<RunStatus> | null | undefined;
  /** Those made before this moment. */
  to?: string | null | undefined;
};

/** How far a run is. */
export type RunStatus =
  /** Was stopped by a person. */
  | 'CANCELLED'
  /** Gave up. */
  | 'FAILED'
  /** Its process ended before it did; the next run converges. */
  | 'LOST'
  /** Did what it could; parts of the source could not be read. */
  | 'PARTIAL'
  /** Waits for its turn, or for its next attempt. */
  | 'QUEUED'
  /** At work. */
  | 'RUNNING'
  /** Did everything. */
  | 'SUCCEEDED';

/** A webhook or a chat as it shall be; what is left out stays, or is the usual thing for a new one. */
export type SaveWebhookInput = {
  /** Which one; left out for a new one. */
  id?: string | null | undefined;
  /** Whether it is told. */
  isEnabled?: boolean | null | undefined;
  /** The events it is told of; all when empty. */
  kinds?: Array<EventKind> | null | undefined;
  /** The language of its messages. */
  locale?: Locale | null | undefined;
  /** What people call it. */
  name?: string | null | undefined;
  /** The account whose sight decides what it is told: mine, or that of a program that I answer for. */
  reader?: string | null | undefined;
  /** What signs what is sent to a chat; empty for nothing. That of a webhook is made here and shown once. */
  secret?: string | null | undefined;
  /** What is sent; of a new one only. */
  shape?: Shape | null | undefined;
  /** Where to: `https://HOST/PATH`. */
  url?: string | null | undefined;
};

/** What is to happen to an asset. */
export type SavingInput = {
  /** The asset. */
  asset: string;
  /** How it is to be stored; left out, it is to be removed. */
  storage?: string | null | undefined;
};

/** When a source is to be crawled. */
export type ScheduleInput = {
  /** The cron expression, of five or six fields. */
  cron: string;
  /** What to do about times that passed while no server ran. */
  missed?: MissedRuns;
  /** What to do when it is due while a crawl is at work. */
  overlap?: Overlap;
  /** How often an unreachable source is tried again, 0 to 10. */
  retries?: number;
  /** The IANA name of the time zone it is meant in. */
  timezone?: string;
};

/** What an API token is for. */
export type Scope =
  /** Whatever its owner's role may. */
  | 'ADMIN'
  /** Running crawls. */
  | 'CRAWL'
  /** Curating. */
  | 'EDIT'
  /** Keeping accounts and groups from outside. */
  | 'PROVISION'
  /** Reading. */
  | 'READ'
  /** Reporting from a module; such a token can do nothing else. */
  | 'REPORT';

/** What to look for. */
export type SearchInput = {
  /** The cursor of the last hit that was seen. */
  after?: string | null | undefined;
  /** Only in one of these domains, by path, or in one that is inside of it. */
  domains?: Array<string> | null | undefined;
  /** How many hits at most, 1 to 100. */
  first?: number;
  /** Only of these kinds. */
  kinds?: Array<AssetKind> | null | undefined;
  /** Only with one of these owners. */
  owners?: Array<string> | null | undefined;
  /** Only with one of these values of custom properties, as `name=value`. */
  properties?: Array<string> | null | undefined;
  /**
   * Words, `"exact phrases"`, `name:order*`, `kind:table`, `owner:ana`, `tag:pii`, `-without`, `a OR b`; empty for
   * everything.
   */
  query: string;
  /** Only of these schemas. */
  schemas?: Array<string> | null | undefined;
  /** The order. */
  sort?: SearchSort;
  /** Only of these sources. */
  sources?: Array<string> | null | undefined;
  /** Only with one of these tags. */
  tags?: Array<string> | null | undefined;
  /** Only with one of these terms, by path. */
  terms?: Array<string> | null | undefined;
  /** Only of these tiers. */
  tiers?: Array<string> | null | undefined;
  /** Whether to count facets. */
  withFacets?: boolean;
};

/** The order of hits. */
export type SearchSort =
  /** By name. */
  | 'NAME'
  /** Best first. */
  | 'RELEVANCE'
  /** Last changed first. */
  | 'UPDATED';

/** What a part of a semantic model is for. */
export type SemanticRole =
  /** Divides rows. */
  | 'DIMENSION'
  /** Tells what a row is about, and joins models. */
  | 'ENTITY'
  /** Is aggregated. */
  | 'MEASURE';

/** The shape of what is sent. */
export type Shape =
  /** A webhook: CloudEvents 1.0 as JSON, signed as Standard Webhooks has it. */
  | 'CLOUD_EVENTS'
  /** A bot of DingTalk. */
  | 'DING_TALK'
  /** A bot of Feishu or Lark. */
  | 'FEISHU'
  /** An incoming webhook of Slack. */
  | 'SLACK'
  /** A workflow of Microsoft Teams. */
  | 'TEAMS'
  /** A bot of WeCom. */
  | 'WE_COM';

/** How a source is doing. */
export type SourceHealth =
  /** The last crawl failed or was lost. */
  | 'FAILING'
  /** The last crawl read everything. */
  | 'HEALTHY'
  /** It was never crawled. */
  | 'NEVER_RUN'
  /** The last crawl left something out. */
  | 'PARTIAL'
  /** Its schedule rests. */
  | 'PAUSED'
  /** It is being crawled. */
  | 'RUNNING';

/** A code of a data standard. */
export type StandardCodeInput = {
  /** What a column holds: 1 to 100 characters. */
  code: string;
  /** What it means: 1 to 200 characters. */
  meaning: string;
  /** What else the same is called in data; at most 20. */
  names?: Array<string> | null | undefined;
};

/** What is expected of a column. */
export type StandardExpectation =
  /** The sort of its type. */
  | 'CLASS'
  /** Its greatest length. */
  | 'LENGTH';

/** By what columns are put together. */
export type StandardGrouping =
  /** By the nearest domain that they, or what they are inside of, belong to. */
  | 'DOMAIN'
  /** By the standard that they keep. */
  | 'STANDARD'
  /** By the table that they are in. */
  | 'TABLE';

/** Why a code is suggested. */
export type StandardLikeness =
  /** The meaning begins with the value, and no other does. */
  | 'BEGINNING'
  /** The value is the code but for case, blanks, width or zeros in front. */
  | 'CODE'
  /** The value is the meaning. */
  | 'MEANING'
  /** The value is another name of the code. */
  | 'NAME';

/** What a value means. */
export type StandardMeaningInput = {
  /** The code; null takes back what was said. */
  code?: string | null | undefined;
  /** The value, exactly. */
  value: string;
};

/** What a statement is for. */
export type StatementPurpose =
  /** The same by the values of a grouping column. */
  | 'BY_GROUP'
  /** A question that cannot share a pass. */
  | 'OWN'
  /** One pass over the rows for everything that counts, sums or compares. */
  | 'SCAN'
  /** How often each value is there. */
  | 'UNIQUENESS';

/** A suite of checks. */
export type SuiteInput = {
  /** These tables, at most 500. */
  assets?: Array<string>;
  /** When it runs, as a cron expression of five or six fields; left out: when somebody says so. */
  cron?: string | null | undefined;
  /** What it is for, in Markdown. */
  description?: string;
  /** Whether it also runs on the tables of a source that was crawled. */
  isAfterCrawl?: boolean;
  /**
   * Whether it also runs on those of its tables that a pipeline or task wrote, by lineage, soon after a run of it has
   * succeeded.
   */
  isAfterRun?: boolean;
  /** Whether it runs by itself at all. */
  isEnabled?: boolean;
  /** Its checks, at most 500. */
  items: Array<SuiteItemInput>;
  /** What people call it; no two have the same name. */
  name: string;
  /** Every table that this search finds, such as `tag:pii`; at most 5,000 tables. */
  query?: string | null | undefined;
  /** The IANA name of the time zone of `cron`. */
  timezone?: string;
};

/** A template of checks. */
export type SuiteItemInput = {
  /** For which columns, as a name or a glob such as `*_id`; left out for a check of the whole table. */
  columns?: string | null | undefined;
  /** Only for rows for which this holds, in the SQL of the source; takes the right to manage sources. */
  condition?: string | null | undefined;
  /** For each value of this column by itself. */
  groupBy?: string | null | undefined;
  /** Its identifier, when it is there already; results go on under it. */
  id?: string | null | undefined;
  /** Whether an incident is resolved when the check passes again. */
  isResolvedByPassing?: boolean;
  /** The type of check. */
  kind: string;
  /** What the type of check asks for. */
  settings?: unknown;
  /** How bad it is when it fails. */
  severity?: CheckSeverity;
  /** What people call it. */
  title?: string | null | undefined;
  /** How many rows may be wrong. */
  toleratedErrors?: number | null | undefined;
  /** Which share of rows may be wrong, 0 to 1. */
  toleratedShare?: number | null | undefined;
};

/** How a table comes by its rows. */
export type TableType =
  /** Reads rows that are kept elsewhere. */
  | 'EXTERNAL'
  /** Stores the rows that a query gave. */
  | 'MATERIALIZED_VIEW'
  /** Holds one part of a partitioned table. */
  | 'PARTITION'
  /** Divides its rows among partitions. */
  | 'PARTITIONED'
  /** Stores its rows. */
  | 'REGULAR'
  /** Computes its rows when asked. */
  | 'VIEW'
  /** Rows come from a module of the engine. */
  | 'VIRTUAL';

/** A tag of a classification. Assets have it as the word `classification.tag`, which changes along with it. */
export type TagInput = {
  /** The description, in Markdown, at most 1 MiB. */
  description?: string | null | undefined;
  /** The name that people read: one line, at most 200 characters. */
  displayName?: string | null | undefined;
  /** Refuse when it has another version by now. */
  expectedVersion?: VersionInput | null | undefined;
  /** Which one is changed; left out: a new one is made. */
  id?: string | null | undefined;
  /** How much care data with it ask for, from 1 (least) to 5. */
  level?: number | null | undefined;
  /** What it is called; a new one needs it. */
  name?: string | null | undefined;
  /** Who is accountable. */
  owners?: Array<string> | null | undefined;
  /** The classification; a new one needs it. */
  parent?: string | null | undefined;
};

/** What somebody asks of others. */
export type TaskInput = {
  /** What it is about. */
  asset: string;
  /** An account, or `team:` and a name; the owners, when left out. */
  assignee?: string | null | undefined;
  /** Why, in Markdown: at most 10,000 characters. */
  body?: string;
  /** What is proposed; of proposals only. */
  edit?: ProposedEditInput | null | undefined;
  /** What is asked for. */
  kind: TaskKind;
};

/** What is asked for. */
export type TaskKind =
  /** Somebody should describe it. */
  | 'DESCRIPTION'
  /** Somebody should be named who is accountable. */
  | 'OWNER'
  /** An edit is proposed. */
  | 'PROPOSAL';

/** Whose tasks are listed. */
export type TaskList =
  /** All. */
  | 'ALL'
  /** Those that whoever asks has written. */
  | 'MINE'
  /** Open ones that are assigned to whoever asks or a team of theirs, or — assigned to nobody — about what they own. */
  | 'TO_DO';

/** What has become of a task. */
export type TaskState =
  /** It was done; of a proposal: it was written. */
  | 'ACCEPTED'
  /** It was declined. */
  | 'DECLINED'
  /** Nobody has decided. */
  | 'OPEN'
  /** Whoever wrote it took it back. */
  | 'WITHDRAWN';

/** A team as it shall be. */
export type TeamInput = {
  /** The department it belongs to. */
  department?: string | null | undefined;
  /** What it is for. */
  description?: string;
  /**
   * Groups of elsewhere whose members count as its own, such as `oidc:corp/analysts` or `scim/Analysts`; left out: as
   * they are.
   */
  fedBy?: Array<string> | null | undefined;
  /** Which one; left out for a new one. */
  id?: string | null | undefined;
  /** Who is in it; left out: as they are. */
  members?: Array<string> | null | undefined;
  /** What people call it. */
  name: string;
};

/** A term. Changing what it says makes it a draft. */
export type TermInput = {
  /** The description, in Markdown, at most 1 MiB. */
  description?: string | null | undefined;
  /** The name that people read: one line, at most 200 characters. */
  displayName?: string | null | undefined;
  /** Refuse when it has another version by now. */
  expectedVersion?: VersionInput | null | undefined;
  /** Which one is changed; left out: a new one is made. */
  id?: string | null | undefined;
  /** Whether an asset has at most one of the terms directly below it. */
  isMutuallyExclusive?: boolean | null | undefined;
  /** What it is called; a new one needs it. */
  name?: string | null | undefined;
  /** Who is accountable. */
  owners?: Array<string> | null | undefined;
  /** The glossary or term it is inside of; a new one needs it. */
  parent?: string | null | undefined;
  /** What to read about it. */
  references?: Array<TermReferenceInput> | null | undefined;
  /** Terms that have to do with it. */
  related?: Array<string> | null | undefined;
  /** Who reviews it, besides those of what it is inside of. */
  reviewers?: Array<string> | null | undefined;
  /** Other words for the same. */
  synonyms?: Array<string> | null | undefined;
};

/** Something to read about a term. */
export type TermReferenceInput = {
  /** What it is called. */
  title: string;
  /** Its address, `http` or `https`. */
  url: string;
};

/** How far a term is agreed upon. */
export type TermStatus =
  /** It was reviewed and counts. */
  | 'APPROVED'
  /** It should not be used any more. */
  | 'DEPRECATED'
  /** Somebody is writing it. */
  | 'DRAFT'
  /** It waits for a review. */
  | 'IN_REVIEW';

/** A configuration to try. */
export type TestSourceInput = {
  /** The configuration. */
  config: unknown;
  /** The connector. */
  connector: string;
  /** The stored source whose secrets stand in for those left out. */
  id?: string | null | undefined;
};

/** What made a run. */
export type Trigger =
  /** A schedule. */
  | 'CRON'
  /** A person, by page or command. */
  | 'MANUAL'
  /** A report of an outside module. */
  | 'REPORT';

/** What sort of values a type holds, whatever the platform calls it. */
export type TypeClass =
  /** Lists of one type. */
  | 'ARRAY'
  /** Bytes. */
  | 'BINARY'
  /** True or false. */
  | 'BOOLEAN'
  /** A day. */
  | 'DATE'
  /** Exact numbers with a fixed scale. */
  | 'DECIMAL'
  /** JSON or XML documents. */
  | 'DOCUMENT'
  /** One of a list of names. */
  | 'ENUMERATION'
  /** Floating-point numbers. */
  | 'FLOAT'
  /** Shapes and places. */
  | 'GEOMETRY'
  /** Whole numbers. */
  | 'INTEGER'
  /** A length of time. */
  | 'INTERVAL'
  /** Keys with values. */
  | 'MAP'
  /** Anything else. */
  | 'OTHER'
  /** Named fields. */
  | 'STRUCT'
  /** Text. */
  | 'TEXT'
  /** A time of day. */
  | 'TIME'
  /** A day with a time. */
  | 'TIMESTAMP'
  /** Identifiers such as UUIDs. */
  | 'UUID';

/** Which assets a list of what nobody uses has. */
export type UnusedClass =
  /** Written lately, and not read. */
  | 'DEAD_END'
  /** Never read that anybody knows of. */
  | 'NEVER_READ'
  /** Read, and not lately. */
  | 'UNUSED'
  /** Read lately. */
  | 'USED';

/** What changes of a source; what is left out stays. */
export type UpdateSourceInput = {
  /** Whether to crawl only by hand from now on. */
  clearSchedule?: boolean | null | undefined;
  /** The whole configuration anew; secrets that are left out keep their value. */
  config?: unknown;
  /** Another name. */
  name?: string | null | undefined;
  /** Another schedule. */
  schedule?: ScheduleInput | null | undefined;
};

/** What changes of an account; what is left out stays. */
export type UpdateUserInput = {
  /** How people call them. */
  displayName?: string | null | undefined;
  /** Their address, by which other systems may vouch for them; none when empty. */
  email?: string | null | undefined;
  /** Whether they are kept out; it ends their sessions. */
  isDisabled?: boolean | null | undefined;
  /** Who answers for a program's account. */
  owner?: string | null | undefined;
  /** A new password; it ends their sessions. */
  password?: string | null | undefined;
  /** What they may. */
  role?: Role | null | undefined;
};

/** A version. */
export type VersionInput = {
  /** Grows with breaking changes. */
  major: number;
  /** Grows with every other change. */
  minor: number;
};

/** In which way a promise is not kept. */
export type WhatIfBreachKind =
  /** The table or the column itself changes. */
  | 'CHANGED'
  /** The column is computed from what changes. */
  | 'COMPUTED'
  /** The statement that fills the table refers to what changes. */
  | 'FAILING'
  /** The proposed contract no longer has the column. */
  | 'NOT_PROMISED'
  /** The proposed contract no longer promises a value. */
  | 'NOT_REQUIRED'
  /** The proposed SQL does not yield the column. */
  | 'NOT_YIELDED'
  /** The proposed contract promises another type. */
  | 'OTHER_TYPE'
  /** The proposal no longer keeps to the contract. */
  | 'WITHDRAWN';

/** What sort of change. */
export type WhatIfChangeKind =
  /** It is new. */
  | 'ADDED'
  /** It must have a value from then on. */
  | 'DEMANDED'
  /** It goes. */
  | 'DROPPED'
  /** It may be without a value from then on. */
  | 'FREED'
  /** Its rows come from another statement. */
  | 'REDEFINED'
  /** It is called otherwise. */
  | 'RENAMED'
  /** It gets another type. */
  | 'RETYPED';

/** What becomes of a column: it is dropped, unless it is said to be called otherwise or to get another type. */
export type WhatIfColumn = {
  /** Its type from then on. */
  dataType?: string | null | undefined;
  /** Its name, or the last parts of it. */
  name: string;
  /** Its name from then on. */
  renameTo?: string | null | undefined;
};

/** A script that alters tables. */
export type WhatIfDdl = {
  /** What completes shorter names from the left, outermost first. */
  defaultPath?: Array<string> | null | undefined;
  /** Its dialect, such as `postgres`, `mysql`, `snowflake` or `tsql`. */
  dialect: string;
  /**
   * The namespace of its tables, such as `postgres://db.example:5432`; when it is left out, the names have to be
   * unambiguous.
   */
  namespace?: string | null | undefined;
  /** The text; at most 8 MiB. */
  sql: string;
};

/** How hard something is hit. */
export type WhatIfEffect =
  /** It depends on something that breaks, or may. */
  | 'AFFECTED'
  /** A statement refers to what changes, and fails or gives something else. */
  | 'BREAKS';

/** What is asked. */
export type WhatIfInput = {
  /** The most items of the answer, 1 to 10,000. */
  limit?: number;
  /** What is proposed. */
  proposal: WhatIfProposal;
};

/** Another state of a dbt project. */
export type WhatIfManifest = {
  /** The text of the `manifest.json` as it is; the catalog tells, when it is left out. */
  base?: string | null | undefined;
  /** What the catalog calls the database, where dbt calls it otherwise. */
  database?: string | null | undefined;
  /** The text of the proposed `manifest.json`. */
  manifest: string;
  /**
   * The namespace of the warehouse; when it is left out, that of the only dbt source, or of the only warehouse that
   * fits.
   */
  namespace?: string | null | undefined;
};

/** What is proposed: one of these. */
export type WhatIfProposal =
  {   /** What becomes of columns; at most 5,000. */
  columns: Array<WhatIfColumn>; ddl?: never; manifest?: never; }
  |  { columns?: never;   /** A script that alters tables. */
  ddl: WhatIfDdl; manifest?: never; }
  |  { columns?: never; ddl?: never;   /** Another state of a dbt project. */
  manifest: WhatIfManifest; };

/** What numbers are summed up by. */
export type WorthGroup =
  /** Each asset on its own. */
  | 'ASSET'
  /** The domain. */
  | 'DOMAIN'
  /** The kind. */
  | 'KIND'
  /** The schema or database. */
  | 'SCHEMA'
  /** The source. */
  | 'SOURCE'
  /** The first team of the owners. */
  | 'TEAM'
  /** The tier. */
  | 'TIER';

export type SuggestQueryVariables = Exact<{
  text: string;
  first: number;
}>;


export type SuggestQuery = { suggest: Array<{ id: string, kind: AssetKind, name: string, fullName: string, description: string | null, owners: Array<string>, sourceName: string | null }> };

export type UnreadCountQueryVariables = Exact<{ [key: string]: never; }>;


export type UnreadCountQuery = { unreadCount: number };

export type AnnouncementsForEverybodyQueryVariables = Exact<{ [key: string]: never; }>;


export type AnnouncementsForEverybodyQuery = { announcementsForEverybody: Array<{ id: string, level: AnnouncementLevel, title: string, body: string, bodyHtml: string, author: { displayName: string } }> };

export type RevertCommitMutationVariables = Exact<{
  id: string;
}>;


export type RevertCommitMutation = { revertCommit: { id: string, first: number, last: number } };

export type RecentNamesQueryVariables = Exact<{
  kinds: Array<AssetKind> | AssetKind;
  first: number;
}>;


export type RecentNamesQuery = { changes: { nodes: Array<{ number: number, commit: { id: string }, asset: { id: string, name: string } | null }> } };

export type TokensQueryVariables = Exact<{ [key: string]: never; }>;


export type TokensQuery = { tokens: Array<{ id: string, name: string, scopes: Array<Scope>, prefix: string, createdAt: string, expiresAt: string | null, lastUsedAt: string | null }> };

export type IdentitiesQueryVariables = Exact<{ [key: string]: never; }>;


export type IdentitiesQuery = { identities: Array<{ provider: string, subject: string, email: string | null, lastUsedAt: string }>, externalGroups: Array<{ origin: string, name: string }> };

export type UnlinkIdentityMutationVariables = Exact<{
  provider: string;
  subject: string;
}>;


export type UnlinkIdentityMutation = { unlinkIdentity: boolean };

export type CreateTokenMutationVariables = Exact<{
  input: CreateTokenInput;
}>;


export type CreateTokenMutation = { createToken: { secret: string, token: { id: string, name: string } } };

export type RevokeTokenMutationVariables = Exact<{
  id: string;
}>;


export type RevokeTokenMutation = { revokeToken: boolean };

export type ChangePasswordMutationVariables = Exact<{
  current: string;
  next: string;
}>;


export type ChangePasswordMutation = { changePassword: boolean };

export type UserRowFragment = { id: string, name: string, displayName: string, role: Role, isDisabled: boolean, createdAt: string, lastSignInAt: string | null };

export type UsersQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type UsersQuery = { users: { nodes: Array<{ id: string, name: string, displayName: string, role: Role, isDisabled: boolean, createdAt: string, lastSignInAt: string | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type CreateUserMutationVariables = Exact<{
  input: CreateUserInput;
}>;


export type CreateUserMutation = { createUser: { id: string, name: string, displayName: string, role: Role, isDisabled: boolean, createdAt: string, lastSignInAt: string | null } };

export type UpdateUserMutationVariables = Exact<{
  id: string;
  input: UpdateUserInput;
}>;


export type UpdateUserMutation = { updateUser: { id: string, name: string, displayName: string, role: Role, isDisabled: boolean, createdAt: string, lastSignInAt: string | null } };

export type AssetHeadFragment = { id: string, kind: AssetKind, name: string, displayName: string, fullName: string, description: string | null, descriptionHtml: string | null, harvestedDescription: string | null, curatedDescription: string | null, tier: string | null, isRemoved: boolean, isPlaceholder: boolean, firstSeenAt: string | null, lastChangedAt: string | null, lastSeenAt: string | null, mayEdit: boolean, version: { major: number, minor: number }, path: Array<{ id: string, kind: AssetKind, name: string, displayName: string }>, owners: Array<{ name: string, displayName: string, layer: Layer }>, tags: Array<{ name: string, layer: Layer }>, governance: { terms: Array<{ layer: Layer, asset: { id: string, displayName: string } }>, domain: { layer: Layer, asset: { id: string, displayName: string }, inheritedFrom: { id: string, displayName: string } | null } | null, codeList: { layer: Layer, asset: { id: string, displayName: string } } | null, products: Array<{ layer: Layer, asset: { id: string, displayName: string } }>, properties: Array<{ name: string, titleEn: string, titleZh: string, value: unknown, text: string }> }, source: { id: string, name: string, connector: string } | null, statistics: { rowCount: number | null, isEstimate: boolean, sizeBytes: number | null, analyzedAt: string | null, writtenAt: string | null } | null, childCounts: Array<{ kind: AssetKind, count: number }>, lineageCounts: { upstream: number, downstream: number }, details:
    | { __typename: 'DatabaseDetails', engine: string, engineVersion: string | null, encoding: string | null, ownerAccount: string | null }
    | { __typename: 'SchemaDetails', ownerAccount: string | null }
    | { __typename: 'TableDetails', tableType: TableType, definition: string | null, dialect: string | null, location: string | null, storage: string | null, ownerAccount: string | null, constraints: Array<{ name: string | null, constraintType: ConstraintType, columns: Array<string>, referencedTable: Array<string>, referencedColumns: Array<string>, expression: string | null }>, indexes: Array<{ name: string, columns: Array<string>, isUnique: boolean, method: string | null, predicate: string | null }>, partitioning: { strategy: string | null, keys: Array<string>, partitionOf: Array<string>, bound: string | null, partitions: Array<string> } | null }
    | { __typename: 'ColumnDetails', isNullable: boolean, position: number, defaultValue: string | null, generation: string | null, primaryKeyPosition: number | null, collation: string | null, dataType: { text: string } }
    | { __typename: 'ProcedureDetails', procedureType: string, language: string | null, arguments: string, returns: string | null, definition: string | null }
    | { __typename: 'UserTypeDetails', check: string | null, dataType: { text: string, values: Array<string> } }
    | { __typename: 'QueryDetails', metrics: Array<string>, groupBy: Array<string>, filters: Array<string> }
    | { __typename: 'TopicDetails' }
    | { __typename: 'ContainerDetails' }
    | { __typename: 'FileDetails' }
    | { __typename: 'DashboardDetails' }
    | { __typename: 'ChartDetails' }
    | { __typename: 'BiDatasetDetails' }
    | { __typename: 'PipelineDetails' }
    | { __typename: 'TaskDetails', contract: { columns: Array<{ name: string, dataType: string | null, isRequired: boolean }> } | null }
    | { __typename: 'MlModelDetails' }
    | { __typename: 'NotebookDetails' }
    | { __typename: 'ApiCollectionDetails' }
    | { __typename: 'ApiEndpointDetails' }
    | { __typename: 'MetricDetails', metricType: MetricType, label: string | null, expression: string | null, aggregation: string | null, filter: string | null, unit: string | null, window: string | null, grainToDate: string | null, timeDimension: string | null, dimensions: Array<string>, inputs: Array<{ name: string, isMetric: boolean, role: MetricInputRole, alias: string | null, filter: string | null, offset: string | null }> }
    | { __typename: 'SemanticModelDetails', model: string | null, timeDimension: string | null, parts: Array<{ name: string, role: SemanticRole, sort: string | null, expression: string | null, granularity: string | null }> }
    | { __typename: 'DomainDetails' }
    | { __typename: 'DataProductDetails' }
    | { __typename: 'GlossaryDetails' }
    | { __typename: 'TermDetails' }
    | { __typename: 'ClassificationDetails' }
    | { __typename: 'TagDetails' }
    | { __typename: 'CodeListDetails' }
   };

export type IdentityQueryVariables = Exact<{
  id: string;
}>;


export type IdentityQuery = { identity: { rule: NameRule, names: Array<{ fullName: string, evidence: Evidence, detail: string | null, by: string | null, at: string | null, assetId: string | null }>, mergedInto: { id: string, fullName: string } | null } };

export type LookalikesQueryVariables = Exact<{
  id: string;
}>;


export type LookalikesQuery = { lookalikes: Array<{ asset: { id: string, kind: AssetKind, fullName: string, isPlaceholder: boolean, mayEdit: boolean }, resemblance: { sharedParts: number, onlyCaseDiffers: boolean, otherNamespace: boolean, sharedColumns: number | null, allColumns: number | null } }> };

export type MergeAssetsMutationVariables = Exact<{
  input: MergeAssetsInput;
}>;


export type MergeAssetsMutation = { mergeAssets: { count: number } };

export type PartAssetMutationVariables = Exact<{
  id: string;
}>;


export type PartAssetMutation = { partAsset: { kept: string | null } };

export type AssetQueryVariables = Exact<{
  id: string;
  asOf?: AsOf | null | undefined;
}>;


export type AssetQuery = { asset: { id: string, kind: AssetKind, name: string, displayName: string, fullName: string, description: string | null, descriptionHtml: string | null, harvestedDescription: string | null, curatedDescription: string | null, tier: string | null, isRemoved: boolean, isPlaceholder: boolean, firstSeenAt: string | null, lastChangedAt: string | null, lastSeenAt: string | null, mayEdit: boolean, version: { major: number, minor: number }, path: Array<{ id: string, kind: AssetKind, name: string, displayName: string }>, owners: Array<{ name: string, displayName: string, layer: Layer }>, tags: Array<{ name: string, layer: Layer }>, governance: { terms: Array<{ layer: Layer, asset: { id: string, displayName: string } }>, domain: { layer: Layer, asset: { id: string, displayName: string }, inheritedFrom: { id: string, displayName: string } | null } | null, codeList: { layer: Layer, asset: { id: string, displayName: string } } | null, products: Array<{ layer: Layer, asset: { id: string, displayName: string } }>, properties: Array<{ name: string, titleEn: string, titleZh: string, value: unknown, text: string }> }, source: { id: string, name: string, connector: string } | null, statistics: { rowCount: number | null, isEstimate: boolean, sizeBytes: number | null, analyzedAt: string | null, writtenAt: string | null } | null, childCounts: Array<{ kind: AssetKind, count: number }>, lineageCounts: { upstream: number, downstream: number }, details:
      | { __typename: 'DatabaseDetails', engine: string, engineVersion: string | null, encoding: string | null, ownerAccount: string | null }
      | { __typename: 'SchemaDetails', ownerAccount: string | null }
      | { __typename: 'TableDetails', tableType: TableType, definition: string | null, dialect: string | null, location: string | null, storage: string | null, ownerAccount: string | null, constraints: Array<{ name: string | null, constraintType: ConstraintType, columns: Array<string>, referencedTable: Array<string>, referencedColumns: Array<string>, expression: string | null }>, indexes: Array<{ name: string, columns: Array<string>, isUnique: boolean, method: string | null, predicate: string | null }>, partitioning: { strategy: string | null, keys: Array<string>, partitionOf: Array<string>, bound: string | null, partitions: Array<string> } | null }
      | { __typename: 'ColumnDetails', isNullable: boolean, position: number, defaultValue: string | null, generation: string | null, primaryKeyPosition: number | null, collation: string | null, dataType: { text: string } }
      | { __typename: 'ProcedureDetails', procedureType: string, language: string | null, arguments: string, returns: string | null, definition: string | null }
      | { __typename: 'UserTypeDetails', check: string | null, dataType: { text: string, values: Array<string> } }
      | { __typename: 'QueryDetails', metrics: Array<string>, groupBy: Array<string>, filters: Array<string> }
      | { __typename: 'TopicDetails' }
      | { __typename: 'ContainerDetails' }
      | { __typename: 'FileDetails' }
      | { __typename: 'DashboardDetails' }
      | { __typename: 'ChartDetails' }
      | { __typename: 'BiDatasetDetails' }
      | { __typename: 'PipelineDetails' }
      | { __typename: 'TaskDetails', contract: { columns: Array<{ name: string, dataType: string | null, isRequired: boolean }> } | null }
      | { __typename: 'MlModelDetails' }
      | { __typename: 'NotebookDetails' }
      | { __typename: 'ApiCollectionDetails' }
      | { __typename: 'ApiEndpointDetails' }
      | { __typename: 'MetricDetails', metricType: MetricType, label: string | null, expression: string | null, aggregation: string | null, filter: string | null, unit: string | null, window: string | null, grainToDate: string | null, timeDimension: string | null, dimensions: Array<string>, inputs: Array<{ name: string, isMetric: boolean, role: MetricInputRole, alias: string | null, filter: string | null, offset: string | null }> }
      | { __typename: 'SemanticModelDetails', model: string | null, timeDimension: string | null, parts: Array<{ name: string, role: SemanticRole, sort: string | null, expression: string | null, granularity: string | null }> }
      | { __typename: 'DomainDetails' }
      | { __typename: 'DataProductDetails' }
      | { __typename: 'GlossaryDetails' }
      | { __typename: 'TermDetails' }
      | { __typename: 'ClassificationDetails' }
      | { __typename: 'TagDetails' }
      | { __typename: 'CodeListDetails' }
     } | null };

export type ColumnRowFragment = { id: string, name: string, fullName: string, displayName: string, description: string | null, curatedDescription: string | null, isRemoved: boolean, mayEdit: boolean, version: { major: number, minor: number }, tags: Array<{ name: string, layer: Layer }>, suggestedTags: Array<{ tag: string }>, refusedTags: Array<{ sort: RelationKind, tag: string, by: string, at: string }>, governance: { terms: Array<{ layer: Layer, asset: { id: string, displayName: string } }>, codeList: { asset: { id: string, displayName: string } } | null }, details:
    | { __typename: 'DatabaseDetails' }
    | { __typename: 'SchemaDetails' }
    | { __typename: 'TableDetails' }
    | { __typename: 'ColumnDetails', isNullable: boolean, position: number, defaultValue: string | null, generation: string | null, primaryKeyPosition: number | null, dataType: { text: string } }
    | { __typename: 'ProcedureDetails' }
    | { __typename: 'UserTypeDetails' }
    | { __typename: 'QueryDetails' }
    | { __typename: 'TopicDetails' }
    | { __typename: 'ContainerDetails' }
    | { __typename: 'FileDetails' }
    | { __typename: 'DashboardDetails' }
    | { __typename: 'ChartDetails' }
    | { __typename: 'BiDatasetDetails' }
    | { __typename: 'PipelineDetails' }
    | { __typename: 'TaskDetails' }
    | { __typename: 'MlModelDetails' }
    | { __typename: 'NotebookDetails' }
    | { __typename: 'ApiCollectionDetails' }
    | { __typename: 'ApiEndpointDetails' }
    | { __typename: 'MetricDetails' }
    | { __typename: 'SemanticModelDetails' }
    | { __typename: 'DomainDetails' }
    | { __typename: 'DataProductDetails' }
    | { __typename: 'GlossaryDetails' }
    | { __typename: 'TermDetails' }
    | { __typename: 'ClassificationDetails' }
    | { __typename: 'TagDetails' }
    | { __typename: 'CodeListDetails' }
   };

export type ExplainTagQueryVariables = Exact<{
  asset: string;
  tag: string;
  sort: RelationKind;
}>;


export type ExplainTagQuery = { explainTag: { rule: string | null, way: Array<{ subtype: string | null, masking: boolean, from: { id: string, fullName: string } | null, to: { id: string, fullName: string } | null }> } | null };

export type ConfirmTagMutationVariables = Exact<{
  assets: Array<string> | string;
  tag: string;
  sort: RelationKind;
}>;


export type ConfirmTagMutation = { confirmTag: Array<{ id: string }> };

export type RefuseTagMutationVariables = Exact<{
  assets: Array<string> | string;
  tag: string;
  sort: RelationKind;
}>;


export type RefuseTagMutation = { refuseTag: Array<{ id: string }> };

export type ReopenTagMutationVariables = Exact<{
  assets: Array<string> | string;
  tag: string;
  sort: RelationKind;
}>;


export type ReopenTagMutation = { reopenTag: Array<{ id: string }> };

export type ColumnTagsQueryVariables = Exact<{
  id: string;
}>;


export type ColumnTagsQuery = { asset: { id: string, name: string, fullName: string, displayName: string, description: string | null, curatedDescription: string | null, isRemoved: boolean, mayEdit: boolean, version: { major: number, minor: number }, tags: Array<{ name: string, layer: Layer }>, suggestedTags: Array<{ tag: string }>, refusedTags: Array<{ sort: RelationKind, tag: string, by: string, at: string }>, governance: { terms: Array<{ layer: Layer, asset: { id: string, displayName: string } }>, codeList: { asset: { id: string, displayName: string } } | null }, details:
      | { __typename: 'DatabaseDetails' }
      | { __typename: 'SchemaDetails' }
      | { __typename: 'TableDetails' }
      | { __typename: 'ColumnDetails', isNullable: boolean, position: number, defaultValue: string | null, generation: string | null, primaryKeyPosition: number | null, dataType: { text: string } }
      | { __typename: 'ProcedureDetails' }
      | { __typename: 'UserTypeDetails' }
      | { __typename: 'QueryDetails' }
      | { __typename: 'TopicDetails' }
      | { __typename: 'ContainerDetails' }
      | { __typename: 'FileDetails' }
      | { __typename: 'DashboardDetails' }
      | { __typename: 'ChartDetails' }
      | { __typename: 'BiDatasetDetails' }
      | { __typename: 'PipelineDetails' }
      | { __typename: 'TaskDetails' }
      | { __typename: 'MlModelDetails' }
      | { __typename: 'NotebookDetails' }
      | { __typename: 'ApiCollectionDetails' }
      | { __typename: 'ApiEndpointDetails' }
      | { __typename: 'MetricDetails' }
      | { __typename: 'SemanticModelDetails' }
      | { __typename: 'DomainDetails' }
      | { __typename: 'DataProductDetails' }
      | { __typename: 'GlossaryDetails' }
      | { __typename: 'TermDetails' }
      | { __typename: 'ClassificationDetails' }
      | { __typename: 'TagDetails' }
      | { __typename: 'CodeListDetails' }
     } | null };

export type AssetNamesQueryVariables = Exact<{
  ids: Array<string> | string;
}>;


export type AssetNamesQuery = { assets: Array<{ id: string, kind: AssetKind, displayName: string, fullName: string }> };

export type ColumnsQueryVariables = Exact<{
  id: string;
  asOf?: AsOf | null | undefined;
  filter?: string | null | undefined;
  first: number;
  after?: string | null | undefined;
}>;


export type ColumnsQuery = { asset: { id: string, columns: { nodes: Array<{ id: string, name: string, fullName: string, displayName: string, description: string | null, curatedDescription: string | null, isRemoved: boolean, mayEdit: boolean, version: { major: number, minor: number }, tags: Array<{ name: string, layer: Layer }>, suggestedTags: Array<{ tag: string }>, refusedTags: Array<{ sort: RelationKind, tag: string, by: string, at: string }>, governance: { terms: Array<{ layer: Layer, asset: { id: string, displayName: string } }>, codeList: { asset: { id: string, displayName: string } } | null }, details:
          | { __typename: 'DatabaseDetails' }
          | { __typename: 'SchemaDetails' }
          | { __typename: 'TableDetails' }
          | { __typename: 'ColumnDetails', isNullable: boolean, position: number, defaultValue: string | null, generation: string | null, primaryKeyPosition: number | null, dataType: { text: string } }
          | { __typename: 'ProcedureDetails' }
          | { __typename: 'UserTypeDetails' }
          | { __typename: 'QueryDetails' }
          | { __typename: 'TopicDetails' }
          | { __typename: 'ContainerDetails' }
          | { __typename: 'FileDetails' }
          | { __typename: 'DashboardDetails' }
          | { __typename: 'ChartDetails' }
          | { __typename: 'BiDatasetDetails' }
          | { __typename: 'PipelineDetails' }
          | { __typename: 'TaskDetails' }
          | { __typename: 'MlModelDetails' }
          | { __typename: 'NotebookDetails' }
          | { __typename: 'ApiCollectionDetails' }
          | { __typename: 'ApiEndpointDetails' }
          | { __typename: 'MetricDetails' }
          | { __typename: 'SemanticModelDetails' }
          | { __typename: 'DomainDetails' }
          | { __typename: 'DataProductDetails' }
          | { __typename: 'GlossaryDetails' }
          | { __typename: 'TermDetails' }
          | { __typename: 'ClassificationDetails' }
          | { __typename: 'TagDetails' }
          | { __typename: 'CodeListDetails' }
         }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type ContentsQueryVariables = Exact<{
  id: string;
  asOf?: AsOf | null | undefined;
  filter?: string | null | undefined;
  first: number;
  after?: string | null | undefined;
}>;


export type ContentsQuery = { asset: { id: string, children: { nodes: Array<{ id: string, kind: AssetKind, name: string, displayName: string, description: string | null, isRemoved: boolean, lastChangedAt: string | null, owners: Array<{ name: string, displayName: string }>, tags: Array<{ name: string }>, details:
          | { __typename: 'DatabaseDetails' }
          | { __typename: 'SchemaDetails' }
          | { __typename: 'TableDetails', tableType: TableType }
          | { __typename: 'ColumnDetails' }
          | { __typename: 'ProcedureDetails' }
          | { __typename: 'UserTypeDetails' }
          | { __typename: 'QueryDetails' }
          | { __typename: 'TopicDetails' }
          | { __typename: 'ContainerDetails' }
          | { __typename: 'FileDetails' }
          | { __typename: 'DashboardDetails' }
          | { __typename: 'ChartDetails' }
          | { __typename: 'BiDatasetDetails' }
          | { __typename: 'PipelineDetails' }
          | { __typename: 'TaskDetails' }
          | { __typename: 'MlModelDetails' }
          | { __typename: 'NotebookDetails' }
          | { __typename: 'ApiCollectionDetails' }
          | { __typename: 'ApiEndpointDetails' }
          | { __typename: 'MetricDetails' }
          | { __typename: 'SemanticModelDetails' }
          | { __typename: 'DomainDetails' }
          | { __typename: 'DataProductDetails' }
          | { __typename: 'GlossaryDetails' }
          | { __typename: 'TermDetails' }
          | { __typename: 'ClassificationDetails' }
          | { __typename: 'TagDetails' }
          | { __typename: 'CodeListDetails' }
         }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type AssetHistoryQueryVariables = Exact<{
  id: string;
  withChildren: boolean;
  first: number;
  after?: string | null | undefined;
}>;


export type AssetHistoryQuery = { asset: { id: string, history: { nodes: Array<{ number: number, operation: Operation, at: string, actor: string, origin: Origin, isBreaking: boolean, run: string | null, version: { major: number, minor: number }, asset: { id: string, kind: AssetKind, name: string } | null, commit: { id: string, first: number, last: number, summary: string, reverts: string | null }, fields: Array<{ field: string, before: unknown, after: unknown, isBreaking: boolean }> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type AssetDiffQueryVariables = Exact<{
  id: string;
  from: number;
  to?: number | null | undefined;
}>;


export type AssetDiffQuery = { asset: { id: string, diff: Array<{ field: string, before: unknown, after: unknown, isBreaking: boolean }> } | null };

export type AssetRawQueryVariables = Exact<{
  id: string;
  asOf?: AsOf | null | undefined;
}>;


export type AssetRawQuery = { asset: { id: string, namespace: string, parts: Array<string>, raw: unknown } | null };

export type EditAssetMutationVariables = Exact<{
  id: string;
  input: EditAssetInput;
}>;


export type EditAssetMutation = { editAsset: { id: string, kind: AssetKind, name: string, displayName: string, fullName: string, description: string | null, descriptionHtml: string | null, harvestedDescription: string | null, curatedDescription: string | null, tier: string | null, isRemoved: boolean, isPlaceholder: boolean, firstSeenAt: string | null, lastChangedAt: string | null, lastSeenAt: string | null, mayEdit: boolean, version: { major: number, minor: number }, path: Array<{ id: string, kind: AssetKind, name: string, displayName: string }>, owners: Array<{ name: string, displayName: string, layer: Layer }>, tags: Array<{ name: string, layer: Layer }>, governance: { terms: Array<{ layer: Layer, asset: { id: string, displayName: string } }>, domain: { layer: Layer, asset: { id: string, displayName: string }, inheritedFrom: { id: string, displayName: string } | null } | null, codeList: { layer: Layer, asset: { id: string, displayName: string } } | null, products: Array<{ layer: Layer, asset: { id: string, displayName: string } }>, properties: Array<{ name: string, titleEn: string, titleZh: string, value: unknown, text: string }> }, source: { id: string, name: string, connector: string } | null, statistics: { rowCount: number | null, isEstimate: boolean, sizeBytes: number | null, analyzedAt: string | null, writtenAt: string | null } | null, childCounts: Array<{ kind: AssetKind, count: number }>, lineageCounts: { upstream: number, downstream: number }, details:
      | { __typename: 'DatabaseDetails', engine: string, engineVersion: string | null, encoding: string | null, ownerAccount: string | null }
      | { __typename: 'SchemaDetails', ownerAccount: string | null }
      | { __typename: 'TableDetails', tableType: TableType, definition: string | null, dialect: string | null, location: string | null, storage: string | null, ownerAccount: string | null, constraints: Array<{ name: string | null, constraintType: ConstraintType, columns: Array<string>, referencedTable: Array<string>, referencedColumns: Array<string>, expression: string | null }>, indexes: Array<{ name: string, columns: Array<string>, isUnique: boolean, method: string | null, predicate: string | null }>, partitioning: { strategy: string | null, keys: Array<string>, partitionOf: Array<string>, bound: string | null, partitions: Array<string> } | null }
      | { __typename: 'ColumnDetails', isNullable: boolean, position: number, defaultValue: string | null, generation: string | null, primaryKeyPosition: number | null, collation: string | null, dataType: { text: string } }
      | { __typename: 'ProcedureDetails', procedureType: string, language: string | null, arguments: string, returns: string | null, definition: string | null }
      | { __typename: 'UserTypeDetails', check: string | null, dataType: { text: string, values: Array<string> } }
      | { __typename: 'QueryDetails', metrics: Array<string>, groupBy: Array<string>, filters: Array<string> }
      | { __typename: 'TopicDetails' }
      | { __typename: 'ContainerDetails' }
      | { __typename: 'FileDetails' }
      | { __typename: 'DashboardDetails' }
      | { __typename: 'ChartDetails' }
      | { __typename: 'BiDatasetDetails' }
      | { __typename: 'PipelineDetails' }
      | { __typename: 'TaskDetails', contract: { columns: Array<{ name: string, dataType: string | null, isRequired: boolean }> } | null }
      | { __typename: 'MlModelDetails' }
      | { __typename: 'NotebookDetails' }
      | { __typename: 'ApiCollectionDetails' }
      | { __typename: 'ApiEndpointDetails' }
      | { __typename: 'MetricDetails', metricType: MetricType, label: string | null, expression: string | null, aggregation: string | null, filter: string | null, unit: string | null, window: string | null, grainToDate: string | null, timeDimension: string | null, dimensions: Array<string>, inputs: Array<{ name: string, isMetric: boolean, role: MetricInputRole, alias: string | null, filter: string | null, offset: string | null }> }
      | { __typename: 'SemanticModelDetails', model: string | null, timeDimension: string | null, parts: Array<{ name: string, role: SemanticRole, sort: string | null, expression: string | null, granularity: string | null }> }
      | { __typename: 'DomainDetails' }
      | { __typename: 'DataProductDetails' }
      | { __typename: 'GlossaryDetails' }
      | { __typename: 'TermDetails' }
      | { __typename: 'ClassificationDetails' }
      | { __typename: 'TagDetails' }
      | { __typename: 'CodeListDetails' }
     } };

export type EditColumnMutationVariables = Exact<{
  id: string;
  input: EditAssetInput;
}>;


export type EditColumnMutation = { editAsset: { id: string, name: string, fullName: string, displayName: string, description: string | null, curatedDescription: string | null, isRemoved: boolean, mayEdit: boolean, version: { major: number, minor: number }, tags: Array<{ name: string, layer: Layer }>, suggestedTags: Array<{ tag: string }>, refusedTags: Array<{ sort: RelationKind, tag: string, by: string, at: string }>, governance: { terms: Array<{ layer: Layer, asset: { id: string, displayName: string } }>, codeList: { asset: { id: string, displayName: string } } | null }, details:
      | { __typename: 'DatabaseDetails' }
      | { __typename: 'SchemaDetails' }
      | { __typename: 'TableDetails' }
      | { __typename: 'ColumnDetails', isNullable: boolean, position: number, defaultValue: string | null, generation: string | null, primaryKeyPosition: number | null, dataType: { text: string } }
      | { __typename: 'ProcedureDetails' }
      | { __typename: 'UserTypeDetails' }
      | { __typename: 'QueryDetails' }
      | { __typename: 'TopicDetails' }
      | { __typename: 'ContainerDetails' }
      | { __typename: 'FileDetails' }
      | { __typename: 'DashboardDetails' }
      | { __typename: 'ChartDetails' }
      | { __typename: 'BiDatasetDetails' }
      | { __typename: 'PipelineDetails' }
      | { __typename: 'TaskDetails' }
      | { __typename: 'MlModelDetails' }
      | { __typename: 'NotebookDetails' }
      | { __typename: 'ApiCollectionDetails' }
      | { __typename: 'ApiEndpointDetails' }
      | { __typename: 'MetricDetails' }
      | { __typename: 'SemanticModelDetails' }
      | { __typename: 'DomainDetails' }
      | { __typename: 'DataProductDetails' }
      | { __typename: 'GlossaryDetails' }
      | { __typename: 'TermDetails' }
      | { __typename: 'ClassificationDetails' }
      | { __typename: 'TagDetails' }
      | { __typename: 'CodeListDetails' }
     } };

export type PeopleQueryVariables = Exact<{
  text?: string | null | undefined;
}>;


export type PeopleQuery = { people: Array<{ name: string, displayName: string }> };

export type ThingsQueryVariables = Exact<{
  query: string;
  kinds?: Array<AssetKind> | AssetKind | null | undefined;
}>;


export type ThingsQuery = { search: { hits: Array<{ asset: { id: string, displayName: string, fullName: string } }> } };

export type CustomPropertiesQueryVariables = Exact<{
  kind?: AssetKind | null | undefined;
}>;


export type CustomPropertiesQuery = { customProperties: Array<{ name: string, titleEn: string, titleZh: string, description: string, propertyType: PropertyType, choices: Array<string>, pattern: string | null, isRequired: boolean }> };

export type PreviewMarkdownQueryVariables = Exact<{
  text: string;
}>;


export type PreviewMarkdownQuery = { renderMarkdown: string };

export type AssetUsedQueryVariables = Exact<{
  id: string;
}>;


export type AssetUsedQuery = { asset: { id: string, usage: { queries: number, lastReadAt: string | null, lastWrittenAt: string | null } } | null };

export type AssetUsageQueryVariables = Exact<{
  id: string;
  days: number;
}>;


export type AssetUsageQuery = { asset: { id: string, usage: { queries: number, reads: number, writes: number, users: number, totalTimeMs: number | null, lastReadAt: string | null, lastReadBy: string | null, lastWrittenAt: string | null, lastWrittenBy: string | null, days: Array<{ day: string, queries: number, reads: number, writes: number, users: number }>, topUsers: Array<{ name: string | null, queries: number, reads: number, writes: number, lastAt: string | null }>, topQueries: Array<{ fingerprint: string, sql: string, isWrite: boolean, queries: number, rows: number | null, totalTimeMs: number | null, lastSeenAt: string }> }, joins: Array<{ queries: number, lastDay: string, column: { id: string, displayName: string }, otherColumn: { id: string, displayName: string }, otherTable: { id: string, kind: AssetKind, displayName: string } }> } | null };

export type AssetSampleQueryVariables = Exact<{
  id: string;
  first: number;
}>;


export type AssetSampleQuery = { asset: { id: string, sample: { masked: Array<Masking | null>, rows: Array<Array<unknown>>, hasMoreRows: boolean, hasMoreColumns: boolean, columns: Array<{ id: string, name: string }> } | null } | null };

export type AuditLogQueryVariables = Exact<{
  filter?: AuditFilter | null | undefined;
  after?: string | null | undefined;
}>;


export type AuditLogQuery = { auditLog: { nodes: Array<{ id: string, at: string, actor: string, address: string | null, agent: string | null, operation: string, targetKind: string | null, target: string | null, arguments: string | null, milliseconds: number, result: string, requestId: string | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type ExceptionsQueryVariables = Exact<{
  filter?: ExceptionFilter | null | undefined;
  after?: string | null | undefined;
}>;


export type ExceptionsQuery = { exceptions: { nodes: Array<{ id: string, at: string, lastAt: string, count: number, traceId: string, lastTraceId: string, place: string, actor: string | null, message: string, chain: string }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type ClearExceptionsMutationVariables = Exact<{ [key: string]: never; }>;


export type ClearExceptionsMutation = { clearExceptions: number };

export type BrowseNodeFragment = { id: string, kind: AssetKind, name: string, displayName: string, isRemoved: boolean, isPlaceholder: boolean, childCounts: Array<{ kind: AssetKind, count: number }>, details:
    | { __typename: 'DatabaseDetails' }
    | { __typename: 'SchemaDetails' }
    | { __typename: 'TableDetails', tableType: TableType }
    | { __typename: 'ColumnDetails', dataType: { text: string } }
    | { __typename: 'ProcedureDetails' }
    | { __typename: 'UserTypeDetails' }
    | { __typename: 'QueryDetails' }
    | { __typename: 'TopicDetails' }
    | { __typename: 'ContainerDetails' }
    | { __typename: 'FileDetails' }
    | { __typename: 'DashboardDetails' }
    | { __typename: 'ChartDetails' }
    | { __typename: 'BiDatasetDetails' }
    | { __typename: 'PipelineDetails' }
    | { __typename: 'TaskDetails' }
    | { __typename: 'MlModelDetails' }
    | { __typename: 'NotebookDetails' }
    | { __typename: 'ApiCollectionDetails' }
    | { __typename: 'ApiEndpointDetails' }
    | { __typename: 'MetricDetails' }
    | { __typename: 'SemanticModelDetails' }
    | { __typename: 'DomainDetails' }
    | { __typename: 'DataProductDetails' }
    | { __typename: 'GlossaryDetails' }
    | { __typename: 'TermDetails' }
    | { __typename: 'ClassificationDetails' }
    | { __typename: 'TagDetails' }
    | { __typename: 'CodeListDetails' }
   };

export type BrowseRootsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type BrowseRootsQuery = { roots: { nodes: Array<{ id: string, kind: AssetKind, name: string, displayName: string, isRemoved: boolean, isPlaceholder: boolean, childCounts: Array<{ kind: AssetKind, count: number }>, details:
        | { __typename: 'DatabaseDetails' }
        | { __typename: 'SchemaDetails' }
        | { __typename: 'TableDetails', tableType: TableType }
        | { __typename: 'ColumnDetails', dataType: { text: string } }
        | { __typename: 'ProcedureDetails' }
        | { __typename: 'UserTypeDetails' }
        | { __typename: 'QueryDetails' }
        | { __typename: 'TopicDetails' }
        | { __typename: 'ContainerDetails' }
        | { __typename: 'FileDetails' }
        | { __typename: 'DashboardDetails' }
        | { __typename: 'ChartDetails' }
        | { __typename: 'BiDatasetDetails' }
        | { __typename: 'PipelineDetails' }
        | { __typename: 'TaskDetails' }
        | { __typename: 'MlModelDetails' }
        | { __typename: 'NotebookDetails' }
        | { __typename: 'ApiCollectionDetails' }
        | { __typename: 'ApiEndpointDetails' }
        | { __typename: 'MetricDetails' }
        | { __typename: 'SemanticModelDetails' }
        | { __typename: 'DomainDetails' }
        | { __typename: 'DataProductDetails' }
        | { __typename: 'GlossaryDetails' }
        | { __typename: 'TermDetails' }
        | { __typename: 'ClassificationDetails' }
        | { __typename: 'TagDetails' }
        | { __typename: 'CodeListDetails' }
       }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type BrowseChildrenQueryVariables = Exact<{
  id: string;
  first: number;
  after?: string | null | undefined;
}>;


export type BrowseChildrenQuery = { asset: { id: string, children: { nodes: Array<{ id: string, kind: AssetKind, name: string, displayName: string, isRemoved: boolean, isPlaceholder: boolean, childCounts: Array<{ kind: AssetKind, count: number }>, details:
          | { __typename: 'DatabaseDetails' }
          | { __typename: 'SchemaDetails' }
          | { __typename: 'TableDetails', tableType: TableType }
          | { __typename: 'ColumnDetails', dataType: { text: string } }
          | { __typename: 'ProcedureDetails' }
          | { __typename: 'UserTypeDetails' }
          | { __typename: 'QueryDetails' }
          | { __typename: 'TopicDetails' }
          | { __typename: 'ContainerDetails' }
          | { __typename: 'FileDetails' }
          | { __typename: 'DashboardDetails' }
          | { __typename: 'ChartDetails' }
          | { __typename: 'BiDatasetDetails' }
          | { __typename: 'PipelineDetails' }
          | { __typename: 'TaskDetails' }
          | { __typename: 'MlModelDetails' }
          | { __typename: 'NotebookDetails' }
          | { __typename: 'ApiCollectionDetails' }
          | { __typename: 'ApiEndpointDetails' }
          | { __typename: 'MetricDetails' }
          | { __typename: 'SemanticModelDetails' }
          | { __typename: 'DomainDetails' }
          | { __typename: 'DataProductDetails' }
          | { __typename: 'GlossaryDetails' }
          | { __typename: 'TermDetails' }
          | { __typename: 'ClassificationDetails' }
          | { __typename: 'TagDetails' }
          | { __typename: 'CodeListDetails' }
         }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type BrowsePreviewQueryVariables = Exact<{
  id: string;
}>;


export type BrowsePreviewQuery = { asset: { fullName: string, descriptionHtml: string | null, tier: string | null, lastChangedAt: string | null, id: string, kind: AssetKind, name: string, displayName: string, isRemoved: boolean, isPlaceholder: boolean, path: Array<{ id: string, name: string, displayName: string }>, owners: Array<{ name: string, displayName: string }>, tags: Array<{ name: string }>, source: { id: string, name: string } | null, statistics: { rowCount: number | null, isEstimate: boolean, sizeBytes: number | null } | null, lineageCounts: { upstream: number, downstream: number }, childCounts: Array<{ kind: AssetKind, count: number }>, details:
      | { __typename: 'DatabaseDetails' }
      | { __typename: 'SchemaDetails' }
      | { __typename: 'TableDetails', tableType: TableType }
      | { __typename: 'ColumnDetails', dataType: { text: string } }
      | { __typename: 'ProcedureDetails' }
      | { __typename: 'UserTypeDetails' }
      | { __typename: 'QueryDetails' }
      | { __typename: 'TopicDetails' }
      | { __typename: 'ContainerDetails' }
      | { __typename: 'FileDetails' }
      | { __typename: 'DashboardDetails' }
      | { __typename: 'ChartDetails' }
      | { __typename: 'BiDatasetDetails' }
      | { __typename: 'PipelineDetails' }
      | { __typename: 'TaskDetails' }
      | { __typename: 'MlModelDetails' }
      | { __typename: 'NotebookDetails' }
      | { __typename: 'ApiCollectionDetails' }
      | { __typename: 'ApiEndpointDetails' }
      | { __typename: 'MetricDetails' }
      | { __typename: 'SemanticModelDetails' }
      | { __typename: 'DomainDetails' }
      | { __typename: 'DataProductDetails' }
      | { __typename: 'GlossaryDetails' }
      | { __typename: 'TermDetails' }
      | { __typename: 'ClassificationDetails' }
      | { __typename: 'TagDetails' }
      | { __typename: 'CodeListDetails' }
     } | null };

export type CommitRowFragment = { id: string, first: number, last: number, at: string, actor: string, origin: Origin, run: string | null, reverts: string | null, summary: string };

export type CommitsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type CommitsQuery = { commits: { nodes: Array<{ id: string, first: number, last: number, at: string, actor: string, origin: Origin, run: string | null, reverts: string | null, summary: string }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type CommitQueryVariables = Exact<{
  id: string;
  first: number;
  after?: string | null | undefined;
}>;


export type CommitQuery = { commit: { id: string, first: number, last: number, at: string, actor: string, origin: Origin, run: string | null, reverts: string | null, summary: string, changes: { nodes: Array<{ number: number, operation: Operation, isBreaking: boolean, asset: { id: string, kind: AssetKind, name: string, fullName: string } | null, fields: Array<{ field: string, before: unknown, after: unknown, isBreaking: boolean }> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type CommentRowFragment = { id: string, at: string, body: string | null, bodyHtml: string | null, editedAt: string | null, mayEdit: boolean, mayDelete: boolean, author: { name: string, displayName: string } };

export type ThreadRowFragment = { id: string, at: string, commentCount: number, resolvedAt: string | null, mayResolve: boolean, resolvedBy: { name: string, displayName: string } | null, firstComment: { id: string, at: string, body: string | null, bodyHtml: string | null, editedAt: string | null, mayEdit: boolean, mayDelete: boolean, author: { name: string, displayName: string } } };

export type ThreadsQueryVariables = Exact<{
  asset: string;
  isResolved?: boolean | null | undefined;
  after?: string | null | undefined;
}>;


export type ThreadsQuery = { threads: { nodes: Array<{ id: string, at: string, commentCount: number, resolvedAt: string | null, mayResolve: boolean, resolvedBy: { name: string, displayName: string } | null, firstComment: { id: string, at: string, body: string | null, bodyHtml: string | null, editedAt: string | null, mayEdit: boolean, mayDelete: boolean, author: { name: string, displayName: string } } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type CommentsQueryVariables = Exact<{
  thread: string;
  after?: string | null | undefined;
}>;


export type CommentsQuery = { comments: { nodes: Array<{ id: string, at: string, body: string | null, bodyHtml: string | null, editedAt: string | null, mayEdit: boolean, mayDelete: boolean, author: { name: string, displayName: string } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type BeginThreadMutationVariables = Exact<{
  asset: string;
  body: string;
}>;


export type BeginThreadMutation = { beginThread: { id: string } };

export type ReplyMutationVariables = Exact<{
  thread: string;
  body: string;
}>;


export type ReplyMutation = { reply: { id: string } };

export type EditCommentMutationVariables = Exact<{
  id: string;
  body: string;
}>;


export type EditCommentMutation = { editComment: { id: string, at: string, body: string | null, bodyHtml: string | null, editedAt: string | null, mayEdit: boolean, mayDelete: boolean, author: { name: string, displayName: string } } };

export type DeleteCommentMutationVariables = Exact<{
  id: string;
}>;


export type DeleteCommentMutation = { deleteComment: { id: string, at: string, body: string | null, bodyHtml: string | null, editedAt: string | null, mayEdit: boolean, mayDelete: boolean, author: { name: string, displayName: string } } };

export type ResolveThreadMutationVariables = Exact<{
  id: string;
  resolved: boolean;
}>;


export type ResolveThreadMutation = { resolveThread: { id: string, at: string, commentCount: number, resolvedAt: string | null, mayResolve: boolean, resolvedBy: { name: string, displayName: string } | null, firstComment: { id: string, at: string, body: string | null, bodyHtml: string | null, editedAt: string | null, mayEdit: boolean, mayDelete: boolean, author: { name: string, displayName: string } } } };

export type HoldsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type HoldsQuery = { holds: { nodes: Array<{ id: string, at: string, count: number, run: string | null, status: HoldStatus, source: { id: string, name: string } | null, assets: { nodes: Array<{ id: string, kind: AssetKind, displayName: string, fullName: string }> } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type ConfirmHoldMutationVariables = Exact<{
  id: string;
}>;


export type ConfirmHoldMutation = { confirmHold: { id: string, status: HoldStatus } };

export type DismissHoldMutationVariables = Exact<{
  id: string;
}>;


export type DismissHoldMutation = { dismissHold: { id: string, status: HoldStatus } };

export type HomeQueryVariables = Exact<{
  withSources: boolean;
}>;


export type HomeQuery = { catalogStats: { counts: Array<{ kind: AssetKind, count: number }>, coverage: { tables: number, tablesDescribed: number, tablesOwned: number, columns: number, columnsDescribed: number }, followers: Array<{ name: string, behind: number, degraded: boolean }> }, commits: { nodes: Array<{ id: string, first: number, last: number, at: string, actor: string, origin: Origin, summary: string }> }, sources?: { nodes: Array<{ id: string, name: string, connector: string, health: SourceHealth, nextRunAt: string | null, lastRun: { id: string, status: RunStatus, endedAt: string | null, startedAt: string | null, message: string | null } | null }>, pageInfo: { hasNextPage: boolean } } };

export type LineageAssetFragment = { id: string, kind: AssetKind, name: string, displayName: string, fullName: string, isPlaceholder: boolean, isRemoved: boolean, path: Array<{ id: string, kind: AssetKind, name: string, displayName: string }>, owners: Array<{ name: string, displayName: string }>, source: { id: string, name: string } | null, details:
    | { __typename: 'DatabaseDetails' }
    | { __typename: 'SchemaDetails' }
    | { __typename: 'TableDetails', tableType: TableType }
    | { __typename: 'ColumnDetails' }
    | { __typename: 'ProcedureDetails' }
    | { __typename: 'UserTypeDetails' }
    | { __typename: 'QueryDetails' }
    | { __typename: 'TopicDetails' }
    | { __typename: 'ContainerDetails' }
    | { __typename: 'FileDetails' }
    | { __typename: 'DashboardDetails' }
    | { __typename: 'ChartDetails' }
    | { __typename: 'BiDatasetDetails' }
    | { __typename: 'PipelineDetails' }
    | { __typename: 'TaskDetails' }
    | { __typename: 'MlModelDetails' }
    | { __typename: 'NotebookDetails' }
    | { __typename: 'ApiCollectionDetails' }
    | { __typename: 'ApiEndpointDetails' }
    | { __typename: 'MetricDetails' }
    | { __typename: 'SemanticModelDetails' }
    | { __typename: 'DomainDetails' }
    | { __typename: 'DataProductDetails' }
    | { __typename: 'GlossaryDetails' }
    | { __typename: 'TermDetails' }
    | { __typename: 'ClassificationDetails' }
    | { __typename: 'TagDetails' }
    | { __typename: 'CodeListDetails' }
   };

export type LineagePartsFragment = { focus: string, totalNodes: number, totalEdges: number, truncated: boolean, limit: number, nodes: Array<{ key: string, hiddenUp: number, hiddenDown: number, columns: Array<{ id: string, name: string }>, asset: { id: string, kind: AssetKind, name: string, displayName: string, fullName: string, isPlaceholder: boolean, isRemoved: boolean, path: Array<{ id: string, kind: AssetKind, name: string, displayName: string }>, owners: Array<{ name: string, displayName: string }>, source: { id: string, name: string } | null, details:
        | { __typename: 'DatabaseDetails' }
        | { __typename: 'SchemaDetails' }
        | { __typename: 'TableDetails', tableType: TableType }
        | { __typename: 'ColumnDetails' }
        | { __typename: 'ProcedureDetails' }
        | { __typename: 'UserTypeDetails' }
        | { __typename: 'QueryDetails' }
        | { __typename: 'TopicDetails' }
        | { __typename: 'ContainerDetails' }
        | { __typename: 'FileDetails' }
        | { __typename: 'DashboardDetails' }
        | { __typename: 'ChartDetails' }
        | { __typename: 'BiDatasetDetails' }
        | { __typename: 'PipelineDetails' }
        | { __typename: 'TaskDetails' }
        | { __typename: 'MlModelDetails' }
        | { __typename: 'NotebookDetails' }
        | { __typename: 'ApiCollectionDetails' }
        | { __typename: 'ApiEndpointDetails' }
        | { __typename: 'MetricDetails' }
        | { __typename: 'SemanticModelDetails' }
        | { __typename: 'DomainDetails' }
        | { __typename: 'DataProductDetails' }
        | { __typename: 'GlossaryDetails' }
        | { __typename: 'TermDetails' }
        | { __typename: 'ClassificationDetails' }
        | { __typename: 'TagDetails' }
        | { __typename: 'CodeListDetails' }
       } | null }>, edges: Array<{ from: string, to: string, level: LineageLevel, type: string, subtype: string | null, masking: boolean }> };

export type LineageGraphQueryVariables = Exact<{
  focus: string;
  asOf?: AsOf | null | undefined;
  up: LineageInput;
  down: LineageInput;
  hasUp: boolean;
  hasDown: boolean;
}>;


export type LineageGraphQuery = { asset: { id: string, kind: AssetKind, name: string, displayName: string, fullName: string, isPlaceholder: boolean, isRemoved: boolean, parent: { id: string } | null, path: Array<{ id: string, kind: AssetKind, name: string, displayName: string }>, owners: Array<{ name: string, displayName: string }>, source: { id: string, name: string } | null, details:
      | { __typename: 'DatabaseDetails' }
      | { __typename: 'SchemaDetails' }
      | { __typename: 'TableDetails', tableType: TableType }
      | { __typename: 'ColumnDetails' }
      | { __typename: 'ProcedureDetails' }
      | { __typename: 'UserTypeDetails' }
      | { __typename: 'QueryDetails' }
      | { __typename: 'TopicDetails' }
      | { __typename: 'ContainerDetails' }
      | { __typename: 'FileDetails' }
      | { __typename: 'DashboardDetails' }
      | { __typename: 'ChartDetails' }
      | { __typename: 'BiDatasetDetails' }
      | { __typename: 'PipelineDetails' }
      | { __typename: 'TaskDetails' }
      | { __typename: 'MlModelDetails' }
      | { __typename: 'NotebookDetails' }
      | { __typename: 'ApiCollectionDetails' }
      | { __typename: 'ApiEndpointDetails' }
      | { __typename: 'MetricDetails' }
      | { __typename: 'SemanticModelDetails' }
      | { __typename: 'DomainDetails' }
      | { __typename: 'DataProductDetails' }
      | { __typename: 'GlossaryDetails' }
      | { __typename: 'TermDetails' }
      | { __typename: 'ClassificationDetails' }
      | { __typename: 'TagDetails' }
      | { __typename: 'CodeListDetails' }
     } | null, up?: { focus: string, totalNodes: number, totalEdges: number, truncated: boolean, limit: number, nodes: Array<{ key: string, hiddenUp: number, hiddenDown: number, columns: Array<{ id: string, name: string }>, asset: { id: string, kind: AssetKind, name: string, displayName: string, fullName: string, isPlaceholder: boolean, isRemoved: boolean, path: Array<{ id: string, kind: AssetKind, name: string, displayName: string }>, owners: Array<{ name: string, displayName: string }>, source: { id: string, name: string } | null, details:
          | { __typename: 'DatabaseDetails' }
          | { __typename: 'SchemaDetails' }
          | { __typename: 'TableDetails', tableType: TableType }
          | { __typename: 'ColumnDetails' }
          | { __typename: 'ProcedureDetails' }
          | { __typename: 'UserTypeDetails' }
          | { __typename: 'QueryDetails' }
          | { __typename: 'TopicDetails' }
          | { __typename: 'ContainerDetails' }
          | { __typename: 'FileDetails' }
          | { __typename: 'DashboardDetails' }
          | { __typename: 'ChartDetails' }
          | { __typename: 'BiDatasetDetails' }
          | { __typename: 'PipelineDetails' }
          | { __typename: 'TaskDetails' }
          | { __typename: 'MlModelDetails' }
          | { __typename: 'NotebookDetails' }
          | { __typename: 'ApiCollectionDetails' }
          | { __typename: 'ApiEndpointDetails' }
          | { __typename: 'MetricDetails' }
          | { __typename: 'SemanticModelDetails' }
          | { __typename: 'DomainDetails' }
          | { __typename: 'DataProductDetails' }
          | { __typename: 'GlossaryDetails' }
          | { __typename: 'TermDetails' }
          | { __typename: 'ClassificationDetails' }
          | { __typename: 'TagDetails' }
          | { __typename: 'CodeListDetails' }
         } | null }>, edges: Array<{ from: string, to: string, level: LineageLevel, type: string, subtype: string | null, masking: boolean }> }, down?: { focus: string, totalNodes: number, totalEdges: number, truncated: boolean, limit: number, nodes: Array<{ key: string, hiddenUp: number, hiddenDown: number, columns: Array<{ id: string, name: string }>, asset: { id: string, kind: AssetKind, name: string, displayName: string, fullName: string, isPlaceholder: boolean, isRemoved: boolean, path: Array<{ id: string, kind: AssetKind, name: string, displayName: string }>, owners: Array<{ name: string, displayName: string }>, source: { id: string, name: string } | null, details:
          | { __typename: 'DatabaseDetails' }
          | { __typename: 'SchemaDetails' }
          | { __typename: 'TableDetails', tableType: TableType }
          | { __typename: 'ColumnDetails' }
          | { __typename: 'ProcedureDetails' }
          | { __typename: 'UserTypeDetails' }
          | { __typename: 'QueryDetails' }
          | { __typename: 'TopicDetails' }
          | { __typename: 'ContainerDetails' }
          | { __typename: 'FileDetails' }
          | { __typename: 'DashboardDetails' }
          | { __typename: 'ChartDetails' }
          | { __typename: 'BiDatasetDetails' }
          | { __typename: 'PipelineDetails' }
          | { __typename: 'TaskDetails' }
          | { __typename: 'MlModelDetails' }
          | { __typename: 'NotebookDetails' }
          | { __typename: 'ApiCollectionDetails' }
          | { __typename: 'ApiEndpointDetails' }
          | { __typename: 'MetricDetails' }
          | { __typename: 'SemanticModelDetails' }
          | { __typename: 'DomainDetails' }
          | { __typename: 'DataProductDetails' }
          | { __typename: 'GlossaryDetails' }
          | { __typename: 'TermDetails' }
          | { __typename: 'ClassificationDetails' }
          | { __typename: 'TagDetails' }
          | { __typename: 'CodeListDetails' }
         } | null }>, edges: Array<{ from: string, to: string, level: LineageLevel, type: string, subtype: string | null, masking: boolean }> } };

export type LineageNeighboursQueryVariables = Exact<{
  input: LineageNeighboursInput;
}>;


export type LineageNeighboursQuery = { lineageNeighbours: { total: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, scene: { focus: string, totalNodes: number, totalEdges: number, truncated: boolean, limit: number, nodes: Array<{ key: string, hiddenUp: number, hiddenDown: number, columns: Array<{ id: string, name: string }>, asset: { id: string, kind: AssetKind, name: string, displayName: string, fullName: string, isPlaceholder: boolean, isRemoved: boolean, path: Array<{ id: string, kind: AssetKind, name: string, displayName: string }>, owners: Array<{ name: string, displayName: string }>, source: { id: string, name: string } | null, details:
            | { __typename: 'DatabaseDetails' }
            | { __typename: 'SchemaDetails' }
            | { __typename: 'TableDetails', tableType: TableType }
            | { __typename: 'ColumnDetails' }
            | { __typename: 'ProcedureDetails' }
            | { __typename: 'UserTypeDetails' }
            | { __typename: 'QueryDetails' }
            | { __typename: 'TopicDetails' }
            | { __typename: 'ContainerDetails' }
            | { __typename: 'FileDetails' }
            | { __typename: 'DashboardDetails' }
            | { __typename: 'ChartDetails' }
            | { __typename: 'BiDatasetDetails' }
            | { __typename: 'PipelineDetails' }
            | { __typename: 'TaskDetails' }
            | { __typename: 'MlModelDetails' }
            | { __typename: 'NotebookDetails' }
            | { __typename: 'ApiCollectionDetails' }
            | { __typename: 'ApiEndpointDetails' }
            | { __typename: 'MetricDetails' }
            | { __typename: 'SemanticModelDetails' }
            | { __typename: 'DomainDetails' }
            | { __typename: 'DataProductDetails' }
            | { __typename: 'GlossaryDetails' }
            | { __typename: 'TermDetails' }
            | { __typename: 'ClassificationDetails' }
            | { __typename: 'TagDetails' }
            | { __typename: 'CodeListDetails' }
           } | null }>, edges: Array<{ from: string, to: string, level: LineageLevel, type: string, subtype: string | null, masking: boolean }> } } };

export type LineageNamesQueryVariables = Exact<{
  input: LineageNeighboursInput;
}>;


export type LineageNamesQuery = { lineageNeighbours: { total: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, scene: { nodes: Array<{ key: string, asset: { id: string, kind: AssetKind, displayName: string } | null }> } } };

export type LineageMomentsQueryVariables = Exact<{
  focus: string;
  depth: number;
}>;


export type LineageMomentsQuery = { lineageMoments: { complete: boolean, moments: Array<{ change: number, time: string | null, appeared: number, vanished: number }> } };

export type LineageImpactQueryVariables = Exact<{
  input: ImpactInput;
}>;


export type LineageImpactQuery = { impact: { total: number, truncated: boolean, items: Array<{ depth: number, via: Array<{ id: string, displayName: string }>, asset: { id: string, kind: AssetKind, name: string, displayName: string, fullName: string, isPlaceholder: boolean, isRemoved: boolean, path: Array<{ id: string, kind: AssetKind, name: string, displayName: string }>, owners: Array<{ name: string, displayName: string }>, source: { id: string, name: string } | null, details:
          | { __typename: 'DatabaseDetails' }
          | { __typename: 'SchemaDetails' }
          | { __typename: 'TableDetails', tableType: TableType }
          | { __typename: 'ColumnDetails' }
          | { __typename: 'ProcedureDetails' }
          | { __typename: 'UserTypeDetails' }
          | { __typename: 'QueryDetails' }
          | { __typename: 'TopicDetails' }
          | { __typename: 'ContainerDetails' }
          | { __typename: 'FileDetails' }
          | { __typename: 'DashboardDetails' }
          | { __typename: 'ChartDetails' }
          | { __typename: 'BiDatasetDetails' }
          | { __typename: 'PipelineDetails' }
          | { __typename: 'TaskDetails' }
          | { __typename: 'MlModelDetails' }
          | { __typename: 'NotebookDetails' }
          | { __typename: 'ApiCollectionDetails' }
          | { __typename: 'ApiEndpointDetails' }
          | { __typename: 'MetricDetails' }
          | { __typename: 'SemanticModelDetails' }
          | { __typename: 'DomainDetails' }
          | { __typename: 'DataProductDetails' }
          | { __typename: 'GlossaryDetails' }
          | { __typename: 'TermDetails' }
          | { __typename: 'ClassificationDetails' }
          | { __typename: 'TagDetails' }
          | { __typename: 'CodeListDetails' }
         } | null }> } };

export type LineageColumnsQueryVariables = Exact<{
  id: string;
  asOf?: AsOf | null | undefined;
  after?: string | null | undefined;
}>;


export type LineageColumnsQuery = { asset: { id: string, columns: { nodes: Array<{ id: string, name: string, details:
          | { __typename: 'DatabaseDetails' }
          | { __typename: 'SchemaDetails' }
          | { __typename: 'TableDetails' }
          | { __typename: 'ColumnDetails', dataType: { text: string } }
          | { __typename: 'ProcedureDetails' }
          | { __typename: 'UserTypeDetails' }
          | { __typename: 'QueryDetails' }
          | { __typename: 'TopicDetails' }
          | { __typename: 'ContainerDetails' }
          | { __typename: 'FileDetails' }
          | { __typename: 'DashboardDetails' }
          | { __typename: 'ChartDetails' }
          | { __typename: 'BiDatasetDetails' }
          | { __typename: 'PipelineDetails' }
          | { __typename: 'TaskDetails' }
          | { __typename: 'MlModelDetails' }
          | { __typename: 'NotebookDetails' }
          | { __typename: 'ApiCollectionDetails' }
          | { __typename: 'ApiEndpointDetails' }
          | { __typename: 'MetricDetails' }
          | { __typename: 'SemanticModelDetails' }
          | { __typename: 'DomainDetails' }
          | { __typename: 'DataProductDetails' }
          | { __typename: 'GlossaryDetails' }
          | { __typename: 'TermDetails' }
          | { __typename: 'ClassificationDetails' }
          | { __typename: 'TagDetails' }
          | { __typename: 'CodeListDetails' }
         }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type LineageCardQueryVariables = Exact<{
  id: string;
  asOf?: AsOf | null | undefined;
}>;


export type LineageCardQuery = { asset: { id: string, kind: AssetKind, fullName: string, displayName: string, description: string | null, isRemoved: boolean, isPlaceholder: boolean, tier: string | null, lastSeenAt: string | null, owners: Array<{ name: string, displayName: string }>, tags: Array<{ name: string }>, source: { id: string, name: string } | null, statistics: { rowCount: number | null, sizeBytes: number | null } | null, lineageCounts: { upstream: number, downstream: number } } | null };

export type LineageEdgeDetailsQueryVariables = Exact<{
  from: string;
  to: string;
  asOf?: AsOf | null | undefined;
}>;


export type LineageEdgeDetailsQuery = { lineageEdge: { truncated: boolean, texts: Array<{ text: string, asset: { id: string, kind: AssetKind, displayName: string } }>, edges: Array<{ level: LineageLevel, type: string, subtype: string | null, masking: boolean, since: number, sinceTime: string | null, from: { id: string, displayName: string }, to: { id: string, displayName: string }, through: { id: string, kind: AssetKind, displayName: string } | null, assertions: Array<{ tool: string, scope: string, why: string, confidence: number, text: number | null, span: Array<number> | null, since: number, sinceTime: string | null, byHand: { note: string | null, actor: string, at: string } | null, seen: { queries: number, lastSeenAt: string } | null }> }> } };

export type LineageStartQueryVariables = Exact<{
  text: string;
}>;


export type LineageStartQuery = { suggest: Array<{ id: string, kind: AssetKind, name: string, fullName: string }> };

export type LineageEndsQueryVariables = Exact<{
  text: string;
}>;


export type LineageEndsQuery = { suggest: Array<{ id: string, kind: AssetKind, name: string, fullName: string }> };

export type SetManualLineageMutationVariables = Exact<{
  edges: Array<ManualLineageInput> | ManualLineageInput;
}>;


export type SetManualLineageMutation = { setManualLineage: { edges: number } };

export type RemoveManualLineageMutationVariables = Exact<{
  edges: Array<ManualLineageEnds> | ManualLineageEnds;
}>;


export type RemoveManualLineageMutation = { removeManualLineage: { edges: number } };

export type NamespacesQueryVariables = Exact<{ [key: string]: never; }>;


export type NamespacesQuery = { namespaces: Array<{ name: string, aliases: Array<{ name: string, by: string | null, at: string | null }> }> };

export type AddNamespaceAliasMutationVariables = Exact<{
  namespace: string;
  alias: string;
}>;


export type AddNamespaceAliasMutation = { addNamespaceAlias: boolean };

export type RemoveNamespaceAliasMutationVariables = Exact<{
  alias: string;
}>;


export type RemoveNamespaceAliasMutation = { removeNamespaceAlias: boolean };

export type MergeNamespacesMutationVariables = Exact<{
  from: string;
  into: string;
}>;


export type MergeNamespacesMutation = { mergeNamespaces: { merged: Array<string>, left: Array<string> } };

export type NamesOfQueryVariables = Exact<{
  ids: Array<string> | string;
}>;


export type NamesOfQuery = { assets: Array<{ id: string, kind: AssetKind, fullName: string }> };

export type AnnouncementPartsFragment = { id: string, at: string, from: string, until: string | null, level: AnnouncementLevel, title: string, body: string, bodyHtml: string, mayEdit: boolean, author: { name: string, displayName: string }, asset: { id: string, kind: AssetKind, displayName: string } | null };

export type AssetNewsQueryVariables = Exact<{
  id: string;
}>;


export type AssetNewsQuery = { asset: { id: string, displayName: string, mayEdit: boolean, deprecation: { noteHtml: string, sunset: string | null, replacedBy: { id: string, displayName: string } | null } | null, announcements: Array<{ id: string, at: string, from: string, until: string | null, level: AnnouncementLevel, title: string, body: string, bodyHtml: string, mayEdit: boolean, author: { name: string, displayName: string }, asset: { id: string, kind: AssetKind, displayName: string } | null }> } | null };

export type AnnouncementsQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type AnnouncementsQuery = { announcements: { nodes: Array<{ id: string, at: string, from: string, until: string | null, level: AnnouncementLevel, title: string, body: string, bodyHtml: string, mayEdit: boolean, author: { name: string, displayName: string }, asset: { id: string, kind: AssetKind, displayName: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type SaveAnnouncementMutationVariables = Exact<{
  input: AnnouncementInput;
}>;


export type SaveAnnouncementMutation = { saveAnnouncement: { id: string } };

export type DeleteAnnouncementMutationVariables = Exact<{
  id: string;
}>;


export type DeleteAnnouncementMutation = { deleteAnnouncement: boolean };

export type DeprecatingQueryVariables = Exact<{
  id: string;
}>;


export type DeprecatingQuery = { asset: { id: string, kind: AssetKind, deprecation: { note: string, sunset: string | null, replacedBy: { id: string, displayName: string } | null } | null } | null, deprecationImpact: { hasMore: boolean, hidden: number, assets: Array<{ id: string, kind: AssetKind, displayName: string, fullName: string, owners: Array<{ displayName: string }>, details:
        | { __typename: 'DatabaseDetails' }
        | { __typename: 'SchemaDetails' }
        | { __typename: 'TableDetails', tableType: TableType }
        | { __typename: 'ColumnDetails' }
        | { __typename: 'ProcedureDetails' }
        | { __typename: 'UserTypeDetails' }
        | { __typename: 'QueryDetails' }
        | { __typename: 'TopicDetails' }
        | { __typename: 'ContainerDetails' }
        | { __typename: 'FileDetails' }
        | { __typename: 'DashboardDetails' }
        | { __typename: 'ChartDetails' }
        | { __typename: 'BiDatasetDetails' }
        | { __typename: 'PipelineDetails' }
        | { __typename: 'TaskDetails' }
        | { __typename: 'MlModelDetails' }
        | { __typename: 'NotebookDetails' }
        | { __typename: 'ApiCollectionDetails' }
        | { __typename: 'ApiEndpointDetails' }
        | { __typename: 'MetricDetails' }
        | { __typename: 'SemanticModelDetails' }
        | { __typename: 'DomainDetails' }
        | { __typename: 'DataProductDetails' }
        | { __typename: 'GlossaryDetails' }
        | { __typename: 'TermDetails' }
        | { __typename: 'ClassificationDetails' }
        | { __typename: 'TagDetails' }
        | { __typename: 'CodeListDetails' }
       }>, owners: Array<{ name: string, displayName: string }> } };

export type ReplacementsQueryVariables = Exact<{
  query: string;
  kinds?: Array<AssetKind> | AssetKind | null | undefined;
}>;


export type ReplacementsQuery = { search: { hits: Array<{ asset: { id: string, displayName: string, fullName: string } }> } };

export type DeprecateMutationVariables = Exact<{
  id: string;
  deprecation?: DeprecationInput | null | undefined;
}>;


export type DeprecateMutation = { editAsset: { id: string } };

export type InboxQueryVariables = Exact<{
  unreadOnly: boolean;
  first: number;
  after?: string | null | undefined;
  locale: Locale;
}>;


export type InboxQuery = { inbox: { nodes: Array<{ number: number, kind: EventKind, at: string, actor: string, reason: Reason, readAt: string | null, title: string, lines: Array<string>, path: string }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type MarkInboxMutationVariables = Exact<{
  numbers: Array<number> | number;
  isRead: boolean;
}>;


export type MarkInboxMutation = { markInbox: number };

export type MarkInboxUntilMutationVariables = Exact<{
  number: number;
}>;


export type MarkInboxUntilMutation = { markInboxUntil: number };

export type FollowedQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type FollowedQuery = { followed: { nodes: Array<{ id: string, assetId: string | null, owner: string | null, domain: string | null, tag: string | null, kind: EventKind | null, source: string | null, kinds: Array<EventKind>, isMuted: boolean, byMail: boolean, asset: { id: string, kind: AssetKind, displayName: string, fullName: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type MailChoiceQueryVariables = Exact<{ [key: string]: never; }>;


export type MailChoiceQuery = { mailChoice: { pace: MailPace, locale: Locale, isAvailable: boolean, trouble: string | null } };

export type ChooseMailMutationVariables = Exact<{
  pace: MailPace;
  locale: Locale;
}>;


export type ChooseMailMutation = { chooseMail: { pace: MailPace, locale: Locale, isAvailable: boolean, trouble: string | null } };

export type FollowMutationVariables = Exact<{
  what: FollowInput;
  options?: FollowOptionsInput | null | undefined;
}>;


export type FollowMutation = { follow: { id: string } };

export type UnfollowMutationVariables = Exact<{
  what: FollowInput;
}>;


export type UnfollowMutation = { unfollow: boolean };

export type FollowingQueryVariables = Exact<{
  what: FollowInput;
}>;


export type FollowingQuery = { following: { id: string, isMuted: boolean } | null };

export type EventKindsQueryVariables = Exact<{
  locale: Locale;
}>;


export type EventKindsQuery = { eventKinds: Array<{ kind: EventKind, code: string, title: string, canBeFollowed: boolean }> };

export type WebhookFieldsFragment = { id: string, name: string, shape: Shape, url: string, hasSecret: boolean, oldSecretUntil: string | null, kinds: Array<EventKind>, locale: Locale, isEnabled: boolean, trouble: string | null, position: number, lastSuccessAt: string | null, reader: { id: string, name: string, displayName: string } | null, owner: { id: string, displayName: string } | null, counts: { waiting: number, delivered: number, dead: number, withheld: number } };

export type WebhooksQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type WebhooksQuery = { webhooks: { nodes: Array<{ id: string, name: string, shape: Shape, url: string, hasSecret: boolean, oldSecretUntil: string | null, kinds: Array<EventKind>, locale: Locale, isEnabled: boolean, trouble: string | null, position: number, lastSuccessAt: string | null, reader: { id: string, name: string, displayName: string } | null, owner: { id: string, displayName: string } | null, counts: { waiting: number, delivered: number, dead: number, withheld: number } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type WebhookQueryVariables = Exact<{
  id: string;
}>;


export type WebhookQuery = { webhook: { id: string, name: string, shape: Shape, url: string, hasSecret: boolean, oldSecretUntil: string | null, kinds: Array<EventKind>, locale: Locale, isEnabled: boolean, trouble: string | null, position: number, lastSuccessAt: string | null, reader: { id: string, name: string, displayName: string } | null, owner: { id: string, displayName: string } | null, counts: { waiting: number, delivered: number, dead: number, withheld: number } } };

export type WebhookReadersQueryVariables = Exact<{ [key: string]: never; }>;


export type WebhookReadersQuery = { webhookReaders: Array<{ id: string, name: string, displayName: string }> };

export type WebhookDeliveriesQueryVariables = Exact<{
  id: string;
  state?: DeliveryState | null | undefined;
  first: number;
  after?: string | null | undefined;
}>;


export type WebhookDeliveriesQuery = { webhookDeliveries: { nodes: Array<{ number: number, kind: EventKind | null, state: DeliveryState, attempts: number, queuedAt: string, nextAt: string | null, doneAt: string | null, status: number | null, note: string | null, milliseconds: number | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type SaveWebhookMutationVariables = Exact<{
  input: SaveWebhookInput;
}>;


export type SaveWebhookMutation = { saveWebhook: { secret: string | null, webhook: { id: string } } };

export type RotateWebhookSecretMutationVariables = Exact<{
  id: string;
}>;


export type RotateWebhookSecretMutation = { rotateWebhookSecret: { secret: string | null } };

export type DeleteWebhookMutationVariables = Exact<{
  id: string;
}>;


export type DeleteWebhookMutation = { deleteWebhook: boolean };

export type TestWebhookMutationVariables = Exact<{
  id: string;
}>;


export type TestWebhookMutation = { testWebhook: { isDelivered: boolean, status: number | null, note: string | null, milliseconds: number } };

export type ReplayWebhookMutationVariables = Exact<{
  id: string;
  number: number;
}>;


export type ReplayWebhookMutation = { replayWebhook: boolean };

export type ReplayWebhookFromMutationVariables = Exact<{
  id: string;
  position: number;
}>;


export type ReplayWebhookFromMutation = { replayWebhookFrom: boolean };

export type PipelineRunFactsFragment = { id: string, externalRunId: string, status: PipelineRunStatus, withErrors: boolean, at: string, startedAt: string | null, endedAt: string | null, durationSeconds: number | null, attempt: number | null, trigger: PipelineRunTrigger | null, errorReason: string | null, recordsRead: number | null, recordsWritten: number | null, recordsFailed: number | null, asset: { id: string, kind: AssetKind, displayName: string } | null, pipeline: { id: string, displayName: string } | null };

export type PipelineRunsQueryVariables = Exact<{
  filter?: PipelineRunFilter | null | undefined;
  after?: string | null | undefined;
}>;


export type PipelineRunsQuery = { pipelineRuns: { nodes: Array<{ id: string, externalRunId: string, status: PipelineRunStatus, withErrors: boolean, at: string, startedAt: string | null, endedAt: string | null, durationSeconds: number | null, attempt: number | null, trigger: PipelineRunTrigger | null, errorReason: string | null, recordsRead: number | null, recordsWritten: number | null, recordsFailed: number | null, asset: { id: string, kind: AssetKind, displayName: string } | null, pipeline: { id: string, displayName: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type PipelineDaysQueryVariables = Exact<{
  filter?: PipelineRunFilter | null | undefined;
  timezone: string;
}>;


export type PipelineDaysQuery = { pipelineRunDays: Array<{ day: string, succeeded: number, failed: number, running: number, queued: number, skipped: number, cancelled: number, total: number }> };

export type LatePipelinesQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type LatePipelinesQuery = { latePipelines: { nodes: Array<{ expectedAt: string, lastRunAt: string | null, schedule: string, timezone: string, pipeline: { id: string, displayName: string } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type PipelineNameQueryVariables = Exact<{
  id: string;
}>;


export type PipelineNameQuery = { asset: { id: string, displayName: string } | null };

export type PipelineRunDetailQueryVariables = Exact<{
  id: string;
}>;


export type PipelineRunDetailQuery = { pipelineRun: { scheduledAt: string | null, reportedAt: string, reporter: string, parentRunId: string | null, bytes: number | null, bytesPerSecond: number | null, recordsPerSecond: number | null, facets: unknown, id: string, externalRunId: string, status: PipelineRunStatus, withErrors: boolean, at: string, startedAt: string | null, endedAt: string | null, durationSeconds: number | null, attempt: number | null, trigger: PipelineRunTrigger | null, errorReason: string | null, recordsRead: number | null, recordsWritten: number | null, recordsFailed: number | null, log: { head: string, tail: string, omittedLines: number } | null, asset: { id: string, kind: AssetKind, displayName: string } | null, pipeline: { id: string, displayName: string } | null } | null };

export type PipelineRunEventsQueryVariables = Exact<{
  run: string;
  after?: string | null | undefined;
}>;


export type PipelineRunEventsQuery = { pipelineRunEvents: { nodes: Array<{ at: string, body: unknown }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type PipelineSuggestionsQueryVariables = Exact<{
  text: string;
}>;


export type PipelineSuggestionsQuery = { suggest: Array<{ id: string, kind: AssetKind, name: string, fullName: string }> };

export type PropagationRulesQueryVariables = Exact<{ [key: string]: never; }>;


export type PropagationRulesQuery = { propagationRules: Array<{ id: string, name: string, sort: RelationKind, pattern: string, passes: PropagationPassage, stopsAtMasking: boolean, stopsAtAggregation: boolean, confirms: boolean, maxSteps: number, isEnabled: boolean, changedBy: string, changedAt: string }> };

export type TermsToFollowQueryVariables = Exact<{
  query: string;
}>;


export type TermsToFollowQuery = { search: { hits: Array<{ asset: { id: string, displayName: string } }> } };

export type TermNameQueryVariables = Exact<{
  id: string;
}>;


export type TermNameQuery = { asset: { id: string, displayName: string } | null };

export type PreviewPropagationRuleQueryVariables = Exact<{
  input: PropagationRuleInput;
}>;


export type PreviewPropagationRuleQuery = { previewPropagationRule: { total: number, isExact: boolean, first: Array<{ tag: string, steps: number, asset: { id: string, fullName: string } }> } };

export type SavePropagationRuleMutationVariables = Exact<{
  id?: string | null | undefined;
  input: PropagationRuleInput;
}>;


export type SavePropagationRuleMutation = { savePropagationRule: { id: string } };

export type DeletePropagationRuleMutationVariables = Exact<{
  id: string;
}>;


export type DeletePropagationRuleMutation = { deletePropagationRule: string };

export type PropertiesQueryVariables = Exact<{ [key: string]: never; }>;


export type PropertiesQuery = { customProperties: Array<{ name: string, titleEn: string, titleZh: string, description: string, kinds: Array<AssetKind>, propertyType: PropertyType, choices: Array<string>, pattern: string | null, isRequired: boolean }> };

export type SavePropertyMutationVariables = Exact<{
  input: CustomPropertyInput;
}>;


export type SavePropertyMutation = { saveProperty: { name: string } };

export type DeletePropertyMutationVariables = Exact<{
  name: string;
  force: boolean;
}>;


export type DeletePropertyMutation = { deleteProperty: number };

export type ContractsQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type ContractsQuery = { contracts: { nodes: Array<{ id: string, key: string, name: string, owner: string | null, health: ContractHealth, isInForce: boolean, updatedAt: string, updatedBy: string, version: { version: string, state: ContractState }, tables: Array<{ name: string, asset: { id: string, kind: AssetKind, displayName: string, fullName: string } | null }> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type ContractFactsFragment = { id: string, key: string, name: string, owner: string | null, health: ContractHealth, isInForce: boolean, updatedAt: string, updatedBy: string, version: { version: string, state: ContractState }, tables: Array<{ name: string, asset: { id: string, kind: AssetKind, displayName: string, fullName: string } | null }> };

export type ContractQueryVariables = Exact<{
  id: string;
}>;


export type ContractQuery = { contract: { suiteId: string | null, cron: string | null, id: string, key: string, name: string, owner: string | null, health: ContractHealth, isInForce: boolean, updatedAt: string, updatedBy: string, standing: { made: number, passed: number, failed: number, errors: number } | null, version: { number: number, document: string, version: string, state: ContractState, notEnforced: Array<{ path: string, why: { en: string, zh: string } }> }, consumers: Array<{ name: string | null, asset: { id: string, kind: AssetKind, displayName: string, fullName: string } | null }>, reach: { total: number, assets: Array<{ id: string, kind: AssetKind, displayName: string, fullName: string }> }, checks: { nodes: Array<{ id: string, kind: string, title: string | null, column: string | null, dimension: QualityDimension, severity: CheckSeverity, tool: string, isActive: boolean, suiteId: string | null, asset: { id: string, kind: AssetKind, displayName: string, fullName: string } | null, last: { outcome: CheckOutcome, at: string, since: string, errors: number | null, total: number | null, message: { en: string, zh: string } } | null, strip: Array<{ at: string, outcome: CheckOutcome }> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null, incidents: { nodes: Array<{ id: string, state: IncidentState, severity: number, openedAt: string, lastAt: string, failures: number, assignee: string | null, reason: IncidentReason | null, resolvedAt: string | null, asset: { id: string, kind: AssetKind, displayName: string, fullName: string } | null, check: { id: string, kind: string, title: string | null, column: string | null } | null }> } | null, tables: Array<{ name: string, asset: { id: string, kind: AssetKind, displayName: string, fullName: string } | null }> } };

export type ContractVersionsQueryVariables = Exact<{
  id: string;
  after?: string | null | undefined;
}>;


export type ContractVersionsQuery = { contractVersions: { nodes: Array<{ number: number, version: string, state: ContractState, isInForce: boolean, isBreaking: boolean, acknowledgedBy: string | null, savedBy: string, savedAt: string, changes: { isBreaking: boolean, differences: Array<{ path: string, isBreaking: boolean, why: { en: string, zh: string } }> } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type SaveContractMutationVariables = Exact<{
  input: ContractInput;
}>;


export type SaveContractMutation = { saveContract: { isNew: boolean, contract: { id: string, name: string }, version: { version: string } } };

export type SetContractStateMutationVariables = Exact<{
  id: string;
  state: ContractState;
  version?: string | null | undefined;
  isBreakingKnown: boolean;
}>;


export type SetContractStateMutation = { setContractState: { id: string } };

export type TestContractMutationVariables = Exact<{
  id: string;
}>;


export type TestContractMutation = { testContract: { id: string } | null };

export type DeleteContractMutationVariables = Exact<{
  id: string;
}>;


export type DeleteContractMutation = { deleteContract: boolean };

export type TableProfilesQueryVariables = Exact<{
  id: string;
  after?: string | null | undefined;
}>;


export type TableProfilesQuery = { asset: { id: string, mayEdit: boolean } | null, profiles: { nodes: Array<{ at: string, rows: number, columns: unknown }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } }, history: { nodes: Array<{ at: string, rows: number }> } };

export type ProfileTableMutationVariables = Exact<{
  asset: string;
}>;


export type ProfileTableMutation = { profileTable: { id: string } };

export type DetectionsQueryVariables = Exact<{
  table: string;
  state: DetectionState;
  after?: string | null | undefined;
}>;


export type DetectionsQuery = { detections: { nodes: Array<{ id: string, semantic: string | null, tag: string | null, confidence: number, column: { id: string, name: string } | null, title: { en: string, zh: string } | null, evidence: Array<{ en: string, zh: string }> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type ConfirmDetectionsMutationVariables = Exact<{
  ids: Array<string> | string;
}>;


export type ConfirmDetectionsMutation = { confirmDetections: number };

export type RefuseDetectionsMutationVariables = Exact<{
  ids: Array<string> | string;
}>;


export type RefuseDetectionsMutation = { refuseDetections: number };

export type TallyFactsFragment = { passed: number, failed: number, errors: number, noData: number, total: number, passRate: number | null };

export type CheckRowFragment = { id: string, kind: string, title: string | null, column: string | null, dimension: QualityDimension, severity: CheckSeverity, tool: string, isActive: boolean, suiteId: string | null, asset: { id: string, kind: AssetKind, displayName: string, fullName: string } | null, last: { outcome: CheckOutcome, at: string, since: string, errors: number | null, total: number | null, message: { en: string, zh: string } } | null, strip: Array<{ at: string, outcome: CheckOutcome }> };

export type IncidentRowFragment = { id: string, state: IncidentState, severity: number, openedAt: string, lastAt: string, failures: number, assignee: string | null, reason: IncidentReason | null, resolvedAt: string | null, asset: { id: string, kind: AssetKind, displayName: string, fullName: string } | null, check: { id: string, kind: string, title: string | null, column: string | null } | null };

export type CheckNamesQueryVariables = Exact<{ [key: string]: never; }>;


export type CheckNamesQuery = { checkTypes: Array<{ name: string, title: { en: string, zh: string } }> };

export type QualityHomeQueryVariables = Exact<{ [key: string]: never; }>;


export type QualityHomeQuery = { qualitySummary: { tables: number, allTables: number | null, failingTables: number, openIncidents: number, tally: { passed: number, failed: number, errors: number, noData: number, total: number, passRate: number | null }, byDimension: Array<{ dimension: QualityDimension, tally: { passed: number, failed: number, errors: number, noData: number, total: number, passRate: number | null } }>, worst: Array<{ openIncidents: number, asset: { id: string, kind: AssetKind, displayName: string, fullName: string }, tally: { passed: number, failed: number, errors: number, noData: number, total: number, passRate: number | null } }> }, incidents: { nodes: Array<{ id: string, state: IncidentState, severity: number, openedAt: string, lastAt: string, failures: number, assignee: string | null, reason: IncidentReason | null, resolvedAt: string | null, asset: { id: string, kind: AssetKind, displayName: string, fullName: string } | null, check: { id: string, kind: string, title: string | null, column: string | null } | null }> } };

export type QualityTrendQueryVariables = Exact<{
  days: number;
}>;


export type QualityTrendQuery = { qualityTrend: Array<{ day: string, tally: { passed: number, failed: number, errors: number, noData: number, total: number, passRate: number | null }, byDimension: Array<{ dimension: QualityDimension, tally: { passed: number, failed: number, errors: number, noData: number, total: number, passRate: number | null } }> }> };

export type QualityByQueryVariables = Exact<{
  group: QualityGroup;
}>;


export type QualityByQuery = { qualitySummary: { by: Array<{ name: string | null, tables: number, openIncidents: number, tally: { passed: number, failed: number, errors: number, noData: number, total: number, passRate: number | null } }> } };

export type IncidentBoardQueryVariables = Exact<{
  asset?: string | null | undefined;
  assignee?: string | null | undefined;
}>;


export type IncidentBoardQuery = { new: { nodes: Array<{ id: string, state: IncidentState, severity: number, openedAt: string, lastAt: string, failures: number, assignee: string | null, reason: IncidentReason | null, resolvedAt: string | null, asset: { id: string, kind: AssetKind, displayName: string, fullName: string } | null, check: { id: string, kind: string, title: string | null, column: string | null } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } }, acknowledged: { nodes: Array<{ id: string, state: IncidentState, severity: number, openedAt: string, lastAt: string, failures: number, assignee: string | null, reason: IncidentReason | null, resolvedAt: string | null, asset: { id: string, kind: AssetKind, displayName: string, fullName: string } | null, check: { id: string, kind: string, title: string | null, column: string | null } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } }, assigned: { nodes: Array<{ id: string, state: IncidentState, severity: number, openedAt: string, lastAt: string, failures: number, assignee: string | null, reason: IncidentReason | null, resolvedAt: string | null, asset: { id: string, kind: AssetKind, displayName: string, fullName: string } | null, check: { id: string, kind: string, title: string | null, column: string | null } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } }, resolved: { nodes: Array<{ id: string, state: IncidentState, severity: number, openedAt: string, lastAt: string, failures: number, assignee: string | null, reason: IncidentReason | null, resolvedAt: string | null, asset: { id: string, kind: AssetKind, displayName: string, fullName: string } | null, check: { id: string, kind: string, title: string | null, column: string | null } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type IncidentPageFragment = { nodes: Array<{ id: string, state: IncidentState, severity: number, openedAt: string, lastAt: string, failures: number, assignee: string | null, reason: IncidentReason | null, resolvedAt: string | null, asset: { id: string, kind: AssetKind, displayName: string, fullName: string } | null, check: { id: string, kind: string, title: string | null, column: string | null } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } };

export type MoreIncidentsQueryVariables = Exact<{
  filter: IncidentsInput;
  after?: string | null | undefined;
}>;


export type MoreIncidentsQuery = { incidents: { nodes: Array<{ id: string, state: IncidentState, severity: number, openedAt: string, lastAt: string, failures: number, assignee: string | null, reason: IncidentReason | null, resolvedAt: string | null, asset: { id: string, kind: AssetKind, displayName: string, fullName: string } | null, check: { id: string, kind: string, title: string | null, column: string | null } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type IncidentQueryVariables = Exact<{
  id: string;
}>;


export type IncidentQuery = { incident: { id: string, state: IncidentState, severity: number, openedAt: string, lastAt: string, failures: number, assignee: string | null, reason: IncidentReason | null, resolvedAt: string | null, entries: Array<{ at: string, actor: string, what: string, note: string | null }>, check: { id: string, kind: string, title: string | null, column: string | null, dimension: QualityDimension, severity: CheckSeverity, tool: string, isActive: boolean, suiteId: string | null, asset: { id: string, kind: AssetKind, displayName: string, fullName: string } | null, last: { outcome: CheckOutcome, at: string, since: string, errors: number | null, total: number | null, message: { en: string, zh: string } } | null, strip: Array<{ at: string, outcome: CheckOutcome }> } | null, suspects: Array<{ depth: number, asset: { id: string, kind: AssetKind, displayName: string, fullName: string }, tally: { passed: number, failed: number, errors: number, noData: number, total: number, passRate: number | null } }>, atRisk: { total: number, assets: Array<{ depth: number, asset: { id: string, kind: AssetKind, displayName: string, fullName: string } }> }, asset: { id: string, kind: AssetKind, displayName: string, fullName: string } | null } };

export type WorkOnIncidentMutationVariables = Exact<{
  id: string;
  action: IncidentAction;
  assignee?: string | null | undefined;
  reason?: IncidentReason | null | undefined;
  note?: string | null | undefined;
}>;


export type WorkOnIncidentMutation = { workOnIncident: { id: string, state: IncidentState, severity: number, openedAt: string, lastAt: string, failures: number, assignee: string | null, reason: IncidentReason | null, resolvedAt: string | null, asset: { id: string, kind: AssetKind, displayName: string, fullName: string } | null, check: { id: string, kind: string, title: string | null, column: string | null } | null } };

export type AssigneesQueryVariables = Exact<{
  text: string;
  withTeams: boolean;
}>;


export type AssigneesQuery = { people: Array<{ id: string, name: string, displayName: string }>, organisation?: { teams: Array<{ id: string, name: string }> } };

export type CheckQueryVariables = Exact<{
  id: string;
}>;


export type CheckQuery = { check: { settings: unknown, id: string, kind: string, title: string | null, column: string | null, dimension: QualityDimension, severity: CheckSeverity, tool: string, isActive: boolean, suiteId: string | null, latest: { nodes: Array<{ at: string | null, measured: unknown, groups: Array<{ value: string | null, outcome: CheckOutcome, errors: number | null, total: number | null, message: { en: string, zh: string } }>, failing: { columns: Array<string>, rows: Array<Array<unknown>>, isTruncated: boolean, sql: string } | null }> }, results: { nodes: Array<{ at: string | null, outcome: CheckOutcome, errors: number | null, total: number | null, value: number | null, runId: string | null, message: { en: string, zh: string } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } }, asset: { id: string, kind: AssetKind, displayName: string, fullName: string } | null, last: { outcome: CheckOutcome, at: string, since: string, errors: number | null, total: number | null, message: { en: string, zh: string } } | null, strip: Array<{ at: string, outcome: CheckOutcome }> }, checkTypes: Array<{ name: string, schema: unknown, description: { en: string, zh: string } }>, incidents: { nodes: Array<{ id: string, state: IncidentState, severity: number, openedAt: string, lastAt: string, failures: number, assignee: string | null, reason: IncidentReason | null, resolvedAt: string | null, asset: { id: string, kind: AssetKind, displayName: string, fullName: string } | null, check: { id: string, kind: string, title: string | null, column: string | null } | null }> } };

export type ResultPageFragment = { nodes: Array<{ at: string | null, outcome: CheckOutcome, errors: number | null, total: number | null, value: number | null, runId: string | null, message: { en: string, zh: string } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } };

export type MoreResultsQueryVariables = Exact<{
  id: string;
  after?: string | null | undefined;
}>;


export type MoreResultsQuery = { check: { results: { nodes: Array<{ at: string | null, outcome: CheckOutcome, errors: number | null, total: number | null, value: number | null, runId: string | null, message: { en: string, zh: string } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } };

export type AssetQualityQueryVariables = Exact<{
  id: string;
  after?: string | null | undefined;
}>;


export type AssetQualityQuery = { asset: { id: string, mayEdit: boolean, contracts: Array<{ id: string, name: string, health: ContractHealth, version: { version: string, state: ContractState } }>, quality: { openIncidents: number, tally: { passed: number, failed: number, errors: number, noData: number, total: number, passRate: number | null } | null, byDimension: Array<{ dimension: QualityDimension, tally: { passed: number, failed: number, errors: number, noData: number, total: number, passRate: number | null } }>, upstreamFailing: { id: string, kind: AssetKind, displayName: string, fullName: string } | null } } | null, checks: { nodes: Array<{ id: string, kind: string, title: string | null, column: string | null, dimension: QualityDimension, severity: CheckSeverity, tool: string, isActive: boolean, suiteId: string | null, asset: { id: string, kind: AssetKind, displayName: string, fullName: string } | null, last: { outcome: CheckOutcome, at: string, since: string, errors: number | null, total: number | null, message: { en: string, zh: string } } | null, strip: Array<{ at: string, outcome: CheckOutcome }> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } }, incidents: { nodes: Array<{ id: string, state: IncidentState, severity: number, openedAt: string, lastAt: string, failures: number, assignee: string | null, reason: IncidentReason | null, resolvedAt: string | null, asset: { id: string, kind: AssetKind, displayName: string, fullName: string } | null, check: { id: string, kind: string, title: string | null, column: string | null } | null }> } };

export type RunChecksMutationVariables = Exact<{
  asset: string;
}>;


export type RunChecksMutation = { runChecks: { id: string } };

export type SuitesQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type SuitesQuery = { suites: { nodes: Array<{ id: string, name: string, cron: string | null, timezone: string | null, nextAt: string | null, isAfterCrawl: boolean, isAfterRun: boolean, isEnabled: boolean, updatedAt: string, items: Array<{ id: string }>, tally: { passed: number, failed: number, errors: number, noData: number, total: number, passRate: number | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type SuiteQueryVariables = Exact<{
  id: string;
}>;


export type SuiteQuery = { suite: { descriptionHtml: string, nextAt: string | null, version: number, updatedBy: string, updatedAt: string, id: string, name: string, description: string, query: string | null, cron: string | null, timezone: string | null, isAfterCrawl: boolean, isAfterRun: boolean, isEnabled: boolean, tally: { passed: number, failed: number, errors: number, noData: number, total: number, passRate: number | null }, checks: { nodes: Array<{ id: string, kind: string, title: string | null, column: string | null, dimension: QualityDimension, severity: CheckSeverity, tool: string, isActive: boolean, suiteId: string | null, asset: { id: string, kind: AssetKind, displayName: string, fullName: string } | null, last: { outcome: CheckOutcome, at: string, since: string, errors: number | null, total: number | null, message: { en: string, zh: string } } | null, strip: Array<{ at: string, outcome: CheckOutcome }> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } }, assets: Array<{ id: string, kind: AssetKind, displayName: string, fullName: string }>, items: Array<{ id: string, kind: string, columns: string | null, settings: unknown, condition: string | null, groupBy: string | null, toleratedErrors: number | null, toleratedShare: number | null, severity: CheckSeverity, title: string | null, isResolvedByPassing: boolean }> } };

export type SuiteFactsFragment = { id: string, name: string, description: string, query: string | null, cron: string | null, timezone: string | null, isAfterCrawl: boolean, isAfterRun: boolean, isEnabled: boolean, assets: Array<{ id: string, kind: AssetKind, displayName: string, fullName: string }>, items: Array<{ id: string, kind: string, columns: string | null, settings: unknown, condition: string | null, groupBy: string | null, toleratedErrors: number | null, toleratedShare: number | null, severity: CheckSeverity, title: string | null, isResolvedByPassing: boolean }> };

export type CheckPageFragment = { nodes: Array<{ id: string, kind: string, title: string | null, column: string | null, dimension: QualityDimension, severity: CheckSeverity, tool: string, isActive: boolean, suiteId: string | null, asset: { id: string, kind: AssetKind, displayName: string, fullName: string } | null, last: { outcome: CheckOutcome, at: string, since: string, errors: number | null, total: number | null, message: { en: string, zh: string } } | null, strip: Array<{ at: string, outcome: CheckOutcome }> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } };

export type MoreChecksQueryVariables = Exact<{
  filter: ChecksInput;
  after?: string | null | undefined;
}>;


export type MoreChecksQuery = { checks: { nodes: Array<{ id: string, kind: string, title: string | null, column: string | null, dimension: QualityDimension, severity: CheckSeverity, tool: string, isActive: boolean, suiteId: string | null, asset: { id: string, kind: AssetKind, displayName: string, fullName: string } | null, last: { outcome: CheckOutcome, at: string, since: string, errors: number | null, total: number | null, message: { en: string, zh: string } } | null, strip: Array<{ at: string, outcome: CheckOutcome }> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type EditedSuiteQueryVariables = Exact<{
  id: string;
}>;


export type EditedSuiteQuery = { suite: { id: string, name: string, description: string, query: string | null, cron: string | null, timezone: string | null, isAfterCrawl: boolean, isAfterRun: boolean, isEnabled: boolean, assets: Array<{ id: string, kind: AssetKind, displayName: string, fullName: string }>, items: Array<{ id: string, kind: string, columns: string | null, settings: unknown, condition: string | null, groupBy: string | null, toleratedErrors: number | null, toleratedShare: number | null, severity: CheckSeverity, title: string | null, isResolvedByPassing: boolean }> } };

export type CheckTypesQueryVariables = Exact<{ [key: string]: never; }>;


export type CheckTypesQuery = { checkTypes: Array<{ name: string, level: CheckLevel, dimension: QualityDimension, aliases: Array<string>, schema: unknown, examples: Array<unknown>, title: { en: string, zh: string }, description: { en: string, zh: string } }> };

export type SuggestedChecksQueryVariables = Exact<{
  asset: string;
}>;


export type SuggestedChecksQuery = { suggestedChecks: Array<{ kind: string, column: string | null, dimension: QualityDimension, settings: unknown, reason: { en: string, zh: string } }> };

export type CheckableTablesQueryVariables = Exact<{
  text: string;
}>;


export type CheckableTablesQuery = { suggest: Array<{ id: string, kind: AssetKind, name: string, fullName: string }> };

export type NamedTableQueryVariables = Exact<{
  id: string;
}>;


export type NamedTableQuery = { asset: { id: string, kind: AssetKind, displayName: string, fullName: string } | null };

export type TableColumnsQueryVariables = Exact<{
  id: string;
}>;


export type TableColumnsQuery = { asset: { id: string, columns: { nodes: Array<{ id: string, name: string }> } } | null };

export type SaveSuiteMutationVariables = Exact<{
  id?: string | null | undefined;
  input: SuiteInput;
}>;


export type SaveSuiteMutation = { saveSuite: { id: string } };

export type DeleteSuiteMutationVariables = Exact<{
  id: string;
}>;


export type DeleteSuiteMutation = { deleteSuite: boolean };

export type RunSuiteMutationVariables = Exact<{
  id: string;
}>;


export type RunSuiteMutation = { runSuite: { id: string } };

export type ExplainChecksQueryVariables = Exact<{
  asset: string;
  items: Array<SuiteItemInput> | SuiteItemInput;
}>;


export type ExplainChecksQuery = { explainChecks: { statements: Array<{ sql: string, purpose: StatementPurpose, answers: Array<{ kind: string, column: string | null }> }>, refused: Array<{ problem: string, check: { kind: string, column: string | null } }> } };

export type TryChecksMutationVariables = Exact<{
  asset: string;
  items: Array<SuiteItemInput> | SuiteItemInput;
}>;


export type TryChecksMutation = { tryChecks: Array<{ kind: string, column: string | null, result: { outcome: CheckOutcome, errors: number | null, total: number | null, message: { en: string, zh: string }, failing: { columns: Array<string>, rows: Array<Array<unknown>>, isTruncated: boolean, sql: string } | null } }> };

export type AccessRequestRowFragment = { id: string, askedFor: string, wants: AccessWish, reason: string, days: number, state: AccessRequestState, at: string, decidedAt: string | null, note: string | null, until: string | null, mayDecide: boolean, requester: { name: string, displayName: string }, decidedBy: { name: string, displayName: string } | null, asset: { id: string, kind: AssetKind, displayName: string, fullName: string } | null };

export type AccessRequestsQueryVariables = Exact<{
  which: AccessRequestList;
  after?: string | null | undefined;
}>;


export type AccessRequestsQuery = { accessRequests: { nodes: Array<{ id: string, askedFor: string, wants: AccessWish, reason: string, days: number, state: AccessRequestState, at: string, decidedAt: string | null, note: string | null, until: string | null, mayDecide: boolean, requester: { name: string, displayName: string }, decidedBy: { name: string, displayName: string } | null, asset: { id: string, kind: AssetKind, displayName: string, fullName: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type RequestAccessMutationVariables = Exact<{
  input: AccessRequestInput;
}>;


export type RequestAccessMutation = { requestAccess: { id: string, state: AccessRequestState } };

export type ApproveAccessMutationVariables = Exact<{
  id: string;
  days?: number | null | undefined;
  note: string;
}>;


export type ApproveAccessMutation = { approveAccess: { hindrance: AccessHindrance | null, request: { id: string, askedFor: string, wants: AccessWish, reason: string, days: number, state: AccessRequestState, at: string, decidedAt: string | null, note: string | null, until: string | null, mayDecide: boolean, requester: { name: string, displayName: string }, decidedBy: { name: string, displayName: string } | null, asset: { id: string, kind: AssetKind, displayName: string, fullName: string } | null } } };

export type RejectAccessMutationVariables = Exact<{
  id: string;
  note: string;
}>;


export type RejectAccessMutation = { rejectAccess: { id: string, askedFor: string, wants: AccessWish, reason: string, days: number, state: AccessRequestState, at: string, decidedAt: string | null, note: string | null, until: string | null, mayDecide: boolean, requester: { name: string, displayName: string }, decidedBy: { name: string, displayName: string } | null, asset: { id: string, kind: AssetKind, displayName: string, fullName: string } | null } };

export type WithdrawAccessMutationVariables = Exact<{
  id: string;
}>;


export type WithdrawAccessMutation = { withdrawAccessRequest: { id: string, askedFor: string, wants: AccessWish, reason: string, days: number, state: AccessRequestState, at: string, decidedAt: string | null, note: string | null, until: string | null, mayDecide: boolean, requester: { name: string, displayName: string }, decidedBy: { name: string, displayName: string } | null, asset: { id: string, kind: AssetKind, displayName: string, fullName: string } | null } };

export type TakeBackAccessMutationVariables = Exact<{
  id: string;
  note: string;
}>;


export type TakeBackAccessMutation = { takeBackAccess: { id: string, askedFor: string, wants: AccessWish, reason: string, days: number, state: AccessRequestState, at: string, decidedAt: string | null, note: string | null, until: string | null, mayDecide: boolean, requester: { name: string, displayName: string }, decidedBy: { name: string, displayName: string } | null, asset: { id: string, kind: AssetKind, displayName: string, fullName: string } | null } };

export type OrganisationQueryVariables = Exact<{ [key: string]: never; }>;


export type OrganisationQuery = { organisation: { departments: Array<{ id: string, name: string, parent: string | null, members: Array<{ id: string, name: string }> }>, teams: Array<{ id: string, name: string, description: string, department: string | null, fedBy: Array<string>, fed: Array<{ id: string, name: string }>, members: Array<{ id: string, name: string }> }> } };

export type SaveDepartmentMutationVariables = Exact<{
  input: DepartmentInput;
}>;


export type SaveDepartmentMutation = { saveDepartment: { id: string } };

export type DeleteDepartmentMutationVariables = Exact<{
  id: string;
}>;


export type DeleteDepartmentMutation = { deleteDepartment: boolean };

export type SaveTeamMutationVariables = Exact<{
  input: TeamInput;
}>;


export type SaveTeamMutation = { saveTeam: { id: string } };

export type DeleteTeamMutationVariables = Exact<{
  id: string;
}>;


export type DeleteTeamMutation = { deleteTeam: boolean };

export type RolesQueryVariables = Exact<{ [key: string]: never; }>;


export type RolesQuery = { organisation: { myLevel: number, departments: Array<{ id: string, name: string, parent: string | null }>, roles: Array<{ id: string, name: string, description: string, level: number, permits: Array<Action>, scope: DataScope, departments: Array<string>, fedBy: Array<string>, people: number, isBuiltin: boolean, fed: Array<{ id: string, name: string }>, members: Array<{ id: string, name: string }> }> }, menus: Array<{ code: string, path: string, titleEn: string, titleZh: string, needs: Action, buttons: Array<{ code: string, titleEn: string, titleZh: string, needs: Action }> }> };

export type SaveRoleMutationVariables = Exact<{
  input: RoleInput;
}>;


export type SaveRoleMutation = { saveRole: { id: string } };

export type DeleteRoleMutationVariables = Exact<{
  id: string;
}>;


export type DeleteRoleMutation = { deleteRole: boolean };

export type OutsideGroupsQueryVariables = Exact<{
  text: string;
}>;


export type OutsideGroupsQuery = { outsideGroups: Array<string> };

export type MembersQueryVariables = Exact<{
  text: string;
}>;


export type MembersQuery = { people: Array<{ id: string, name: string, displayName: string }> };

export type PoliciesQueryVariables = Exact<{ [key: string]: never; }>;


export type PoliciesQuery = { policies: Array<{ id: string, name: string, description: string, effect: PolicyEffect, permissions: Array<AssetPermission>, condition: string | null, kinds: Array<AssetKind>, until: string | null, isEnabled: boolean, assetIds: Array<string>, sourceIds: Array<string>, subjects: Array<{ kind: PolicySubjectKind, name: string | null }>, assets: Array<{ id: string, kind: AssetKind, name: string, fullName: string }>, sources: Array<{ id: string, name: string }> }> };

export type SavePolicyMutationVariables = Exact<{
  input: PolicyInput;
}>;


export type SavePolicyMutation = { savePolicy: { id: string } };

export type DeletePolicyMutationVariables = Exact<{
  id: string;
}>;


export type DeletePolicyMutation = { deletePolicy: boolean };

export type SubjectsQueryVariables = Exact<{ [key: string]: never; }>;


export type SubjectsQuery = { organisation: { departments: Array<{ name: string }>, teams: Array<{ name: string }>, roles: Array<{ name: string, isBuiltin: boolean }> } };

export type PlacesQueryVariables = Exact<{
  text: string;
}>;


export type PlacesQuery = { suggest: Array<{ id: string, kind: AssetKind, name: string, fullName: string }> };

export type SourceNamesQueryVariables = Exact<{ [key: string]: never; }>;


export type SourceNamesQuery = { sources: { nodes: Array<{ id: string, name: string }> } };

export type TryAsQueryVariables = Exact<{
  user: string;
  query: string;
}>;


export type TryAsQuery = { tryAs: { total: number, of: number, names: Array<string> }, search: { hits: Array<{ asset: { fullName: string } }> } };

export type ExplainQueryVariables = Exact<{
  asset: string;
  user?: string | null | undefined;
  permission: AssetPermission;
}>;


export type ExplainQuery = { explainAccess: { may: boolean, reasons: Array<{ kind: AccessReasonKind, name: string | null, policy: string | null }> } };

export type RunFactsFragment = { id: string, job: string, status: RunStatus, trigger: Trigger, actor: string, queuedAt: string, startedAt: string | null, endedAt: string | null, attempt: number, phase: string | null, progress: number | null, message: string | null, source: { id: string, name: string, connector: string } | null, counts: { seen: number, added: number, changed: number, removed: number, held: number, failed: number } };

export type RunsQueryVariables = Exact<{
  filter?: RunFilter | null | undefined;
  after?: string | null | undefined;
}>;


export type RunsQuery = { runs: { nodes: Array<{ id: string, job: string, status: RunStatus, trigger: Trigger, actor: string, queuedAt: string, startedAt: string | null, endedAt: string | null, attempt: number, phase: string | null, progress: number | null, message: string | null, source: { id: string, name: string, connector: string } | null, counts: { seen: number, added: number, changed: number, removed: number, held: number, failed: number } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type RunSourcesQueryVariables = Exact<{ [key: string]: never; }>;


export type RunSourcesQuery = { sources: { nodes: Array<{ id: string, name: string }> } };

export type RunDetailQueryVariables = Exact<{
  id: string;
}>;


export type RunDetailQuery = { run: { id: string, job: string, status: RunStatus, trigger: Trigger, actor: string, queuedAt: string, startedAt: string | null, endedAt: string | null, attempt: number, phase: string | null, progress: number | null, message: string | null, errors: Array<{ scope: string, message: string }>, hold: { id: string, status: HoldStatus, count: number, assets: { nodes: Array<{ id: string, kind: AssetKind, name: string, fullName: string }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null, commits: Array<{ id: string, first: number, last: number, at: string, summary: string, reverts: string | null }>, drift: { breaking: number, additive: number, other: number } | null, source: { id: string, name: string, connector: string } | null, counts: { seen: number, added: number, changed: number, removed: number, held: number, failed: number } } | null };

export type RunLogQueryVariables = Exact<{
  id: string;
  after?: string | null | undefined;
}>;


export type RunLogQuery = { run: { id: string, log: { nodes: Array<{ number: number, at: string, level: LogLevel, message: string }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type RunChangesQueryVariables = Exact<{
  run: string;
  after?: string | null | undefined;
}>;


export type RunChangesQuery = { changes: { nodes: Array<{ number: number, operation: Operation, isBreaking: boolean, asset: { id: string, kind: AssetKind, name: string, fullName: string, isRemoved: boolean } | null, fields: Array<{ field: string }> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type CancelRunMutationVariables = Exact<{
  id: string;
}>;


export type CancelRunMutation = { cancelRun: { id: string, job: string, status: RunStatus, trigger: Trigger, actor: string, queuedAt: string, startedAt: string | null, endedAt: string | null, attempt: number, phase: string | null, progress: number | null, message: string | null, source: { id: string, name: string, connector: string } | null, counts: { seen: number, added: number, changed: number, removed: number, held: number, failed: number } } };

export type RetryRunMutationVariables = Exact<{
  source: string;
}>;


export type RetryRunMutation = { startCrawl: { id: string } };

export type RevertRunMutationVariables = Exact<{
  id: string;
}>;


export type RevertRunMutation = { revertRun: { id: string, summary: string } };

export type ConfirmRunHoldMutationVariables = Exact<{
  id: string;
}>;


export type ConfirmRunHoldMutation = { confirmHold: { id: string, status: HoldStatus } };

export type DismissRunHoldMutationVariables = Exact<{
  id: string;
}>;


export type DismissRunHoldMutation = { dismissHold: { id: string, status: HoldStatus } };

export type SearchQueryVariables = Exact<{
  input: SearchInput;
}>;


export type SearchQuery = { search: { total: number, degraded: boolean, hits: Array<{ highlights: Array<{ field: string, text: string, spans: Array<Array<number>> }>, matchedColumns: Array<{ id: string, name: string }>, asset: { id: string, kind: AssetKind, name: string, displayName: string, fullName: string, description: string | null, tier: string | null, isRemoved: boolean, isPlaceholder: boolean, lastChangedAt: string | null, owners: Array<{ name: string, displayName: string }>, tags: Array<{ name: string }>, source: { id: string, name: string } | null, details:
          | { __typename: 'DatabaseDetails' }
          | { __typename: 'SchemaDetails' }
          | { __typename: 'TableDetails', tableType: TableType }
          | { __typename: 'ColumnDetails', dataType: { text: string } }
          | { __typename: 'ProcedureDetails' }
          | { __typename: 'UserTypeDetails' }
          | { __typename: 'QueryDetails' }
          | { __typename: 'TopicDetails' }
          | { __typename: 'ContainerDetails' }
          | { __typename: 'FileDetails' }
          | { __typename: 'DashboardDetails' }
          | { __typename: 'ChartDetails' }
          | { __typename: 'BiDatasetDetails' }
          | { __typename: 'PipelineDetails' }
          | { __typename: 'TaskDetails' }
          | { __typename: 'MlModelDetails' }
          | { __typename: 'NotebookDetails' }
          | { __typename: 'ApiCollectionDetails' }
          | { __typename: 'ApiEndpointDetails' }
          | { __typename: 'MetricDetails' }
          | { __typename: 'SemanticModelDetails' }
          | { __typename: 'DomainDetails' }
          | { __typename: 'DataProductDetails' }
          | { __typename: 'GlossaryDetails' }
          | { __typename: 'TermDetails' }
          | { __typename: 'ClassificationDetails' }
          | { __typename: 'TagDetails' }
          | { __typename: 'CodeListDetails' }
         } }>, facets: Array<{ name: string, values: Array<{ value: string, label: string, count: number, selected: boolean }> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type SessionsQueryVariables = Exact<{
  everybody: boolean;
  first: number;
  after?: string | null | undefined;
}>;


export type SessionsQuery = { sessions: { nodes: Array<{ id: string, name: string, displayName: string, beganAt: string, lastUsedAt: string, expiresAt: string, address: string | null, agent: string | null, isCurrent: boolean }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type EndSessionMutationVariables = Exact<{
  id: string;
}>;


export type EndSessionMutation = { endSession: boolean };

export type EndOtherSessionsMutationVariables = Exact<{ [key: string]: never; }>;


export type EndOtherSessionsMutation = { endSessions: number };

export type SourceFactsFragment = { id: string, name: string, connector: string, health: SourceHealth, isPaused: boolean, nextRunAt: string | null, updatedAt: string, schedule: { cron: string, timezone: string, overlap: Overlap, missed: MissedRuns, retries: number } | null, assetCounts: Array<{ kind: AssetKind, count: number }>, lastRun: { id: string, status: RunStatus, queuedAt: string, startedAt: string | null, endedAt: string | null, message: string | null, counts: { failed: number, held: number } } | null };

export type SourcesQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type SourcesQuery = { sources: { nodes: Array<{ id: string, name: string, connector: string, health: SourceHealth, isPaused: boolean, nextRunAt: string | null, updatedAt: string, schedule: { cron: string, timezone: string, overlap: Overlap, missed: MissedRuns, retries: number } | null, assetCounts: Array<{ kind: AssetKind, count: number }>, lastRun: { id: string, status: RunStatus, queuedAt: string, startedAt: string | null, endedAt: string | null, message: string | null, counts: { failed: number, held: number } } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } }, connectors: Array<{ name: string, titleEn: string, titleZh: string }> };

export type ConnectorsQueryVariables = Exact<{ [key: string]: never; }>;


export type ConnectorsQuery = { connectors: Array<{ name: string, titleEn: string, titleZh: string, configSchema: unknown }> };

export type SourceDetailQueryVariables = Exact<{
  id: string;
}>;


export type SourceDetailQuery = { source: { config: unknown, createdAt: string, id: string, name: string, connector: string, health: SourceHealth, isPaused: boolean, nextRunAt: string | null, updatedAt: string, runs: { nodes: Array<{ id: string, status: RunStatus, trigger: Trigger, actor: string, queuedAt: string, startedAt: string | null, message: string | null, counts: { added: number, changed: number, removed: number, failed: number } }>, pageInfo: { hasNextPage: boolean } }, schedule: { cron: string, timezone: string, overlap: Overlap, missed: MissedRuns, retries: number } | null, assetCounts: Array<{ kind: AssetKind, count: number }>, lastRun: { id: string, status: RunStatus, queuedAt: string, startedAt: string | null, endedAt: string | null, message: string | null, counts: { failed: number, held: number } } | null } | null, connectors: Array<{ name: string, titleEn: string, titleZh: string, configSchema: unknown }> };

export type CronPreviewQueryVariables = Exact<{
  cron: string;
  timezone: string;
}>;


export type CronPreviewQuery = { cronPreview: { valid: boolean, problem: string | null, next: Array<string> } };

export type CreateSourceMutationVariables = Exact<{
  input: CreateSourceInput;
}>;


export type CreateSourceMutation = { createSource: { id: string, name: string } };

export type UpdateSourceMutationVariables = Exact<{
  id: string;
  input: UpdateSourceInput;
}>;


export type UpdateSourceMutation = { updateSource: { id: string, name: string } };

export type DeleteSourceMutationVariables = Exact<{
  id: string;
  removeAssets: boolean;
}>;


export type DeleteSourceMutation = { deleteSource: boolean };

export type TestSourceMutationVariables = Exact<{
  input: TestSourceInput;
}>;


export type TestSourceMutation = { testSource: { ok: boolean, message: string, code: string | null, field: string | null, durationMs: number } };

export type StartCrawlMutationVariables = Exact<{
  source: string;
}>;


export type StartCrawlMutation = { startCrawl: { id: string } };

export type PauseSourceMutationVariables = Exact<{
  id: string;
  paused: boolean;
}>;


export type PauseSourceMutation = { pauseSource: { id: string, isPaused: boolean, health: SourceHealth } };

export type SqlCoverageQueryVariables = Exact<{ [key: string]: never; }>;


export type SqlCoverageQuery = { sqlCoverage: Array<{ complete: number, partial: number, opaque: number, failed: number, source: { id: string, name: string } | null, reasons: Array<{ code: string, count: number }> }> };

export type SqlGapsQueryVariables = Exact<{
  source?: string | null | undefined;
  status?: LineageStatus | null | undefined;
  after?: string | null | undefined;
}>;


export type SqlGapsQuery = { sqlGaps: { nodes: Array<{ position: number, status: LineageStatus, coverage: number, dialect: string | null, since: number, asset: { id: string, kind: AssetKind, displayName: string }, notes: Array<{ code: string, message: string }> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type StandardsQueryVariables = Exact<{
  filter?: string | null | undefined;
  after?: string | null | undefined;
}>;


export type StandardsQuery = { governance: { nodes: Array<{ id: string, name: string, displayName: string, details:
        | { __typename: 'DatabaseDetails' }
        | { __typename: 'SchemaDetails' }
        | { __typename: 'TableDetails' }
        | { __typename: 'ColumnDetails' }
        | { __typename: 'ProcedureDetails' }
        | { __typename: 'UserTypeDetails' }
        | { __typename: 'QueryDetails' }
        | { __typename: 'TopicDetails' }
        | { __typename: 'ContainerDetails' }
        | { __typename: 'FileDetails' }
        | { __typename: 'DashboardDetails' }
        | { __typename: 'ChartDetails' }
        | { __typename: 'BiDatasetDetails' }
        | { __typename: 'PipelineDetails' }
        | { __typename: 'TaskDetails' }
        | { __typename: 'MlModelDetails' }
        | { __typename: 'NotebookDetails' }
        | { __typename: 'ApiCollectionDetails' }
        | { __typename: 'ApiEndpointDetails' }
        | { __typename: 'MetricDetails' }
        | { __typename: 'SemanticModelDetails' }
        | { __typename: 'DomainDetails' }
        | { __typename: 'DataProductDetails' }
        | { __typename: 'GlossaryDetails' }
        | { __typename: 'TermDetails' }
        | { __typename: 'ClassificationDetails' }
        | { __typename: 'TagDetails' }
        | { __typename: 'CodeListDetails', standard: string | null, codeCount: number }
      , governance: { assignedCount: number | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type StandardRatiosQueryVariables = Exact<{
  by: StandardGrouping;
}>;


export type StandardRatiosQuery = { standardRatios: { isPartial: boolean, nodes: Array<{ columns: number, distinct: number, mapped: number, ratio: number | null, rows: number, outside: number, group: { id: string, displayName: string } | null }> } };

export type StandardQueryVariables = Exact<{
  id: string;
}>;


export type StandardQuery = { asset: { id: string, name: string, displayName: string, curatedDescription: string | null, descriptionHtml: string | null, mayEdit: boolean, isRemoved: boolean, lastChangedAt: string | null, version: { major: number, minor: number }, owners: Array<{ name: string, displayName: string }>, details:
      | { __typename: 'DatabaseDetails' }
      | { __typename: 'SchemaDetails' }
      | { __typename: 'TableDetails' }
      | { __typename: 'ColumnDetails' }
      | { __typename: 'ProcedureDetails' }
      | { __typename: 'UserTypeDetails' }
      | { __typename: 'QueryDetails' }
      | { __typename: 'TopicDetails' }
      | { __typename: 'ContainerDetails' }
      | { __typename: 'FileDetails' }
      | { __typename: 'DashboardDetails' }
      | { __typename: 'ChartDetails' }
      | { __typename: 'BiDatasetDetails' }
      | { __typename: 'PipelineDetails' }
      | { __typename: 'TaskDetails' }
      | { __typename: 'MlModelDetails' }
      | { __typename: 'NotebookDetails' }
      | { __typename: 'ApiCollectionDetails' }
      | { __typename: 'ApiEndpointDetails' }
      | { __typename: 'MetricDetails' }
      | { __typename: 'SemanticModelDetails' }
      | { __typename: 'DomainDetails' }
      | { __typename: 'DataProductDetails' }
      | { __typename: 'GlossaryDetails' }
      | { __typename: 'TermDetails' }
      | { __typename: 'ClassificationDetails' }
      | { __typename: 'TagDetails' }
      | { __typename: 'CodeListDetails', standard: string | null, expectedClass: TypeClass | null, maxLength: number | null, pattern: string | null, codeCount: number }
    , governance: { assignedCount: number | null } } | null };

export type StandardCodesQueryVariables = Exact<{
  id: string;
  filter?: string | null | undefined;
  after?: string | null | undefined;
  first: number;
}>;


export type StandardCodesQuery = { asset: { details:
      | { __typename: 'DatabaseDetails' }
      | { __typename: 'SchemaDetails' }
      | { __typename: 'TableDetails' }
      | { __typename: 'ColumnDetails' }
      | { __typename: 'ProcedureDetails' }
      | { __typename: 'UserTypeDetails' }
      | { __typename: 'QueryDetails' }
      | { __typename: 'TopicDetails' }
      | { __typename: 'ContainerDetails' }
      | { __typename: 'FileDetails' }
      | { __typename: 'DashboardDetails' }
      | { __typename: 'ChartDetails' }
      | { __typename: 'BiDatasetDetails' }
      | { __typename: 'PipelineDetails' }
      | { __typename: 'TaskDetails' }
      | { __typename: 'MlModelDetails' }
      | { __typename: 'NotebookDetails' }
      | { __typename: 'ApiCollectionDetails' }
      | { __typename: 'ApiEndpointDetails' }
      | { __typename: 'MetricDetails' }
      | { __typename: 'SemanticModelDetails' }
      | { __typename: 'DomainDetails' }
      | { __typename: 'DataProductDetails' }
      | { __typename: 'GlossaryDetails' }
      | { __typename: 'TermDetails' }
      | { __typename: 'ClassificationDetails' }
      | { __typename: 'TagDetails' }
      | { __typename: 'CodeListDetails', codes: { hasNextPage: boolean, endCursor: string | null, nodes: Array<{ code: string, meaning: string, names: Array<string> }> } }
     } | null };

export type StandardColumnsQueryVariables = Exact<{
  standard: string;
  after?: string | null | undefined;
}>;


export type StandardColumnsQuery = { standardColumns: { nodes: Array<{ differences: Array<StandardExpectation>, column: { id: string, displayName: string }, table: { id: string, displayName: string } | null, contrast: { readAt: string, readBy: string, rows: number, nulls: number, outside: number, distinct: number, mapped: number, isPartial: boolean, ratio: number | null } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type StandardColumnQueryVariables = Exact<{
  column: string;
}>;


export type StandardColumnQuery = { standardColumn: { mayRead: boolean, mayMap: boolean, differences: Array<StandardExpectation>, column: { id: string, displayName: string }, table: { id: string, displayName: string } | null, standard: { id: string, displayName: string }, contrast: { readAt: string, readBy: string, rows: number, nulls: number, outside: number, distinct: number, mapped: number, isPartial: boolean, ratio: number | null } | null } | null };

export type StandardValuesQueryVariables = Exact<{
  column: string;
  after?: string | null | undefined;
}>;


export type StandardValuesQuery = { standardColumn: { values: { nodes: Array<{ value: string, rows: number, code: string | null, isSaid: boolean, suggestion: { code: string, why: StandardLikeness } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type StandardRowsQueryVariables = Exact<{
  column: string;
}>;


export type StandardRowsQuery = { standardColumn: { consistency: { total: number, errors: number, rows: Array<Array<unknown>>, hasMoreRows: boolean, columns: Array<{ id: string, name: string }> } } | null };

export type ColumnsToBindQueryVariables = Exact<{
  query: string;
}>;


export type ColumnsToBindQuery = { search: { hits: Array<{ asset: { id: string, fullName: string } }> } };

export type SaveCodeListMutationVariables = Exact<{
  input: CodeListInput;
}>;


export type SaveCodeListMutation = { saveCodeList: { id: string } };

export type DeleteStandardMutationVariables = Exact<{
  id: string;
}>;


export type DeleteStandardMutation = { deleteGovernance: { untied: number } };

export type BindColumnsMutationVariables = Exact<{
  ids: Array<string> | string;
  standard?: string | null | undefined;
}>;


export type BindColumnsMutation = { editAssets: Array<{ id: string }> };

export type ReadStandardColumnMutationVariables = Exact<{
  column: string;
}>;


export type ReadStandardColumnMutation = { readStandardColumn: { contrast: { ratio: number | null } | null } };

export type MapStandardValuesMutationVariables = Exact<{
  column: string;
  meanings: Array<StandardMeaningInput> | StandardMeaningInput;
}>;


export type MapStandardValuesMutation = { mapStandardValues: { contrast: { ratio: number | null } | null } };

export type TaskRowFragment = { id: string, at: string, kind: TaskKind, state: TaskState, bodyHtml: string, assignee: string | null, note: string | null, mayDecide: boolean, author: { name: string, displayName: string }, decidedBy: { name: string, displayName: string } | null, asset: { id: string, kind: AssetKind, displayName: string, fullName: string } | null, edit: { displayName: string | null, description: string | null, owners: Array<string> | null, tags: Array<string> | null } | null, base: { displayName: string | null, description: string | null, owners: Array<string> | null, tags: Array<string> | null } | null };

export type TasksQueryVariables = Exact<{
  which: TaskList;
  after?: string | null | undefined;
}>;


export type TasksQuery = { tasks: { nodes: Array<{ id: string, at: string, kind: TaskKind, state: TaskState, bodyHtml: string, assignee: string | null, note: string | null, mayDecide: boolean, author: { name: string, displayName: string }, decidedBy: { name: string, displayName: string } | null, asset: { id: string, kind: AssetKind, displayName: string, fullName: string } | null, edit: { displayName: string | null, description: string | null, owners: Array<string> | null, tags: Array<string> | null } | null, base: { displayName: string | null, description: string | null, owners: Array<string> | null, tags: Array<string> | null } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type CreateTaskMutationVariables = Exact<{
  input: TaskInput;
}>;


export type CreateTaskMutation = { createTask: { id: string } };

export type AcceptTaskMutationVariables = Exact<{
  id: string;
  anyway: boolean;
}>;


export type AcceptTaskMutation = { acceptTask: { id: string, at: string, kind: TaskKind, state: TaskState, bodyHtml: string, assignee: string | null, note: string | null, mayDecide: boolean, author: { name: string, displayName: string }, decidedBy: { name: string, displayName: string } | null, asset: { id: string, kind: AssetKind, displayName: string, fullName: string } | null, edit: { displayName: string | null, description: string | null, owners: Array<string> | null, tags: Array<string> | null } | null, base: { displayName: string | null, description: string | null, owners: Array<string> | null, tags: Array<string> | null } | null } };

export type DeclineTaskMutationVariables = Exact<{
  id: string;
  reason: string;
}>;


export type DeclineTaskMutation = { declineTask: { id: string, at: string, kind: TaskKind, state: TaskState, bodyHtml: string, assignee: string | null, note: string | null, mayDecide: boolean, author: { name: string, displayName: string }, decidedBy: { name: string, displayName: string } | null, asset: { id: string, kind: AssetKind, displayName: string, fullName: string } | null, edit: { displayName: string | null, description: string | null, owners: Array<string> | null, tags: Array<string> | null } | null, base: { displayName: string | null, description: string | null, owners: Array<string> | null, tags: Array<string> | null } | null } };

export type WithdrawTaskMutationVariables = Exact<{
  id: string;
}>;


export type WithdrawTaskMutation = { withdrawTask: { id: string, at: string, kind: TaskKind, state: TaskState, bodyHtml: string, assignee: string | null, note: string | null, mayDecide: boolean, author: { name: string, displayName: string }, decidedBy: { name: string, displayName: string } | null, asset: { id: string, kind: AssetKind, displayName: string, fullName: string } | null, edit: { displayName: string | null, description: string | null, owners: Array<string> | null, tags: Array<string> | null } | null, base: { displayName: string | null, description: string | null, owners: Array<string> | null, tags: Array<string> | null } | null } };

export type VocabularyBranchQueryVariables = Exact<{
  kind: AssetKind;
  parent?: string | null | undefined;
  after?: string | null | undefined;
}>;


export type VocabularyBranchQuery = { governance: { nodes: Array<{ id: string, kind: AssetKind, name: string, displayName: string, childCounts: Array<{ kind: AssetKind, count: number }>, governance: { assignedCount: number | null }, details:
        | { __typename: 'DatabaseDetails' }
        | { __typename: 'SchemaDetails' }
        | { __typename: 'TableDetails' }
        | { __typename: 'ColumnDetails' }
        | { __typename: 'ProcedureDetails' }
        | { __typename: 'UserTypeDetails' }
        | { __typename: 'QueryDetails' }
        | { __typename: 'TopicDetails' }
        | { __typename: 'ContainerDetails' }
        | { __typename: 'FileDetails' }
        | { __typename: 'DashboardDetails' }
        | { __typename: 'ChartDetails' }
        | { __typename: 'BiDatasetDetails' }
        | { __typename: 'PipelineDetails' }
        | { __typename: 'TaskDetails' }
        | { __typename: 'MlModelDetails' }
        | { __typename: 'NotebookDetails' }
        | { __typename: 'ApiCollectionDetails' }
        | { __typename: 'ApiEndpointDetails' }
        | { __typename: 'MetricDetails' }
        | { __typename: 'SemanticModelDetails' }
        | { __typename: 'DomainDetails' }
        | { __typename: 'DataProductDetails' }
        | { __typename: 'GlossaryDetails' }
        | { __typename: 'TermDetails', status: TermStatus }
        | { __typename: 'ClassificationDetails' }
        | { __typename: 'TagDetails' }
        | { __typename: 'CodeListDetails' }
       }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type VocabularyEntryQueryVariables = Exact<{
  id: string;
}>;


export type VocabularyEntryQuery = { asset: { id: string, kind: AssetKind, name: string, displayName: string, fullName: string, curatedDescription: string | null, descriptionHtml: string | null, mayEdit: boolean, isRemoved: boolean, lastChangedAt: string | null, version: { major: number, minor: number }, path: Array<{ id: string, kind: AssetKind, displayName: string }>, owners: Array<{ name: string, displayName: string }>, childCounts: Array<{ kind: AssetKind, count: number }>, details:
      | { __typename: 'DatabaseDetails' }
      | { __typename: 'SchemaDetails' }
      | { __typename: 'TableDetails' }
      | { __typename: 'ColumnDetails' }
      | { __typename: 'ProcedureDetails' }
      | { __typename: 'UserTypeDetails' }
      | { __typename: 'QueryDetails' }
      | { __typename: 'TopicDetails' }
      | { __typename: 'ContainerDetails' }
      | { __typename: 'FileDetails' }
      | { __typename: 'DashboardDetails' }
      | { __typename: 'ChartDetails' }
      | { __typename: 'BiDatasetDetails' }
      | { __typename: 'PipelineDetails' }
      | { __typename: 'TaskDetails' }
      | { __typename: 'MlModelDetails' }
      | { __typename: 'NotebookDetails' }
      | { __typename: 'ApiCollectionDetails' }
      | { __typename: 'ApiEndpointDetails' }
      | { __typename: 'MetricDetails' }
      | { __typename: 'SemanticModelDetails' }
      | { __typename: 'DomainDetails', domainType: DomainType, experts: Array<string> }
      | { __typename: 'DataProductDetails', stage: ProductStage, experts: Array<string>, ports: Array<{ name: string, isInput: boolean, protocol: string | null, location: string | null }> }
      | { __typename: 'GlossaryDetails', isMutuallyExclusive: boolean, reviewers: Array<string> }
      | { __typename: 'TermDetails', status: TermStatus, synonyms: Array<string>, isMutuallyExclusive: boolean, reviewers: Array<string>, authors: Array<string>, reviewedBy: string | null, reviewNote: string | null, references: Array<{ title: string, url: string }> }
      | { __typename: 'ClassificationDetails', isMutuallyExclusive: boolean, level: number | null }
      | { __typename: 'TagDetails', level: number | null }
      | { __typename: 'CodeListDetails' }
    , governance: { assignedCount: number | null, mayReview: boolean, relatedTerms: Array<{ id: string, displayName: string }> } } | null };

export type VocabularyAssignedQueryVariables = Exact<{
  id: string;
  after?: string | null | undefined;
}>;


export type VocabularyAssignedQuery = { asset: { governance: { assigned: { nodes: Array<{ id: string, kind: AssetKind, displayName: string, fullName: string, description: string | null, owners: Array<{ displayName: string }> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } } | null };

export type VocabularyPeopleQueryVariables = Exact<{
  text?: string | null | undefined;
}>;


export type VocabularyPeopleQuery = { people: Array<{ name: string, displayName: string }> };

export type SaveDomainMutationVariables = Exact<{
  input: DomainInput;
}>;


export type SaveDomainMutation = { saveDomain: { id: string } };

export type SaveProductMutationVariables = Exact<{
  input: DataProductInput;
}>;


export type SaveProductMutation = { saveProduct: { id: string } };

export type SaveGlossaryMutationVariables = Exact<{
  input: GlossaryInput;
}>;


export type SaveGlossaryMutation = { saveGlossary: { id: string } };

export type SaveTermMutationVariables = Exact<{
  input: TermInput;
}>;


export type SaveTermMutation = { saveTerm: { id: string } };

export type SaveClassificationMutationVariables = Exact<{
  input: ClassificationInput;
}>;


export type SaveClassificationMutation = { saveClassification: { id: string } };

export type SaveTagMutationVariables = Exact<{
  input: TagInput;
}>;


export type SaveTagMutation = { saveTag: { id: string } };

export type DeleteGovernanceMutationVariables = Exact<{
  id: string;
}>;


export type DeleteGovernanceMutation = { deleteGovernance: { deleted: number, untied: number } };

export type SubmitTermMutationVariables = Exact<{
  id: string;
}>;


export type SubmitTermMutation = { submitTerm: { id: string } };

export type ReviewTermMutationVariables = Exact<{
  id: string;
  decision: ReviewDecision;
  note?: string | null | undefined;
}>;


export type ReviewTermMutation = { reviewTerm: { id: string } };

export type DeprecateTermMutationVariables = Exact<{
  id: string;
}>;


export type DeprecateTermMutation = { deprecateTerm: { id: string } };

export type WhatIfQueryVariables = Exact<{
  input: WhatIfInput;
}>;


export type WhatIfQuery = { whatIf: { total: number, truncated: boolean, notes: Array<string>, contractsTotal: number, changes: Array<{ asset: string, name: string, kind: AssetKind, change: WhatIfChangeKind, before: string | null, after: string | null, isBreaking: boolean }>, broken: Array<{ name: string, kind: AssetKind, effect: WhatIfEffect, distance: number, change: number, subtype: string | null, owners: Array<string>, path: Array<string | null>, asset: { id: string, kind: AssetKind, displayName: string, details:
          | { __typename: 'DatabaseDetails' }
          | { __typename: 'SchemaDetails' }
          | { __typename: 'TableDetails', tableType: TableType }
          | { __typename: 'ColumnDetails' }
          | { __typename: 'ProcedureDetails' }
          | { __typename: 'UserTypeDetails' }
          | { __typename: 'QueryDetails' }
          | { __typename: 'TopicDetails' }
          | { __typename: 'ContainerDetails' }
          | { __typename: 'FileDetails' }
          | { __typename: 'DashboardDetails' }
          | { __typename: 'ChartDetails' }
          | { __typename: 'BiDatasetDetails' }
          | { __typename: 'PipelineDetails' }
          | { __typename: 'TaskDetails' }
          | { __typename: 'MlModelDetails' }
          | { __typename: 'NotebookDetails' }
          | { __typename: 'ApiCollectionDetails' }
          | { __typename: 'ApiEndpointDetails' }
          | { __typename: 'MetricDetails' }
          | { __typename: 'SemanticModelDetails' }
          | { __typename: 'DomainDetails' }
          | { __typename: 'DataProductDetails' }
          | { __typename: 'GlossaryDetails' }
          | { __typename: 'TermDetails' }
          | { __typename: 'ClassificationDetails' }
          | { __typename: 'TagDetails' }
          | { __typename: 'CodeListDetails' }
         } }>, contracts: Array<{ name: string, effect: WhatIfEffect, owners: Array<string>, asset: { id: string }, breaches: Array<{ kind: WhatIfBreachKind, column: string | null, change: number | null, before: string | null, after: string | null }> }> } };

export type WhatIfTablesQueryVariables = Exact<{
  text: string;
}>;


export type WhatIfTablesQuery = { suggest: Array<{ id: string, kind: AssetKind, name: string, fullName: string }> };

export type WhatIfColumnsQueryVariables = Exact<{
  id: string;
}>;


export type WhatIfColumnsQuery = { asset: { id: string, kind: AssetKind, displayName: string, fullName: string, columns: { nodes: Array<{ id: string, name: string, fullName: string, details:
          | { __typename: 'DatabaseDetails' }
          | { __typename: 'SchemaDetails' }
          | { __typename: 'TableDetails' }
          | { __typename: 'ColumnDetails', dataType: { text: string } }
          | { __typename: 'ProcedureDetails' }
          | { __typename: 'UserTypeDetails' }
          | { __typename: 'QueryDetails' }
          | { __typename: 'TopicDetails' }
          | { __typename: 'ContainerDetails' }
          | { __typename: 'FileDetails' }
          | { __typename: 'DashboardDetails' }
          | { __typename: 'ChartDetails' }
          | { __typename: 'BiDatasetDetails' }
          | { __typename: 'PipelineDetails' }
          | { __typename: 'TaskDetails' }
          | { __typename: 'MlModelDetails' }
          | { __typename: 'NotebookDetails' }
          | { __typename: 'ApiCollectionDetails' }
          | { __typename: 'ApiEndpointDetails' }
          | { __typename: 'MetricDetails' }
          | { __typename: 'SemanticModelDetails' }
          | { __typename: 'DomainDetails' }
          | { __typename: 'DataProductDetails' }
          | { __typename: 'GlossaryDetails' }
          | { __typename: 'TermDetails' }
          | { __typename: 'ClassificationDetails' }
          | { __typename: 'TagDetails' }
          | { __typename: 'CodeListDetails' }
         }>, pageInfo: { hasNextPage: boolean } } } | null };

export type CostGroupFactsFragment = { name: string | null, bytes: number, sized: number, unpriced: number, notMeasured: number, costs: Array<{ amount: string, currency: string }> };

export type CostQueryVariables = Exact<{
  by: WorthGroup;
}>;


export type CostQuery = { costSummary: { moreGroups: number, total: { name: string | null, bytes: number, sized: number, unpriced: number, notMeasured: number, costs: Array<{ amount: string, currency: string }> }, groups: Array<{ name: string | null, bytes: number, sized: number, unpriced: number, notMeasured: number, costs: Array<{ amount: string, currency: string }> }> } };

export type UseReportQueryVariables = Exact<{ [key: string]: never; }>;


export type UseReportQuery = { reports: Array<{ name: string | null, total: { count: number, bytes: number }, neverRead: { count: number, bytes: number }, buckets: Array<{ days: number, unusedCountPercent: number, unusedBytesPercent: number, used: { count: number, bytes: number }, unused: { count: number, bytes: number } }> }> };

export type UnusedAssetsQueryVariables = Exact<{
  class: UnusedClass;
  days: number;
  after?: string | null | undefined;
}>;


export type UnusedAssetsQuery = { unusedAssets: { total: number, nodes: Array<{ id: string, kind: AssetKind, name: string, source: string | null, owners: Array<string>, tier: string | null, bytes: number | null, monthlyCost: string | null, currency: string | null, lastReadAt: string | null, lastWrittenAt: string | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type DownstreamQueryVariables = Exact<{
  ids: Array<string> | string;
}>;


export type DownstreamQuery = { assets: Array<{ id: string, lineageCounts: { downstream: number } }> };

export type DuplicatesQueryVariables = Exact<{ [key: string]: never; }>;


export type DuplicatesQuery = { duplicateCandidates: Array<Array<{ id: string, kind: AssetKind, name: string, source: string | null, owners: Array<string>, tier: string | null, bytes: number | null, monthlyCost: string | null, currency: string | null, lastReadAt: string | null, lastWrittenAt: string | null }>> };

export type PlanFactsFragment = { id: string, name: string, currency: string, madeBy: string, changedAt: string, projected: string, actual: string, assets: Array<{ asset: string, name: string, owner: string | null, bytes: number, storage: string | null, projected: string, actual: string, isGone: boolean, liveDownstream: number, warning: Array<string> | null }> };

export type SavingsPlansQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type SavingsPlansQuery = { savingsPlans: { nodes: Array<{ id: string, name: string, currency: string, madeBy: string, changedAt: string, projected: string, actual: string, assets: Array<{ asset: string, name: string, owner: string | null, bytes: number, storage: string | null, projected: string, actual: string, isGone: boolean, liveDownstream: number, warning: Array<string> | null }> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type SaveSavingsPlanMutationVariables = Exact<{
  id?: string | number | null | undefined;
  name: string;
  currency: string;
  assets: Array<SavingInput> | SavingInput;
}>;


export type SaveSavingsPlanMutation = { saveSavingsPlan: { id: string } };

export type DeleteSavingsPlanMutationVariables = Exact<{
  id: string | number;
}>;


export type DeleteSavingsPlanMutation = { deleteSavingsPlan: boolean };

export type PriceBookQueryVariables = Exact<{ [key: string]: never; }>;


export type PriceBookQuery = { priceBook: { version: number, prices: Array<{ source: string | null, storage: string | null, tier: string | null, currency: string, gibMonth: string, queryHour: string, from: string, until: string | null }> } };

export type SetPriceBookMutationVariables = Exact<{
  version: number;
  prices: Array<PriceInput> | PriceInput;
}>;


export type SetPriceBookMutation = { setPriceBook: { version: number } };

export type HealthGroupFactsFragment = { name: string | null, assets: number, score: number | null, missing: Array<HealthPart>, withoutChecks: number, parts: Array<{ part: HealthPart, has: number, of: number, ratio: number, weight: number }> };

export type HealthQueryVariables = Exact<{
  by: WorthGroup;
}>;


export type HealthQuery = { health: { moreGroups: number, total: { name: string | null, assets: number, score: number | null, missing: Array<HealthPart>, withoutChecks: number, parts: Array<{ part: HealthPart, has: number, of: number, ratio: number, weight: number }> }, groups: Array<{ name: string | null, assets: number, score: number | null, missing: Array<HealthPart>, withoutChecks: number, parts: Array<{ part: HealthPart, has: number, of: number, ratio: number, weight: number }> }> }, healthWeights: { version: number, weights: Array<{ part: HealthPart, weight: number }> } };

export type HealthAssetsQueryVariables = Exact<{
  part: HealthPart;
  missing: boolean;
  by?: WorthGroup | null | undefined;
  group?: string | null | undefined;
  after?: string | null | undefined;
}>;


export type HealthAssetsQuery = { healthAssets: { total: number, nodes: Array<{ id: string, kind: AssetKind, name: string, source: string | null, owners: Array<string>, tier: string | null, bytes: number | null, monthlyCost: string | null, currency: string | null, lastReadAt: string | null, lastWrittenAt: string | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type HealthOfQueryVariables = Exact<{
  id: string;
}>;


export type HealthOfQuery = { healthOf: { name: string | null, assets: number, score: number | null, missing: Array<HealthPart>, withoutChecks: number, parts: Array<{ part: HealthPart, has: number, of: number, ratio: number, weight: number }> } | null };

export type SetHealthWeightsMutationVariables = Exact<{
  version: number;
  weights: Array<HealthWeightInput> | HealthWeightInput;
}>;


export type SetHealthWeightsMutation = { setHealthWeights: { version: number } };

export type InsightsQueryVariables = Exact<{
  chart: InsightChart;
  filter: InsightFilter;
  from: string;
  to: string;
}>;


export type InsightsQuery = { insights: { isGlobal: boolean, isShare: boolean, lines: Array<{ name: string | null, points: Array<{ day: string, part: number, ratio: number | null }> }> } };

export type ActivityQueryVariables = Exact<{
  from: string;
  to: string;
}>;


export type ActivityQuery = { activity: { byKind: Array<{ kind: AssetKind, views: number }>, mostViewed: Array<{ views: number, asset: { id: string, kind: AssetKind, displayName: string, fullName: string } | null }>, mostActive: Array<{ user: string, views: number, sessions: number, seconds: number, lastAt: string }>, usersByDay: Array<{ day: string, users: number }> } };

export type OwnersLeagueQueryVariables = Exact<{ [key: string]: never; }>;


export type OwnersLeagueQuery = { health: { groups: Array<{ name: string | null, assets: number, score: number | null, missing: Array<HealthPart>, withoutChecks: number, parts: Array<{ part: HealthPart, has: number, of: number, ratio: number, weight: number }> }> } };

export type RecordViewMutationVariables = Exact<{
  asset?: string | null | undefined;
  session: string;
}>;


export type RecordViewMutation = { recordView: boolean };

export type KpiFactsFragment = { id: string, version: number, name: string, description: string, metric: KpiMetric, formula: string | null, unit: KpiUnit, direction: KpiDirection, days: number | null, scope: string, team: string | null, domain: string | null, baseline: string | null, baselineCost: string | null, currency: string | null, target: string, from: string, until: string, owner: string | null, isGlobal: boolean, daysLeft: number, standing: KpiStanding, feedback: Array<string>, latest: { day: string, value: string, part: number | null, whole: number | null } | null, progress: { isMet: boolean, raw: string, bar: number, reduction: string | null, saved: string | null, savedAtTarget: string | null } | null, forecast: { aDay: string, atEnd: string, isMetAtEnd: boolean, metOn: string | null } | null, recent: Array<{ day: string, value: string }> };

export type KpisQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type KpisQuery = { kpis: { nodes: Array<{ id: string, version: number, name: string, description: string, metric: KpiMetric, formula: string | null, unit: KpiUnit, direction: KpiDirection, days: number | null, scope: string, team: string | null, domain: string | null, baseline: string | null, baselineCost: string | null, currency: string | null, target: string, from: string, until: string, owner: string | null, isGlobal: boolean, daysLeft: number, standing: KpiStanding, feedback: Array<string>, latest: { day: string, value: string, part: number | null, whole: number | null } | null, progress: { isMet: boolean, raw: string, bar: number, reduction: string | null, saved: string | null, savedAtTarget: string | null } | null, forecast: { aDay: string, atEnd: string, isMetAtEnd: boolean, metOn: string | null } | null, recent: Array<{ day: string, value: string }> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type KpiQueryVariables = Exact<{
  id: string | number;
}>;


export type KpiQuery = { kpi: { changedAt: string, changedBy: string, id: string, version: number, name: string, description: string, metric: KpiMetric, formula: string | null, unit: KpiUnit, direction: KpiDirection, days: number | null, scope: string, team: string | null, domain: string | null, baseline: string | null, baselineCost: string | null, currency: string | null, target: string, from: string, until: string, owner: string | null, isGlobal: boolean, daysLeft: number, standing: KpiStanding, feedback: Array<string>, latest: { day: string, value: string, part: number | null, whole: number | null } | null, progress: { isMet: boolean, raw: string, bar: number, reduction: string | null, saved: string | null, savedAtTarget: string | null } | null, forecast: { aDay: string, atEnd: string, isMetAtEnd: boolean, metOn: string | null } | null, recent: Array<{ day: string, value: string }> } };

export type KpiResultsQueryVariables = Exact<{
  id: string | number;
  from: string;
  to: string;
}>;


export type KpiResultsQuery = { kpiResults: Array<{ day: string, value: string }> };

export type KpiVersionsQueryVariables = Exact<{
  id: string | number;
  after?: string | null | undefined;
}>;


export type KpiVersionsQuery = { kpiVersions: { nodes: Array<{ version: number, changedAt: string, changedBy: string, definition: unknown }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type WorthRowFragment = { id: string, kind: AssetKind, name: string, source: string | null, owners: Array<string>, tier: string | null, bytes: number | null, monthlyCost: string | null, currency: string | null, lastReadAt: string | null, lastWrittenAt: string | null };

export type KpiAssetsQueryVariables = Exact<{
  id: string | number;
  missing: boolean;
  after?: string | null | undefined;
}>;


export type KpiAssetsQuery = { kpiAssets: { total: number, nodes: Array<{ id: string, kind: AssetKind, name: string, source: string | null, owners: Array<string>, tier: string | null, bytes: number | null, monthlyCost: string | null, currency: string | null, lastReadAt: string | null, lastWrittenAt: string | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type KindCoverageQueryVariables = Exact<{
  from: string;
  to: string;
}>;


export type KindCoverageQuery = { described: { isGlobal: boolean, lines: Array<{ name: string | null, points: Array<{ day: string, part: number, whole: number }> }> }, owned: { lines: Array<{ name: string | null, points: Array<{ day: string, part: number, whole: number }> }> } };

export type SaveKpiMutationVariables = Exact<{
  id?: string | number | null | undefined;
  version?: number | null | undefined;
  input: KpiInput;
}>;


export type SaveKpiMutation = { saveKpi: { id: string } };

export type DeleteKpiMutationVariables = Exact<{
  id: string | number;
}>;


export type DeleteKpiMutation = { deleteKpi: boolean };

export type EvaluateKpisMutationVariables = Exact<{ [key: string]: never; }>;


export type EvaluateKpisMutation = { evaluateKpis: number };

export type ScopeCountQueryVariables = Exact<{
  query: string;
  kinds: Array<AssetKind> | AssetKind;
}>;


export type ScopeCountQuery = { search: { total: number } };

export type KpiPeopleQueryVariables = Exact<{
  text?: string | null | undefined;
}>;


export type KpiPeopleQuery = { people: Array<{ name: string, displayName: string }> };

export type KpiGroupsQueryVariables = Exact<{
  withTeams: boolean;
}>;


export type KpiGroupsQuery = { organisation?: { teams: Array<{ id: string, name: string }> }, search: { hits: Array<{ asset: { id: string, displayName: string } }> } };

export type HomeKpisQueryVariables = Exact<{ [key: string]: never; }>;


export type HomeKpisQuery = { kpis: { nodes: Array<{ id: string, version: number, name: string, description: string, metric: KpiMetric, formula: string | null, unit: KpiUnit, direction: KpiDirection, days: number | null, scope: string, team: string | null, domain: string | null, baseline: string | null, baselineCost: string | null, currency: string | null, target: string, from: string, until: string, owner: string | null, isGlobal: boolean, daysLeft: number, standing: KpiStanding, feedback: Array<string>, latest: { day: string, value: string, part: number | null, whole: number | null } | null, progress: { isMet: boolean, raw: string, bar: number, reduction: string | null, saved: string | null, savedAtTarget: string | null } | null, forecast: { aDay: string, atEnd: string, isMetAtEnd: boolean, metOn: string | null } | null, recent: Array<{ day: string, value: string }> }> } };
