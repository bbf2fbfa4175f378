//! Codes of problems of the study file.

use crate::diag::code::codes;
use crate::phrase;

codes! {
    SYNTAX = "syntax", Error:
        phrase!("The study file cannot be read"),
        phrase!("The study file breaks a rule of TOML, the format it is written in, so that what follows cannot be understood either. Most often a quotation mark, a bracket, a comma or an equals sign is missing. Correct the marked line and run `tashika check` again; further problems may appear once the text can be read.");

    DUPLICATE_KEY = "duplicate-key", Error:
        phrase!("A key stands twice"),
        phrase!("The same key stands twice in one table, so that it is not clear which value counts. Keep one of the two. A table such as [sources.people] can also be begun only once.");

    UNKNOWN_KEY = "unknown-key", Error [Misnamed]:
        phrase!("Unknown key"),
        phrase!("The table has no key of this name. It is refused rather than ignored, because a mistyped key would silently change the analysis. Correct the spelling, or take the line out; `tashika schema` lists all keys.");

    MISSING_KEY = "missing-key", Error:
        phrase!("Missing key"),
        phrase!("Something that is always needed is not in the study file. Without it the analysis would rest on a guess. Add it as the hint shows.");

    WRONG_TYPE = "wrong-type", Error:
        phrase!("Value of the wrong type"),
        phrase!("The value is of another type than the key takes: for example a number in quotation marks, or one text where a list is wanted. Texts stand in quotation marks, numbers and true or false do not, lists stand in square brackets, tables in braces or below a heading.");

    WRONG_VALUE = "wrong-value", Error:
        phrase!("Value that is not possible"),
        phrase!("The value is of the right type, but outside of what is possible here. The hint says what can be written.");

    EMPTY_VALUE = "empty-value", Error:
        phrase!("Empty value"),
        phrase!("A text is there but empty. Write the value, or take the line out where the key is not needed.");

    CONFLICTING_KEYS = "conflicting-keys", Error:
        phrase!("Keys that contradict each other"),
        phrase!("Two keys that say the same thing in two ways are both given, and they could contradict each other. Keep the one that you mean.");

    WORDS_INCOMPLETE = "words-incomplete", Error:
        phrase!("Words without their counterparts"),
        phrase!("Outputs speak of those who took part and of those who did not, and of one unit and of several. Where a study has words of its own for one of them and not for the other, or in one language of the outputs and not in the other, readers would meet both ways of speaking. Add the words that the hint shows, or take these out.");

    NOT_YET = "not-yet", Error [Misnamed]:
        phrase!("Not available in this version"),
        phrase!("This is part of the plan for Tashika, but this version cannot do it. It is refused rather than ignored, because leaving it out would change what the study means. Take it out, or wait for a version that has it.");

    DUPLICATE_ID = "duplicate-id", Error:
        phrase!("Two questions with one id"),
        phrase!("Two questions have the same id. Ids name files and findings, so they must differ, also on systems that do not tell capitals apart. Give each question its own.");

    UNKNOWN_SOURCE = "unknown-source", Error:
        phrase!("Unknown source"),
        phrase!("A link names a source that the study does not have. Correct the name, or add the source.");

    CIRCULAR_LINK = "circular-link", Error:
        phrase!("Links in a circle"),
        phrase!("Following the links of sources leads back to where one began, so that no source says what the units are. One source must have `unit` instead of `link`.");

    UNSAFE_ID = "unsafe-id", Error:
        phrase!("Id unfit for a file name"),
        phrase!("The id becomes part of file names, and it holds something that not every system allows there: a character such as / or :, or a name that Windows keeps for devices. Use letters (of any language), digits, - and _.");

    DUPLICATE_ENTRY = "duplicate-entry", Error:
        phrase!("Name listed twice"),
        phrase!("A variable is listed twice. It would count twice, or the second would say nothing. Keep one of the two.");

    NOT_UTF8 = "not-utf8", Error:
        phrase!("Study file not in UTF-8"),
        phrase!("The study file is stored in another encoding than UTF-8, so that Japanese text would be misread. Open it in an editor, choose save as, and set the encoding to UTF-8. Workbooks and data files may have any common encoding.");

    NOT_A_FILE = "not-a-file", Error:
        phrase!("Folder in place of a file"),
        phrase!("A path names a folder where a file is needed. Add the name of the file.");

    NOT_A_STUDY = "not-a-study", Error:
        phrase!("Data in place of a study file"),
        phrase!("A workbook or a file of data is given where the study file is needed. The study file is a small text file (.toml) that names the data and the question. `tashika new` drafts one from a workbook.");

    NO_EFFECT = "no-effect", Any [LeavesDataWhole]:
        phrase!("Key that changes nothing"),
        phrase!("An option is given that changes nothing here. It is refused rather than ignored, because whoever wrote it believes that it does something. Take it out, or correct what it names.");
}
