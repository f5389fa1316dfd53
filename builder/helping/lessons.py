"""Help on lessons: files that teachers write, and lessons that are asked for."""

LESSONS = {
    "lesson_form": (
        "Not a lesson yet",
        (
            "A lesson is a Markdown file: a title with one #, a head in a fence named lesson, then a heading with "
            "## for each step. The message names the line and what was expected there. assets/lessons/README.md "
            "has a whole example to begin with."
        ),
    ),
    "lesson_head": (
        "The head of a lesson is not complete",
        (
            "Below the title stands a fence named lesson with one key: value a line. It must give an id, such as "
            "my_lesson, and about, a sentence for the gallery. It may give system, paper, link and minutes."
        ),
    ),
    "lesson_step": (
        "A step is not as it should be",
        (
            "A step has a heading, text, and if it likes a fence named step before the text. The fence may open a "
            "document, show the solution, and pose checks, each with words of your own in a line say: right "
            "below it."
        ),
    ),
    "lesson_check": (
        "A check that does not exist",
        (
            "A check is one line of fixed words with names in between, such as: wire backbone.map to conv1.x. The "
            "message shows the form that comes nearest; assets/lessons/README.md lists all of them with what each "
            "one asks."
        ),
    ),
    "lesson_document": (
        "A document that is not there",
        (
            "Steps open documents by name: a file beside the lesson, or an example by its id. When you open a "
            "lesson of your own in the page, choose the lesson and its documents together in the file dialog."
        ),
    ),
    "lesson_text": (
        "Something that a lesson does not show",
        (
            "The text of a step is Markdown without HTML and pictures, so that a lesson from anywhere can be "
            "opened without harm. Paragraphs, lists, tables, code, quotes and links that begin with https:// are "
            "shown."
        ),
    ),
    "unknown_lesson": (
        "No such lesson",
        (
            "The link or the page asks for a lesson that this Netgraft does not have, perhaps one of a newer "
            "version. The gallery lists the lessons that are here; a lesson of your own opens from its file."
        ),
    ),
}
