"""What holds for every test: the data folder is one of its own, never the user's."""

from collections.abc import Iterator

import pytest

from builder.store import DATA_FOLDER


@pytest.fixture(autouse=True, scope="session")
def _data_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(DATA_FOLDER, str(tmp_path_factory.mktemp("data")))
        yield
