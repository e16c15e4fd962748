"""The dashboard's phrases, one file per page, each in English and Chinese."""
