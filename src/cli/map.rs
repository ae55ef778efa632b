//! `rename --map FILE`: many renames at once, as CSV `field,old,new` or as YAML `{field: {old: new}}`.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use serde_yaml::Value;

use super::output::plural;
use crate::features::rename::TermMap;

/// `speaker,author` are two fields.
pub(super) fn fields(list: &str) -> Result<Vec<&str>> {
    let fields = list.split(',').map(str::trim).filter(|it| !it.is_empty());
    let fields: Vec<&str> = fields.collect();
    match fields.is_empty() {
        true => bail!("`{list}` names no field; FIELD is one, or several with commas between them"),
        false => Ok(fields),
    }
}

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
        let line_number = record
            .position()
            .map_or(1, |it| line_number(text, it.byte()));
        let columns: Vec<&str> = record.iter().collect();
        match columns[..] {
            [field, old, new] if index == 0 && is_header([field, old, new]) => {}
            [field, old, new] => add(&mut map, field, old, new)
                .map_err(|why| anyhow!("line {line_number}: {why}"))?,
            _ => bail!(
                "line {line_number} has {}, not the three of `field,old,new`",
                plural(columns.len(), "column")
            ),
        }
    }
    Ok(map)
}

/// The reader counts records where lines are empty.
fn line_number(text: &str, offset: u64) -> usize {
    let offset = usize::try_from(offset)
        .unwrap_or(text.len())
        .min(text.len());
    let rest = &text.as_bytes()[offset..];
    let blank = rest
        .iter()
        .take_while(|it| matches!(it, b'\r' | b'\n'))
        .count();
    memchr::memchr_iter(b'\n', &text.as_bytes()[..offset + blank]).count() + 1
}

fn is_header(columns: [&str; 3]) -> bool {
    let names = ["field", "old", "new"].into_iter().zip(columns);
    names
        .into_iter()
        .all(|(name, it)| it.trim().eq_ignore_ascii_case(name))
}

fn read_yaml(text: &str) -> Result<TermMap> {
    let mut map = TermMap::default();
    let fields = match serde_yaml::from_str(text)? {
        Value::Mapping(fields) => fields,
        // A list that was emptied, as a CSV without lines.
        Value::Null => return Ok(map),
        _ => bail!("it should be `field: {{old: new}}`"),
    };
    for (field, renames) in fields {
        let field = scalar(&field).context("a field's name should be a word")?;
        let renames = match renames {
            Value::Mapping(renames) => renames,
            Value::Null => continue,
            _ => bail!("`{field}` should hold `old: new` pairs"),
        };
        for (old, new) in renames {
            let (Some(old_name), Some(new_name)) = (scalar(&old), scalar(&new)) else {
                let (old, new) = (shown(&old), shown(&new));
                bail!(
                    "`{old}: {new}` of `{field}` is no pair of words; `rubric remove` takes a term away"
                );
            };
            add(&mut map, &field, &old_name, &new_name)?;
        }
    }
    Ok(map)
}

/// A part of a pair as it may have been written; `~` where there is nothing.
fn shown(value: &Value) -> String {
    match value {
        Value::Null => "~".to_owned(),
        Value::Sequence(_) => "[...]".to_owned(),
        Value::Mapping(_) => "{...}".to_owned(),
        value => scalar(value).unwrap_or_else(|| "?".to_owned()),
    }
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

/// FIELD may be several here too.
fn add(map: &mut TermMap, list: &str, old: &str, new: &str) -> Result<()> {
    if list.trim().is_empty() || old.is_empty() || new.trim().is_empty() {
        bail!("`{list},{old},{new}` has an empty part; `rubric remove` takes a term away");
    }
    for field in fields(list)? {
        add_to(map, field, old, new)?;
    }
    Ok(())
}

fn add_to(map: &mut TermMap, field: &str, old: &str, new: &str) -> Result<()> {
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
    fn a_list_of_fields_is_as_on_the_command_line() {
        let csv = read_csv("field, old, new\n\"people, speaker\",川普,Trump\n").expect("it is CSV");
        let yaml = read_yaml("'people,speaker': {川普: Trump}\n").expect("it is YAML");
        assert_eq!(
            listed(&csv),
            ["people: 川普 -> Trump", "speaker: 川普 -> Trump"]
        );
        assert_eq!(listed(&csv), listed(&yaml));
        assert!(read_csv("\",\",a,b\n").is_err());
    }

    #[test]
    fn a_map_of_nothing_is_no_mistake() {
        for text in ["", "# later\n", "tags:\n", "{}"] {
            assert!(listed(&read_yaml(text).expect("it is YAML")).is_empty());
        }
        assert!(listed(&read_csv("").expect("it is CSV")).is_empty());
    }

    #[test]
    fn the_place_of_a_mistake_is_named() {
        let why = read_csv("tags,a,\"b\n😀\"\n\n\ntags,a\n").expect_err("refused");
        assert!(why.to_string().starts_with("line 5 has 2 columns"), "{why}");
        let why = read_csv("tags,a,b\r\n\r\ntags,,c\r\n").expect_err("refused");
        assert!(
            why.to_string().starts_with("line 3: `tags,,c` has"),
            "{why}"
        );
        for (text, pair) in [("tags: {a: }", "a: ~"), ("tags: {~: 《a》}", "~: 《a》")] {
            let why = read_yaml(text).expect_err("refused").to_string();
            assert!(why.contains(&format!("`{pair}` of `tags`")), "{why}");
        }
    }

    #[test]
    fn what_is_no_map_is_refused_with_a_reason() {
        for (text, why) in [
            ("tags: x", "pairs"),
            ("- a", "field"),
            ("tags: {a: [b]}", "a: [...]"),
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
