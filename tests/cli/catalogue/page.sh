# The page of the core list is what the catalogues say.
hearth catalogue --markdown itu-2025 itu-2020 itu-2014 sdg umc e-commerce ott e-waste \
    eurostat-dsi women | diff "$FIXTURES/../docs/core-list.md" -
