//! A further language is a folder and a line of the registry: here it is one that puts every word of ours between ⟦ and ⟧, so
//! that what stands outside was never given to the catalogue.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::sync::OnceLock;

use tashika::findings::Bundle;
use tashika::render::report::{self, PageScope, Templates};
use tashika::text::{Lang, Pack};

use crate::study_runs;

/// The catalogue of the language, made from the keys of all.
fn catalogue() -> String {
    let mut text = String::new();
    for template in crate::text::templates().keys() {
        let key = serde_json::to_string(template).unwrap();
        let said = serde_json::to_string(&format!("⟦{}⟧", plain(template))).unwrap();
        writeln!(text, "{key} = {said}").unwrap();
    }
    text
}

/// A template without the word forms of English: `{n?row|rows}` becomes nothing.
fn plain(template: &str) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (inside, next) = after.split_once('}').unwrap();
        out.push_str(before);
        if !inside.contains('?') {
            write!(out, "{{{inside}}}").unwrap();
        }
        rest = next;
    }
    out + rest
}

fn pseudo() -> Lang {
    static LANG: OnceLock<Lang> = OnceLock::new();
    *LANG.get_or_init(|| {
        let catalogue: &'static str = Box::leak(catalogue().into_boxed_str());
        let catalogues: &'static [&'static str] = Box::leak(Box::new([catalogue]));
        Lang::register(Box::leak(Box::new(Pack { code: "qps", catalogues, pages: &[], between: ", ", roles: "" })))
    })
}

/// The user's words get the language as well: any table of texts that has English and Japanese.
fn with_words(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(fields) => {
            let own = fields.get("en").or_else(|| fields.get("")).and_then(|text| text.as_str()).map(String::from);
            if let Some(text) = own {
                fields.insert("qps".into(), format!("⟦{text}⟧").into());
            }
            fields.values_mut().for_each(with_words);
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(with_words),
        _ => {}
    }
}

fn through<T: serde::Serialize + serde::de::DeserializeOwned>(value: &T) -> T {
    let mut json = serde_json::to_value(value).unwrap();
    with_words(&mut json);
    serde_json::from_value(json).unwrap()
}

fn bundle() -> Bundle {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/notebooks-data/nsw/study.toml");
    let bundle = study_runs::run_study(std::path::Path::new(root));
    let mut findings = through(&bundle.findings);
    findings.findings.iter_mut().for_each(|finding| finding.texts.clear());
    Bundle { findings, tables: through(&bundle.tables), figures: through(&bundle.figures), ..bundle }
}

/// The text of a page and of its names for those who cannot see it, outside ⟦ and ⟧.
fn outside(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        text.push_str(&rest[..open]);
        let tag = &rest[open..];
        let skip = ["style", "script", "svg", "code"].iter().find(|name| tag[1..].starts_with(**name));
        let end = match skip {
            Some(name) => tag.find(&format!("</{name}>")).unwrap(),
            None => tag.find('>').unwrap() + 1,
        };
        for name in ["aria-label=\"", "data-filter=\""] {
            if let Some((_, after)) = tag[..end].split_once(name) {
                text.push_str(after.split('"').next().unwrap());
            }
        }
        text.push('\n');
        rest = &tag[end..];
    }
    for (entity, letter) in [("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'")] {
        text = text.replace(entity, letter);
    }
    let mut depth = 0_i32;
    text.chars()
        .filter(|&c| {
            depth += i32::from(c == '⟦') - i32::from(c == '⟧');
            depth == 0 && c != '⟧'
        })
        .collect()
}

/// What no language translates: names of files, columns and options, the program, papers.
fn known(bundle: &Bundle) -> BTreeSet<String> {
    let mut texts = vec![
        "STROBE TREND SHA tashika run Rscript replicate".to_string(),
        serde_json::to_string(&bundle.findings.manifest).unwrap(),
    ];
    for question in &bundle.findings.questions {
        texts.extend(question.covariates.iter().chain(&question.treatment).cloned());
        for method in &question.methods {
            texts.extend([method.name.clone(), method.options.to_string()]);
            texts.extend(method.references.iter().cloned());
        }
    }
    for finding in &bundle.findings.findings {
        texts.extend([Some(finding.outcome.clone()), finding.baseline.clone()].into_iter().flatten());
    }
    for cell in bundle.tables.iter().flat_map(|table| table.rows.iter().flatten()) {
        if let tashika::exhibit::Value::Text(text) = &cell.value {
            texts.push(text.clone());
        }
    }
    texts.iter().flat_map(|text| text.split(|c: char| !c.is_alphabetic())).map(String::from).collect()
}

#[test]
fn a_further_language_leaves_no_word_untranslated() {
    let (lang, bundle) = (pseudo(), bundle());
    let scope = PageScope::whole(&bundle);
    let chart = |_: &str| Some(report::Svgs { wide: "<svg></svg>".into(), narrow: None });
    let templates = Templates::of(&bundle, lang);
    let pages = [
        report::report(&templates, &report::page::page(&scope, lang, &chart)).unwrap(),
        report::brief(&templates, &report::brief::brief(&scope, lang, &chart)).unwrap(),
        report::appendix(&templates, &report::appendix::appendix(&scope, lang, &chart)).unwrap(),
    ];
    let known = known(&bundle);
    assert!(pages.iter().all(|page| page.contains("<html lang=\"qps\">")));
    let documents = crate::word::written(&bundle, lang, &|_| None);
    let documents = documents.map(|document| crate::word::part(&document, "word/document.xml"));
    for page in pages.into_iter().chain(documents) {
        let words: BTreeSet<String> = outside(&page)
            .split(|c: char| !c.is_alphabetic())
            .filter(|word| word.chars().count() > 2 && !known.contains(*word))
            .map(String::from)
            .collect();
        assert!(words.is_empty(), "{words:?}");
        assert!(page.matches('⟦').count() > 30);
    }
}

#[test]
fn a_language_is_found_by_its_code_and_stays_itself() {
    let lang = pseudo();
    assert_eq!(Lang::from_code("qps-ploc"), Some(lang));
    assert_eq!(serde_json::from_str::<Lang>(&serde_json::to_string(&lang).unwrap()).unwrap(), lang);
    assert_eq!(Lang::register(Lang::Ja.pack()), Lang::Ja);
    assert!(serde_json::from_str::<Lang>("\"xx\"").is_err());
}
