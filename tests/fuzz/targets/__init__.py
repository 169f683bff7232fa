"""One module a parser: ``target(data)`` lets only the library's own ReaderError out."""
