//! Serves a folder on loopback, to this machine only.

use anyhow::{Result, anyhow};
use std::fs;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::thread;
use tiny_http::{Header, Method, Request, Response, Server};

/// Requests that are answered at once; files are small, so few suffice.
const ANSWERING_THREADS: usize = 4;

/// A folder being served; dropping it ends that.
#[expect(
    missing_debug_implementations,
    reason = "a server has nothing to show but its address"
)]
pub struct Served {
    server: Arc<Server>,
    threads: Vec<thread::JoinHandle<()>>,
    address: String,
}

impl Served {
    /// Serves `folder` below `base`, which begins and ends with `/`. Port 0 takes any free port.
    ///
    /// # Errors
    /// When the port is taken.
    pub fn start(folder: &Path, base: &str, port: u16) -> Result<Self> {
        let server = Server::http((Ipv4Addr::LOCALHOST, port)).map_err(|error| anyhow!(error))?;
        let server = Arc::new(server);
        let port = server
            .server_addr()
            .to_ip()
            .map_or(port, |address: SocketAddr| address.port());
        let address = format!("http://127.0.0.1:{port}{base}");
        let threads = (0..ANSWERING_THREADS)
            .map(|_| {
                let (server, folder, base) = (Arc::clone(&server), folder.to_owned(), base.to_owned());
                thread::spawn(move || {
                    while let Ok(request) = server.recv() {
                        answer(request, &folder, &base);
                    }
                })
            })
            .collect();
        Ok(Self {
            server,
            threads,
            address,
        })
    }

    /// The address of the served folder, with `/` at its end.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Serves until the program is stopped.
    pub fn forever(mut self) {
        for thread in self.threads.drain(..) {
            // A thread that died takes no others with it.
            let _ = thread.join();
        }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        for _ in &self.threads {
            self.server.unblock();
        }
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

fn answer(request: Request, folder: &Path, base: &str) {
    let reply = match request.method() {
        Method::Get | Method::Head => match file_of(request.url(), folder, base) {
            Some(path) => fs::read(&path).ok().map(|bytes| (bytes, content_type(&path))),
            None => None,
        },
        _ => {
            // Whoever asked may have gone; that is theirs to know.
            let _ = request.respond(Response::empty(405));
            return;
        }
    };
    let (status, bytes, kind) = match reply {
        Some((bytes, kind)) => (200, bytes, kind),
        None => (
            404,
            b"there is no such file\n".to_vec(),
            "text/plain; charset=utf-8",
        ),
    };
    let mut response = Response::from_data(bytes).with_status_code(status);
    // A rebuilt site must show at the next reload.
    for (name, value) in [
        ("Content-Type", kind),
        ("Cache-Control", "no-cache"),
        ("X-Content-Type-Options", "nosniff"),
    ] {
        if let Ok(header) = Header::from_bytes(name, value) {
            response.add_header(header);
        }
    }
    let _ = request.respond(response);
}

/// The file that an address stands for; `None` for anything outside the folder. Names with `%` are not used here.
fn file_of(url: &str, folder: &Path, base: &str) -> Option<PathBuf> {
    let path = url.split(['?', '#']).next()?.strip_prefix(base)?;
    let path = if path.is_empty() || path.ends_with('/') {
        format!("{path}index.html")
    } else {
        path.to_owned()
    };
    let plain = Path::new(&path)
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    let odd = path.contains(['\\', ':', '%', '\0']);
    (plain && !odd).then(|| folder.join(path))
}

fn content_type(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("json") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("txt" | "yaml" | "yml" | "md") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read as _, Write as _};
    use std::net::TcpStream;

    #[test]
    fn a_folder_is_its_index() {
        let folder = Path::new("site");
        assert_eq!(file_of("/a/?x=1", folder, "/a/"), Some(folder.join("index.html")));
        assert_eq!(file_of("/a/b.js", folder, "/a/"), Some(folder.join("b.js")));
    }

    #[test]
    fn nothing_outside_the_folder_is_served() {
        for url in [
            "/a/../b",
            "/a//etc/passwd",
            "/b",
            "/a/%2e%2e/b",
            "/a/..\\b",
            "/a/./b/../../c",
            "a",
            "",
        ] {
            assert_eq!(file_of(url, Path::new("site"), "/a/"), None, "{url}");
        }
    }

    /// Sends one request and gives the whole answer.
    fn ask(served: &Served, method: &str, path: &str) -> String {
        let host = served
            .address()
            .strip_prefix("http://")
            .unwrap()
            .split('/')
            .next()
            .unwrap();
        let mut stream = TcpStream::connect(host).unwrap();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    #[test]
    fn files_come_with_their_type_and_only_to_those_who_read() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("x.wasm"), "contents").unwrap();
        let served = Served::start(folder.path(), "/a/", 0).unwrap();
        let get = ask(&served, "GET", "/a/x.wasm");
        assert!(
            get.starts_with("HTTP/1.1 200") && get.contains("Content-Type: application/wasm"),
            "{get}"
        );
        assert!(get.ends_with("contents"), "{get}");
        let head = ask(&served, "HEAD", "/a/x.wasm");
        assert!(
            head.starts_with("HTTP/1.1 200") && !head.contains("contents"),
            "{head}"
        );
        assert!(ask(&served, "POST", "/a/x.wasm").starts_with("HTTP/1.1 405"));
        assert!(ask(&served, "GET", "/x.wasm").starts_with("HTTP/1.1 404"));
    }
}
