//! Front matter in TOML: what is read, with which ranges, and what is told of a mistake.

use rubric::syntax::{Entry, Node, NodeKind, ScalarStyle, SyntaxError, toml};
use rubric::text::{TextRange, range};

/// Between fences, so that an offset of the block is none of the source.
fn parse(block: &str) -> (String, Vec<Entry>, Vec<SyntaxError>) {
    let source = format!("+++\n{block}+++\n正文\n");
    let (entries, errors) = toml::parse(&source, range(4, 4 + block.len()));
    (source, entries, errors)
}

/// As TOML would be written in one line; `!` before what is broken, `*` behind the braces of tables with headers or dotted keys.
pub(crate) fn show(entries: &[Entry]) -> String {
    let shown = entries.iter().map(|it| {
        let broken = if it.broken { "!" } else { "" };
        let key = it.key.text().expect("a key is a text");
        format!("{broken}{key} = {}", show_node(&it.value))
    });
    shown.collect::<Vec<_>>().join(", ")
}

pub(crate) fn show_node(node: &Node) -> String {
    let star = |flow: bool| if flow { "" } else { "*" };
    match &node.kind {
        NodeKind::Null => "null".to_owned(),
        NodeKind::Scalar { text, style } => match style {
            ScalarStyle::Plain => text.to_string(),
            ScalarStyle::SingleQuoted => format!("'{text}'"),
            ScalarStyle::Literal => format!("'''{text}'''"),
            ScalarStyle::Folded => format!("\"\"\"{text}\"\"\""),
            _ => format!("{text:?}"),
        },
        NodeKind::List { items, flow } => {
            let items: Vec<_> = items.iter().map(show_node).collect();
            format!("[{}]{}", items.join(", "), star(*flow))
        }
        NodeKind::Map { entries, flow } => format!("{{{}}}{}", show(entries), star(*flow)),
    }
}

#[track_caller]
fn check(block: &str, expected: &str) {
    let (_, entries, errors) = parse(block);
    assert_eq!(show(&entries), expected, "{errors:#?}\nin {block:?}");
    assert_eq!(errors, [], "in {block:?}");
}

/// Each error as the text at its range and its message.
#[track_caller]
fn check_broken(block: &str, expected: &str, told: &[(&str, &str)]) {
    let (source, entries, errors) = parse(block);
    assert_eq!(show(&entries), expected, "{errors:#?}\nin {block:?}");
    let errors: Vec<_> = errors
        .iter()
        .map(|it| (&source[it.range], it.kind.to_string()))
        .collect();
    let told: Vec<_> = told.iter().map(|it| (it.0, it.1.to_owned())).collect();
    assert_eq!(errors, told, "in {block:?}");
}

#[test]
fn scalars_keep_their_text_and_style() {
    check(
        "a = \"x \\\"中\\u4e2d\\\" \\U0001F600\"\n",
        "a = \"x \\\"中中\\\" 😀\"",
    );
    check("a = 'C:\\new'\r\nb = ''\r\n", "a = 'C:\\new', b = ''");
    check("a = \"\"\"\nx\\\n   y\n\"\"\"\n", "a = \"\"\"xy\n\"\"\"");
    check("a = '''\r\nx\r\n  y'''\r\n", "a = '''x\r\n  y'''");
    check(
        "a = 1\nb = +1_000\nc = 0xFF\nd = 1.5e3\ne = -inf\nf = nan\n",
        "a = 1, b = +1_000, c = 0xFF, d = 1.5e3, e = -inf, f = nan",
    );
    check("a = true # yes\n", "a = true");
    check(
        "a = 2024-05-01\nb = 2024-05-01 07:32:00\nc = 2024-05-01T07:32:00.5+08:00\nd = 07:32:00\n",
        "a = 2024-05-01, b = 2024-05-01 07:32:00, c = 2024-05-01T07:32:00.5+08:00, d = 07:32:00",
    );
}

#[test]
fn keys_are_bare_quoted_or_dotted() {
    check(
        "a-b_1 = 1\n\"标题\" = 2\n'c d' = 3\n1 = 4\n",
        "a-b_1 = 1, 标题 = 2, c d = 3, 1 = 4",
    );
    check("a.b = 1\na . \"c\" = 2\n", "a = {b = 1, c = 2}*");
    check(
        "a.b.c = 1\nd = 2\na.b.e = 3\n",
        "a = {b = {c = 1, e = 3}*}*, d = 2",
    );
    check(
        "a = { b.c = 1, b.d = 2, e = {} }\n",
        "a = {b = {c = 1, d = 2}, e = {}}",
    );
}

