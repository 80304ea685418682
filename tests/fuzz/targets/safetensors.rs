//! Any bytes are a file of weights or an error in words, and never more memory than the file.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    match tensor::read_safetensors(bytes) {
        Ok((tensors, words)) => {
            let held: usize = tensors.values().map(|t| 4 * t.data().len()).sum();
            assert!(held <= bytes.len(), "{held} bytes of values from {} bytes", bytes.len());
            // What was read is written and read again as it is.
            let written = tensor::write_safetensors(&tensors, &words).expect("it was readable");
            let (again, _) = tensor::read_safetensors(&written).expect("it was written");
            assert_eq!(again.keys().collect::<Vec<_>>(), tensors.keys().collect::<Vec<_>>());
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
});
