"""Static files under names that change with what is in them, the imports of scripts included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """A script that imports another asks for it under its hashed name: a page never has two copies of one module."""

    support_js_module_import_aggregation = True
