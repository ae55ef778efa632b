//! Anchors that are not made of a heading's title alone.

use super::check;

#[test]
fn a_term_of_a_definition_list_is_an_anchor() {
    check(
        "//- /hugo.toml\nbaseURL='x'\n//- /a.md\n---\ntitle: 题\n---\n[x](#cachedir) [d](#日期) [n](#«cachdir»)\n\n\
         ## Dates\n\ncacheDir\n: the dir 😀\n\n`日期`\n: the date\n",
    );
}

#[test]
fn a_templates_tag_is_gone_from_the_heading() {
    check(
        "//- /a.md\n---\ntitle: a\n---\n[x](#event-arguments) [y](#版本-2) [n](#«event»)\n\n\
         ## Event arguments {% addedin \"2.0.0\" %}\n\n## 版本 {{ version }}\n",
    );
}

#[test]
fn what_is_included_may_have_the_anchor() {
    for include in [
        "{{% include \"_part.md\" %}}",
        "{{< readfile file=\"_part.md\" >}}",
        "{% include _part.md %}",
        "--8<-- \"_part.md\"",
        "<!--@include: ./_part.md-->",
        "[!INCLUDE [x](_part.md)]",
    ] {
        // What is included may include something else.
        check(&format!(
            "//- /a.md\n---\ntitle: 题\n---\n{include}\n\n[x](#made-there) [y](#«none») [z](#更深)\n\
             //- /_part.md\n## Made there\n\n--8<-- \"_deeper.md\"\n//- /_deeper.md\n## 更深\n"
        ));
    }
    for unknown in [
        "{{% notes %}}",
        "--8<-- \"elsewhere.md\"",
        "{{< include \"x\" >}}",
    ] {
        check(&format!(
            "//- /a.md\n---\ntitle: a\n---\n{unknown}\n\n[x](#whatever)\n"
        ));
    }
    check(
        "//- /a.md\n---\ntitle: 题\n---\n{{% alert %}}\n## 甲\n{{% /alert %}}\n\n[x](#甲) [y](#«乙»)\n",
    );
}

#[test]
fn a_component_gives_anchors_by_its_attributes() {
    check(
        "//- /a.md\n---\ntitle: a\n---\n## B\n\n[x](#examples-one) [y](#config.x) [n](#«examples-two»)\n\n\
         <Recipes titleId=\"examples-one\">\n\n</Recipes>\n\n#### <!-- md:setting config.x -->\n",
    );
}
