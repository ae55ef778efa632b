//! What the name of a field alone tells, as sites and their tools have it. It knows nothing of what posts have in it.

/// Names, or last words of names, of fields that say where the page is found, what it is built with, or which files it has.
const ADDRESSES: [&str; 24] = [
    "alias",
    "aliases",
    "banner",
    "canonical",
    "cover",
    "file",
    "filename",
    "guid",
    "href",
    "id",
    "image",
    "layout",
    "link",
    "path",
    "permalink",
    "redirect",
    "route",
    "slug",
    "template",
    "thumbnail",
    "uid",
    "uri",
    "url",
    "uuid",
];

/// Whether the field's values are meant to the letter: addresses, names of templates and files, and words that people search for,
/// in each spelling that they may use. They are no vocabulary: none is a spelling or another name of another, and no style of
/// most of them is held against the others.
pub fn is_literal(field: &str) -> bool {
    is_of_addresses(field) || is_of_search_words(field)
}

/// `slug`, `videoId`, `redirect_from`, `cover.image`
fn is_of_addresses(field: &str) -> bool {
    let words = words(field);
    let Some(last) = words.last() else {
        return false;
    };
    let singular = last.strip_suffix('s').unwrap_or(last);
    ADDRESSES.contains(&last.as_str())
        || ADDRESSES.contains(&singular)
        || words.ends_with(&["redirect".into(), "from".into()])
        || words.ends_with(&["redirect".into(), "to".into()])
}

/// `keywords`, `f1_keywords`, `关键词`
fn is_of_search_words(field: &str) -> bool {
    let last = words(field).pop();
    last.is_some_and(|it| ["keyword", "keywords", "关键词", "关键字"].contains(&it.as_str()))
}

/// The words of a name in lower case, however they are joined: `pub_date`, `pub-date`, `pubDate`.
pub fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut after_lower = false;
    for it in name.chars() {
        let begins = !it.is_alphanumeric() || after_lower && it.is_uppercase();
        if begins {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| it.is_alphanumeric()) {
            word.extend(it.to_lowercase());
        }
        after_lower = it.is_lowercase() || it.is_numeric();
    }
    words.retain(|it| !it.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fall_into_words() {
        for name in ["pub_date", "pub-date", "pubDate", "Pub Date", "_pub.date"] {
            assert_eq!(words(name), ["pub", "date"], "{name}");
        }
        assert_eq!(words("imageURL"), ["image", "url"]);
        assert_eq!(words("关键词"), ["关键词"]);
        assert_eq!(words("--"), [""; 0]);
    }

    #[test]
    fn what_leads_to_the_page_is_told_from_terms() {
        for field in [
            "slug",
            "Slug",
            "url",
            "permalink",
            "aliases",
            "redirect_from",
            "redirectTo",
            "layout",
            "id",
            "videoId",
            "ms.assetid.id",
            "cover.image",
            "canonical_url",
            "images",
            "keywords",
            "f1_keywords",
            "关键词",
        ] {
            assert!(is_literal(field), "{field}");
        }
        for field in [
            "tags",
            "people",
            "series",
            "covid",
            "android",
            "image_alt",
            "file-type",
            "标签",
        ] {
            assert!(!is_literal(field), "{field}");
        }
    }
}
