//! The settings of an editor's user: the section `rubric`, however it comes. Everything about posts belongs in rubric.yaml.

use serde_json::Value;

/// How many items a completion list has at most, unless the user says otherwise.
const COMPLETION_LIMIT: usize = 100;

/// Settings that the server itself reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Settings {
    /// `diagnostics.enable`
    pub(super) diagnostics: bool,
    /// `diagnostics.scope`
    pub(super) scope: Scope,
    /// `completion.limit`: number of items.
    pub(super) completion_limit: usize,
    /// `completion.body`: names in the body too.
    pub(super) completion_body: bool,
    /// `codeLens.enable`
    pub(super) code_lens: bool,
    /// `inlayHints.enable`
    pub(super) inlay_hints: bool,
}

/// Of which posts findings are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Scope {
    #[default]
    Open,
    Workspace,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            diagnostics: true,
            scope: Scope::Open,
            completion_limit: COMPLETION_LIMIT,
            completion_body: true,
            code_lens: true,
            inlay_hints: false,
        }
    }
}

impl Settings {
    /// Reads what is there and keeps the defaults for the rest. Values may be nested objects or have dotted names, and may
    /// stand in a section `rubric` or be it. A value that is wrong keeps the default, and a sentence says so.
    pub(super) fn read(value: &Value) -> (Settings, Vec<String>) {
        let section = value.get("rubric").unwrap_or(value);
        let (mut settings, mut complaints) = (Settings::default(), Vec::new());
        let mut take = |name: &str, should: &str, set: &mut dyn FnMut(&Value) -> Option<()>| {
            if let Some(value) = lookup(section, name)
                && set(value).is_none()
            {
                complaints.push(format!("rubric.{name} should be {should}, not {value}"));
            }
        };
        take("diagnostics.enable", "true or false", &mut |it| {
            settings.diagnostics = it.as_bool()?;
            Some(())
        });
        take(
            "diagnostics.scope",
            "\"open\" or \"workspace\"",
            &mut |it| {
                settings.scope = match it.as_str()? {
                    "open" => Scope::Open,
                    "workspace" => Scope::Workspace,
                    _ => return None,
                };
                Some(())
            },
        );
        take("completion.limit", "a number above 0", &mut |it| {
            let limit = it.as_u64().filter(|it| *it > 0)?;
            settings.completion_limit = usize::try_from(limit).ok()?;
            Some(())
        });
        take("completion.body", "true or false", &mut |it| {
            settings.completion_body = it.as_bool()?;
            Some(())
        });
        take("codeLens.enable", "true or false", &mut |it| {
            settings.code_lens = it.as_bool()?;
            Some(())
        });
        take("inlayHints.enable", "true or false", &mut |it| {
            settings.inlay_hints = it.as_bool()?;
            Some(())
        });
        (settings, complaints)
    }
}

/// A value by its dotted name; `null` is no value.
fn lookup<'a>(section: &'a Value, name: &str) -> Option<&'a Value> {
    let nested = || name.split('.').try_fold(section, |it, key| it.get(key));
    section.get(name).or_else(nested).filter(|it| !it.is_null())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn settings_are_found_nested_dotted_and_in_their_section() {
        let expected = Settings {
            diagnostics: false,
            scope: Scope::Workspace,
            completion_limit: 20,
            completion_body: false,
            code_lens: false,
            inlay_hints: true,
        };
        for value in [
            json!({"diagnostics": {"enable": false, "scope": "workspace"}, "completion": {"limit": 20, "body": false}, "codeLens": {"enable": false}, "inlayHints": {"enable": true}}),
            json!({"diagnostics.enable": false, "diagnostics.scope": "workspace", "completion.limit": 20, "completion.body": false, "codeLens.enable": false, "inlayHints.enable": true}),
            json!({"rubric": {"diagnostics": {"enable": false, "scope": "workspace"}, "completion.limit": 20, "completion.body": false, "codeLens": {"enable": false}, "inlayHints.enable": true}}),
        ] {
            assert_eq!(Settings::read(&value), (expected.clone(), vec![]));
        }
    }

    #[test]
    fn a_wrong_value_is_told_and_keeps_the_default() {
        let value = json!({"diagnostics": {"enable": "yes", "scope": "工作区"}, "completion": {"limit": -1}});
        let (settings, complaints) = Settings::read(&value);
        assert_eq!(settings, Settings::default());
        assert_eq!(complaints.len(), 3);
        assert_eq!(
            complaints[0],
            "rubric.diagnostics.enable should be true or false, not \"yes\""
        );
        for value in [
            json!(null),
            json!([]),
            json!({"rubric": null}),
            json!({"completion": null}),
        ] {
            assert_eq!(Settings::read(&value), (Settings::default(), vec![]));
        }
    }
}
