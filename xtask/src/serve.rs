//! Serves a folder on loopback, to this machine only.

use crate::packed::Packed;
use anyhow::{Context, Result};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

/// The longest request that is read; a browser's are far shorter.
const LONGEST_REQUEST: u64 = 64 * 1024;
/// How long a visitor may take to ask.
const PATIENCE: Duration = Duration::from_secs(10);

/// A folder being served; dropping it ends that.
///
/// Each connection has a thread of its own and carries one answer: browsers open connections that they may never
/// use, and with a fixed number of threads those keep the others waiting.
#[derive(Debug)]
pub struct Served {
    ended: Arc<AtomicBool>,
    thread: Option<thread::JoinHandle<()>>,
    address: String,
    port: u16,
}

impl Served {
    /// Serves `folder` below `base`, which begins and ends with `/`. Port 0 takes any free port.
    ///
    /// # Errors
    /// When the port is taken.
    pub fn start(folder: &Path, base: &str, port: u16) -> Result<Self> {
        Self::start_with(folder, base, port, Packed::default)
    }

    /// Serves compressed files to whoever takes them, as a static host does.
    ///
    /// # Errors
    /// When the port is taken.
    pub fn start_compressed(folder: &Path, base: &str, port: u16) -> Result<Self> {
        Self::start_with(folder, base, port, || Packed::folder(folder))
    }

    fn start_with(folder: &Path, base: &str, port: u16, pack: impl FnOnce() -> Packed) -> Result<Self> {
        let listener =
            TcpListener::bind((Ipv4Addr::LOCALHOST, port)).with_context(|| format!("port {port}"))?;
        let port = listener.local_addr()?.port();
        let ended = Arc::new(AtomicBool::new(false));
        let (folder, base_path, end) = (folder.to_owned(), base.to_owned(), Arc::clone(&ended));
        // only once the port is known to be free
        let packed = Arc::new(pack());
        let thread = thread::spawn(move || {
            for visitor in listener.incoming() {
                if end.load(Ordering::SeqCst) {
                    return;
                }
                let Ok(visitor) = visitor else { continue };
                let (folder, base, packed) = (folder.clone(), base_path.clone(), Arc::clone(&packed));
                thread::spawn(move || {
                    // Whoever asked may have gone; that is theirs to know.
                    let _ = answer(&visitor, &folder, &base, &packed);
                });
            }
        });
        Ok(Self {
            ended,
            thread: Some(thread),
            address: format!("http://127.0.0.1:{port}{base}"),
            port,
        })
    }

    /// The address of the served folder, with `/` at its end.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Serves until the program is stopped.
    pub fn forever(mut self) {
        if let Some(thread) = self.thread.take() {
            // It only ends with the program.
            let _ = thread.join();
        }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::SeqCst);
        // The listener looks at the flag when somebody comes.
        let _ = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port));
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Reads one request and answers it.
fn answer(visitor: &TcpStream, folder: &Path, base: &str, packed: &Packed) -> std::io::Result<()> {
    visitor.set_read_timeout(Some(PATIENCE))?;
    let mut lines = BufReader::new(visitor.take(LONGEST_REQUEST)).lines();
    let Some(request) = lines.next().transpose()? else {
        return Ok(());
    };
    let mut takes_brotli = false;
    for line in lines {
        let line = line?.to_ascii_lowercase();
        if line.is_empty() {
            break;
        }
        takes_brotli |= line
            .strip_prefix("accept-encoding:")
            .is_some_and(|names| names.split(',').any(|name| name.trim() == "br"));
    }
    let mut words = request.split(' ');
    let (method, url) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
    let found = file_of(url, folder, base).and_then(|path| {
        let small = packed.file(&path).filter(|_| takes_brotli);
        let encoding = if small.is_some() {
            "Content-Encoding: br\r\n"
        } else {
            ""
        };
        Some((
            small.or_else(|| fs::read(&path).ok())?,
            content_type(&path),
            encoding,
        ))
    });
    let encoding = found.as_ref().map_or("", |(_, _, encoding)| encoding);
    let (status, bytes, kind) = match (method, found) {
        ("GET" | "HEAD", Some((bytes, kind, _))) => ("200 OK", bytes, kind),
        ("GET" | "HEAD", None) => (
            "404 Not Found",
            b"there is no such file\n".to_vec(),
            "text/plain; charset=utf-8",
        ),
        _ => ("405 Method Not Allowed", Vec::new(), "text/plain; charset=utf-8"),
    };
    // A rebuilt site must show at the next reload.
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{encoding}Content-Length: {}\r\nVary: Accept-Encoding\r\n\
         Cache-Control: no-cache\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n",
        bytes.len()
    );
    let mut visitor = visitor;
    visitor.write_all(head.as_bytes())?;
    if method != "HEAD" {
        visitor.write_all(&bytes)?;
    }
    visitor.flush()
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
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: gzip, br\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    #[test]
    fn who_takes_compressed_files_gets_them_where_they_are_served() {
        let folder = tempfile::tempdir().unwrap();
        let content = "contents ".repeat(1000);
        fs::write(folder.path().join("x.js"), &content).unwrap();
        let plain = Served::start(folder.path(), "/", 0).unwrap();
        let answer = ask(&plain, "GET", "/x.js");
        assert!(
            answer.ends_with(&content) && !answer.contains("Content-Encoding"),
            "{answer}"
        );
        let compressed = Served::start_compressed(folder.path(), "/", 0).unwrap();
        let answer = ask(&compressed, "GET", "/x.js");
        assert!(answer.contains("Content-Encoding: br\r\n"), "{answer}");
        assert!(answer.len() < 500, "{answer}");
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
