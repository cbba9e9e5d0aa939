# What cannot be read is named, the rest is learned, and the exit status says so.
. "$HELPERS"
mkdir ref
printf 'content-1' >ref/one.jpg
# Deeper than is looked: unreadable for root too.
(cd ref && for i in $(seq 260); do mkdir d && cd ./d || exit; done)
winnow hashset learn out.wset ref --name grade
echo "exit status $?"
winnow hashset info out.wset --json | grep -c '"unreadable":1,'