#[test]
fn lists_and_inline_tables_take_several_lines() {
    check("a = [\n  1, # one\n  'b',\n]\n", "a = [1, 'b']");
    check("a = [[1, 2], [], {b = 1}]\n", "a = [[1, 2], [], {b = 1}]");
    check("a = {\n  b = 1, # one\n  c = 2,\n}\n", "a = {b = 1, c = 2}");
}

#[test]
fn a_table_that_is_opened_in_several_places_is_one_entry() {
    check(
        "t = 1\n[a]\nx = 1\n[b]\ny = 1\n[a.c]\nz = 1\n",
        "t = 1, a = {x = 1, c = {z = 1}*}*, b = {y = 1}*",
    );
    check(
        "[a.b.c]\nx = 1\n[a]\ny = 2\n",
        "a = {b = {c = {x = 1}*}*, y = 2}*",
    );
    check(
        "[[p]]\nn = 1\n[p.q]\nm = 2\n[[p]]\nn = 3\n[[p.r]]\n[[p.r]]\n",
        "p = [{n = 1, q = {m = 2}*}*, {n = 3, r = [{}*, {}*]*}*]*",
    );
    check("[ a . 'b' ] # c\nx.y = 1\n", "a = {b = {x = {y = 1}*}*}*");
}

#[test]
fn what_stands_twice_is_kept_twice() {
    check("a = 1\na = 2\n", "a = 1, a = 2");
    check(
        "[a]\nx = 1\n[a]\ny = 2\n[a.b]\n",
        "a = {x = 1}*, a = {y = 2, b = {}*}*",
    );
    check(
        "a = {}\na.b = 1\n[[a]]\n",
        "a = {}, a = {b = 1}*, a = [{}*]*",
    );
    check("a.b = 1\n[a]\n", "a = {b = 1}*, a = {}*");
}

#[test]
fn ranges_are_of_the_source() {
    let block = "t = 'x' # 中\r\nd.e = 1\r\n\r\n[params.社]\r\n".replace("社", "\"社\"")
        + "k = [1,\r\n 2] \r\n# end\r\n[[who]]\r\nn = 1\r\n[[who]]\r\n";
    let (source, entries, errors) = parse(&block);
    assert_eq!(errors, []);
    let mut found = Vec::new();
    collect(&source, &entries, &mut found);
    let expected = [
        "t|'x'|t = 'x' # 中",
        "d|e = 1|d.e = 1",
        "e|1|e = 1",
        "params|[params.\"社\"]\r\nk = [1,\r\n 2] |[params.\"社\"]\r\nk = [1,\r\n 2] ",
        "\"社\"|k = [1,\r\n 2] |[params.\"社\"]\r\nk = [1,\r\n 2] ",
        "k|[1,\r\n 2]|k = [1,\r\n 2] ",
        "who|n = 1\r\n[[who]]|[[who]]\r\nn = 1\r\n[[who]]",
        "n|1|n = 1",
    ];
    assert_eq!(found, expected);
}

/// Every entry's key, value and whole range, those within it behind it.
fn collect(source: &str, entries: &[Entry], found: &mut Vec<String>) {
    for Entry {
        key, value, range, ..
    } in entries
    {
        let text = |it: TextRange| &source[it];
        found.push(format!(
            "{}|{}|{}",
            text(key.range),
            text(value.range),
            text(*range)
        ));
        collect(source, value.map_entries(), found);
        for item in value.items() {
            collect(source, item.map_entries(), found);
        }
    }
}

