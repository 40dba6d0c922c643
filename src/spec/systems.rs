//! Systems: what stands around the database, what flows between, and what it has to answer.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::source::{Entries, List, OneOrMany, Spanned};

/// A system: zones, nodes and stores in them, flows between, and the points that it answers.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct System {
    /// Title above the picture; the system's name when absent.
    pub title: Option<Spanned<String>>,
    /// What it does, and for whom.
    pub description: Option<Spanned<String>>,
    /// Where nodes and stores stand: clouds, regions, networks, accounts.
    pub zones: Entries<Zone>,
    /// What acts: people, programs, services.
    pub nodes: Entries<SystemNode>,
    /// What keeps data.
    pub stores: Entries<DataStore>,
    /// Which data goes where. A question and its answer are a flow `both_ways`.
    pub flows: Entries<DataFlow>,
    /// Ways through the system that matter as a whole.
    pub paths: Entries<Route>,
    /// What the stakeholders ask, each answered by nodes and stores.
    pub concerns: Entries<Option<Point>>,
    /// What the system has to be (`scalable`, `secure`, …), each answered by nodes and stores.
    pub qualities: Entries<Option<Point>>,
    /// What is taken for granted.
    pub assumptions: List<Spanned<String>>,
    /// What was chosen, and at what cost.
    pub trade_offs: List<TradeOff>,
}

/// A zone: a cloud, a region, a network, an account.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Zone {
    /// Title in the picture; the zone's name when absent.
    pub title: Option<Spanned<String>>,
    /// What it is: `cloud`, `region`, `network`, `account`.
    pub kind: Option<Spanned<String>>,
    /// The zone that it lies in.
    pub r#in: Option<Spanned<String>>,
    /// Whether what lies in it trusts each other. A flow that does not stay in one trusted zone crosses a trust boundary: it
    /// needs encryption and authentication.
    pub trusted: bool,
    /// What it is for, and who gets in.
    pub description: Option<Spanned<String>>,
}

/// What acts.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SystemNode {
    /// Title in the picture; the node's name when absent.
    pub title: Option<Spanned<String>>,
    /// What it does.
    pub description: Option<Spanned<String>>,
    /// What it is; `application` when absent.
    pub kind: Option<Spanned<NodeKind>>,
    /// What it is made of: `Rust, behind a load balancer`.
    pub technology: Option<Spanned<String>>,
    /// Who looks after it.
    pub owner: Option<Spanned<String>>,
    /// The zone that it stands in.
    pub zone: Option<Spanned<String>>,
    /// How many of it run at once, at least; 1 when absent.
    pub replicas: Option<Spanned<u32>>,
    /// What its replicas do not share, so that they do not fail together: `[zone a, zone b]`.
    pub failure_domains: List<Spanned<String>>,
    /// The highest class of the data that it holds or handles.
    pub classification: Option<Spanned<Classification>>,
    /// Roles of the database that it connects as.
    pub roles: OneOrMany<Spanned<String>>,
    /// Tables and views that it reads: `sales.items`, `sales.*`.
    pub reads: OneOrMany<Spanned<String>>,
    /// Tables that it writes, and reads where a write needs that.
    pub writes: OneOrMany<Spanned<String>>,
    /// Named queries of the project that it asks: `top_*`. It needs what they need.
    pub queries: OneOrMany<Spanned<String>>,
    /// Sources of the project that it takes, as the roles that they run as.
    pub sources: OneOrMany<Spanned<String>>,
    /// Transforms of the project that it runs, as the roles that they run as.
    pub transforms: OneOrMany<Spanned<String>>,
    /// How it grows and shrinks.
    pub scaling: Option<Spanned<String>>,
    /// What happens when it fails.
    pub on_failure: Option<Spanned<String>>,
}

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NodeKind {
    /// People.
    Person,
    /// Something that others run.
    External,
    /// A program that answers.
    Application,
    /// A service that is bought or shared.
    Service,
    /// A program that works through what comes.
    Worker,
    /// A log or queue that passes on.
    Stream,
    /// What people work with.
    Tool,
}

