//! Methods for tests alone, in debug builds, and only where the environment asks for them: what no client can make happen.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;
use tower_lsp::LspServiceBuilder;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::Uri;

use super::super::Backend;
use super::super::workers::{on_slow_worker, on_worker};
use super::{read_root, rename};
use crate::corpus::{Cancellation, Host, Unavailable};

#[derive(Debug, Deserialize)]
struct Params {
    /// Where to panic: `handler`, `worker`, `lock`.
    #[serde(default)]
    place: String,
    /// How long to work, in milliseconds.
    #[serde(default)]
    milliseconds: u64,
    /// Whether it is work that may be long.
    #[serde(default)]
    slow: bool,
}

#[derive(Debug, Deserialize)]
struct Root {
    root: Uri,
}

pub(in crate::server) fn register(
    builder: LspServiceBuilder<Backend>,
) -> LspServiceBuilder<Backend> {
    if std::env::var_os("RUBRIC_TEST_HOOKS").is_none() {
        return builder;
    }
    builder
        .custom_method("rubric/test/panic", Backend::test_panic)
        .custom_method(
            "rubric/test/panicNotification",
            Backend::test_panic_notification,
        )
        .custom_method("rubric/test/sleep", Backend::test_sleep)
        .custom_method("rubric/test/endless", Backend::test_endless)
        .custom_method("rubric/test/restless", Backend::test_restless)
}

impl Backend {
    async fn test_panic(&self, params: Params) -> Result<()> {
        let state = Arc::clone(&self.state);
        match params.place.as_str() {
            "handler" => panic!("a test asked for it"),
            "lock" => {
                let _world = state.world();
                panic!("a test asked for it, with the lock held");
            }
            _ => on_worker(|_| panic!("a test asked for it, on a worker")).await,
        }
    }

    async fn test_panic_notification(&self, _: Params) {
        panic!("a test asked for it, in a notification");
    }

    async fn test_sleep(&self, params: Params) -> Result<u64> {
        let time = Duration::from_millis(params.milliseconds);
        let sleep = move |_: &Cancellation| std::thread::sleep(time);
        match params.slow {
            true => on_slow_worker(&Arc::clone(&self.state), sleep).await,
            false => on_worker(sleep).await,
        }
        Ok(params.milliseconds)
    }

    /// Long work that looks whether it is still wanted, and never ends by itself.
    async fn test_endless(&self, _: Params) -> Result<()> {
        let state = Arc::clone(&self.state);
        on_slow_worker(&state, |cancellation| {
            let snap = Host::new(PathBuf::new()).snapshot().until(cancellation);
            loop {
                snap.unwind_if_cancelled();
                std::thread::sleep(Duration::from_millis(5));
            }
        })
        .await
    }

    /// Work on many posts of a root, one of which has changed again whenever it is looked at.
    async fn test_restless(&self, params: Root) -> Result<Option<()>> {
        let state = Arc::clone(&self.state);
        let answer = read_root(&state, &params.root, |_| Err(Unavailable::Stale));
        answer.await.map_err(rename::said)
    }
}
