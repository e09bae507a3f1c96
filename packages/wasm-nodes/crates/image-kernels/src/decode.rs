//! PNG and JPEG files into RGBA pixels.

use std::fmt;

use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;
use zune_jpeg::JpegDecoder;
use zune_png::PngDecoder;

use crate::exif;

/// Images with more pixels than this are refused before memory is taken for them: 64 megapixels, 256 MB.
pub const MAX_PIXELS: usize = 1 << 26;

const PNG_SIGNATURE: &[u8] = &[0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a];
const JPEG_SIGNATURE: &[u8] = &[0xff, 0xd8, 0xff];

/// Formats that people try, by their first bytes: named in the error instead of a hex dump.
const KNOWN_OTHERS: &[(&[u8], &str)] = &[
    (b"GIF8", "a GIF image"),
    (b"BM", "a BMP image"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"%PDF", "a PDF document"),
    (b"<svg", "an SVG drawing"),
    (b"<?xml", "an XML file"),
    (b"PK\x03\x04", "a ZIP archive"),
];

/// Decoded pixels: `pixels.len() == width * height * 4`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    pub width: usize,
    pub height: usize,
    pub pixels: Vec<u8>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DecodeError {
    /// No bytes at all.
    Empty,
    /// Neither PNG nor JPEG; `received` says what the first bytes are.
    UnknownFormat { received: String },
    /// The header promises more than [`MAX_PIXELS`].
    TooLarge { width: usize, height: usize },
    /// The file begins well and breaks off or contradicts itself.
    Damaged { format: &'static str, reason: String },
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "the file is empty: 0 bytes"),
            Self::UnknownFormat { received } => {
                write!(f, "the file is {received}; PNG or JPEG is needed")
            }
            Self::TooLarge { width, height } => write!(
                f,
                "the image has {width} × {height} pixels; at most {} megapixels are decoded",
                MAX_PIXELS >> 20
            ),
            Self::Damaged { format, reason } => write!(f, "the {format} file is damaged: {reason}"),
        }
    }
}

impl std::error::Error for DecodeError {}

/// Decodes a whole PNG or JPEG file. 16-bit channels are cut to 8, grey and palette images are widened to RGBA, a missing
/// alpha channel is opaque. Animated files give their first picture,
/// photographs are turned upright by their Exif orientation.
pub fn decode(file: &[u8]) -> Result<Image, DecodeError> {
    if file.is_empty() {
        return Err(DecodeError::Empty);
    }
    if file.starts_with(PNG_SIGNATURE) {
        decode_png(file)
    } else if file.starts_with(JPEG_SIGNATURE) {
        decode_jpeg(file)
    } else {
        Err(DecodeError::UnknownFormat { received: describe(file) })
    }
}

fn describe(file: &[u8]) -> String {
    if file.len() >= 12 && file.starts_with(b"RIFF") && &file[8..12] == b"WEBP" {
        return "a WebP image".to_owned();
    }
    if let Some((_, name)) = KNOWN_OTHERS.iter().find(|(start, _)| file.starts_with(start)) {
        return (*name).to_owned();
    }
    let first: Vec<String> = file.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("no image that is known (it begins with {})", first.join(" "))
}

fn checked(width: usize, height: usize) -> Result<(), DecodeError> {
    match width.checked_mul(height) {
        Some(pixels) if pixels <= MAX_PIXELS => Ok(()),
        _ => Err(DecodeError::TooLarge { width, height }),
    }
}

fn options() -> DecoderOptions {
    DecoderOptions::default()
        .set_max_width(usize::from(u16::MAX) * 4)
        .set_max_height(usize::from(u16::MAX) * 4)
        .png_set_add_alpha_channel(true)
        .png_set_strip_to_8bit(true)
        .jpeg_set_out_colorspace(ColorSpace::RGBA)
}

fn decode_png(file: &[u8]) -> Result<Image, DecodeError> {
    let damaged = |reason: String| DecodeError::Damaged { format: "PNG", reason };
    let mut decoder = PngDecoder::new_with_options(file, options());
    decoder.decode_headers().map_err(|error| damaged(format!("{error:?}")))?;
    let (width, height) = decoder.get_dimensions().ok_or_else(|| damaged("no size".to_owned()))?;
    checked(width, height)?;
    let raw = decoder.decode_raw().map_err(|error| damaged(format!("{error:?}")))?;
    let space = decoder.get_colorspace().ok_or_else(|| damaged("no colours".to_owned()))?;
    let pixels = to_rgba(raw, space, width * height).map_err(damaged)?;
    Ok(Image { width, height, pixels })
}

