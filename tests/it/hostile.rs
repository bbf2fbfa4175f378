//! Files that want to take the computer down: each costs one clear message.

use std::time::{Duration, Instant};

use crate::crafted::{self, in_a_row, ods, rows, text, worksheet};
use crate::formats::{check, check_with};

const LITTLE: (&str, &str) = ("TASHIKA_READ_MEGABYTES", "100");

#[test]
fn a_part_that_is_larger_than_it_says_is_not_believed() {
    let blanks = format!("<row r=\"1\">{}</row>{}{}", text("A1", "id"), " ".repeat(30 << 20), rows());
    let bomb = crafted::workbook(&[worksheet("表", &blanks)]);
    assert!(bomb.len() < 200_000);
    let lying = crafted::with_size(bomb.clone(), "xl/worksheets/sheet1.xml", 1000);
    check(&lying).refuses("damaged-workbook");
    // The same with its true size takes more memory than it may.
    check_with(&bomb, "", &[("TASHIKA_READ_MEGABYTES", "20")]).refuses("reading-stopped").says("20 MB");
    let declared = crafted::with_size(bomb, "xl/worksheets/sheet1.xml", u32::MAX);
    check(&declared).refuses("too-large");
}

#[test]
fn a_single_huge_text_stops_at_the_limit_of_memory() {
    let huge = format!("<row r=\"1\">{}</row>", text("A1", &"A".repeat(200 << 20)));
    check_with(&crafted::workbook(&[worksheet("表", &huge)]), "", &[LITTLE]).refuses("reading-stopped").says("100 MB");
}

#[test]
fn a_false_count_of_shared_strings_is_refused() {
    let mut parts = crafted::parts(&[worksheet("表", &rows())]);
    parts.push(("xl/sharedStrings.xml".into(), b"<sst count=\"1\" uniqueCount=\"4294967295\"><si/></sst>".to_vec()));
    check(&crafted::zip(&parts)).refuses("damaged-workbook");
}

#[test]
fn files_that_keep_a_program_busy_are_stopped() {
    let many = format!("{}{}", rows(), "<row/>".repeat(20_000_000));
    let start = Instant::now();
    let said = check_with(&crafted::workbook(&[worksheet("表", &many)]), "", &[("TASHIKA_READ_SECONDS", "1")]);
    said.refuses("reading-stopped").says("1 second");
    assert!(start.elapsed() < Duration::from_secs(60));
}

#[test]
fn chains_of_sectors_that_run_in_circles_end() {
    let circle = |sector: u32, last: u32| if sector == last { 2 } else { sector + 1 };
    for stream in ["Workbook", "Book"] {
        check(&crafted::compound(stream, &[9; 6000], circle)).refuses("damaged-workbook");
    }
    check(&crafted::compound("EncryptedPackage", &[9; 6000], circle)).refuses("password-protected");
    let locked = [("TASHIKA_PASSWORD", "x")];
    check_with(&crafted::compound("EncryptedPackage", &[9; 6000], circle), "", &locked).refuses("damaged-workbook");
    check(&crafted::compound("Workbook", &[9; 6000], in_a_row)).refuses("damaged-workbook");
}

#[test]
fn cut_files_of_every_form_are_refused() {
    for whole in [crafted::workbook(&[worksheet("表", &rows())]), crafted::xls(), crafted::xlsb()] {
        for part in [2, 3, 5] {
            let said = check(&whole[..whole.len() / part]);
            assert!(said.code == Some(2) && !said.text.contains("panicked"), "{}", said.text);
        }
    }
}

#[test]
fn two_sheets_of_one_name_are_not_guessed_between() {
    let book = crafted::workbook(&[worksheet("集計", &rows()), worksheet("集計", &rows()), worksheet("他", &rows())]);
    check(&book).refuses("duplicate-sheet").says("集計");
    check_with(&book, "sheet = \"他\"", &[]).reads(20);
}

#[test]
fn far_cells_cost_nothing_and_impossible_addresses_are_refused() {
    let with = |cell: &str| crafted::workbook(&[worksheet("表", &(rows() + "<row>" + cell + "</row>"))]);
    check(&with("<c r=\"XFD1048576\"><v>1</v></c>")).reads(20).says("XFD1");
    check(&with("<c r=\"XFE1048577\"><v>1</v></c>")).reads(20).says("cell-outside-sheet");
    for wrong in ["ZZZZZZZ5", "A99999999999999", "B4294967299"] {
        check(&with(&format!("<c r=\"{wrong}\"><v>1</v></c>"))).refuses("damaged-workbook").says("address");
    }
    check(&with("<c r=\"1A\"><v>1</v></c>")).reads(20).says("unreadable-cell");
}

#[test]
fn one_unreadable_cell_does_not_lose_the_sheet() {
    let odd = rows().replace("<c r=\"B2\"><v>2</v></c>", "<c r=\"B2\" t=\"e\"><v>#CALC!</v></c>");
    check(&crafted::workbook(&[worksheet("表", &odd)])).reads(20).says("unreadable-cell");
}

#[test]
fn entities_are_not_expanded() {
    let mut parts = crafted::parts(&[worksheet("表", &rows())]);
    let laughs = "<!DOCTYPE w [<!ENTITY a \"aaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]>";
    let sheet = String::from_utf8(parts[4].1.clone()).unwrap().replace("団体2<", "&b;<");
    parts[4].1 = format!("{laughs}{sheet}").into_bytes();
    let said = check(&crafted::zip(&parts));
    assert!(!said.text.contains("aaaaaaaa") && !said.text.contains("panicked"), "{}", said.text);
}

#[test]
fn repeats_in_an_open_document_do_not_fill_memory() {
    let repeated = "<table:table-row table:number-rows-repeated=\"1000000\"><table:table-cell \
                    table:number-columns-repeated=\"90\" office:value-type=\"string\"><text:p>団体</text:p>\
                    </table:table-cell></table:table-row>";
    check_with(&ods(repeated), "", &[LITTLE]).refuses("reading-stopped");
    let blanks = "<table:table-row><table:table-cell office:value-type=\"string\"><text:p>\
                  <text:s text:c=\"2000000000\"/></text:p></table:table-cell></table:table-row>";
    check_with(&ods(blanks), "", &[LITTLE]).refuses("reading-stopped");
}

#[test]
fn several_files_are_refused_at_once_in_their_order() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("b.xlsx"), b"%PDF-1.7").unwrap();
    std::fs::write(folder.path().join("c.xlsx"), &crafted::xlsb()[..300]).unwrap();
    let study: String =
        ["a", "b", "c"].map(|n| format!("[sources.{n}]\nfile = \"{n}.xlsx\"\nunit = \"id\"\n")).concat();
    std::fs::write(folder.path().join("s.toml"), study).unwrap();
    let mut command = assert_cmd::Command::cargo_bin("tashika").unwrap();
    let output = command.current_dir(folder.path()).args(["check", "s.toml", "--lang", "en"]).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    let at = |code: &str| said.find(code).unwrap_or_else(|| panic!("no {code} in {said}"));
    assert!(at("file-not-found") < at("not-a-spreadsheet") && at("not-a-spreadsheet") < at("damaged-workbook"));
}
