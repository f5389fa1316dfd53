"""Help on building, training and running: weights, memory, losses, and what went wrong on our side."""

RUNNING = {
    "refused_by_torch": (
        "PyTorch cannot compute this",
        (
            "PyTorch refused to compute this block, for a reason that we do not recognise. Its own words are "
            "under details. Compare the shapes on the wires with what the block says about its inputs; the "
            "cause is often one node further up."
        ),
    ),
    "internal": (
        "A fault of ours",
        (
            "Something went wrong inside Netgraft, and it is not your doing. Your document is kept. Undo the "
            "latest step and try another way; the details help whoever repairs it."
        ),
    ),
    "memory": (
        "Not enough memory",
        (
            "Memory grows with the batch, with the area of the images and with the network. 224 × 224 images "
            "need about five times as much as 96 × 96. Make the batch smaller first, then the images, then "
            "the network; a frozen backbone needs far less than a trained one."
        ),
    ),
    "memory_budget": (
        "Too large for this machine",
        (
            "Each number of a network takes 4 bytes, and training needs three more copies of those that "
            "learn: a gradient, and two running means of Adam. A network of 70 billion numbers is 280 GB of "
            "weights and above 1 TB in training. It can still be opened, changed and exported here, since "
            "shapes and counts need no weights; to run it, choose a smaller one, freeze most of it, or use a "
            "larger machine."
        ),
    ),
    "weights_unavailable": (
        "The trained weights are not here",
        (
            "Pre-trained weights are downloaded once and then kept on this machine. There is no connection "
            "just now, or the place they come from refuses. Connect and try again; or take a backbone whose weights "
            "come along, the small ResNet for pictures or MiniLM for texts; or set weights to random "
            "to work on the architecture; results with random weights are labelled as such."
        ),
    ),
    "own_weights": (
        "A weights file that does not fit",
        (
            "A file of your own fills a network only if every tensor of the network is in it, by its name and its "
            "shape, and every number is finite. What lies behind the outputs in use, such as the last layer of a "
            "classifier, may be in the file and is left out. Only safetensors files are read: they hold numbers and "
            "names, and nothing in them can run, while a pickle can."
        ),
    ),
    "missing_package": (
        "A package is missing",
        (
            "This block or data set needs a Python package that is not installed here. "
            "Install it in the environment that Netgraft runs in, and start Netgraft again."
        ),
    ),
    "device": (
        "This device cannot be used",
        (
            "Training runs on the processor (cpu) or on an accelerator such as cuda. The one asked for is not "
            "in this machine, or its driver does not answer. Choose auto to take the best that is there."
        ),
    ),
    "processes": (
        "Several processes cannot train this",
        (
            "With several processes, such as one for each GPU of a machine, each runs its share of every batch, and "
            "the gradients are summed, so that all of them learn as one would. That needs batches that can be "
            "shared: not one graph as a whole, not an estimator that is fitted to all rows at once, not an agent that "
            "acts. `netgraft train FILE --processes N` starts them here; torchrun starts them on several machines."
        ),
    ),
    "sample": (
        "Something is missing to try the network on",
        (
            "Trying a network needs one sample for each of its inputs: a picture for an image input, a "
            "sentence for a text input, a row of numbers for a vector. Give what is named here, in the form "
            "that the input describes."
        ),
    ),
    "run_folder": (
        "No trained network here",
        (
            "A run keeps its trained weights and a description of what was trained, run.json and "
            "model.safetensors, written after each epoch. They are missing or damaged here. Train the network "
            "first, to the end of its first epoch at least."
        ),
    ),
    "peft_folder": (
        "A folder of peft that does not fit",
        (
            "Peft writes a LoRA as two files: adapter_config.json says how, adapter_model.safetensors holds two small "
            "matrices for each layer that it changes. Netgraft reads and writes the plain form, of one rank, without "
            "DoRA or biases. The layers must be those of this network: add_peft puts the edits in, and load_peft "
            "fills them."
        ),
    ),
    "weights_file": (
        "Weights of another network",
        (
            "A file of weights names each tensor and its shape, and they have to be those of this network: "
            "head.weight of 10 × 512 does not fit a head with 5 classes. Choose the file that was trained "
            "with this very network, or train it again."
        ),
    ),
    "no_model": (
        "This run left no model",
        (
            "The run ended before anything was saved: it failed, was stopped early, or is still running. "
            "Train again to the end of its first epoch at least, or choose another run."
        ),
    ),
    "interrupted": (
        "The run was interrupted",
        (
            "The program stopped while this run was going on, for instance because the machine was restarted. "
            "What was saved after the latest epoch is still there. Start the run again."
        ),
    ),
    "deadline": (
        "The run took too long",
        (
            "Each run may take a certain time, so that one forgotten run does not hold up all others. Use "
            "fewer epochs, fewer samples, smaller images, or freeze the backbone, which makes a step several "
            "times cheaper."
        ),
    ),
    "worker_died": (
        "The run's process ended by itself",
        (
            "Training runs in a process of its own, so that a crash there leaves your document and the page "
            "alone. That process ended without a word, or could not be started. Try once more; if it happens "
            "again, try a smaller batch."
        ),
    ),
    "out_of_memory": (
        "The run needed more memory than there is",
        (
            "The system ends a process that takes more memory than there is. Memory grows with the batch, the "
            "area of the images and the size of the network: a batch of 16 needs about half of one of 32. "
            "Make the batch smaller first."
        ),
    ),
    "unknown_job": (
        "No such run",
        (
            "There is no run of this name among yours. It may have been cleared away, or it belongs to "
            "someone else. Choose one from the list of your runs."
        ),
    ),
    "busy": (
        "One look at a time",
        (
            "Running a network up to a wire takes a second or two the first time, and one person has one such run "
            "at a time. Wait for the one that is under way; the next ones are quick, since the network is kept."
        ),
    ),
    "queue_full": (
        "Too many runs are waiting",
        (
            "Runs wait in a line and start one after another. Each person may have a few of them waiting. Let "
            "one finish, or cancel one that you no longer need."
        ),
    ),
    "payload_size": (
        "Too large to send along",
        (
            "What a run works on, besides its data set, is sent to it in one piece and has to be small: one "
            "picture, one text. Make the picture smaller; a few hundred pixels are plenty for a network that "
            "sees 224 × 224."
        ),
    ),
    "unknown_upload": (
        "This file is not among your data",
        (
            "Files that you bring are kept for a while under your name, and then cleared away. This one is "
            "not there any more, or was brought by someone else. Bring it again."
        ),
    ),
    "store_in_use": (
        "Another Netgraft uses this folder",
        (
            "One data folder belongs to one running Netgraft, since two would write over each other's runs. "
            "Use the one that runs, stop it first, or name another folder in NETGRAFT_DATA."
        ),
    ),
    "image": (
        "A picture that cannot be read",
        (
            "The file that was given is no picture, is damaged, or is far too large. JPEG and PNG are read, "
            "up to a few thousand pixels a side. Save it as PNG, or choose another."
        ),
    ),
    "canvas_missing": (
        "The editor has not been built",
        (
            "The node editor in the browser is written in TypeScript and built once, with the one command "
            "that the README names. Its files are missing or older than their source. Build it, then start "
            "again."
        ),
    ),
    "login": (
        "A login that cannot be used",
        (
            "Logins are given as NAME:PASSWORD, several with commas between them, such as anna:correct-horse. "
            "A password has at least eight characters, since whoever knows it can run jobs on this machine."
        ),
    ),
    "unknown_owner": (
        "Whose page is this?",
        (
            "Documents and runs belong to whoever made them, and a cookie tells the server who that is. The "
            "cookie is missing, or comes from another server. Allow cookies for this page, then load it "
            "again."
        ),
    ),
    "exposure": (
        "Open to other machines",
        (
            "At 127.0.0.1 only this machine can reach the page. At any other address others can, and whoever "
            "reaches it can run jobs here. That is only done when it is asked for and protected by a login: "
            "--public and --login NAME:PASSWORD."
        ),
    ),
    "port": (
        "This port is taken",
        (
            "A port is the number behind the colon of the page's address, as in 127.0.0.1:7860. Another "
            "program uses it, perhaps a Netgraft that is still running. Stop that one, or choose another "
            "number with --port."
        ),
    ),
    "server": (
        "The server did not start",
        (
            "The web server that shows the page could not start, and the lines that it printed say why. "
            "Another program on the same port is the usual reason."
        ),
    ),
}
