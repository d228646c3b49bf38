"""What all papers share: type faces, bars, and the press that sets a sheet."""
