//! Files of dbt on the web: with a token, encrypted, and within the rules for addresses.

use std::{
    io::{Read, Write},
    net::TcpListener,
    path::Path,
    process::Command,
    sync::Arc,
};

use catalog::{ErrorKind, Fault};
use connectors::{Outbound, build_connector, from_url};
use rustls::{
    ServerConfig, ServerConnection, Stream,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::{WAREHOUSE, fixture, fixtures, support::records::crawl};

/// Serves the fixtures to whoever sends the token; gives the address.
async fn serve(token: &'static str) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = vec![0; 8192];
            let length = stream.read(&mut request).await.unwrap();
            let request = String::from_utf8_lossy(&request[..length]).to_ascii_lowercase();
            let path = request.split_whitespace().nth(1).unwrap().to_owned();
            let body = std::fs::read(format!("{}/{}", fixtures(), path.trim_start_matches("/dbt/")));
            let (status, body) = match body {
                _ if !request.contains(&format!("authorization: bearer {token}")) => ("403 Forbidden", Vec::new()),
                _ if path.starts_with("/moved/") => ("302 Found\r\nLocation: /dbt/manifest.json", Vec::new()),
                Ok(body) => ("200 OK", body),
                Err(_) => ("404 Not Found", Vec::new()),
            };
            let head = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
            stream.write_all(head.as_bytes()).await.unwrap();
            stream.write_all(&body).await.unwrap();
        }
    });
    format!("127.0.0.1:{}", address.port())
}

#[tokio::test]
async fn i3_files_are_read_from_the_web_with_a_token() {
    let address = serve("canary-token").await;
    let url = format!("dbt+http://any:canary-token@{address}/dbt?namespace={WAREHOUSE}&name=shop");
    let (definition, config) = from_url(&url, None).unwrap();
    let source = (definition.build)(config, Outbound::default()).unwrap();
    assert_eq!(source.check().await.unwrap().version, "1.11.16");
    let records = crawl(&*source).await;
    assert_eq!(records, fixture().await);
    assert!(!format!("{records:?}").contains("canary-token"));
}

#[tokio::test]
async fn threat_18_web_is_asked_within_the_rules_for_addresses() {
    let address = serve("right").await;
    let at = |path: &str, token: &str, outbound: Outbound| {
        let config = json!({ "location": format!("http://{address}/{path}"), "namespace": "x", "token": token });
        build_connector("dbt", config, outbound).unwrap()
    };
    let denied = at("dbt", "right", Outbound::new(false)).check().await.unwrap_err();
    assert_eq!((denied.kind(), denied.field()), (ErrorKind::Invalid, Some("location")));
    let refused = at("dbt", "canary-wrong", Outbound::default()).check().await.unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Forbidden);
    assert!(!format!("{refused} {refused:?}").contains("canary"));
    let moved = at("moved", "right", Outbound::default()).check().await.unwrap_err();
    assert_eq!(moved.kind(), ErrorKind::Unavailable, "{moved}");
    let config = json!({ "location": "http://a:canary@h/x", "namespace": "x" });
    let Err(error) = build_connector("dbt", config, Outbound::default()) else { panic!("it was taken") };
    assert!(!format!("{error} {error:?}").contains("canary"), "{error}");
}

/// Makes an authority `ca.pem` in a folder, and a certificate for `localhost` that it has signed.
fn sign(folder: &Path) {
    let key = "req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes";
    std::fs::write(folder.join("names"), "subjectAltName=DNS:localhost").unwrap();
    for arguments in [
        format!("{key} -x509 -days 30 -subj /CN=authority -keyout ca.key -out ca.pem"),
        format!("{key} -subj /CN=localhost -keyout server.key -out server.csr"),
        "x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -extfile names -out server.pem"
            .into(),
    ] {
        let made = Command::new("openssl").args(arguments.split(' ')).current_dir(folder).output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    }
}

