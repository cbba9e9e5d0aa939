# What keeps the page's server from starting: one line each, and nothing is made.
. "$HELPERS"
list list.txt 1
echo 'not a list' >broken.txt
status winnow serve --images none
status winnow serve --port 70000
status winnow serve --hashset none.wset
status winnow serve --hashset broken.txt
status winnow serve --hashst list.txt
echo x >file
status winnow serve --case file
# A passphrase that is typed would not be there when a scan from the page wants it.
echo secret >passphrase
winnow hashset build sealed.wset list.txt --name grade1 --type known --seal \
  --passphrase-file passphrase >/dev/null 2>&1
status winnow serve --known sealed.wset
ls
