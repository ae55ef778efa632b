//! The log: to stderr, to a file if one is named, and warnings to the client too. `RUBRIC_LOG` filters it, in the form that
//! `RUST_LOG` has elsewhere.

use std::fmt::Write as _;
use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;
use tokio::sync::mpsc;
use tower_lsp::Client;
use tower_lsp::ls_types::MessageType;
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::filter::EnvFilter;
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;

/// Editors show what comes on stderr as errors of the server, so that only warnings go there unasked.
const STDERR: &str = "warn";
const FILE: &str = "warn,rubric=info";

/// Warnings and errors on their way to the client.
pub(super) type Warnings = mpsc::UnboundedReceiver<(MessageType, String)>;

/// Starts logging. Fails if the file cannot be written.
pub(super) fn init(log: Option<&Path>) -> anyhow::Result<Warnings> {
    let (sender, warnings) = mpsc::unbounded_channel();
    let file = log.map(open).transpose()?.map(|it| {
        tracing_subscriber::fmt::layer()
            .with_writer(Arc::new(it))
            .with_ansi(false)
            .with_filter(filter(FILE))
    });
    let stderr = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .with_filter(filter(STDERR));
    tracing_subscriber::registry()
        .with(stderr)
        .with(file)
        .with(ToClient { sender })
        .try_init()
        .context("logging was started already")?;
    Ok(warnings)
}

fn open(path: &Path) -> anyhow::Result<File> {
    File::options()
        .create(true)
        .append(true)
        .open(path)
        .with_context(|| format!("the log {} cannot be written", path.display()))
}

fn filter(default: &str) -> EnvFilter {
    let wanted = std::env::var("RUBRIC_LOG").unwrap_or_default();
    let wanted = if wanted.is_empty() { default } else { &wanted };
    EnvFilter::try_new(wanted).unwrap_or_else(|_| EnvFilter::new(default))
}

/// Sends each warning as `window/logMessage`, from a task of its own: whoever logs does not wait for the client.
pub(super) fn forward(mut warnings: Warnings, client: Client) {
    tokio::spawn(async move {
        while let Some((kind, message)) = warnings.recv().await {
            client.log_message(kind, message).await;
        }
    });
}

struct ToClient {
    sender: mpsc::UnboundedSender<(MessageType, String)>,
}

impl<S: Subscriber> Layer<S> for ToClient {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let metadata = event.metadata();
        let kind = match *metadata.level() {
            Level::ERROR => MessageType::ERROR,
            Level::WARN => MessageType::WARNING,
            _ => return,
        };
        if !metadata.target().starts_with("rubric") {
            return;
        }
        let mut message = Message(String::new());
        event.record(&mut message);
        drop(self.sender.send((kind, message.0)));
    }
}

struct Message(String);

impl Visit for Message {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        if field.name() == "message" {
            write!(self.0, "{value:?}").expect("a string takes all");
        }
    }
}
