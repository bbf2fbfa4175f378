//! Runs of studies through the library, and the two editions of each as files in memory: what the attacker is then given.

use std::path::Path;

use tashika::diag::Sink;
use tashika::findings::{Bundle, disclosure};
use tashika::render::{self, json, store};
use tashika::study::Outputs;

use super::edition::Files;

/// The profiles, as studies name them.
pub const PROFILES: [&str; 4] = ["jp-official", "ten", "10-5", "nhs"];

/// Both editions of a run.
pub struct Editions {
    pub public: Files,
    pub internal: Files,
}

/// Findings and tables of both editions alone, as a program would read them.
pub fn of_data(bundle: &Bundle) -> Result<Editions, String> {
    let mut internal = data(bundle)?;
    let analysed = bundle.frames.iter().find(|frame| frame.id.as_str() == "analysis");
    internal.extend(analysed.map(|frame| ("data/analysis_frame.csv".into(), render::data::csv(frame))));
    Ok(Editions { public: data(&disclosure::publish(bundle))?, internal })
}

/// All files of the results folder.
pub fn of_files(bundle: &Bundle) -> Result<Editions, String> {
    let mut sink = Sink::new();
    let mut bundle = bundle.clone();
    bundle.findings.study.outputs = Outputs::everything(bundle.findings.study.languages.clone());
    let files = render::files(&bundle, &|_| (), &mut sink).map_err(|_| format!("{:?}", sink.problems))?;
    let mut editions = Editions { public: Files::new(), internal: Files::new() };
    for file in files {
        match file.path.strip_prefix("public/") {
            Some(path) => editions.public.insert(path.into(), file.bytes),
            None => editions.internal.insert(file.path, file.bytes),
        };
    }
    Ok(editions)
}

/// Runs a made study under a profile.
pub fn made(table: &str, study: &str, profile: &str) -> Result<Bundle, String> {
    let folder = tempfile::tempdir().map_err(|why| why.to_string())?;
    std::fs::write(folder.path().join("d.csv"), table).map_err(|why| why.to_string())?;
    std::fs::write(folder.path().join("study.toml"), study).map_err(|why| why.to_string())?;
    stored(folder.path(), profile)
}

/// Runs the study of a folder under a profile.
pub fn stored(folder: &Path, profile: &str) -> Result<Bundle, String> {
    let path = folder.join("study.toml");
    let text = std::fs::read_to_string(&path).map_err(|why| why.to_string())?;
    // Beside the study, so that its files are found; what a person wrote there stays.
    let own = tempfile::Builder::new().prefix("under-").suffix(".toml").tempfile_in(folder);
    let own = own.map_err(|why| why.to_string())?;
    std::fs::write(own.path(), format!("{text}\n[disclosure]\nprofile = \"{profile}\"\n"))
        .map_err(|why| why.to_string())?;
    of_study(own.path())
}

/// Runs a study file.
pub fn of_study(path: &Path) -> Result<Bundle, String> {
    let mut sink = Sink::new();
    tashika::run::run(path, &|_| (), &mut sink).map_err(|_| {
        let said = sink.problems.iter().map(|problem| tashika::diag::render(problem, tashika::text::Lang::En));
        said.collect::<String>()
    })
}

/// Findings and tables as files.
pub fn data(bundle: &Bundle) -> Result<Files, String> {
    let mut files = Files::from([("findings.json".to_string(), json::findings(bundle).into_bytes())]);
    for table in &bundle.tables {
        let bytes = store::table_to_parquet(table).map_err(|why| why.to_string())?;
        files.insert(format!("tables/{}.parquet", table.id.replace('/', "-")), bytes);
    }
    Ok(files)
}
