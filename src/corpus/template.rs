//! Which files are no posts but what posts are made from: Hexo's scaffolds, Hugo's archetypes, templates of Obsidian.
//! It does not know what a program would put in the places that they leave.

use super::path::RelPath;

/// Folders of templates, wherever they are.
const FOLDERS: [&str; 3] = ["scaffolds", "archetypes", "_templates"];
/// The name of a folder of templates, or of pages about them: a folder of the site or of its content, not of a section.
const TEMPLATES: &str = "templates";
const MAX_DEPTH: usize = 2;

/// How the languages of templates mark a place to fill in.
const MARKS: [(&str, &str); 3] = [("{{", "}}"), ("<%", "%>"), ("{%", "%}")];

impl RelPath {
    /// Whether the file is a template by where it lies.
    pub fn is_template(&self) -> bool {
        let (folders, name) = self
            .as_str()
            .rsplit_once('/')
            .unwrap_or(("", self.as_str()));
        let stem = name.split('.').next().unwrap_or_default();
        let is_called = matches!(stem, "template" | "_template");
        let is_folder = |(depth, folder): (usize, &str)| {
            FOLDERS.contains(&folder) || depth < MAX_DEPTH && folder.eq_ignore_ascii_case(TEMPLATES)
        };
        is_called || folders.split('/').enumerate().any(is_folder)
    }
}

/// Whether the block of a front matter leaves places for a program to fill in: a value that is nothing else, or several that
/// have one. A single title with `{{ … }}` in it is a post about such a language.
pub(crate) fn has_placeholders(block: &str) -> bool {
    let bytes = block.as_bytes();
    let mut seconds = memchr::memchr2_iter(b'{', b'%', bytes).filter(|at| *at > 0);
    if !seconds.any(|at| {
        MARKS
            .iter()
            .any(|it| bytes[at - 1..=at] == *it.0.as_bytes())
    }) {
        return false;
    }
    let marked: Vec<&str> = block.lines().filter(|it| has_mark(it)).collect();
    marked.len() > 1 || marked.iter().any(|it| is_mark(it))
}

fn has_mark(line: &str) -> bool {
    MARKS.iter().any(|(open, close)| {
        let start = line.find(open);
        start.is_some_and(|it| line[it + open.len()..].contains(close))
    })
}

/// Whether the value on the line, or its item, is a mark and no more.
fn is_mark(line: &str) -> bool {
    let item = line.trim().trim_start_matches("- ");
    let value = item.split_once(": ").map_or(item, |it| it.1);
    let value = value.trim().trim_matches(['"', '\'', '[', ']', ' ']);
    let is_whole = |(open, close): (&str, &str)| value.starts_with(open) && value.ends_with(close);
    MARKS.iter().any(|it| is_whole(*it))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_told_by_their_places() {
        let is_template = |path: &str| RelPath(path.into()).is_template();
        for path in [
            "scaffolds/post.md",
            "themes/x/archetypes/default.md",
            "Templates/书.md",
            "content/templates/post.md",
            "_wiki/template.md",
        ] {
            assert!(is_template(path), "{path}");
        }
        for path in [
            "templates.md",
            "content/en/templates/base.md",
            "posts/a.md",
            "模板/a.md",
        ] {
            assert!(!is_template(path), "{path}");
        }
    }

    #[test]
    fn and_by_the_places_that_they_leave() {
        for block in [
            "title: {{ title }}\ndate: {{ date }}\n",
            "title: \"{{ replace .Name \"-\" \" \" | title }}\"\n",
            "tags: [{{tag}}]\n",
            "tags:\n  - '<% tp.file.tags %>'\n",
            "title: 日记 {{date}}\nname: a {{title}} b\n",
            "{% if x %}\ntitle: x\n{% endif %}\n",
        ] {
            assert!(has_placeholders(block), "{block}");
        }
        for block in [
            "title: 说说 {{ x }} 的用法\n",
            "title: '{ {a} }'\n",
            "params: {a: {b: c}}\n",
            "title: 100 <% of\n",
            "",
        ] {
            assert!(!has_placeholders(block), "{block}");
        }
    }
}
