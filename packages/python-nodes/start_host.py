"""Started by the host with pipes on file descriptors 3 (in) and 4 (out)."""

if __name__ == "__main__":
    from atomiton.host.main import main

    main()
