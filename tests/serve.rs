//! The real binary as a service: one directory, no other service, everything from itself.
#![allow(missing_docs, reason = "tests state facts in their names")]

use std::{
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

/// A server that ends with the test.
struct Server {
    child: Child,
    address: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Starts a server on a free port and waits for the line that says where it is.
fn serve(data: &Path) -> Server {
    let mut child = Command::new(env!("CARGO_BIN_EXE_cadastre"))
        .arg("--data")
        .arg(data)
        .args(["serve", "--listen", "127.0.0.1:0"])
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary was built");
    let mut lines = BufReader::new(child.stderr.take().expect("it was piped")).lines().map_while(Result::ok);
    let mut found = None;
    let mut said = Vec::new();
    for line in lines.by_ref() {
        if let Some((_, rest)) = line.split_once("ready at ") {
            found = rest.split_whitespace().next().map(str::to_owned);
            break;
        }
        said.push(line);
    }
    // A log that nobody reads would stop the server one day.
    std::thread::spawn(move || lines.for_each(drop));
    let address = found.unwrap_or_else(|| panic!("the server said {said:?}"));
    Server { child, address }
}

#[tokio::test]
async fn a4_one_binary_with_one_directory_is_healthy_and_serves_its_own_pages() {
    let directory = tempfile::tempdir().unwrap();
    let server = serve(&directory.path().join("data"));
    let get = async |path: &str| reqwest::get(format!("{}{path}", server.address)).await.unwrap();
    for path in ["/healthz", "/readyz"] {
        assert_eq!(get(path).await.status(), 200, "{path}");
    }
    let page = get("/").await;
    let policy = page.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy.starts_with("default-src 'none'") && !policy.contains("http"), "{policy}");
    let text = page.text().await.unwrap();
    assert!(!text.contains("src=\"http") && !text.contains("href=\"http"), "{text}");
}

#[tokio::test]
async fn threat_27_second_server_on_the_same_directory_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    let data = directory.path().join("data");
    let _first = serve(&data);
    let second = Command::new(env!("CARGO_BIN_EXE_cadastre"))
        .arg("--data")
        .arg(&data)
        .args(["serve", "--listen", "127.0.0.1:0"])
        .output()
        .unwrap();
    assert!(!second.status.success());
    assert!(String::from_utf8_lossy(&second.stderr).contains("another Cadastre works on"));
}
