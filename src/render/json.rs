//! findings.json and manifest.json.

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::exhibit::{Audience, Figure};
use crate::findings::{Bundle, Decision, Findings};
use crate::ingest::decisions::State;
use crate::text::{Lang, sha256};

use super::folder::OutFile;
use super::store::{FrameHead, TableHead, frame_head, head};

/// findings.json: the findings, and what the bundle's tables, frames and figures are.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct StoredBundle {
    /// Findings.
    #[serde(flatten)]
    pub findings: Findings,
    /// Tables; their cells are in `tables/*.parquet`.
    pub tables: Vec<TableHead>,
    /// Frames; their values are in `tables/*.parquet`.
    pub frames: Vec<FrameHead>,
    /// Figures; their numbers are in their tables.
    pub figures: Vec<Figure>,
    /// Report templates of the user's own; they are in the folder `templates`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub templates: Vec<String>,
    /// Word documents of the user's own that are filled; they are in the folder `templates/word`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<StoredDocument>,
}

/// A Word document of the user's own.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct StoredDocument {
    /// File as the user named it.
    pub name: String,
    /// Language of what is filled in, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<Lang>,
}

/// findings.json as text.
pub fn findings(bundle: &Bundle) -> String {
    let internal = bundle.findings.edition == Audience::Internal;
    let documents = bundle.templates.documents.iter().filter(|_| internal);
    let stored = StoredBundle {
        findings: bundle.findings.clone(),
        tables: bundle.tables.iter().map(head).collect(),
        frames: bundle.frames.iter().map(frame_head).collect(),
        figures: bundle.figures.clone(),
        templates: bundle.templates.files.iter().map(|(path, _)| path.clone()).collect(),
        documents: documents.map(|it| StoredDocument { name: it.name.clone(), lang: it.lang }).collect(),
    };
    serde_json::to_string(&stored).expect("findings serialise") + "\n"
}

/// manifest.json: by which a folder is known as ours, what was read, and the SHA-256 of every output.
pub fn manifest(bundle: &Bundle, files: &[OutFile]) -> String {
    let outputs: serde_json::Map<String, serde_json::Value> =
        files.iter().map(|file| (file.path.clone(), sha256(&file.bytes).into())).collect();
    let of = &bundle.findings.manifest;
    let applied = |it: &&Decision| it.state == State::Applied;
    let decisions: Vec<serde_json::Value> = bundle.findings.decisions.iter().filter(applied).map(decision).collect();
    let manifest = json!({
        "made_by": of.engine,
        "commit": of.commit,
        "schema": bundle.findings.schema,
        "seed": of.seed,
        "study": { "file": of.study.0, "sha256": of.study.1 },
        "sources": of.sources,
        "decisions": decisions,
        "outputs": outputs,
    });
    serde_json::to_string_pretty(&manifest).expect("a manifest serialises") + "\n"
}

/// A decision that the run rests on.
fn decision(decision: &Decision) -> serde_json::Value {
    json!({
        "file": decision.file,
        "sheet": decision.sheet,
        "cell": decision.cell(),
        "found": decision.found,
        "choice": decision.choice,
        "value": decision.value,
        "by": decision.by,
        "memo": decision.memo,
    })
}
