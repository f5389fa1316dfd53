"""Help on documents: files that are read, and documents that are saved."""

DOCUMENTS = {
    "document_form": (
        "Not a document",
        (
            'A document is a JSON object that begins with "format": "netgraft" and lists nodes and edges. '
            "What was opened is something else, perhaps another program's file."
        ),
    ),
    "document_version": (
        "A version that is not read",
        (
            "Documents carry the version of their form. This one was written by a newer Netgraft, or is no "
            "Netgraft document at all. Update Netgraft and open it again."
        ),
    ),
    "document_json": (
        "Damaged text",
        (
            "The file is no sound JSON: a bracket, comma or quote is missing, or a key stands twice. The line "
            "and column are named. Files that were cut off while being sent often end in the middle; fetch "
            "the file again."
        ),
    ),
    "document_encoding": (
        "Not a text file",
        (
            "Documents are text in UTF-8. The file holds bytes that are not, so it is probably a picture, an "
            "archive or a model's weights. Choose the file that was saved by Netgraft; its name ends in "
            ".json."
        ),
    ),
    "document_size": (
        "Too large for a document",
        (
            "A document is a description, a few kilobytes of text; weights and data are never inside. A file "
            "of megabytes is either not a document or is meant to make the program stumble, so it is not "
            "read."
        ),
    ),
    "document_depth": (
        "Brackets within brackets",
        (
            "A document is about five levels deep. A text with hundreds of levels is either damaged or meant "
            "to make the program stumble, so it is not read."
        ),
    ),
    "document_number": (
        "A number that cannot be held",
        (
            "Documents hold finite numbers of a sensible length. NaN, Infinity and numbers of hundreds of "
            "digits are refused, since other programs read them differently or not at all."
        ),
    ),
    "document_key": (
        "A key that is not known",
        (
            "The document has an entry that this version does not know. Unknown entries are refused, not "
            "ignored, so that a misspelt parms never passes for params. Correct or remove it."
        ),
    ),
    "document_value": (
        "An entry of the wrong form",
        (
            "Each entry of a document has a form: ids are small letters, digits and underscores, such as "
            "head_a; positions are two numbers; epochs is a whole number from 1. The entry is named, with "
            "what it should be."
        ),
    ),
    "document_file": (
        "The file cannot be read",
        (
            "The file is missing, or this program may not read it. Check the path and its permissions. On a "
            "shared machine the file may belong to someone else."
        ),
    ),
    "file_exists": (
        "A file of this name exists",
        (
            "What is written never replaces a file unasked: it may be your only copy. Name another file, as in check "
            "mine.json --fix 1 -o mine-fixed.json, or say --overwrite if the old one may go."
        ),
    ),
    "file_write": (
        "A file that cannot be written",
        (
            "A file is written into a folder that exists and that you may write to. results/fixed.json needs the "
            "folder results to be there first; a folder itself is no name for a file."
        ),
    ),
    "no_fix": (
        "No fix of this number",
        (
            "Fixes are numbered in the order in which a check lists them, over all problems of the document. "
            "After a fix was applied, the numbers begin anew: what was fix 3 may be fix 1, or be gone."
        ),
    ),
    "store": (
        "The data folder cannot be reached",
        (
            "Runs are kept in a small database in the data folder, and it cannot be read or written just now: "
            "the disk may be full, or the folder not writable. Your document is safe in the browser; it can be "
            "saved as a file at any time."
        ),
    ),
}
