. "$HELPERS"
exhibit usb.raw 'files 5'
list list.txt 1
rm "$(dirname "$(command -v winnow)")/winnow-worker"
winnow scan usb.raw --hashset list.txt 2>&1 | sed 's|: /.*/bin|: BIN|'
ls
