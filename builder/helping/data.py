"""Help on data: files, columns, targets, and what an input takes."""

DATA = {
    "data_unknown": (
        "No such data",
        (
            "Some data sets come with Netgraft, such as digits and drawn letters; your own come as a folder "
            "of images, a zip of one, or a CSV. The name given is none of these. Choose from the list, or "
            "open a file."
        ),
    ),
    "data_file": (
        "The data cannot be read",
        (
            "The file or folder is missing, cannot be read, or holds nothing of use. Images come as one "
            "folder for each class: cats/1.jpg, dogs/1.jpg. Tables come as CSV with a first line of column "
            "names."
        ),
    ),
    "data_csv": (
        "A table that is not sound",
        (
            "A CSV has a first line with the names of the columns, and every following line has as many "
            "entries. A comma inside a text has to stand in quotes. Files from a spreadsheet are best saved "
            "as CSV in UTF-8."
        ),
    ),
    "data_graph": (
        "A graph that is not sound",
        (
            "A graph comes as a zip of two tables. nodes.csv has a line for each node: its id, its class where "
            "that is known, and its numbers. edges.csv has a line for each edge: the ids of the two nodes "
            "that it joins. Every id of an edge has to be in the table of nodes, and no node comes twice."
        ),
    ),
    "data_fetch": (
        "A data set that could not be fetched",
        (
            "The data sets of torchvision, PyTorch Geometric and the hub are kept elsewhere and fetched once. There "
            "is no connection just now, the place refuses, or the set is too large. The data that come along need "
            "no network."
        ),
    ),
    "data_column": (
        "A column that is not there",
        (
            "Inputs and outputs name the column of the data that they use: an image input reads image, a "
            "class output compares with label. This data has other columns, or the column holds something "
            "else. The columns that exist are listed."
        ),
    ),
    "data_classes": (
        "Classes that cannot be learnt",
        (
            "To tell classes apart there have to be at least two, and each needs a few samples, some to learn "
            "from and some to test on. A column with a different value in each row, such as a name or a "
            "number, is no class."
        ),
    ),
    "data_image": (
        "A picture that cannot be read",
        (
            "A file in the folder is no picture, is damaged, or is far too large. JPEG and PNG are read. The "
            "file is named; remove it, or convert it to PNG."
        ),
    ),
    "data_zip": (
        "An archive that is not opened",
        (
            "An archive is opened with care: nothing may lie outside it, unpack to an enormous size, or be a "
            "link. Pack the folder of images again as a plain zip: cats/1.jpg, dogs/1.jpg."
        ),
    ),
    "data_width": (
        "Rows of another width",
        (
            "The input says how many numbers each row has, and the data has another count. A width of 10 "
            "takes rows of ten numbers, B × 10. Set the width to what the data has."
        ),
    ),
    "picture_form": (
        "Pixels of another form",
        (
            "Pictures are given as whole numbers from 0 to 255, height × width × 3 for colour. Pixels between "
            "0 and 1 are multiplied by 255 first. The input scales and normalises them as the network was "
            "trained."
        ),
    ),
    "several_graphs": (
        "One graph at a time",
        (
            "This input takes one large graph whose nodes are learnt, such as the 34 members of a club. Many "
            "small graphs, such as molecules, go into the graph batch input, which lays them side by side."
        ),
    ),
    "condition_names": (
        "Too few cases",
        (
            "A condition chooses between cases, so it needs two or more different names: day, night. Each "
            "case then leads to a head of its own."
        ),
    ),
    "condition_unknown": (
        "A case that has no name",
        (
            "The data names a condition for each sample, and one is not in the list. With the names day and "
            "night, a sample that says dusk leads nowhere. Add the name, or correct the data; nothing is "
            "guessed."
        ),
    ),
    "target_kind": (
        "Classes or numbers",
        (
            "A class output learns from classes, such as cat and dog; a value output learns from numbers, "
            "such as 3.5. The column chosen as target holds the other kind. Choose another column, or another "
            "output block."
        ),
    ),
    "target_width": (
        "As many outputs as targets",
        (
            "Each number of the target is compared with one number of the output. A target of 4 numbers, such "
            "as a box, needs B × 4. Set the width of the last layer to that."
        ),
    ),
    "class_count": (
        "Too few outputs for the classes",
        (
            "A class output needs one score for each class: ten digits need B × 10. With fewer, some class "
            "could never be answered. Set the width of the last layer to the number of classes."
        ),
    ),
    "one_class": (
        "One score is no choice",
        (
            "Cross-entropy compares the scores of classes with each other. With a single score, B × 1, its "
            "share is always 100 percent and the loss always 0, so nothing is learnt. Use two outputs, B × 2, "
            "or the loss bce, which reads one score as yes or no."
        ),
    ),
}
