"""What turns data/, docs/ and components/ into the site. mkdocs-macros loads this package, hooks.py runs the rest."""

from explainer.macros import define_env, on_post_page_macros

__all__ = ["define_env", "on_post_page_macros"]
