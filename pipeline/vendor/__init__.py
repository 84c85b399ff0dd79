"""Third-party data tables that ship with the pipeline, each in a folder with its licence."""
