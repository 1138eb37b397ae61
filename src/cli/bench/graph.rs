//! `cadastre bench lineage`: a made-up graph in an embedded store and, where there is a server, in a schema of its own
//! that goes away again.

use catalog::{Database, Engine, RunId};
use clap::Args;
use lineage::bench::Figure;
use sea_orm::ConnectionTrait as _;

use crate::cli::{Output, failure::Failure, scratch::Scratch};

/// With how many edges, and beside what.
#[derive(Debug, Args)]
pub(in crate::cli) struct Graph {
    /// How many edges; several sizes show how cost grows.
    #[arg(long, value_delimiter = ',', default_values_t = [100_000_usize, 1_000_000])]
    size: Vec<usize>,
    /// A PostgreSQL database to compare with: postgres://…; a schema is made in it and removed.
    #[arg(long, value_name = "URL")]
    postgres: Option<String>,
}

impl Graph {
    pub(super) async fn measure(&self, files: &Scratch, output: &Output) -> Result<Vec<Figure>, Failure> {
        if self.postgres.is_none() {
            output.note("PostgreSQL is left out; give the address of a database with --postgres");
        }
        let mut figures = Vec::new();
        for size in &self.size {
            let store = files.store().await?;
            let schema = match &self.postgres {
                Some(url) => Some(Schema::make(url).await?),
                None => None,
            };
            let measured = lineage::bench::measure(&store, schema.as_ref().map(|schema| &schema.store), *size).await;
            if let Some(schema) = schema {
                schema.remove().await?;
            }
            figures.extend(measured?);
            store.close().await?;
        }
        Ok(figures)
    }
}

/// An empty store in a schema of its own.
struct Schema {
    store: Database,
    server: Database,
    name: String,
}

impl Schema {
    async fn make(url: &str) -> Result<Self, Failure> {
        let name = format!("cadastre_{}", RunId::new().to_string().replace('-', ""));
        let server = Database::open(url).await?;
        if server.engine() != Engine::Postgres {
            return Err(Failure::invalid("postgres", "is not the address of a PostgreSQL; write postgres://…"));
        }
        let statement = format!("CREATE SCHEMA {name}");
        server.for_migrations().execute_unprepared(&statement).await.map_err(catalog::Error::from)?;
        let separator = if url.contains('?') { '&' } else { '?' };
        let store = Database::open(&format!("{url}{separator}options[search_path]={name}")).await?;
        let schema = Self { store, server, name };
        if let Err(error) = migrations::up(schema.store.for_migrations()).await {
            schema.remove().await?;
            return Err(catalog::Error::from(error).into());
        }
        Ok(schema)
    }

    async fn remove(self) -> Result<(), Failure> {
        self.store.close().await?;
        let statement = format!("DROP SCHEMA {} CASCADE", self.name);
        self.server.for_migrations().execute_unprepared(&statement).await.map_err(catalog::Error::from)?;
        Ok(self.server.close().await?)
    }
}
