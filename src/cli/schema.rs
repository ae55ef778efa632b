//! `rubric schema`: the JSON Schema of rubric.yaml, for editors.

use std::io::Write;

use anyhow::Result;

use super::CLEAN;
use crate::features::config::json_schema;

pub(super) fn run() -> Result<u8> {
    let mut out = anstream::stdout().lock();
    serde_json::to_writer_pretty(&mut out, &json_schema())?;
    writeln!(out)?;
    Ok(CLEAN)
}
