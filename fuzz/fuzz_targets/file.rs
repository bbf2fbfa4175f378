#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tashika::ingest::fuzzing::file(bytes));