fn decode_jpeg(file: &[u8]) -> Result<Image, DecodeError> {
    let damaged = |reason: String| DecodeError::Damaged { format: "JPEG", reason };
    let mut decoder = JpegDecoder::new_with_options(file, options());
    decoder.decode_headers().map_err(|error| damaged(format!("{error:?}")))?;
    let (width, height) = decoder.dimensions().ok_or_else(|| damaged("no size".to_owned()))?;
    checked(width, height)?;
    let raw = decoder.decode().map_err(|error| damaged(format!("{error:?}")))?;
    let pixels = to_rgba(raw, ColorSpace::RGBA, width * height).map_err(damaged)?;
    let orientation = decoder.exif().map_or(1, |exif| exif::orientation(exif));
    let (pixels, width, height) = exif::upright(pixels, width, height, orientation);
    Ok(Image { width, height, pixels })
}

fn to_rgba(raw: Vec<u8>, space: ColorSpace, pixels: usize) -> Result<Vec<u8>, String> {
    let channels = space.num_components();
    if raw.len() != pixels * channels {
        return Err(format!("{} bytes of pixels, {} expected", raw.len(), pixels * channels));
    }
    let widen = |per_pixel: &dyn Fn(&[u8]) -> [u8; 4]| raw.chunks_exact(channels).flat_map(per_pixel).collect();
    match space {
        ColorSpace::RGBA => Ok(raw),
        ColorSpace::RGB => Ok(widen(&|p| [p[0], p[1], p[2], 255])),
        ColorSpace::Luma => Ok(widen(&|p| [p[0], p[0], p[0], 255])),
        ColorSpace::LumaA => Ok(widen(&|p| [p[0], p[0], p[0], p[1]])),
        other => Err(format!("colours of the kind {other:?}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A PNG with one black and one half-transparent red pixel, stored without compression.
    const TWO_PIXELS: &[u8] = &[
        0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00,
        0x00, 0x02, 0x00, 0x00, 0x00, 0x01, 0x08, 0x06, 0x00, 0x00, 0x00, 0xf4, 0x22, 0x7f, 0x8a, 0x00, 0x00, 0x00,
        0x14, 0x49, 0x44, 0x41, 0x54, 0x78, 0x01, 0x01, 0x09, 0x00, 0xf6, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff,
        0x00, 0x00, 0x80, 0x09, 0x80, 0x02, 0x7f, 0x4d, 0xdc, 0x04, 0x4e, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e,
        0x44, 0xae, 0x42, 0x60, 0x82,
    ];

    #[test]
    fn pixels_come_out_as_they_went_in() {
        let image = decode(TWO_PIXELS).unwrap();
        assert_eq!((image.width, image.height), (2, 1));
        assert_eq!(image.pixels, [0, 0, 0, 255, 255, 0, 0, 128]);
    }

    #[test]
    fn empty_input_is_named() {
        assert_eq!(decode(&[]), Err(DecodeError::Empty));
    }

    #[test]
    fn other_formats_are_named() {
        let name = |file: &[u8]| decode(file).unwrap_err().to_string();
        assert_eq!(name(b"GIF89a...."), "the file is a GIF image; PNG or JPEG is needed");
        assert_eq!(name(b"RIFF\0\0\0\0WEBPVP8 "), "the file is a WebP image; PNG or JPEG is needed");
        assert_eq!(
            name(b"hello world"),
            "the file is no image that is known (it begins with 68 65 6c 6c 6f 20 77 6f); PNG or JPEG is needed"
        );
    }

    #[test]
    fn damaged_files_are_errors_at_every_length() {
        for length in PNG_SIGNATURE.len()..TWO_PIXELS.len() - 12 {
            match decode(&TWO_PIXELS[..length]) {
                Err(DecodeError::Damaged { format: "PNG", .. }) => {}
                Ok(image) => assert_eq!(image.pixels.len(), 8, "cut at {length}"),
                Err(other) => panic!("cut at {length}: {other}"),
            }
        }
        assert!(matches!(decode(&[0xff, 0xd8, 0xff, 0xe0, 0, 16]), Err(DecodeError::Damaged { format: "JPEG", .. })));
    }

    #[test]
    fn sizes_beyond_the_limit_are_refused_before_decoding() {
        let mut huge = TWO_PIXELS.to_vec();
        huge[16..20].copy_from_slice(&60_000u32.to_be_bytes());
        huge[20..24].copy_from_slice(&60_000u32.to_be_bytes());
        match decode(&huge) {
            Err(DecodeError::TooLarge { width: 60_000, height: 60_000 }) => {}
            Err(DecodeError::Damaged { .. }) => {} // The header's checksum no longer fits: refused as well.
            other => panic!("{other:?}"),
        }
        assert!(checked(8192, 8192).is_ok());
        assert_eq!(checked(8193, 8192), Err(DecodeError::TooLarge { width: 8193, height: 8192 }));
        assert!(checked(usize::MAX, 2).is_err());
    }
}
