//! What links can name in a post, by its summary: headings in any of the ways in which sites make anchors of them, and ids.

use rustc_hash::FxHashSet;
use smol_str::SmolStr;

use crate::corpus::Summary;
use crate::site::letters;
use crate::syntax::{Slugger, slugify};

#[derive(Debug, Default)]
pub(super) struct Anchors {
    /// What its headings can be called: letters and digits alone, in lower case.
    names: FxHashSet<String>,
    /// Of titles with emoji, which some sites spell out, or with a template's `{{ value }}`: what stands before that.
    beginnings: Vec<String>,
    /// Ids, as they are written.
    ids: FxHashSet<SmolStr>,
}

impl Anchors {
    pub(super) fn of(summary: &Summary) -> Anchors {
        let mut slugger = Slugger::default();
        let mut anchors = Anchors::default();
        for (_, title) in &summary.headings {
            // A template's tags are gone before the heading gets its anchor.
            let title = &*without_tags(title);
            // Hexo makes anchors of titles whose signs are entities.
            let escaped = title.replace('&', " amp ");
            for slug in [slugify(title), slugger.slug(title), slugify(&escaped)] {
                let name = letters(&slug);
                let bare = name.trim_start_matches(|it: char| it.is_ascii_digit());
                anchors.names.insert(bare.to_owned());
                anchors.names.insert(name);
            }
            let has_emoji = title.contains(|it: char| !it.is_alphanumeric() && it >= '\u{2190}');
            let fixed = title.split("{{").next().unwrap_or_default();
            let beginning = letters(fixed);
            if (has_emoji || fixed.len() < title.len()) && !beginning.is_empty() {
                anchors.beginnings.push(beginning);
            }
        }
        anchors.names.remove("");
        anchors.ids = summary.ids.iter().cloned().collect();
        anchors
    }

    /// Sites differ in signs and in what becomes of a number before the title, hardly in letters.
    pub(super) fn has(&self, anchor: &str) -> bool {
        // The last part of `Page#Outer#Inner`.
        let last = letters(anchor.rsplit('#').next().unwrap_or_default());
        self.ids.contains(anchor)
            || self.names.contains(&letters(anchor))
            || self.names.contains(&last)
            || self.beginnings.iter().any(|it| last.starts_with(it))
    }
}

/// A title without `{% tags %}` and `{{< shortcodes >}}`.
fn without_tags(title: &str) -> std::borrow::Cow<'_, str> {
    const TAGS: [(&str, &str); 3] = [("{%", "%}"), ("{{<", ">}}"), ("{{%", "%}}")];
    let Some(at) = TAGS.iter().filter_map(|it| title.find(it.0)).min() else {
        return title.into();
    };
    let rest = &title[at..];
    let closing = TAGS
        .iter()
        .rev()
        .find(|it| rest.starts_with(it.0))
        .map_or("%}", |it| it.1);
    let Some(len) = rest.find(closing) else {
        return title.into();
    };
    let without = format!("{}{}", &title[..at], &rest[len + closing.len()..]);
    without_tags(without.trim()).into_owned().into()
}
