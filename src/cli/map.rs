//! `rename --map FILE`: many renames at once, as CSV `field,old,new` or as YAML `{field: {old: new}}`.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_yaml::Value;

use crate::features::rename::TermMap;

/// Reads the file by its extension: `.csv`, else YAML (of which JSON is a part).
pub(super) fn read(path: &Path) -> Result<TermMap> {
    let text =
        fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let text = text.trim_start_matches('\u{feff}');
    let is_csv = path
        .extension()
        .is_some_and(|it| it.eq_ignore_ascii_case("csv"));
    let map = if is_csv {
        read_csv(text)
    } else {
        read_yaml(text)
    };
    map.and_then(|it| to_the_end(&it))
        .with_context(|| format!("{} is no list of renames", path.display()))
}

/// `a` to `b` and `b` to `c` makes both of them `c`: so a run that was cut off is completed by another, which finds `b` in
/// posts where `a` was. For the same reason a term cannot come to be itself again.
fn to_the_end(map: &TermMap) -> Result<TermMap> {
    let mut ends = TermMap::default();
    for (field, old, new) in map.terms() {
        let mut end = new.with_context(|| format!("`{old}` in {field} has no new name"))?;
        let mut on_the_way = vec![old];
        while let Some(next) = map.new_name(field, end) {
            if on_the_way.contains(&next) {
                bail!(
                    "`{end}` in {field} would become `{next}`, and `{next}` in turn `{end}`: give one of them a third name first"
                );
            }
            on_the_way.push(end);
            end = next;
        }
        ends.rename(field, old, end);
    }
    Ok(ends)
}

fn read_csv(text: &str) -> Result<TermMap> {
    let mut map = TermMap::default();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    for (index, record) in reader.records().enumerate() {
        let record = record?;
        let fields: Vec<&str> = record.iter().collect();
        match fields[..] {
            ["field", "old", "new"] if index == 0 => {}
            [field, old, new] => add(&mut map, field, old, new)?,
            _ => bail!(
                "line {} has {} columns, not the three of `field,old,new`",
                index + 1,
                fields.len()
            ),
        }
    }
    Ok(map)
}

fn read_yaml(text: &str) -> Result<TermMap> {
    let mut map = TermMap::default();
    let Value::Mapping(fields) = serde_yaml::from_str(text)? else {
        bail!("it should be `field: {{old: new}}`");
    };
    for (field, renames) in fields {
        let field = scalar(&field).context("a field's name should be a word")?;
        let Value::Mapping(renames) = renames else {
            bail!("`{field}` should hold `old: new` pairs")
        };
        for (old, new) in renames {
            let (Some(old), Some(new)) = (scalar(&old), scalar(&new)) else {
                bail!("a pair of `{field}` is not `old: new`");
            };
            add(&mut map, &field, &old, &new)?;
        }
    }
    Ok(map)
}

/// A number or a bool is meant as the word that was written.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

fn add(map: &mut TermMap, field: &str, old: &str, new: &str) -> Result<()> {
    if field.is_empty() || old.is_empty() || new.is_empty() {
        bail!("`{field},{old},{new}` has an empty part; `rubric remove` takes a term away");
    }
    if let Some((_, _, Some(other))) = map
        .terms()
        .find(|(it, term, _)| *it == field && *term == old)
        && other != new
    {
        bail!("`{old}` in {field} would become both `{other}` and `{new}`");
    }
    map.rename(field, old, new);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(map: &TermMap) -> Vec<String> {
        let mut list: Vec<_> = map
            .terms()
            .map(|(field, old, new)| format!("{field}: {old} -> {}", new.expect("a rename")))
            .collect();
        list.sort();
        list
    }

    #[test]
    fn csv_and_yaml_say_the_same() {
        let csv = read_csv("field,old,new\r\npeople,川普,Donald Trump\ntags,\"a, b\",2024\n")
            .expect("it is CSV");
        let yaml =
            read_yaml("people: {川普: Donald Trump}\ntags:\n  'a, b': 2024\n").expect("it is YAML");
        assert_eq!(
            listed(&csv),
            ["people: 川普 -> Donald Trump", "tags: a, b -> 2024"]
        );
        assert_eq!(listed(&csv), listed(&yaml));
    }

    #[test]
    fn a_name_of_a_name_is_followed_to_its_end() {
        let ends = |text| to_the_end(&read_csv(text).expect("it is CSV"));
        let map = ends("tags,甲,b\ntags,b,c\ntags,c,d 😀\npeople,b,x\n").expect("it ends");
        assert_eq!(
            listed(&map),
            [
                "people: b -> x",
                "tags: b -> d 😀",
                "tags: c -> d 😀",
                "tags: 甲 -> d 😀"
            ]
        );
        for circle in ["tags,a,b\ntags,b,a\n", "tags,a,b\ntags,b,c\ntags,c,b\n"] {
            let why = ends(circle).expect_err("it has no end").to_string();
            assert!(why.contains("third name"), "{why}");
        }
    }

    #[test]
    fn what_is_no_map_is_refused_with_a_reason() {
        for (text, why) in [
            ("tags: x", "pairs"),
            ("- a", "field"),
            ("tags: {a: [b]}", "old: new"),
        ] {
            let error = read_yaml(text).expect_err("refused").to_string();
            assert!(error.contains(why), "{error}");
        }
        assert!(
            read_csv("tags,a\n")
                .expect_err("refused")
                .to_string()
                .contains("2 columns")
        );
        assert!(
            read_csv("tags,a,b\ntags,a,c\n")
                .expect_err("refused")
                .to_string()
                .contains("both")
        );
    }
}
