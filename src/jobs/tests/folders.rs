//! Folders of files as sources: what a crawl keeps of them, and what the next one finds changed.

use super::*;

on_both! {
    b5_folder_is_crawled_and_a_second_crawl_finds_what_changed => super::changing;
    b5_broken_file_is_a_line_of_the_run_and_nothing_is_lost_by_it => super::broken;
}

impl House {
    fn write(&self, file: &str, text: &str) {
        let path = self.directory.path().join("lake").join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// A folder with a table in two partitions, and one in a file.
    async fn lake(&self) -> Source {
        self.write("sales/dt=2024-01-01/part-0.csv", "id,amount\n1,10\n");
        self.write("sales/dt=2024-01-02/part-0.csv", "id,amount\n2,20\n");
        self.write("users.csv", "id,name\n1,a\n");
        self.source_of("files", json!({ "path": self.directory.path().join("lake") })).await
    }

    /// The innermost folder of each table, with its kind and its columns.
    async fn files(&self) -> Vec<(String, AssetKind, Vec<String>)> {
        let mut found = Vec::new();
        for table in self.children(None).await {
            let mut columns = self.children(Some(table.id)).await;
            columns.sort_by_key(|column| match &column.harvested.details {
                catalog::Details::Column(details) => details.position,
                _ => 0,
            });
            let name = table.name.last().rsplit('/').next().unwrap().to_owned();
            found.push((name, table.kind, columns.iter().map(|column| column.name.last().to_owned()).collect()));
        }
        found.sort_by(|left, right| left.0.cmp(&right.0));
        found
    }
}

fn table(name: &str, kind: AssetKind, columns: &[&str]) -> (String, AssetKind, Vec<String>) {
    (name.to_owned(), kind, columns.iter().map(|&column| column.to_owned()).collect())
}

async fn changing(house: House) {
    let lake = house.lake().await;
    let run = house.crawl(&lake).await;
    assert_eq!((run.status, run.counts.added.0), (Status::Succeeded, 8), "{run:?}");
    let around = table("lake", AssetKind::Container, &[]);
    let sales = table("sales", AssetKind::Container, &["id", "amount", "dt"]);
    assert_eq!(house.files().await, [around.clone(), sales, table("users.csv", AssetKind::File, &["id", "name"])]);

    let again = house.crawl(&lake).await.counts;
    assert_eq!((again.added.0, again.changed.0, again.removed.0), (0, 0, 0));

    std::fs::remove_file(house.directory.path().join("lake/users.csv")).unwrap();
    house.write("sales/dt=2024-01-03/part-0.csv", "id,amount,note\n3,30,x\n");
    let third = house.crawl(&lake).await;
    assert_eq!((third.status, third.counts.added.0, third.counts.removed.0), (Status::Succeeded, 1, 3), "{third:?}");
    let sales = table("sales", AssetKind::Container, &["id", "amount", "note", "dt"]);
    assert_eq!(house.files().await, [around, sales]);
}

async fn broken(house: House) {
    let lake = house.lake().await;
    house.crawl(&lake).await;
    let before = house.files().await;
    house.write("sales/dt=2024-01-02/part-0.csv", "");
    house.write("users.csv", "\n\n");
    let run = house.crawl(&lake).await;
    assert_eq!((run.status, run.counts.removed.0, run.counts.failed.0), (Status::Partial, 0, 1), "{run:?}");
    assert_eq!(house.files().await, before);
}
