//! The image kernels as nodes.

use atomiton_wasm::{nodes, progress, Bytes, Call, ErrorKind, Function, ImageFormat, NodeError, Outputs, Value};
use image_kernels::{decode, BlurError, DecodeError};

fn image_load(call: Call) -> Result<Outputs, NodeError> {
    let file = call.file("path")?;
    progress(0.1, "");
    let image = decode(&file.bytes).map_err(|error| refused(&file.path, &file.bytes, &error))?;
    let (width, height) = (image.width as u32, image.height as u32);
    Ok(vec![("image", Value::Image { width, height, format: ImageFormat::Rgba8, bytes: image.pixels.into() })])
}

fn refused(path: &str, bytes: &[u8], error: &DecodeError) -> NodeError {
    let (kind, code, hint) = match error {
        DecodeError::Empty => (ErrorKind::Validation, "empty-file", "Choose a PNG or JPEG file."),
        DecodeError::UnknownFormat { .. } => {
            (ErrorKind::Validation, "unknown-image-format", "Convert the file to PNG or JPEG.")
        }
        DecodeError::TooLarge { .. } => (ErrorKind::Resource, "image-too-large", "Scale the image down first."),
        DecodeError::Damaged { .. } => {
            (ErrorKind::Validation, "broken-image", "The file may be cut off or damaged: export or copy it again.")
        }
    };
    let first: Vec<String> = bytes.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let size = if bytes.is_empty() {
        String::new()
    } else {
        format!(" ({} bytes, beginning with {})", bytes.len(), first.join(" "))
    };
    // Texts of the decoders come on several lines.
    let what = error.to_string().split_whitespace().collect::<Vec<_>>().join(" ");
    NodeError::new(kind, code, format!("{path}{size}: {what}.")).port("path").hint(hint)
}

fn gaussian_blur(mut call: Call) -> Result<Outputs, NodeError> {
    let sigma = call.number_parameter("sigma")?;
    let (width, height, format, bytes) = match call.take_input("image")? {
        Value::Image { width, height, format, bytes } => (width, height, format, bytes),
        other => {
            let message = format!("The input \"image\" is {}, expected an image.", other.kind());
            return Err(NodeError::new(ErrorKind::Validation, "wrong-kind", message).port("image"));
        }
    };
    // Nothing to blur: the very bytes that came go on, and no memory is taken.
    let bytes = if sigma == 0.0 { bytes } else { blurred(&bytes, width, height, format, sigma as f32)? };
    Ok(vec![("image", Value::Image { width, height, format, bytes })])
}

fn blurred(bytes: &[u8], width: u32, height: u32, format: ImageFormat, sigma: f32) -> Result<Bytes, NodeError> {
    let mut pixels = match format {
        ImageFormat::Rgba8 => bytes.to_vec(),
        ImageFormat::Gray8 => bytes.iter().flat_map(|grey| [*grey, *grey, *grey, 255]).collect(),
    };
    let mut tell = |fraction: f32| progress(f64::from(fraction), "");
    image_kernels::gaussian_blur(&mut pixels, width as usize, height as usize, sigma, &mut tell).map_err(|error| {
        let port = if matches!(error, BlurError::Sigma(_)) { "sigma" } else { "image" };
        NodeError::new(ErrorKind::Validation, "invalid-input", format!("The blur was refused: {error}.")).port(port)
    })?;
    Ok(match format {
        ImageFormat::Rgba8 => pixels.into(),
        ImageFormat::Gray8 => pixels.chunks_exact(4).map(|pixel| pixel[0]).collect::<Vec<u8>>().into(),
    })
}

nodes! {
    "core/image-load" => |_| Ok(Box::new(Function(image_load))),
    "core/gaussian-blur" => |_| Ok(Box::new(Function(gaussian_blur))),
}
