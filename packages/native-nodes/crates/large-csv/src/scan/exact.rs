use super::{Dialect, FieldIndex};

/// Where an exact scan ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExactEnd {
    /// After a newline outside quotes.
    AtRecord,
    /// Inside a record; this many bytes belong to whole records.
    InsideRecord { record_start: usize, in_quotes: bool },
    /// A closing quote followed by something else than a field end, at this position.
    BadQuote(usize),
}

/// Fills `index` byte by byte. A quote opens a quoted field only as its first byte; inside, `""` is one quote and a
/// single `"` must be followed by a delimiter or the end of the record. Elsewhere a quote is an ordinary byte.
pub fn scan_exact(
    buffer: &[u8],
    start: usize,
    end: usize,
    dialect: &Dialect,
    index: &mut FieldIndex,
) -> ExactEnd {
    index.ends.clear();
    index.ends.push(start as u32 - 1);
    index.records = 0;
    index.quoted = dialect.quote.is_some();
    let mut position = start;
    let mut record_start = start;
    while position < end {
        // One field a turn.
        if dialect.quote == Some(buffer[position]) {
            position += 1;
            loop {
                match memchr::memchr(b'"', &buffer[position..end]) {
                    None => return ExactEnd::InsideRecord { record_start, in_quotes: true },
                    Some(found) => position += found + 1,
                }
                if position < end && buffer[position] == b'"' {
                    position += 1;
                    continue;
                }
                break;
            }
            if position < end && buffer[position] == b'\r' {
                if position + 1 == end {
                    return ExactEnd::InsideRecord { record_start, in_quotes: false };
                }
                position += (buffer[position + 1] == dialect.newline) as usize;
            }
            if position < end && buffer[position] != dialect.delimiter && buffer[position] != dialect.newline
            {
                return ExactEnd::BadQuote(position - 1);
            }
        } else {
            match memchr::memchr2(dialect.delimiter, dialect.newline, &buffer[position..end]) {
                None => return ExactEnd::InsideRecord { record_start, in_quotes: false },
                Some(found) => position += found,
            }
        }
        if position >= end {
            return ExactEnd::InsideRecord { record_start, in_quotes: false };
        }
        index.ends.push(position as u32);
        if buffer[position] == dialect.newline {
            index.records += 1;
            record_start = position + 1;
        }
        position += 1;
    }
    if record_start == end {
        ExactEnd::AtRecord
    } else {
        ExactEnd::InsideRecord { record_start, in_quotes: false }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DIALECT: Dialect = Dialect { delimiter: b',', quote: Some(b'"'), newline: b'\n' };

    fn fields(text: &str) -> (Vec<String>, ExactEnd) {
        let buffer = format!(" {text}").into_bytes();
        let mut index = FieldIndex::default();
        let end = scan_exact(&buffer, 1, buffer.len(), &DIALECT, &mut index);
        let fields = index.ends.windows(2).map(|pair| {
            String::from_utf8_lossy(&buffer[pair[0] as usize + 1..pair[1] as usize]).into_owned()
        });
        (fields.collect(), end)
    }

    #[test]
    fn quotes_only_open_at_the_start_of_a_field() {
        assert_eq!(fields("5\" pipe,7\"\n"), (vec!["5\" pipe".into(), "7\"".into()], ExactEnd::AtRecord));
        assert_eq!(
            fields("\"a,\nb\"\"\",c\r\n"),
            (vec!["\"a,\nb\"\"\"".into(), "c\r".into()], ExactEnd::AtRecord)
        );
    }

    #[test]
    fn the_end_tells_what_is_open() {
        assert_eq!(fields("a\nb").1, ExactEnd::InsideRecord { record_start: 3, in_quotes: false });
        assert_eq!(fields("a\n\"b\n").1, ExactEnd::InsideRecord { record_start: 3, in_quotes: true });
        assert_eq!(fields("\"a\"b\n").1, ExactEnd::BadQuote(3));
        assert_eq!(fields("a,\n").1, ExactEnd::AtRecord);
        assert_eq!(fields("\"a\"\r").1, ExactEnd::InsideRecord { record_start: 1, in_quotes: false });
    }
}
