//! `rubric explain`: a code's page, or the list of codes.

use std::io::Write;

use anyhow::Result;

use super::CLEAN;
use super::args::ExplainArgs;
use super::report::severity_name;
use crate::features::diagnostics::Code;

pub(super) fn run(args: &ExplainArgs) -> Result<u8> {
    let mut out = anstream::stdout().lock();
    match args.code {
        Some(code) => page(&mut out, code)?,
        None => list(&mut out)?,
    }
    Ok(CLEAN)
}

fn page(out: &mut impl Write, code: Code) -> std::io::Result<()> {
    let severity = severity_name(code.severity());
    write!(out, "{}", code.page())?;
    writeln!(
        out,
        "
## Severity and suppression

{code} is of severity {severity}. rubric.yaml changes that, for all posts or for those of a folder:

```yaml
rules: {{ {code}: off }}          # or hint, info, warning, error
collections: {{ drafts: {{ rules: {{ {code}: off }} }} }}
```

In one place, a comment silences it, for its own line or, alone in a line, for the next one:

```yaml
# rubric: ignore {code}
```

```markdown
<!-- rubric: ignore {code} -->
```

`rubric: ignore-file {code}` silences it in the whole post. For one run: `rubric check --ignore {code}`.
"
    )
}

fn list(out: &mut impl Write) -> std::io::Result<()> {
    let width = Code::ALL
        .iter()
        .map(|it| it.name().len())
        .max()
        .unwrap_or(0);
    for code in Code::ALL {
        let (name, severity) = (code.name(), severity_name(code.severity()));
        writeln!(out, "{name:width$}  {severity:7}  {}", code.summary())?;
    }
    Ok(())
}
