"""SQL of the channel, a module for each thing it keeps."""
