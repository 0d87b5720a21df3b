"""What turns data/, docs/ and components/ into the site. mkdocs-macros loads this package."""

from explainer.macros import define_env, on_post_page_macros

__all__ = ["define_env", "on_post_page_macros"]