/// How far data may be known, from the least protected on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Classification {
    /// Anybody may know it.
    Public,
    /// Whoever works here. Columns with a classification that is none of these count as this.
    Internal,
    /// Those who need it.
    Confidential,
    /// Personal data, as `classification: pii` says of a column.
    Pii,
}

/// What keeps data.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DataStore {
    /// Title in the picture; the store's name when absent.
    pub title: Option<Spanned<String>>,
    /// What it is for.
    pub description: Option<Spanned<String>>,
    /// What it is made of: `PostgreSQL 17`, `object storage`.
    pub technology: Option<Spanned<String>>,
    /// Who looks after it.
    pub owner: Option<Spanned<String>>,
    /// The zone that it stands in.
    pub zone: Option<Spanned<String>>,
    /// How many copies of it are kept at once, at least; 1 when absent.
    pub replicas: Option<Spanned<u32>>,
    /// What its copies do not share, so that they are not lost together: `[zone a, zone b]`.
    pub failure_domains: List<Spanned<String>>,
    /// What it holds, in words.
    pub holds: Option<Spanned<String>>,
    /// Tables and views of the project that lie in it: `sales.*`, `*`. What is said of the store is then held to them.
    pub tables: OneOrMany<Spanned<String>>,
    /// The highest class of the data in it: `public`, `internal`, `confidential` or `pii`.
    pub classification: Option<Spanned<Classification>>,
    /// How long data stays: `7 days`. Of tables of the project a scheduled transform has to delete what is older.
    #[schemars(extend("pattern" = r"^\s*(\d+\s*[A-Za-z]+\s*)+$"))]
    pub retention: Option<Spanned<String>>,
    /// What ends the keeping where that is no age: `the membership ends`. Of tables of the project with personal data a
    /// transform or named query has to delete the rows, or to write over all their personal data.
    pub kept_until: Option<Spanned<String>>,
    /// What deletes the data, in words, where it is no transform of the project: `lifecycle rule of the bucket`.
    pub purge: Option<Spanned<String>>,
    /// How it is encrypted where it lies: `AES-256, keys of our own`.
    pub encryption_at_rest: Option<Spanned<String>>,
    /// How and where it is backed up, and how fast it is back.
    pub backup: Option<Spanned<String>>,
    /// How it grows and shrinks.
    pub scaling: Option<Spanned<String>>,
    /// What happens when it fails.
    pub on_failure: Option<Spanned<String>>,
}

/// Data that goes from one node or store to another.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct DataFlow {
    /// The node or store that the data comes from.
    pub from: Spanned<String>,
    /// The node or store that it goes to.
    pub to: Spanned<String>,
    /// Whether data goes back too: a question and its answer.
    #[serde(default)]
    pub both_ways: bool,
    /// What goes.
    pub what: Option<Spanned<String>>,
    /// How: `HTTPS`, `Kafka`, `PostgreSQL`.
    pub protocol: Option<Spanned<String>>,
    /// How it is encrypted on its way: `TLS 1.3`; `none` says that it is not.
    pub encryption: Option<Spanned<String>>,
    /// How either end knows the other: `OAuth 2.0`, `client certificate`; `none` says that it does not.
    pub authentication: Option<Spanned<String>>,
    /// The highest class of what goes.
    pub classification: Option<Spanned<Classification>>,
}

/// A way through the system.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Route {
    /// What is done by this way.
    pub description: Option<Spanned<String>>,
    /// Nodes and stores in their order; between each two there has to be a flow.
    pub through: List<Spanned<String>>,
    /// Whether it has to go on when any one thing fails.
    #[serde(default)]
    pub highly_available: bool,
}

/// A concern or a quality, and what answers it.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Point {
    /// What is asked.
    pub asks: Option<Spanned<String>>,
    /// Nodes, stores and zones that answer it, and how each does.
    pub answers: Entries<Spanned<String>>,
}

/// What was chosen, and at what cost.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct TradeOff {
    /// What was chosen.
    pub choice: Spanned<String>,
    /// In place of what.
    pub instead_of: Option<Spanned<String>>,
    /// Why.
    pub because: Spanned<String>,
    /// What it costs.
    pub cost: Option<Spanned<String>>,
}