/// Serves the fixtures below `/dbt/` encrypted, and sends everything else on to a forbidden place; gives the port.
fn serve_encrypted(folder: &Path) -> u16 {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let chain = vec![CertificateDer::from_pem_file(folder.join("server.pem")).unwrap()];
    let key = PrivateKeyDer::from_pem_file(folder.join("server.key")).unwrap();
    let versions = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = Arc::new(versions.with_no_client_auth().with_single_cert(chain, key).unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut connection = ServerConnection::new(Arc::clone(&config)).unwrap();
            let mut encrypted = Stream::new(&mut connection, &mut stream);
            let mut request = vec![0; 8192];
            // Who does not trust the certificate asks nothing.
            let Ok(length) = encrypted.read(&mut request) else { continue };
            let request = String::from_utf8_lossy(&request[..length]).into_owned();
            let path = request.split_whitespace().nth(1).unwrap_or_default();
            let file = path.strip_prefix("/dbt/").map(|file| std::fs::read(format!("{}/{file}", fixtures())));
            let (status, body) = match file {
                None => ("302 Found\r\nLocation: http://169.254.169.254/manifest.json", Vec::new()),
                Some(Ok(body)) => ("200 OK", body),
                Some(Err(_)) => ("404 Not Found", Vec::new()),
            };
            let head = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
            drop(encrypted.write_all(head.as_bytes()).and_then(|()| encrypted.write_all(&body)));
            drop(encrypted.flush());
            connection.send_close_notify();
            drop(connection.write_tls(&mut stream));
        }
    });
    port
}

#[tokio::test]
async fn i3_files_are_read_encrypted_where_the_authority_is_trusted() {
    let folder = tempfile::tempdir().unwrap();
    sign(folder.path());
    let port = serve_encrypted(folder.path());
    let ca_file = folder.path().join("ca.pem").display().to_string();
    let url = format!("dbt+https://localhost:{port}/dbt?namespace={WAREHOUSE}&name=shop&ca_file={ca_file}");
    let (definition, config) = from_url(&url, None).unwrap();
    let source = (definition.build)(config, Outbound::default()).unwrap();
    assert_eq!(source.check().await.unwrap().version, "1.11.16");
    assert_eq!(crawl(&*source).await, fixture().await);
}

#[tokio::test]
async fn threat_18_certificate_that_nobody_vouches_for_is_refused_and_says_what_to_do() {
    let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    sign(folder.path());
    sign(other.path());
    let port = serve_encrypted(folder.path());
    let at = |host: &str, ca_file: Option<std::path::PathBuf>, outbound: Outbound| {
        let location = format!("https://{host}:{port}/dbt");
        let config = json!({ "location": location, "namespace": "x", "token": "canary", "ca_file": ca_file });
        build_connector("dbt", config, outbound).unwrap()
    };
    let own = || Some(folder.path().join("ca.pem"));
    for (host, ca_file) in [
        // Of an authority that the web does not know, of another one, and for another name.
        ("localhost", None),
        ("localhost", Some(other.path().join("ca.pem"))),
        ("127.0.0.1", own()),
        // No file, and one without a certificate.
        ("localhost", Some(folder.path().join("nowhere.pem"))),
        ("localhost", Some(folder.path().join("ca.key"))),
    ] {
        let error = at(host, ca_file.clone(), Outbound::default()).check().await.unwrap_err();
        assert_eq!((error.kind(), error.field()), (ErrorKind::Invalid, Some("ca_file")), "{host} {ca_file:?}: {error}");
        assert!(!format!("{error} {error:?}").contains("canary"), "{error}");
    }
    let strict = Outbound::new(false);
    let denied = at("localhost", own(), strict).check().await.unwrap_err();
    assert_eq!((denied.kind(), denied.field()), (ErrorKind::Invalid, Some("location")));
}

#[tokio::test]
async fn threat_18_encrypted_server_sends_nobody_elsewhere() {
    let folder = tempfile::tempdir().unwrap();
    sign(folder.path());
    let port = serve_encrypted(folder.path());
    let location = format!("https://localhost:{port}/moved");
    let config = json!({ "location": location, "namespace": "x", "ca_file": folder.path().join("ca.pem") });
    let moved = build_connector("dbt", config, Outbound::default()).unwrap().check().await.unwrap_err();
    assert_eq!(moved.kind(), ErrorKind::Unavailable, "{moved}");
    assert!(moved.to_string().contains("it answers 302"), "{moved}");
}
