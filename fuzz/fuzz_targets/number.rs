#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| tashika::notation::fuzzing::number(text));
