//! What stands in a body and is no Markdown.

use super::check;

#[test]
fn markers_of_tables_of_contents_are_no_links() {
    check("//- /a.md\n---\ntitle: a\n---\n[[toc]]\n\n[[_TOC_]]\n\n[[\"\\\\(\", \"\\\\)\"]]\n");
}

#[test]
fn code_in_a_templates_block_is_code() {
    check(
        "//- /a.md\n---\ntitle: 题\n---\n# One\n\n{% set code %}{% raw %}\n---\nkey: 1\n---\n# a comment 😀\nreturn `<style>\n\
         {% endraw %}{% endset %}\n\n{% highlight sh %}\n# another\n[x][y]\n{% endhighlight %}\n",
    );
    check(
        "//- /hugo.toml\nx = 1\n//- /content/a.md\n---\ntitle: 题\n---\n{{< highlight toml >}}\n# x\n<div>\n{{< /highlight >}}\n",
    );
}

#[test]
fn what_is_not_to_be_rendered_by_liquid_is_markdown_still() {
    check(
        "//- /a.md\n---\ntitle: a\n---\n{% raw %}\n```liquid\n{{ x }}\n```\n\n## 甲\n{% endraw %}\n\n[x](#甲) [y](#«乙»)\n",
    );
}

#[test]
fn comments_of_obsidian_are_not_read() {
    check("//- /甲.md\n# 甲\n\n%% [[none]] %%\n\n%%\n[[none too]]\n%%\n\n[[«Missing»]]\n");
}

#[test]
fn sections_of_the_first_level_are_a_style_where_the_title_is_a_field() {
    check(
        "//- /config.toml\nbase_url='x'\n//- /content/a.md\n---\ntitle: 题\n---\n# A\n\n# B\n\n# C\n",
    );
    check("//- /config.toml\nbase_url='x'\n//- /content/a.md\n# 题\n\n# «B»\n");
}

#[test]
fn a_templates_tag_may_be_the_target_of_a_label() {
    check(
        "//- /_config.yml\ntitle: x\n//- /_posts/2013-05-06-一.md\n---\ntitle: 一\n---\n//- /b.md\n---\ntitle: 二\n---\n\
         [released][one] and [told][«two»]\n\n[one]: {% post_url 2013-05-06-一 %}\n",
    );
}
