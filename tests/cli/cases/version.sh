winnow --version | sed 's/(.*)/(commit)/'
winnow --version --json | sed 's/":"[^"]*"/":"X"/g'
winnow scan --version | sed 's/(.*)/(commit)/'
winnow --help | head -3
for command in scan rank findings coverage verify hashset 'hashset build'; do
  winnow $command --help | grep -c 'Usage: '
done
