//! The loop between frames and handlers: order, cancellation, panics. It knows JSON-RPC and the life cycle, and no method
//! beyond `initialize`, `shutdown` and `exit`.
//!
//! The transport that comes with the protocol crate keeps four slots and a rendezvous channel (a client that stops reading
//! stops it), and ends at the first message that is not JSON. Here each handler is polled once, in the order in which
//! messages came, before the next message is looked at: a notification that changes a text has changed it, and a request
//! has its snapshot. What is left of a handler then runs on its own.

use std::collections::HashMap;
use std::future::Future;
use std::ops::ControlFlow;
use std::panic::AssertUnwindSafe;
use std::task::Poll;
use std::time::Duration;

use futures::{FutureExt, SinkExt, StreamExt};
use tokio::sync::{mpsc, oneshot};
use tower_lsp::jsonrpc::{Error, ErrorCode, Id, Request, Response};
use tower_lsp::{ClientSocket, LspService};
use tower_service::Service;

use super::stdio::{Frame, Output};
use super::uri_aliases::Spellings;
use super::{Backend, quirks};

/// How long `exit` and the end of the input wait for answers: every request has one, also one that an editor sends as its window
/// closes, and whoever pipes a script of requests into us wants to read them.
const LAST_ANSWERS: Duration = Duration::from_secs(1);

/// How the client left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// `exit`, or the end of stdin, after `shutdown`.
    Orderly,
    /// `exit`, the end of stdin, or the client's death without `shutdown`.
    Abrupt,
}

/// Both ways to the client.
pub(super) struct Channel {
    pub(super) frames: mpsc::Receiver<Frame>,
    pub(super) output: Output,
    pub(super) spellings: Spellings,
}

/// Serves until `exit`, the end of the input, or the client's death. Answers may still be on their way to the client then.
pub(super) async fn serve(
    service: LspService<Backend>,
    socket: ClientSocket,
    channel: Channel,
    client_gone: impl Future<Output = ()>,
) -> Ending {
    let Channel {
        mut frames,
        output,
        spellings,
    } = channel;
    let (mut to_client, mut from_client) = socket.split();
    let (answers, mut queued_answers) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Some(answer) = queued_answers.recv().await {
            if from_client.send(answer).await.is_err() {
                return;
            }
        }
    });
    let mut dispatcher = Dispatcher {
        service,
        answers,
        output: output.clone(),
        spellings,
        last: HashMap::new(),
        phase: Phase::Uninitialized,
    };
    tokio::pin!(client_gone);
    loop {
        tokio::select! {
            frame = frames.recv() => {
                let is_last = frame.is_none_or(|it| dispatcher.frame(it).is_break());
                if is_last {
                    tokio::time::timeout(LAST_ANSWERS, dispatcher.settle()).await.ok();
                    break;
                }
            }
            Some(request) = to_client.next() => output.send(&request),
            () = &mut client_gone => break,
        }
    }
    match dispatcher.phase {
        Phase::ShutDown => Ending::Orderly,
        Phase::Uninitialized | Phase::Initialized => Ending::Abrupt,
    }
}

/// The service keeps its own, but does not tell.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    Uninitialized,
    Initialized,
    ShutDown,
}

struct Dispatcher {
    service: LspService<Backend>,
    /// What the client answers to our requests.
    answers: mpsc::UnboundedSender<Response>,
    output: Output,
    spellings: Spellings,
    /// For each method, what tells that its latest request has been answered.
    last: HashMap<String, oneshot::Receiver<()>>,
    phase: Phase,
}

/// A request as its answer needs it.
#[derive(Clone)]
struct Call {
    method: String,
    /// `None` for a notification.
    id: Option<Id>,
    initialized: bool,
}

impl Dispatcher {
    fn frame(&mut self, frame: Frame) -> ControlFlow<()> {
        let error = match frame {
            Frame::Malformed(reason) => (Id::Null, invalid(ErrorCode::ParseError, reason)),
            Frame::Body(body) => match quirks::json(&body) {
                Ok(message) => match quirks::message(message, &self.spellings) {
                    Ok(quirks::Message::Request(request)) => return self.request(request),
                    Ok(quirks::Message::Response(response)) => {
                        drop(self.answers.send(response));
                        return ControlFlow::Continue(());
                    }
                    Err((id, reason)) => (id, invalid(ErrorCode::InvalidRequest, reason)),
                },
                Err(error) => (Id::Null, invalid(ErrorCode::ParseError, error.to_string())),
            },
        };
        tracing::warn!("not a message: {}", error.1.message);
        self.output.send(&Response::from_error(error.0, error.1));
        ControlFlow::Continue(())
    }

