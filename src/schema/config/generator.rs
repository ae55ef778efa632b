//! The programs that make sites of posts, by the names that rubric.yaml gives them. What they do, it does not know.

macro_rules! generators {
    ($($variant:ident, $name:literal, $doc:literal;)*) => {
        /// A program that makes a site of posts.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        pub enum Generator {
            $(#[doc = $doc] $variant,)*
            /// None that is known.
            #[default]
            None,
        }

        /// All of them, in the order in which they are looked for.
        pub const GENERATORS: &[(&str, Generator)] =
            &[$(($name, Generator::$variant),)* ("none", Generator::None)];

        impl Generator {
            /// As rubric.yaml writes it.
            pub fn name(self) -> &'static str {
                match self {
                    $(Generator::$variant => $name,)*
                    Generator::None => "none",
                }
            }

            /// What it is, in a line.
            pub fn doc(self) -> &'static str {
                match self {
                    $(Generator::$variant => $doc,)*
                    Generator::None => "no generator: links are paths of files",
                }
            }
        }
    };
}

generators! {
    Hugo, "hugo", "Hugo";
    Docusaurus, "docusaurus", "Docusaurus";
    VitePress, "vitepress", "VitePress";
    MkDocs, "mkdocs", "MkDocs";
    Astro, "astro", "Astro, with Starlight or without";
    Eleventy, "eleventy", "Eleventy";
    Zola, "zola", "Zola";
    Hexo, "hexo", "Hexo";
    Jekyll, "jekyll", "Jekyll";
    MdBook, "mdbook", "mdBook";
    Quartz, "quartz", "Quartz, which publishes an Obsidian vault";
    Quarto, "quarto", "Quarto";
    DocFx, "docfx", "DocFX, and the documentation of Microsoft";
    Zenn, "zenn", "Zenn";
    Obsidian, "obsidian", "an Obsidian vault";
}
