"""Models of the Hugging Face hub: which commit is used, whether it is on this machine, and how it comes here.

A model can change under its id. So the commit that was fetched first is kept in `revisions.json` of the user's data folder
and asked for ever after; a registry entry may name a commit itself, and `NAME@COMMIT` chooses one by hand.
"""

from __future__ import annotations

import json
import logging
from pathlib import Path

from summarise.condensing.cards import KEEPER, SELECTOR, ModelCard, check_weights, is_known, reason_of
from summarise.errors import ModelError, OutputError
from summarise.messages import gettext as _
from summarise.writing import write_whole

# Settings, vocabularies and safetensors weights. No code and no pickle is fetched, so none can be run.
PARTS = ("*.json", "*.model", "*.txt", "model*.safetensors", KEEPER, SELECTOR)

_log = logging.getLogger(__name__)


def pins_file() -> Path:
    """Where the commits of the models that were fetched are kept."""
    import platformdirs

    return platformdirs.user_data_path("summarise", appauthor=False) / "revisions.json"


def commit_of(card: ModelCard) -> str | None:
    """The commit that is used of a model; None while nothing has chosen one.

    Raises:
        ModelError: the kept commits cannot be read.
    """
    return card.revision or _pins().get(card.hub or "")


def fetched(card: ModelCard) -> Path | None:
    """The folder of a model that was fetched whole at the commit in use, without asking a network; None for others.

    Raises:
        ModelError: the kept commits cannot be read.
    """
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import LocalEntryNotFoundError

    commit = commit_of(card)
    if card.hub is None or commit is None:
        return None
    try:
        folder = snapshot_download(card.hub, revision=commit, allow_patterns=list(PARTS), local_files_only=True)
    except (LocalEntryNotFoundError, ValueError):
        return None
    return Path(folder)


def fetch(card: ModelCard) -> tuple[Path, str]:
    """Fetch a model, having told its size, and keep its commit; the folder it lies in, and the commit.

    Raises:
        ModelError: the hub cannot be reached or has no such model, the model has no safetensors weights, they are not
            those that the registry names, or the commit cannot be kept.
    """
    from huggingface_hub import DryRunFileInfo, snapshot_download

    # The first is the root of all that the hub's client of HTTP raises, and can be had under this name whichever that is.
    from huggingface_hub.errors import HTTPError, XetDownloadError  # type: ignore[attr-defined]

    hub = str(card.hub)
    if not is_known(card):
        _log.warning(_("{model}: not in models list, so how well it summarises is unknown").format(model=hub))
    try:
        plan: list[DryRunFileInfo] = snapshot_download(
            hub, revision=commit_of(card) or card.branch, allow_patterns=list(PARTS), dry_run=True
        )
        if not any(part.filename.endswith(".safetensors") for part in plan):
            raise ModelError(
                "{model}: the hub has no safetensors weights of it; pickled weights are not loaded, convert them first",
                model=hub,
            )
        commit = plan[0].commit_hash
        missing = sum(part.file_size or 0 for part in plan if part.will_download)
        _log.warning(
            _("{model}: fetching {size} from the hub, once (commit {commit})").format(
                model=hub, size=readable(missing), commit=commit
            )
        )
        folder = Path(snapshot_download(hub, revision=commit, allow_patterns=list(PARTS)))
    except (OSError, ValueError, HTTPError, XetDownloadError) as error:
        raise ModelError(
            "{model}: cannot be fetched from the hub ({reason}); check the name and the network, or name a folder",
            model=hub,
            reason=reason_of(error),
        ) from error
    check_weights(folder, card)
    if card.revision is None:
        _keep(hub, commit)
    return folder, commit


def readable(size: int) -> str:
    """A number of bytes in MB or GB of powers of ten, as the hub tells sizes."""
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{max(size / 1e6, 0.1):.1f} MB"


def _pins() -> dict[str, str]:
    path = pins_file()
    try:
        pins = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise ModelError("{path}: cannot be read ({reason}); delete it", path=path, reason=reason_of(error)) from error
    if not isinstance(pins, dict) or not all(isinstance(commit, str) for commit in pins.values()):
        raise ModelError("{path}: cannot be read ({reason}); delete it", path=path, reason=_("no table of commits"))
    return pins


def _keep(hub: str, commit: str) -> None:
    path = pins_file()
    text = json.dumps({**_pins(), hub: commit}, indent=2, sort_keys=True) + "\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text)
    except (OSError, OutputError) as error:
        raise ModelError(
            "{path}: the commit of {model} cannot be kept there ({reason})", path=path, model=hub, reason=error
        ) from error
