//! The orientation of a photograph: the one Exif tag that changes what is seen.

/// The orientation tag of an Exif block (TIFF 6.0 header and first directory, tag 0x0112): 1 to 8, 1 when absent.
pub fn orientation(exif: &[u8]) -> u16 {
    read(exif).filter(|value| (1..=8).contains(value)).unwrap_or(1)
}

fn read(exif: &[u8]) -> Option<u16> {
    let exif = exif.strip_prefix(b"Exif\0\0").unwrap_or(exif);
    let little = match exif.get(..2)? {
        b"II" => true,
        b"MM" => false,
        _ => return None,
    };
    let short = |at: usize| -> Option<u16> {
        let bytes = exif.get(at..at + 2)?.try_into().ok()?;
        Some(if little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    };
    let long = |at: usize| -> Option<u32> {
        let bytes = exif.get(at..at + 4)?.try_into().ok()?;
        Some(if little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) })
    };
    let directory = long(4)? as usize;
    let entries = usize::from(short(directory)?);
    (0..entries)
        .map(|index| directory + 2 + index * 12)
        .find(|at| short(*at) == Some(0x0112))
        .and_then(|at| short(at + 8))
}

/// Turns rgba pixels upright. Returns the pixels with their new width and height.
pub fn upright(pixels: Vec<u8>, width: usize, height: usize, orientation: u16) -> (Vec<u8>, usize, usize) {
    if orientation == 1 {
        return (pixels, width, height);
    }
    let swapped = orientation >= 5;
    let (new_width, new_height) = if swapped { (height, width) } else { (width, height) };
    let mut turned = Vec::with_capacity(pixels.len());
    for y in 0..new_height {
        for x in 0..new_width {
            let (source_x, source_y) = match orientation {
                2 => (width - 1 - x, y),
                3 => (width - 1 - x, height - 1 - y),
                4 => (x, height - 1 - y),
                5 => (y, x),
                6 => (y, height - 1 - x),
                7 => (width - 1 - y, height - 1 - x),
                _ => (width - 1 - y, x),
            };
            let at = (source_y * width + source_x) * 4;
            turned.extend_from_slice(&pixels[at..at + 4]);
        }
    }
    (turned, new_width, new_height)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An Exif block whose directory has one entry before the orientation.
    fn block(orientation: u16, little: bool) -> Vec<u8> {
        let short = |value: u16| if little { value.to_le_bytes() } else { value.to_be_bytes() };
        let long = |value: u32| if little { value.to_le_bytes() } else { value.to_be_bytes() };
        let mut bytes = if little { b"II".to_vec() } else { b"MM".to_vec() };
        bytes.extend(short(42));
        bytes.extend(long(8));
        bytes.extend(short(2));
        for (tag, value) in [(0x0100, 7), (0x0112, orientation)] {
            bytes.extend(short(tag));
            bytes.extend(short(3));
            bytes.extend(long(1));
            bytes.extend(short(value));
            bytes.extend(short(0));
        }
        bytes
    }

    #[test]
    fn the_tag_is_found_in_both_byte_orders() {
        assert_eq!((orientation(&block(6, true)), orientation(&block(3, false))), (6, 3));
    }

    #[test]
    fn anything_else_is_upright() {
        let whole = block(6, true);
        for length in 0..whole.len() - 4 {
            assert_eq!(orientation(&whole[..length]), 1, "cut at {length}");
        }
        assert_eq!(orientation(&block(9, true)), 1);
    }

    #[test]
    fn all_eight_orientations_come_upright() {
        // Two rows of three pixels as the viewer should see them: 1 2 3 / 4 5 6, stored as each orientation stores it.
        let stored: [(u16, usize, [u8; 6]); 8] = [
            (1, 3, [1, 2, 3, 4, 5, 6]),
            (2, 3, [3, 2, 1, 6, 5, 4]),
            (3, 3, [6, 5, 4, 3, 2, 1]),
            (4, 3, [4, 5, 6, 1, 2, 3]),
            (5, 2, [1, 4, 2, 5, 3, 6]),
            (6, 2, [3, 6, 2, 5, 1, 4]),
            (7, 2, [6, 3, 5, 2, 4, 1]),
            (8, 2, [4, 1, 5, 2, 6, 3]),
        ];
        for (orientation, width, values) in stored {
            let pixels = values.iter().flat_map(|value| [*value; 4]).collect();
            let (turned, new_width, new_height) = upright(pixels, width, 6 / width, orientation);
            let seen: Vec<u8> = turned.iter().step_by(4).copied().collect();
            assert_eq!((new_width, new_height, seen), (3, 2, vec![1, 2, 3, 4, 5, 6]), "orientation {orientation}");
        }
    }
}
