//! A small client of our own that drives the real binary over stdio. It knows the base protocol and nothing of Rubric.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// Longer than any answer takes on a busy machine; a test that waits so long has failed. Less than the work that tests ask
/// the server not to wait for (60 s).
pub(crate) const PATIENCE: Duration = Duration::from_secs(45);

/// Kills the server when it goes, so that a failed test leaves none behind.
pub(crate) struct Client {
    child: Child,
    stdin: Option<ChildStdin>,
    incoming: Receiver<Value>,
    /// A deaf client begins to listen when this goes.
    ears: Option<Sender<()>>,
    /// What came while something else was waited for.
    waiting: VecDeque<Value>,
    next_id: i64,
    /// What `workspace/configuration` is answered with.
    pub(crate) settings: Value,
    /// Whether registrations are refused.
    pub(crate) refuses: bool,
    /// The server's requests so far, answered already.
    pub(crate) requests: Vec<Value>,
}

/// How the binary is started.
#[derive(Default)]
pub(crate) struct Start<'a> {
    pub(crate) log: Option<&'a Path>,
    /// Methods that panic, sleep and so on.
    pub(crate) hooks: bool,
    /// Nothing is read before [`Client::listen`].
    pub(crate) deaf: bool,
}

impl Start<'_> {
    pub(crate) fn client(&self) -> Client {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rubric"));
        command
            .arg("lsp")
            .env_remove("RUBRIC_LOG")
            .env("RUBRIC_NO_CACHE", "1");
        if let Some(log) = self.log {
            command.arg("--log").arg(log);
        }
        if self.hooks {
            command.env("RUBRIC_TEST_HOOKS", "1");
        }
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the binary starts");
        let stdout = child.stdout.take().expect("stdout is piped");
        let (ears, gate) = mpsc::channel();
        Client {
            stdin: child.stdin.take(),
            child,
            incoming: listen(stdout, gate),
            ears: self.deaf.then_some(ears),
            waiting: VecDeque::new(),
            next_id: 0,
            settings: Value::Null,
            refuses: false,
            requests: Vec::new(),
        }
    }
}

/// Reads messages on a thread, from when the gate's other end is gone.
fn listen(stdout: ChildStdout, gate: Receiver<()>) -> Receiver<Value> {
    let (sender, incoming) = mpsc::channel();
    thread::spawn(move || {
        gate.recv().ok();
        let mut stdout = BufReader::new(stdout);
        while let Some(message) = read_message(&mut stdout) {
            if sender.send(message).is_err() {
                return;
            }
        }
    });
    incoming
}

fn read_message(stdout: &mut impl BufRead) -> Option<Value> {
    let mut length = None;
    loop {
        let mut line = String::new();
        if stdout.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end().split_once(": ") {
            Some(("Content-Length", value)) => length = value.parse().ok(),
            Some(_) => {}
            None => break,
        }
    }
    let mut body = vec![0; length.expect("a length stands in front of each message")];
    stdout.read_exact(&mut body).ok()?;
    Some(serde_json::from_slice(&body).expect("the server writes JSON"))
}

impl Client {
    pub(crate) fn start() -> Client {
        Start::default().client()
    }

    /// A client past its handshake, with these capabilities, in these folders. Returns the server's capabilities too.
    pub(crate) fn in_folders(capabilities: Value, folders: &[&Path]) -> (Client, Value) {
        let mut client = Client::start();
        let result = client.initialize(capabilities, folders);
        (client, result["capabilities"].clone())
    }

    pub(crate) fn initialize(&mut self, capabilities: Value, folders: &[&Path]) -> Value {
        let folders: Vec<Value> = folders
            .iter()
            .map(|it| json!({ "uri": uri(it), "name": "posts" }))
            .collect();
        let params = json!({
            "processId": std::process::id(),
            "rootUri": null,
            "capabilities": capabilities,
            "workspaceFolders": folders,
        });
        let result = self.call("initialize", params);
        self.notify("initialized", json!({}));
        result
    }

    /// Ends a deaf client's deafness.
    pub(crate) fn listen(&mut self) {
        self.ears = None;
    }

    /// Writes bytes as they are.
    pub(crate) fn write(&mut self, bytes: &[u8]) {
        let stdin = self.stdin.as_mut().expect("stdin is open");
        stdin.write_all(bytes).expect("the server reads");
        stdin.flush().expect("the server reads");
    }

    pub(crate) fn send(&mut self, message: &Value) {
        self.write(&frame(message));
    }

    pub(crate) fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Sends a request and goes on; its id.
    pub(crate) fn request(&mut self, method: &str, params: Value) -> i64 {
        self.next_id += 1;
        let id = self.next_id;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        id
    }

    /// The whole answer to a request: with `result` or `error`.
    pub(crate) fn answer(&mut self, id: i64) -> Value {
        let what = format!("the answer to request {id}");
        self.wait(&what, |it| it.get("method").is_none() && it["id"] == id)
    }

