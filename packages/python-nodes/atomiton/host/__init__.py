"""The process that runs nodes for the host: frames on file descriptors 3 and 4, prints on 1 and 2."""
