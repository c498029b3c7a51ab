from dealerline.cli import main

main()