/// What is half typed or mistaken between two entries, what is read of it, where the error is, and what it says.
#[rustfmt::skip]
pub(crate) const MISTAKES: &[(&str, &str, &str, &str)] = &[
    ("title", "!title = null", "title", "`=` is missing behind the key: write `title = `"),
    ("title \"x\"", "!title = \"x\"", "title", "`=` is missing behind the key: write `title = `"),
    ("title =", "!title = null", "=", "a value is missing behind `title =`: an empty text is written `\"\"`"),
    ("title = # c", "!title = null", "=", "a value is missing behind `title =`: an empty text is written `\"\"`"),
    ("title: 'x'", "!title = 'x'", ":", "`=` stands behind a key in TOML, not `:`: write `title = `"),
    ("title:x", "!title = x", ":", "`=` stands behind a key in TOML, not `:`: write `title = `"),
    ("t == 1", "!t = 1", "=", "one `=` stands behind a key: remove this one"),
    ("= 1", "", "", "a key is missing: an entry is written `key = value`"),
    ("x. = 1", "!x = 1", "", "a key is missing: an entry is written `key = value`"),
    ("[]", "", "", "a key is missing: an entry is written `key = value`"),
    ("标题 = 1", "!标题 = 1", "标题", "a key with other characters than A-Z, a-z, 0-9, `_` and `-` needs quotes: write `\"标题\"`"),
    ("\"\"\"x\"\"\" = 1", "!x = 1", "\"\"\"x\"\"\"", "a key stands in one pair of quotes: write `\"key\"`"),
    ("t = \"abc", "!t = \"abc\"", "\"abc", "a string is never closed: `\"` is missing"),
    ("t = \"abc\\\"", "!t = \"abc\\\\\"", "\"abc\\\"", "a string is never closed: `\"` is missing"),
    ("t = \"", "!t = \"\"", "\"", "a string is never closed: `\"` is missing"),
    ("t = 'it's'", "!t = 'it'", "s'", "text behind the value: an entry ends with its line"),
    ("t = '中", "!t = '中'", "'中", "a string is never closed: `'` is missing"),
    ("t = \"\"\"a\nb", "!t = \"\"\"a\nb\"\"\"", "\"\"\"a\nb", "a string is never closed: `\"\"\"` is missing"),
    ("t = '''", "!t = ''''''", "'''", "a string is never closed: `'''` is missing"),
    ("t = [\"a\", \"b", "!t = [\"a\", \"b\"]", "\"b", "a string is never closed: `\"` is missing"),
    ("t = [\"a\", \"b]", "!t = [\"a\", \"b\"]", "\"b", "a string is never closed: `\"` is missing"),
    ("t = [\"a\", \"]", "!t = [\"a\", \"\"]", "\"", "a string is never closed: `\"` is missing"),
    ("t = [\n  \"a,\n  'b',\n]", "!t = [\"a\", 'b']", "\"a", "a string is never closed: `\"` is missing"),
    ("t = [\"a\", \"b\"", "!t = [\"a\", \"b\"]", "[", "an array is never closed: `]` is missing"),
    ("t = [\n  1,\n", "!t = [1]", "[", "an array is never closed: `]` is missing"),
    ("t = [", "!t = []", "[", "an array is never closed: `]` is missing"),
    ("t = {", "!t = {}", "{", "an inline table is never closed: `}` is missing"),
    ("t = {x = 1", "!t = {x = 1}", "{", "an inline table is never closed: `}` is missing"),
    ("t = {x = [1}", "!t = {x = [1]}", "[", "an array is never closed: `]` is missing"),
    ("t = [1}", "!t = [1]", "}", "closed by `}`: write `]`"),
    ("t = {x = 1]", "!t = {x = 1}", "]", "closed by `]`: write `}`"),
    ("t = {x}", "!t = {x = null}", "x", "`=` is missing behind the key: write `x = `"),
    ("t = {x: 1}", "!t = {x = 1}", ":", "`=` stands behind a key in TOML, not `:`: write `x = `"),
    ("t = {[1], x = 1}", "!t = {x = 1}", "[", "a key is missing: an entry is written `key = value`"),
    ("]", "", "]", "`]` closes nothing: remove it, or put the text in quotes"),
    ("t = some text # c", "!t = some text", "some text", "a text needs quotes in TOML: write `\"text\"`"),
    ("t = True", "!t = True", "True", "a text needs quotes in TOML: write `\"text\"`"),
    ("t = 你好，世界", "!t = 你好，世界", "你好，世界", "a text needs quotes in TOML: write `\"text\"`"),
    ("t = [a, 'b']", "!t = [a, 'b']", "a", "a text needs quotes in TOML: write `\"text\"`"),
    ("t = “x”", "!t = “x”", "“x”", "curly quotes are no quotes to TOML: write straight ones"),
    ("t = 1 2", "!t = 1 2", "1 2", "a text needs quotes in TOML: write `\"text\"`"),
    ("t = 1, 2", "!t = 1", ", 2", "text behind the value: an entry ends with its line"),
    ("t = ['a' 'b']", "!t = ['a', 'b']", "'b'", "expected `,` before this item"),
    ("t = {x = 1 y = 2}", "!t = {x = 1, y = 2}", "y", "expected `,` before this item"),
    ("t = [1,, 2]", "!t = [1, 2]", ",", "a comma without an item before it: remove it"),
    ("t = \"\\p\"", "!t = \"\\\\p\"", "\\p", "`\\p` means nothing in double quotes: write `\\\\p`, or the text in single quotes"),
    ("t = \"\\u12\"", "!t = \"�\"", "\\u12", "`\\x`, `\\u` and `\\U` take the 2, 4 or 8 hexadecimal digits of a character"),
    ("t = \"a\u{7}\"", "!t = \"a\\u{7}\"", "\u{7}", "an invisible control character, U+0007: remove it"),
    ("t = 1 # \u{7}", "!t = 1", "\u{7}", "an invisible control character, U+0007: remove it"),
    ("t = 9223372036854775808", "!t = 9223372036854775808", "9223372036854775808", "a whole number beyond 64 bits: put it in quotes, or write it with a fraction"),
    ("t = 2024-02-30", "!t = 2024-02-30", "2024-02-30", "there is no such date or time"),
    ("t = 2024-1-1", "!t = 2024-1-1", "2024-1-1", "there is no such date or time"),
];