    /// The result of a request that succeeds.
    pub(crate) fn call(&mut self, method: &str, params: Value) -> Value {
        let id = self.request(method, params);
        let answer = self.answer(id);
        let result = answer.get("result");
        result
            .unwrap_or_else(|| panic!("{method}: {answer}"))
            .clone()
    }

    /// The code of the error that a request meets.
    pub(crate) fn call_error(&mut self, method: &str, params: Value) -> i64 {
        let answer = self.try_call(method, params);
        let code = answer["error"]["code"].as_i64();
        code.unwrap_or_else(|| panic!("{method} should be refused: {answer}"))
    }

    /// The whole answer, an error or not.
    pub(crate) fn try_call(&mut self, method: &str, params: Value) -> Value {
        let id = self.request(method, params);
        self.answer(id)
    }

    /// The parameters of a notification that fits.
    pub(crate) fn notification(&mut self, method: &str, fits: impl Fn(&Value) -> bool) -> Value {
        let message = self.wait(method, |it| {
            it["method"] == method && it.get("id").is_none() && fits(&it["params"])
        });
        message["params"].clone()
    }

    /// The first message that fits; others wait for their turn. The server's requests are answered on the way.
    pub(crate) fn wait(&mut self, what: &str, fits: impl Fn(&Value) -> bool) -> Value {
        if let Some(index) = self.waiting.iter().position(&fits) {
            return self.waiting.remove(index).expect("it is there");
        }
        let end = Instant::now() + PATIENCE;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let Ok(message) = self.incoming.recv_timeout(left) else {
                panic!("{what} does not come; what came: {:#?}", self.waiting);
            };
            if fits(&message) {
                self.answer_request(&message);
                return message;
            }
            self.take(message);
        }
    }

    /// Takes in what comes during a while.
    pub(crate) fn idle(&mut self, time: Duration) {
        let end = Instant::now() + time;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            match self.incoming.recv_timeout(left) {
                Ok(message) => self.take(message),
                Err(_) => return,
            }
        }
    }

    /// Messages that came and that nothing has waited for.
    pub(crate) fn came(&self, method: &str) -> usize {
        let came = self.waiting.iter().chain(&self.requests);
        came.filter(|it| it["method"] == method).count()
    }

    fn take(&mut self, message: Value) {
        self.answer_request(&message);
        self.waiting.push_back(message);
    }

    fn answer_request(&mut self, message: &Value) {
        let (Some(id), Some(method)) = (message.get("id"), message["method"].as_str()) else {
            return;
        };
        let mut answer = json!({ "jsonrpc": "2.0", "id": id, "result": null });
        match method {
            "workspace/configuration" => answer["result"] = json!([self.settings]),
            "client/registerCapability" if self.refuses => {
                answer = json!({ "jsonrpc": "2.0", "id": id, "error": { "code": -32601, "message": "没有" } });
            }
            _ => {}
        }
        self.send(&answer);
        self.requests.push(message.clone());
    }

    pub(crate) fn open(&mut self, uri: &str, text: &str) {
        let document = json!({ "uri": uri, "languageId": "markdown", "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    pub(crate) fn close(&mut self, uri: &str) {
        self.notify(
            "textDocument/didClose",
            json!({ "textDocument": { "uri": uri } }),
        );
    }

    /// Replaces the range between two positions, each a line and a column.
    pub(crate) fn edit(&mut self, uri: &str, version: i32, range: [(u32, u32); 2], text: &str) {
        let [start, end] =
            range.map(|(line, character)| json!({ "line": line, "character": character }));
        let change = json!({ "range": { "start": start, "end": end }, "text": text });
        self.change(uri, version, json!([change]));
    }

    pub(crate) fn change(&mut self, uri: &str, version: i32, changes: Value) {
        let document = json!({ "uri": uri, "version": version });
        let params = json!({ "textDocument": document, "contentChanges": changes });
        self.notify("textDocument/didChange", params);
    }

    /// Ends stdin.
    pub(crate) fn hang_up(&mut self) {
        self.stdin = None;
    }

    pub(crate) fn exit(mut self) -> i32 {
        self.notify("exit", Value::Null);
        self.code()
    }

    /// Waits until the server is gone; its exit code.
    pub(crate) fn code(mut self) -> i32 {
        let end = Instant::now() + PATIENCE;
        while Instant::now() < end {
            if let Some(status) = self.child.try_wait().expect("the server is our child") {
                return status.code().expect("the server ends by itself");
            }
            thread::sleep(Duration::from_millis(10));
        }
        panic!("the server does not end");
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        // It may be gone already.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// One message as it goes over the wire.
pub(crate) fn frame(message: &Value) -> Vec<u8> {
    let body = message.to_string();
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

/// The URI of a path as VS Code spells it, for the names that tests use.
pub(crate) fn uri(path: &Path) -> String {
    let path = path.to_str().expect("tests' paths are UTF-8");
    let mut uri = String::from("file://");
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}