    fn request(&mut self, request: Request) -> ControlFlow<()> {
        let call = Call {
            method: request.method().to_owned(),
            id: request.id().cloned(),
            initialized: self.phase != Phase::Uninitialized,
        };
        match (&*call.method, &call.id) {
            ("exit", _) => return ControlFlow::Break(()),
            ("shutdown", Some(_)) if call.initialized => self.phase = Phase::ShutDown,
            _ => {}
        }
        let started = std::panic::catch_unwind(AssertUnwindSafe(|| self.service.call(request)));
        match started {
            Ok(handler) => self.start(call, handler),
            Err(_) => self.output.send_some(call.panicked()),
        }
        ControlFlow::Continue(())
    }

    /// Polls the handler once, here and now; what is left of it goes on by itself.
    fn start<E>(
        &mut self,
        call: Call,
        handler: impl Future<Output = Result<Option<Response>, E>> + Send + 'static,
    ) where
        E: std::fmt::Display + Send + 'static,
    {
        let caught = AssertUnwindSafe(handler).catch_unwind();
        let asked = call.clone();
        let mut handler = Box::pin(async move {
            match caught.await {
                Ok(Ok(answer)) => asked.answer(answer),
                Ok(Err(error)) => asked.failed(error.to_string()),
                Err(_) => asked.panicked(),
            }
        });
        // The waker is of no use: spawning polls again at once.
        let waker = futures::task::noop_waker();
        let mut context = std::task::Context::from_waker(&waker);
        match handler.as_mut().poll(&mut context) {
            Poll::Ready(answer) => self.finish(call, answer),
            Poll::Pending => self.detach(call, handler),
        }
    }

    fn finish(&mut self, call: Call, answer: Option<Response>) {
        let Some(answer) = answer else { return };
        if call.method == "initialize" && answer.is_ok() {
            self.phase = Phase::Initialized;
        }
        if self.is_waiting(&call.method) {
            self.detach(call, std::future::ready(Some(answer)));
        } else {
            self.output.send(&answer);
        }
    }

    /// Waits until all requests are answered.
    async fn settle(&mut self) {
        for (_, answered) in self.last.drain() {
            answered.await.ok();
        }
    }

    fn is_waiting(&mut self, method: &str) -> bool {
        let Some(last) = self.last.get_mut(method) else {
            return false;
        };
        let waiting = last.try_recv() == Err(oneshot::error::TryRecvError::Empty);
        if !waiting {
            self.last.remove(method);
        }
        waiting
    }

    /// Answers of one method leave in the order of their requests, so that a client never shows an older list over a newer one.
    /// Refusals do not wait; nobody shows them.
    fn detach(
        &mut self,
        call: Call,
        handler: impl Future<Output = Option<Response>> + Send + 'static,
    ) {
        let (answered, waiting) = oneshot::channel();
        let before = match call.id {
            Some(_) => self.last.insert(call.method, waiting),
            None => None,
        };
        let output = self.output.clone();
        tokio::spawn(async move {
            let mut answer = handler.await;
            if answer.as_ref().is_some_and(Response::is_error) {
                output.send_some(answer.take());
            }
            if let Some(before) = before {
                // An error means only that the one before is done: it says so by going.
                before.await.ok();
            }
            output.send_some(answer);
            drop(answered);
        });
    }
}

impl Call {
    /// Puts right what the service leaves unanswered, or answers against the specification.
    fn answer(&self, answer: Option<Response>) -> Option<Response> {
        let id = self.id.clone()?;
        let unknown = answer.as_ref().is_none_or(|it| {
            it.error()
                .is_some_and(|error| error.code == ErrorCode::MethodNotFound)
        });
        if unknown && !self.initialized {
            let error = invalid(ErrorCode::ServerError(-32002), "not initialized yet");
            return Some(Response::from_error(id, error));
        }
        Some(answer.unwrap_or_else(|| Response::from_error(id, Error::method_not_found())))
    }

    fn failed(&self, reason: String) -> Option<Response> {
        tracing::error!("{}: {reason}", self.method);
        let error = invalid(ErrorCode::InternalError, reason);
        Some(Response::from_error(self.id.clone()?, error))
    }

    /// The panic itself has been printed by the hook, with its place.
    fn panicked(&self) -> Option<Response> {
        self.failed(format!("{} panicked; the log says where", self.method))
    }
}

impl Output {
    fn send_some(&self, answer: Option<Response>) {
        if let Some(answer) = answer {
            self.send(&answer);
        }
    }
}

fn invalid(code: ErrorCode, message: impl Into<String>) -> Error {
    Error {
        code,
        message: message.into().into(),
        data: None,
    }
}
