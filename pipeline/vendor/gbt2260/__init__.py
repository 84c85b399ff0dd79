"""Units of GB/T 2260: `units.csv`, its origin in README.md, its licences in LICENSE."""
