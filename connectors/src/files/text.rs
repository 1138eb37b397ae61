//! Text files as UTF-8, whatever they are written in: unpacked, decoded, and never more of them in memory than asked for.

use std::io::{self, Read};

use encoding_rs::{Decoder, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use flate2::read::MultiGzDecoder;

use super::store::Place;

/// How many bytes are read and decoded at once.
const CHUNK: usize = 64 * 1024;

/// The beginning of a text file.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) text: String,
    pub(super) encoding: &'static Encoding,
    /// Whether this is all of the file.
    pub(super) is_whole: bool,
}

/// The first `most` bytes of a file, unpacked and decoded; a character that is cut at the end is left out.
///
/// # Errors
/// What the operating system or the packing says.
pub(super) fn head(place: &Place, is_packed: bool, most: usize) -> io::Result<Head> {
    let mut bytes = Vec::new();
    raw(place, is_packed, Some(most as u64 + 1))?.take(most as u64 + 1).read_to_end(&mut bytes)?;
    let is_whole = bytes.len() <= most;
    bytes.truncate(most);
    let encoding = encoding_of(&bytes, is_whole);
    let mut decoder = encoding.new_decoder_with_bom_removal();
    let mut text = String::with_capacity(decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(4 * most));
    let _ = decoder.decode_to_string(&bytes, &mut text, is_whole);
    Ok(Head { text, encoding, is_whole })
}

/// All of a file as UTF-8; bytes that are no text become replacement characters.
///
/// # Errors
/// What the operating system says.
pub(super) fn open(place: &Place, is_packed: bool, encoding: &'static Encoding) -> io::Result<Decoded> {
    Ok(Decoded {
        raw: raw(place, is_packed, None)?,
        decoder: encoding.new_decoder_with_bom_removal(),
        bytes: vec![0; CHUNK],
        text: Vec::new(),
        at: 0,
        is_done: false,
    })
}

/// The bytes of a file, unpacked; `most` tells how many of them are wanted at most.
fn raw(place: &Place, is_packed: bool, most: Option<u64>) -> io::Result<Box<dyn Read + Send>> {
    let file = place.open()?;
    Ok(if is_packed {
        // How many packed bytes hold so many is not known.
        Box::new(MultiGzDecoder::new(io::BufReader::new(file.stream(None)?)))
    } else {
        file.stream(most)?
    })
}

/// What a text is written in: its byte order mark tells, or how zeros lie in it, or what it can be read as.
fn encoding_of(bytes: &[u8], is_whole: bool) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    let start = &bytes[..bytes.len().min(4096)];
    let zeros = |odd: usize| start.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (first, second) = (zeros(0), zeros(1));
    // Latin letters and digits in UTF-16 have one zero each; in text of any other encoding there are none.
    if first.max(second) * 8 > start.len().max(8) {
        return if second > first { UTF_16LE } else { UTF_16BE };
    }
    let reads_as = |encoding: &'static Encoding| {
        let mut decoder = encoding.new_decoder_without_bom_handling();
        let mut text = String::with_capacity(decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(0));
        let (_, _, has_errors) = decoder.decode_to_string(bytes, &mut text, is_whole);
        !has_errors
    };
    [UTF_8, GB18030].into_iter().find(|encoding| reads_as(encoding)).unwrap_or(WINDOWS_1252)
}

/// A file as UTF-8.
pub(super) struct Decoded {
    raw: Box<dyn Read + Send>,
    decoder: Decoder,
    bytes: Vec<u8>,
    text: Vec<u8>,
    at: usize,
    is_done: bool,
}

impl Read for Decoded {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.at == self.text.len() {
            if self.is_done {
                return Ok(0);
            }
            self.refill()?;
        }
        let count = out.len().min(self.text.len() - self.at);
        out[..count].copy_from_slice(&self.text[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}

impl Decoded {
    fn refill(&mut self) -> io::Result<()> {
        let count = self.raw.read(&mut self.bytes)?;
        self.is_done = count == 0;
        let most = self.decoder.max_utf8_buffer_length(count).unwrap_or(4 * CHUNK);
        self.text.resize(most, 0);
        let (_, _, written, _) = self.decoder.decode_to_utf8(&self.bytes[..count], &mut self.text, self.is_done);
        self.text.truncate(written);
        self.at = 0;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn written(bytes: &[u8]) -> tempfile::NamedTempFile {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(bytes).unwrap();
        file
    }

    fn place(file: &tempfile::NamedTempFile) -> Place {
        let folder = std::sync::Arc::from(file.path().parent().unwrap());
        let name = file.path().file_name().unwrap().to_str().unwrap();
        crate::files::store::Store::Folder(folder).place(name, 0)
    }

    #[test]
    fn b5_text_is_read_in_the_encoding_it_is_written_in() {
        let text = "编号,姓名\n1,张三\n2,李四 😀\n".repeat(9_000);
        let sixteen = |mark: &[u8], bytes: fn(u16) -> [u8; 2]| {
            mark.iter().copied().chain(text.encode_utf16().flat_map(bytes)).collect::<Vec<u8>>()
        };
        for (bytes, encoding) in [
            (text.as_bytes().to_vec(), UTF_8),
            ([b"\xef\xbb\xbf", text.as_bytes()].concat(), UTF_8),
            (GB18030.encode(&text).0.into_owned(), GB18030),
            (sixteen(b"\xff\xfe", u16::to_le_bytes), UTF_16LE),
            (sixteen(b"\xfe\xff", u16::to_be_bytes), UTF_16BE),
            (sixteen(b"", u16::to_le_bytes), UTF_16LE),
        ] {
            let file = written(&bytes);
            let head = head(&place(&file), false, 1_001).unwrap();
            assert_eq!(head.encoding, encoding);
            assert!(!head.is_whole && text.starts_with(&head.text) && head.text.len() > 300, "{encoding:?}");
            let mut all = String::new();
            open(&place(&file), false, encoding).unwrap().read_to_string(&mut all).unwrap();
            assert_eq!(all, text);
        }
    }

    #[test]
    fn threat_20_packed_file_costs_what_is_asked_for_and_not_what_it_unpacks_to() {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        for _ in 0..64 {
            packer.write_all(&vec![b'a'; 1024 * 1024]).unwrap();
        }
        let file = written(&packer.finish().unwrap());
        let head = head(&place(&file), true, 10_000).unwrap();
        assert_eq!((head.text.len(), head.is_whole), (10_000, false));
    }
}
