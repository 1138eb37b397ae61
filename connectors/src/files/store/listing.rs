//! What a bucket answers when it is asked which objects it has (`ListObjectsV2`), and what it says when it refuses.

use chrono::DateTime;
use quick_xml::{Reader, events::Event};

/// One page of a listing.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Page {
    pub(super) objects: Vec<Object>,
    /// Where the next page begins; none for the last.
    pub(super) next: Option<String>,
}

/// An object as a listing tells of it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Object {
    pub(super) key: String,
    pub(super) size_bytes: u64,
    /// Microseconds since 1970.
    pub(super) written: Option<i64>,
}

/// Reads a page.
///
/// # Errors
/// Why it is none, for people.
pub(super) fn page(xml: &str) -> Result<Page, String> {
    let (mut page, mut object) = (Page::default(), Object::default());
    let (mut is_cut, mut is_encoded, mut is_listing, mut next) = (false, false, false, None);
    let mut texts = Texts::new(xml);
    while let Some((path, text)) = texts.next()? {
        is_listing |= path.first().is_some_and(|root| root == "ListBucketResult");
        let inner: Vec<&str> = path.iter().skip(1).map(String::as_str).collect();
        match inner.as_slice() {
            ["IsTruncated"] => is_cut = text == "true",
            ["EncodingType"] => is_encoded = text == "url",
            ["NextContinuationToken"] => next = Some(text),
            ["Contents", "Key"] => object.key = text,
            ["Contents", "Size"] => object.size_bytes = text.parse().map_err(|_| "it has an object without a size")?,
            ["Contents", "LastModified"] => {
                object.written = DateTime::parse_from_rfc3339(&text).ok().map(|at| at.timestamp_micros());
            }
            ["Contents"] => page.objects.push(std::mem::take(&mut object)),
            _ => {}
        }
    }
    if !is_listing {
        return Err("it does not answer as S3 does".to_owned());
    }
    if is_encoded {
        for object in &mut page.objects {
            object.key = decoded(&object.key);
        }
    }
    page.next = next.filter(|_| is_cut);
    Ok(page)
}

/// The code of a refusal, such as `NoSuchBucket`; its message may repeat what was sent.
pub(super) fn code(xml: &str) -> Option<String> {
    let mut texts = Texts::new(xml);
    while let Ok(Some((path, text))) = texts.next() {
        if path == ["Error", "Code"] && text.len() <= 100 {
            return Some(text);
        }
    }
    None
}

/// The texts of elements, each where its element ends.
struct Texts<'a> {
    reader: Reader<&'a [u8]>,
    path: Vec<String>,
    text: String,
}

/// How deep elements may be inside one another.
const MOST_DEPTH: usize = 16;

impl<'a> Texts<'a> {
    fn new(xml: &'a str) -> Self {
        Self { reader: Reader::from_str(xml), path: Vec::new(), text: String::new() }
    }

    fn next(&mut self) -> Result<Option<(Vec<String>, String)>, String> {
        let broken = |cause: &dyn std::fmt::Display| format!("its answer is no XML: {cause}");
        loop {
            match self.reader.read_event().map_err(|cause| broken(&cause))? {
                // What was cut on its way must not count as all that there is.
                Event::Eof if !self.path.is_empty() => return Err("its answer is cut off".to_owned()),
                Event::Eof => return Ok(None),
                Event::Start(_) if self.path.len() >= MOST_DEPTH => return Err("its answer is too deep".to_owned()),
                Event::Start(start) => {
                    self.path.push(String::from_utf8_lossy(start.local_name().as_ref()).into_owned());
                    self.text.clear();
                }
                Event::Empty(start) => {
                    let mut path = self.path.clone();
                    path.push(String::from_utf8_lossy(start.local_name().as_ref()).into_owned());
                    return Ok(Some((path, String::new())));
                }
                Event::End(_) => {
                    let ended = (self.path.clone(), std::mem::take(&mut self.text));
                    self.path.pop();
                    return Ok(Some(ended));
                }
                Event::Text(text) => self.text.push_str(&text.decode().map_err(|cause| broken(&cause))?),
                Event::CData(text) => self.text.push_str(&text.decode().map_err(|cause| broken(&cause))?),
                Event::GeneralRef(name) => self.text.push_str(&resolved(&name)),
                _ => {}
            }
        }
    }
}

/// The character that a reference stands for; none that a listing does not need.
fn resolved(name: &quick_xml::events::BytesRef<'_>) -> String {
    if let Ok(Some(character)) = name.resolve_char_ref() {
        return character.to_string();
    }
    let name = String::from_utf8_lossy(name).into_owned();
    quick_xml::escape::resolve_predefined_entity(&name).unwrap_or_default().to_owned()
}

/// `%XX` and `+` as what they stand for.
fn decoded(text: &str) -> String {
    let pairs = format!("k={text}");
    url::form_urlencoded::parse(pairs.replace('&', "%26").as_bytes())
        .next()
        .map_or_else(|| text.to_owned(), |(_, value)| value.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b5_page_of_objects_is_read_with_names_of_every_sort() {
        let xml = "<?xml version=\"1.0\"?><ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">
            <Name>lake</Name><Prefix>a</Prefix><IsTruncated>true</IsTruncated>
            <NextContinuationToken>x&amp;y==</NextContinuationToken>
            <Contents><Key>a/it&apos;s &lt;x&gt; &#233;.csv</Key><LastModified>2024-05-01T10:00:00.000Z</LastModified>
            <ETag>&quot;1&quot;</ETag><Size>12</Size><Owner><ID>7</ID></Owner></Contents>
            <Contents><Key>a/b.parquet</Key><Size>0</Size></Contents></ListBucketResult>";
        let found = page(xml).unwrap();
        assert_eq!(found.next.as_deref(), Some("x&y=="));
        assert_eq!((found.objects[0].key.as_str(), found.objects[0].size_bytes), ("a/it's <x> é.csv", 12));
        assert_eq!(found.objects[0].written, Some(1_714_557_600_000_000));
        assert_eq!((found.objects[1].key.as_str(), found.objects[1].written), ("a/b.parquet", None));
        let encoded = "<ListBucketResult><EncodingType>url</EncodingType><Contents><Key>a%2Fx+%26%2By</Key><Size>1</Size>\
            </Contents><IsTruncated>false</IsTruncated><NextContinuationToken>z</NextContinuationToken></ListBucketResult>";
        let found = page(encoded).unwrap();
        assert_eq!((found.objects[0].key.as_str(), found.next), ("a/x &+y", None));
    }

    #[test]
    fn threat_20_answers_that_are_no_listing_are_said_and_bombs_are_not_opened() {
        assert_eq!(page("<html></html>").unwrap_err(), "it does not answer as S3 does");
        let cut = "<ListBucketResult><Contents><Key>a</Key><Size>1</Size></Contents><Contents><Key>b";
        assert_eq!(page(cut).unwrap_err(), "its answer is cut off");
        assert_eq!(page(&"<a>".repeat(100)).unwrap_err(), "its answer is too deep");
        let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><ListBucketResult><Contents><Key>&b;</Key>\
            <Size>1</Size></Contents></ListBucketResult>";
        assert_eq!(page(bomb).unwrap().objects[0].key, "");
        assert_eq!(
            code("<Error><Code>NoSuchBucket</Code><Message>x</Message></Error>").as_deref(),
            Some("NoSuchBucket")
        );
        assert_eq!(code("not xml"), None);
    }
}
