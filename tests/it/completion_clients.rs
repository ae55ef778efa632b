//! What editors make of our lists: each filters and sorts items by rules of its own, and looks for the typed word in its own
//! way. A row is what stands on the line; what we put first must be first, and all that we sent must survive, in each of them.
//!
//! The rules, as their sources of 2025 and 2026 have them: VS Code (`completionModel.ts`, `filters.ts`), Neovim's own
//! (`vim/lsp/completion.lua`), nvim-cmp (`matcher.lua`, `compare.lua`), blink.cmp with its matcher in Lua (`fuzzy/lua`).

use rubric::features::completion::CompletionItem;

use crate::completion::complete;

/// The line up to the cursor, and our items in our order.
struct Shown {
    line: String,
    items: Vec<(Word, CompletionItem)>,
}

/// What stands between the start of an item's edit and the cursor.
type Word = String;

const POSTS: &str = "//- /a.md
---
people: [Donald Trump, Elon Musk, 王毅, 《华尔街日报》, 欧阳 明, Jean-Paul Sartre, Jean-Marie Le Pen, Trumpet Ltd, \"O'Brien\", 王毅夫, émile Zola]
companies: [Musk Foundation, OpenAI, OpenAI Codex, qwen-3]
---
//- /b.md
---
people: [Donald Trump, Elon Musk, 王毅, 《华尔街日报》, 欧阳 明, Jean-Paul Sartre, Jean-Marie Le Pen, Trumpet Ltd, \"O'Brien\", 王毅夫, émile Zola]
companies: [Musk Foundation, OpenAI, OpenAI Codex, qwen-3]
---
//- /c.md
---
people: [Donald Trump, Elon Musk]
companies: [Elon Musk, Musk Foundation, OpenAI Codex]
---
";

fn shown(field: &str, value: &str) -> Shown {
    let closing = match value.chars().next() {
        Some(quote @ ('"' | '\'')) if value.ends_with('^') => quote.to_string(),
        _ => String::new(),
    };
    let value = value.trim_end_matches('^');
    let fixture = format!(
        "{POSTS}//- /new.md\n---\n{field}:\n  - {value}$0{closing}\n---\n特朗普 Donald Trump, Elon Musk.\n"
    );
    let (text, offset, list) = complete(&fixture);
    let before = &text[..usize::from(offset)];
    let start = before.rfind('\n').map_or(0, |it| it + 1);
    let items = list.unwrap_or_default().items.into_iter().map(|it| {
        let word = before[usize::from(it.edit.range.start())..].to_owned();
        (word, it)
    });
    Shown {
        line: before[start..].to_owned(),
        items: items.collect(),
    }
}

/// The same where a link is written in the body.
fn shown_link(typed: &str) -> Shown {
    let fixture = format!("{LINKED}//- /new.md\n---\ntitle: 新\n---\n前文 {typed}$0\n");
    let (text, offset, list) = complete(&fixture);
    let before = &text[..usize::from(offset)];
    let start = before.rfind('\n').map_or(0, |it| it + 1);
    let items = list.unwrap_or_default().items.into_iter().map(|it| {
        let word = before[usize::from(it.edit.range.start())..].to_owned();
        (word, it)
    });
    Shown {
        line: before[start..].to_owned(),
        items: items.collect(),
    }
}

const LINKED: &str = "//- /notes/I2cbIws9j10.md
---
title: 人工智能的未来
---
//- /notes/-R5x.md
---
title: 人工 智能 the end
---
//- /notes/gabriel-petersson.md
---
title: Gabriel Petersson
---
//- /notes/gabriel.md
---
title: gabriel
---
## 一、开端
## Kai-Duan b
";

/// A client: the labels that are left, in its order.
type Client = fn(&Shown) -> Vec<String>;

const CLIENTS: [(&str, Client); 5] = [
    ("VS Code", vscode),
    ("Neovim", neovim),
    ("Neovim, fuzzy", neovim_fuzzy),
    ("nvim-cmp", nvim_cmp),
    ("blink.cmp", blink),
];

/// Sorted by score, the highest first, and then as we sent them: `sortText` is our rank.
fn by_score(shown: &Shown, score: impl Fn(&str, &CompletionItem) -> Option<i64>) -> Vec<String> {
    let mut scored: Vec<_> = shown
        .items
        .iter()
        .filter_map(|(word, it)| Some((score(word, it)?, it.label.to_string())))
        .collect();
    scored.sort_by_key(|it| -it.0);
    scored.into_iter().map(|it| it.1).collect()
}

/// The word is what the edit replaces before the cursor, blanks before it skipped. Letters at the beginning count 7, in another
/// case 5; an item that is nothing but the word gets 2 more. One that does not begin with it is far below.
fn vscode(shown: &Shown) -> Vec<String> {
    by_score(shown, |word, item| {
        let word = word.trim_start_matches([' ', '\t']);
        if word.is_empty() {
            return Some(-100);
        }
        let same = |(a, b): (char, char)| a.to_lowercase().eq(b.to_lowercase());
        let begins = word.chars().count() <= item.filter.chars().count()
            && word.chars().zip(item.filter.chars()).all(same);
        if !begins {
            return is_subsequence(word, &item.filter).then_some(-50);
        }
        let cases = word.chars().zip(item.filter.chars());
        let letters: i64 = cases.map(|(a, b)| if a == b { 7 } else { 5 }).sum();
        let whole = word.chars().count() == item.filter.chars().count();
        Some(letters + 2 * i64::from(whole))
    })
}

fn is_subsequence(word: &str, text: &str) -> bool {
    let mut text = text.chars().flat_map(char::to_lowercase);
    word.chars()
        .flat_map(char::to_lowercase)
        .all(|it| text.any(|other| other == it))
}

/// All if the word has no Latin letter or digit; else those whose filter begins with it, case and all.
fn neovim(shown: &Shown) -> Vec<String> {
    by_score(shown, |word, item| {
        let wild = !word.contains(|it: char| it.is_ascii_alphanumeric());
        (wild || item.filter.starts_with(word)).then_some(0)
    })
}

/// With `completeopt=fuzzy`: a beginning is worth the most, and all beginnings the same.
fn neovim_fuzzy(shown: &Shown) -> Vec<String> {
    by_score(shown, |word, item| {
        let wild = !word.contains(|it: char| it.is_ascii_alphanumeric());
        match wild || item.filter.starts_with(word) {
            true => Some(0),
            false => is_subsequence(word, &item.filter).then_some(-1),
        }
    })
}

/// Items that are the word, by their filter or by what they insert, come first; then by how much of the word is found in
/// one piece at the beginning.
fn nvim_cmp(shown: &Shown) -> Vec<String> {
    by_score(shown, |word, item| {
        let word = word.trim_start();
        let exact = item.filter == word || item.edit.new_text.trim() == word;
        let score = match item.filter.starts_with(word) {
            true => 1,
            false => is_subsequence(word, &item.filter).then_some(0)?,
        };
        Some(score + 1000 * i64::from(exact))
    })
}

/// The word is the run of keyword characters before the cursor, not the edit's; bytes are looked for one after the other.
fn blink(shown: &Shown) -> Vec<String> {
    let is_keyword = |it: char| it.is_alphanumeric() || matches!(it, '_' | '-');
    let line = shown.line.as_str();
    let before = line.trim_end_matches(is_keyword);
    let word = line[before.len()..].trim_start_matches('-');
    by_score(shown, |_, item| {
        blink_score(word.as_bytes(), item.filter.as_bytes())
    })
}

fn blink_score(needle: &[u8], hay: &[u8]) -> Option<i64> {
    let (mut score, mut at) = (0, 0);
    for (index, byte) in needle.iter().enumerate() {
        let gap = hay
            .get(at..)?
            .iter()
            .position(|it| it.eq_ignore_ascii_case(byte))?;
        let here = at + gap;
        score += 12 + 4 * i64::from(hay[here] == *byte);
        if index > 0 && gap > 0 {
            score -= 4 + i64::try_from(gap).ok()?;
        }
        score += match here {
            0 => 12,
            1 if index == 0 && !hay[0].is_ascii_alphabetic() => 8,
            _ if here > 0 && b" /.,_-:".contains(&hay[here - 1]) => 4,
            _ => 0,
        };
        at = here + 1;
    }
    Some(score + 4 * i64::from(needle == hay))
}

/// Field, what is typed (`^`: before a closing quote), and what must be first.
const ROWS: [(&str, &str, &str); 28] = [
    ("people", "", "Donald Trump"),
    ("people", "don", "Donald Trump"),
    ("people", "Donald ", "Donald Trump"),
    ("people", "Donald T", "Donald Trump"),
    ("people", "jean-p", "Jean-Paul Sartre"),
    ("people", "Jean-", "Jean-Marie Le Pen"),
    ("people", "jean m", "Jean-Marie Le Pen"),
    ("people", "emi", "émile Zola"),
    ("people", "Émi", "émile Zola"),
    ("people", "王", "王毅夫"),
    ("people", "王毅", "王毅"),
    ("people", "华", "《华尔街日报》"),
    ("people", "《华尔", "《华尔街日报》"),
    ("people", "日报", "《华尔街日报》"),
    ("people", "欧阳 ", "欧阳 明"),
    ("people", "wangyif", "王毅夫"),
    ("people", "hej", "《华尔街日报》"),
    ("people", "oym", "欧阳 明"),
    ("people", "dt", "Donald Trump"),
    // What is typed, and below it a guess by its letters.
    ("people", "dnld", "dnld"),
    ("people", "\"", "Donald Trump"),
    ("people", "\"Don", "Donald Trump"),
    ("people", "\"Donald T^", "Donald Trump"),
    ("people", "'王", "王毅夫"),
    ("people", "\"O'", "O'Brien"),
    ("companies", "openai", "OpenAI"),
    ("companies", "OpenAI ", "OpenAI Codex"),
    ("companies", "Qwen-3", "qwen-3"),
];

#[test]
fn every_client_shows_all_that_we_send_in_our_order() {
    for (field, typed, first) in ROWS {
        let shown = shown(field, typed);
        let ours: Vec<String> = shown
            .items
            .iter()
            .map(|it| it.1.label.to_string())
            .collect();
        assert_eq!(ours.first().map(String::as_str), Some(first), "{typed:?}");
        for (client, order) in CLIENTS {
            assert_eq!(order(&shown), ours, "{client}, after {typed:?}");
        }
    }
}

/// What is typed of a link, and what must be first.
const LINKS: [(&str, &str); 16] = [
    ("[[", "人工智能的未来"),
    ("[[人工", "人工智能的未来"),
    ("[[人工 ", "人工智能的未来"),
    ("[[人工 智", "人工 智能 the end"),
    ("[[rengong", "人工智能的未来"),
    ("[[I2c", "人工智能的未来"),
    ("[[-R5", "人工 智能 the end"),
    ("[[gabriel", "gabriel"),
    ("[[Gabriel P", "Gabriel Petersson"),
    ("[[gabriel-p", "Gabriel Petersson"),
    ("[[gabriel#", "一、开端"),
    ("[[gabriel#kai", "Kai-Duan b"),
    ("[x](notes/ga", "gabriel-petersson.md"),
    ("[x](gabriel-", "Gabriel Petersson"),
    ("[x](notes/gabriel.md#kai-d", "Kai-Duan b"),
    ("![[人工", "人工智能的未来"),
];

#[test]
fn every_client_shows_all_links_in_our_order() {
    for (typed, first) in LINKS {
        let shown = shown_link(typed);
        let ours: Vec<String> = shown
            .items
            .iter()
            .map(|it| it.1.label.to_string())
            .collect();
        assert_eq!(ours.first().map(String::as_str), Some(first), "{typed:?}");
        for (client, order) in CLIENTS {
            assert_eq!(order(&shown), ours, "{client}, after {typed:?}");
        }
    }
}

/// Clients think that an item is meant if it is nothing but what is typed: a later word, initials and pinyin are no such items.
#[test]
fn a_later_word_does_not_jump_ahead_of_a_first_one() {
    for typed in ["musk", "trump", "dt", "wangyi"] {
        for (word, item) in shown("people", typed)
            .items
            .iter()
            .chain(&shown("companies", typed).items)
        {
            assert!(
                item.filter.len() > word.len() && item.filter.starts_with(word.as_str()),
                "{typed}: {item:?}"
            );
        }
    }
}

/// VS Code takes an item that is to be selected only from those with the highest score.
#[test]
fn what_is_preselected_is_first() {
    for (field, typed, _) in ROWS {
        let items = shown(field, typed).items;
        let preselected: Vec<usize> = (0..items.len())
            .filter(|it| items[*it].1.preselect)
            .collect();
        assert!(
            preselected.iter().all(|it| *it == 0),
            "{typed:?}: {preselected:?}"
        );
    }
}
