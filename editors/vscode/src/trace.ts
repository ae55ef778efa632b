// The output that shows the protocol's messages, governed by the setting `rubric.trace.server` alone.
//
// The client library writes its trace at the level "trace" of a log channel, which VS Code hides until the author also
// finds "Set Log Level". To the library this channel is at that level whenever the setting asks for a trace.

import { EventEmitter, LogLevel, LogOutputChannel, window, workspace } from 'vscode';

function level(): LogLevel {
  const asked = workspace.getConfiguration('rubric').get<string>('trace.server', 'off');
  return asked === 'off' ? LogLevel.Off : LogLevel.Trace;
}

export function createTraceChannel(): LogOutputChannel {
  const shown = window.createOutputChannel('Rubric Trace', { log: true });
  const changed = new EventEmitter<LogLevel>();
  const settings = workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration('rubric.trace.server')) changed.fire(level());
  });
  return {
    name: shown.name,
    get logLevel() {
      return level();
    },
    onDidChangeLogLevel: changed.event,
    trace: (message, ...rest) => shown.info(message, ...rest),
    debug: (message, ...rest) => shown.info(message, ...rest),
    info: (message, ...rest) => shown.info(message, ...rest),
    warn: (message, ...rest) => shown.warn(message, ...rest),
    error: (message, ...rest) => shown.error(message, ...rest),
    append: (text) => shown.append(text),
    appendLine: (text) => shown.appendLine(text),
    replace: (text) => shown.replace(text),
    clear: () => shown.clear(),
    show: () => shown.show(),
    hide: () => shown.hide(),
    dispose: () => {
      settings.dispose();
      changed.dispose();
      shown.dispose();
    },
  };
}
