//! The doors of the fuzzer, with a fixed seed: nothing that is thrown at them may panic.

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use rust_xlsxwriter::Workbook;
use tashika::ingest::fuzzing as ingest;
use tashika::notation::fuzzing as notation;

/// Runs a property on values that are the same every time.
fn always<S: Strategy>(cases: u32, values: S, property: impl Fn(S::Value)) {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let run = runner.run(&values, |value| {
        property(value);
        Ok(())
    });
    run.unwrap_or_else(|error| panic!("{error}"));
}

fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for row in 0..30u32 {
        sheet.write(row, 0, format!("団体{row}")).unwrap();
        sheet.write(row, 1, row).unwrap();
    }
    book.save_to_buffer().unwrap()
}

/// A workbook with some bytes changed, and cut at some place.
fn damaged() -> impl Strategy<Value = Vec<u8>> {
    let whole = workbook();
    let places = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12);
    (places, 0usize..4, any::<prop::sample::Index>()).prop_map(move |(places, cut, end)| {
        let mut bytes = whole.clone();
        for (place, byte) in places {
            let at = place.index(bytes.len());
            bytes[at] = byte;
        }
        if cut == 0 {
            bytes.truncate(end.index(bytes.len()));
        }
        bytes
    })
}

#[test]
fn no_bytes_bring_the_sniffer_and_the_zip_check_down() {
    let noise = prop::collection::vec(any::<u8>(), 0..600);
    let marked = (
        prop::sample::select(vec![&b"PK\x03\x04"[..], b"PK\x05\x06", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", b"PAR1"]),
        noise,
    )
        .prop_map(|(mark, noise)| [mark, &noise].concat());
    always(500, marked, |bytes| {
        ingest::sniff(&bytes);
        ingest::pack(&bytes);
    });
    always(500, damaged(), |bytes| {
        ingest::sniff(&bytes);
        ingest::pack(&bytes);
    });
}

#[test]
fn no_text_brings_the_header_finder_down() {
    let cell = prop::sample::select(vec!["id", "値", "", "合計", "12", "※注", "\"", "2021年度", "a\nb", "　"]);
    let row = prop::collection::vec(cell, 0..6).prop_map(|cells| cells.join(","));
    always(500, prop::collection::vec(row, 0..12), |rows| ingest::header(rows.join("\n").as_bytes()));
    always(300, prop::collection::vec(any::<u8>(), 0..300), |bytes| ingest::header(&bytes));
}

#[test]
fn no_cell_brings_the_readers_of_numbers_and_dates_down() {
    let piece = prop::sample::select(vec![
        "令和",
        "元",
        "年",
        "2",
        "３",
        "月",
        "31",
        "日",
        "-",
        "▲",
        "△",
        ",",
        ".",
        "千",
        "万",
        "億円",
        "(",
        ")",
        "%",
        "％",
        "/",
        "R",
        "H30",
        "e",
        "+",
        "約",
        "〜",
        " ",
        "９９９９９９９９９９９９",
        "0x",
        "∞",
        "一",
        "十",
        "百",
    ]);
    always(3000, prop::collection::vec(piece, 0..9).prop_map(|pieces| pieces.concat()), |text| {
        notation::number(&text);
        notation::date(&text);
    });
    always(2000, ".{0,20}", |text: String| {
        notation::number(&text);
        notation::date(&text);
    });
}
