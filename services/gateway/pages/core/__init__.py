"""What every page stands on: routes, forms, templates, assets, errors, sign-in."""
