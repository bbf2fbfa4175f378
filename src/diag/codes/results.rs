//! Codes of problems of results that are written or read again.

use crate::diag::code::codes;
use crate::phrase;

codes! {
    OUTPUT_OCCUPIED = "output-occupied", Error:
        phrase!("Output folder is occupied"),
        phrase!("The folder for the results exists and was not made by Tashika, or holds files of others. It is left untouched, because only own results are ever replaced. Name another folder with -o.");

    OUTPUT_IN_USE = "output-in-use", Error:
        phrase!("Output file is open"),
        phrase!("A file of the earlier results is open in another program, most often Excel, so that it cannot be replaced. Close it and run again; the earlier results are still whole.");

    OUTPUT_KEPT = "output-kept", Note:
        phrase!("Changed outputs kept"),
        phrase!("Outputs of the last run were changed by a person, or saved again by Excel or Word. The new run does not overwrite them: they stand in the folder `edited` of the results, and files that a person added stand where they stood. Delete there what you do not need.");

    OUTPUT_LEFT = "output-left", Warning:
        phrase!("Earlier outputs left over"),
        phrase!("The new outputs are whole, but something of the earlier ones could not be moved or taken away: it may be open in another program, or belong to another user. It lies beside the results in a folder whose name begins with a point; the next run tries again.");

    OUTPUT_FAILED = "output-failed", Error:
        phrase!("Output could not be written"),
        phrase!("The results could not be written: the disk may be full, or the folder may not be writable. Nothing was left half written. Name another folder with -o.");

    NO_RESULTS = "no-results", Error:
        phrase!("No results there"),
        phrase!("The folder holds no results of Tashika that could be shown again. Name the folder that `tashika run` wrote: it holds findings.json and a manifest.");

    DAMAGED_RESULTS = "damaged-results", Error:
        phrase!("Damaged results"),
        phrase!("A file of the stored results was changed or is not whole, so that outputs made from it could be wrong. Run the study again.");

    LATER_VERSION = "later-version", Error:
        phrase!("Results of a later version"),
        phrase!("The results were written by a later version of Tashika, in a form that this version does not know. Update Tashika, or run the study again with this version.");

    REPORT_TEMPLATE = "report-template", Error:
        phrase!("Template of the report"),
        phrase!("The template of the report cannot be used: it names something that does not exist, or breaks a rule of the template language. The place is shown. Without own templates the built-in ones are used.");

    WORD_TEMPLATE = "word-template", Error:
        phrase!("Word template"),
        phrase!("A Word document of your own is filled by `tashika render RESULTS --into FILE.docx`, or by `word` in `[reports]`. It is a .docx without a password and without macros; what is no place stays as it is. A place is a name in double braces, in the text, tables, headers, footers, notes and text boxes, or a content control whose tag or title is a name. Names: study.title, .date, .organisation, .author, .contact, .edition; finding.QUESTION.sentence, .estimate, .interval, .verdict, .matters, .strength, .reason, .label, .question, .design, .can, .cannot, .cases, .n, .n_others, .before and .after or .mean and .mean_others, .chart (finding.QUESTION.OUTCOME.sentence where a question has several outcomes); question.QUESTION.title, .design, .population, .chart; chart.ID and table.ID; answers, evidence, names. A table stands in a paragraph of its own. The name `names` gives a list of all names of the study with what they give.");

    PHOTO = "photo", Error:
        phrase!("Picture of the brief"),
        phrase!("`photo` in `[study]` names a picture that the brief prints, with the consent of those in it. It is a JPEG or PNG file of at most 1.5 MB, named relative to the study file. Make it smaller in any program for pictures, and save it again.");

    EARLIER_EDITION = "earlier-edition", Error:
        phrase!("Earlier public edition"),
        phrase!("`published` names files `published.json` of public editions that were given away, so that this edition tells nothing together with them. One of them is not there, or is no such file. Keep the file of the results whose folder `public` was given away, and name it relative to the study file.");
}
