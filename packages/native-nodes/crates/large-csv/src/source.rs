//! The file: opened and looked at once, then read at positions by every worker.

use std::fs::{File, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result, readable_bytes};

/// An open regular file of at least one byte that looks like text.
pub struct Source {
    file: File,
    path: PathBuf,
    /// Bytes.
    pub length: u64,
    /// Where the text starts: 3 after a UTF-8 byte order mark, else 0.
    pub text_start: u64,
    /// The first bytes of the text, up to `SAMPLE_BYTES`.
    pub sample: Vec<u8>,
}

/// How much of the file decides delimiter, names and types.
pub const SAMPLE_BYTES: usize = 1 << 20;

impl Source {
    /// Opens the file and refuses what cannot be CSV text, naming what it is.
    pub fn open(path: &Path) -> Result<Self> {
        let shown = path.display();
        if path.as_os_str().is_empty() {
            return Err(Error::validation(
                "file-missing",
                "No file is given; a path to a CSV file was expected.",
                "Choose a file.",
            ));
        }
        let metadata = std::fs::metadata(path).map_err(|error| unreadable(path, &error))?;
        if metadata.is_dir() {
            return Err(Error::validation(
                "file-is-directory",
                format!("{shown} is a folder; a CSV file was expected."),
                "Choose a file inside the folder.",
            ));
        }
        if !is_regular(&metadata) {
            return Err(Error::validation(
                "file-not-regular",
                format!("{shown} is a pipe, socket or device; a regular file was expected."),
                "Save the data to a file first.",
            ));
        }
        let file = File::open(path).map_err(|error| unreadable(path, &error))?;
        let length = metadata.len();
        if length == 0 {
            return Err(Error::validation(
                "file-empty",
                format!("{shown} is empty (0 bytes); a CSV file with at least a header was expected."),
                "Check the program that wrote the file.",
            ));
        }
        let mut source = Self { file, path: path.to_owned(), length, text_start: 0, sample: Vec::new() };
        let mut sample = vec![0; SAMPLE_BYTES.min(length as usize)];
        source.read(0, &mut sample)?;
        source.refuse_other_formats(&sample)?;
        if sample.starts_with(b"\xEF\xBB\xBF") {
            source.text_start = 3;
            sample.drain(..3);
            if sample.is_empty() {
                return Err(Error::validation(
                    "file-empty",
                    format!(
                        "{shown} holds a byte order mark and nothing else; a CSV file with at least a header was expected."
                    ),
                    "Check the program that wrote the file.",
                ));
            }
        }
        source.sample = sample;
        Ok(source)
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Fills `into` from `offset`.
    pub fn read(&self, offset: u64, into: &mut [u8]) -> Result<()> {
        read_exact_at(&self.file, into, offset).map_err(|error| {
            if error.kind() == io::ErrorKind::UnexpectedEof {
                Error::runtime(
                    "file-changed",
                    format!(
                        "{} became shorter than its {} while it was read.",
                        self.path.display(),
                        readable_bytes(self.length)
                    ),
                    "Run again when nothing writes to the file.",
                )
            } else {
                unreadable(&self.path, &error)
            }
        })
    }

    fn refuse_other_formats(&self, head: &[u8]) -> Result<()> {
        let shown = self.path.display();
        let starts = |magic: &[u8]| head.starts_with(magic);
        // UTF-32 little endian starts like UTF-16 little endian: first.
        let encoding = if starts(b"\xFF\xFE\x00\x00") || starts(b"\x00\x00\xFE\xFF") {
            Some("UTF-32")
        } else if starts(b"\xFF\xFE") || starts(b"\xFE\xFF") {
            Some("UTF-16")
        } else {
            None
        };
        if let Some(encoding) = encoding {
            return Err(Error::validation(
                "wrong-encoding",
                format!("{shown} is encoded as {encoding}; UTF-8 was expected."),
                format!("Convert it first: iconv -f {encoding} -t UTF-8 in.csv > out.csv"),
            ));
        }
        let format = if starts(b"\x1F\x8B") {
            Some(("a gzip archive", "Unpack it first: gunzip FILE"))
        } else if starts(b"\x28\xB5\x2F\xFD") {
            Some(("a Zstandard archive", "Unpack it first: unzstd FILE"))
        } else if starts(b"PK\x03\x04") {
            Some(("a ZIP archive or an Excel workbook", "Unpack it, or save the sheet as CSV."))
        } else if starts(b"PAR1") {
            Some(("a Parquet file", "Read it with a node for Parquet, or convert it to CSV."))
        } else if starts(b"ARROW1") {
            Some(("an Arrow file", "Read it with a node for Arrow, or convert it to CSV."))
        } else {
            None
        };
        match format {
            Some((name, hint)) => Err(Error::validation(
                "file-not-csv",
                format!("{shown} is {name}; a CSV text file was expected."),
                hint,
            )),
            None => Ok(()),
        }
    }

    /// The error for a NUL byte at `offset` in the file.
    pub fn binary_error(&self, offset: u64) -> Error {
        Error::validation(
            "file-binary",
            format!(
                "{} has a NUL byte at byte {offset}: it is binary, or UTF-16 without a mark; CSV text in UTF-8 was expected.",
                self.path.display()
            ),
            "Choose a text file, or convert it first: iconv -f UTF-16 -t UTF-8 in.csv > out.csv",
        )
    }

    /// The error for bytes at `offset` that are not UTF-8.
    pub fn encoding_error(&self, offset: u64, byte: u8) -> Error {
        Error::validation(
            "wrong-encoding",
            format!(
                "{} is not UTF-8: byte 0x{byte:02X} at byte {offset} starts no character.",
                self.path.display()
            ),
            "Convert it first, e.g. from Latin-1: iconv -f ISO-8859-1 -t UTF-8 in.csv > out.csv",
        )
    }
}

fn unreadable(path: &Path, error: &io::Error) -> Error {
    let shown = path.display();
    match error.kind() {
        io::ErrorKind::NotFound => Error::validation(
            "file-not-found",
            format!("{shown} does not exist; a CSV file was expected."),
            "Check the path; relative paths start at the blueprint's folder.",
        ),
        io::ErrorKind::PermissionDenied => Error::validation(
            "file-not-readable",
            format!("{shown} may not be read by this user."),
            "Give yourself the right to read it.",
        ),
        _ => Error::runtime(
            "file-read-failed",
            format!("{shown} could not be read: {error}."),
            "Check the disk and run again.",
        ),
    }
}

#[cfg(unix)]
fn is_regular(metadata: &Metadata) -> bool {
    metadata.is_file()
}

#[cfg(not(unix))]
fn is_regular(_metadata: &Metadata) -> bool {
    true
}

#[cfg(unix)]
fn read_exact_at(file: &File, into: &mut [u8], offset: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, into, offset)
}

#[cfg(windows)]
fn read_exact_at(file: &File, mut into: &mut [u8], mut offset: u64) -> io::Result<()> {
    while !into.is_empty() {
        match std::os::windows::fs::FileExt::seek_read(file, into, offset)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            count => {
                into = &mut into[count..];
                offset += count as u64;
            }
        }
    }
    Ok(())
}