#[test]
fn a_mistake_is_told_and_spoils_nothing_else() {
    let mut wrong = Vec::new();
    for eol in ["\n", "\r\n"] {
        for (text, read, place, message) in MISTAKES {
            let (text, place) = (text.replace('\n', eol), place.replace('\n', eol));
            let read = read.replace('\n', eol);
            let read = if read.is_empty() {
                read
            } else {
                format!("{read}, ")
            };
            let block = format!("before = [1]{eol}{text}{eol}after = 'x'{eol}[p]{eol}q = 1{eol}");
            let expected = format!("before = [1], {read}after = 'x', p = {{q = 1}}*");
            let (source, entries, errors) = parse(&block);
            let told: Vec<_> = errors
                .iter()
                .map(|it| (&source[it.range], it.kind.to_string()))
                .collect();
            if show(&entries) != expected || told != [(&*place, (*message).to_owned())] {
                wrong.push(format!("{text:?}: {}\n{told:#?}", show(&entries)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_header_that_is_half_typed_opens_its_table() {
    let unclosed = "a table's header is never closed: `]` is missing";
    check_broken("[par\nx = 1\n", "!par = {x = 1}*", &[("[par", unclosed)]);
    let unclosed = "a table's header is never closed: `]]` is missing";
    check_broken(
        "[[par]\nx = 1\n",
        "!par = [{x = 1}*]*",
        &[("[[par]", unclosed)],
    );
    let behind = "text behind the header: entries stand on the lines below";
    check_broken("[a] x = 1\ny = 2\n", "!a = {y = 2}*", &[("x = 1", behind)]);
}

#[test]
fn a_table_is_whole_when_an_entry_of_it_is_not() {
    let told = [("x", "a text needs quotes in TOML: write `\"text\"`")];
    check_broken("[a]\nb = x\nc = 1\n", "a = {!b = x, c = 1}*", &told);
}

#[test]
fn an_open_text_ends_before_the_next_entry() {
    let told = [("\"\"\"x", "a string is never closed: `\"\"\"` is missing")];
    let block = "a = \"\"\"x\nb = \"\"\"y\"\"\"\nc = 1\n";
    check_broken(block, "!a = \"\"\"x\"\"\", b = \"\"\"y\"\"\", c = 1", &told);
}

#[test]
fn hostile_nests_are_given_up() {
    let nests = [
        format!("a = {}\nb = 1\n", "[".repeat(100_000)),
        format!("a = {}\nb = 1\n", "{x=".repeat(100_000)),
        format!("a{} = 1\nb = 1\n", ".a".repeat(100_000)),
        format!("b = 1\n[a{}]\n", ".a".repeat(100_000)),
        format!("a = {}\nb = 1\n", "[\n".repeat(20_000)),
        format!("b = 1\n{}", "a = [\n".repeat(20_000)),
        format!("b = 1\n{}", "a = \"\"\"\n".repeat(20_001)),
    ];
    for nest in nests {
        let (_, entries, errors) = parse(&nest);
        assert!(
            entries
                .iter()
                .any(|it| it.key.text() == Some("b") && !it.broken)
        );
        assert!(!errors.is_empty());
        assert_eq!(toml::independent(&nest), None);
    }
}
