from servestatic.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):
    """Static files named by their content, those too that a script imports: a page never mixes two versions."""

    support_js_module_import_aggregation = True
