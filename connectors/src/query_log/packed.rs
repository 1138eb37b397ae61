//! The text of a log file, whether it is packed with gzip or not. What is packed is unpacked a piece at a time, so that a
//! file that unpacks to a thousand times its size costs no more than what a crawl may read.

use std::{
    io::{BufReader, Read as _},
    path::{Path, PathBuf},
};

use flate2::read::MultiGzDecoder;
use tokio::{
    fs::File,
    io::{AsyncReadExt as _, AsyncSeekExt as _},
    task::spawn_blocking,
};

/// How much is read at a time, in bytes.
pub(super) const PIECE: usize = 256 * 1024;

/// Whether a file is packed, as its name tells.
pub(super) fn is_packed(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("gz"))
}

type Unpacker = MultiGzDecoder<BufReader<std::fs::File>>;

/// A file that is read on.
pub(super) enum Text {
    Plain(File),
    /// None while a piece is being unpacked.
    Packed(Option<Box<Unpacker>>),
}

impl Text {
    /// The text of a file behind its first `start` bytes.
    pub(super) async fn open(path: &Path, start: u64) -> std::io::Result<Self> {
        if !is_packed(path) {
            let mut file = File::open(path).await?;
            file.seek(std::io::SeekFrom::Start(start)).await?;
            return Ok(Self::Plain(file));
        }
        let path: PathBuf = path.to_owned();
        let open = move || {
            let mut unpacker = Box::new(MultiGzDecoder::new(BufReader::new(std::fs::File::open(path)?)));
            std::io::copy(&mut unpacker.by_ref().take(start), &mut std::io::sink())?;
            Ok(Self::Packed(Some(unpacker)))
        };
        spawn_blocking(open).await.map_err(std::io::Error::other)?
    }

    /// The next piece of at most `most` bytes; empty at the end.
    pub(super) async fn read(&mut self, most: usize) -> std::io::Result<Vec<u8>> {
        let mut piece = vec![0; most.min(PIECE)];
        match self {
            Self::Plain(file) => {
                let count = file.read(&mut piece).await?;
                piece.truncate(count);
                Ok(piece)
            }
            Self::Packed(unpacker) => {
                let Some(mut open) = unpacker.take() else { return Ok(Vec::new()) };
                let unpack = move || {
                    let count = open.read(&mut piece)?;
                    piece.truncate(count);
                    Ok::<_, std::io::Error>((open, piece))
                };
                let (open, piece) = spawn_blocking(unpack).await.map_err(std::io::Error::other)??;
                *unpacker = Some(open);
                Ok(piece)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn packed(text: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    async fn rest(path: &Path, start: u64) -> std::io::Result<Vec<u8>> {
        let mut text = Text::open(path, start).await?;
        let mut all = Vec::new();
        loop {
            let piece = text.read(7).await?;
            if piece.is_empty() {
                return Ok(all);
            }
            all.extend(piece);
        }
    }

    #[tokio::test]
    async fn packed_file_reads_as_what_was_packed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log.csv.GZ");
        // Programs that turn logs may append to what is packed.
        std::fs::write(&path, [packed(b"first part, "), packed(b"second part")].concat()).unwrap();
        assert_eq!(rest(&path, 0).await.unwrap(), b"first part, second part");
        assert_eq!(rest(&path, 6).await.unwrap(), b"part, second part");
        assert_eq!(rest(&path, 1000).await.unwrap(), b"");
        std::fs::write(&path, b"no gzip at all").unwrap();
        assert!(rest(&path, 0).await.is_err());
        let plain = folder.path().join("log.csv");
        std::fs::write(&plain, b"plain text").unwrap();
        assert_eq!(rest(&plain, 6).await.unwrap(), b"text");
    }
}
