#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| tashika::tidy::fuzzing::date(text));
