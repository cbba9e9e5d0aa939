# 64 digits are looked up as a SHA-256 and, in a set that has PDQ, as that too.
one=f162eb9daab170c0567fe3632d9a5548c5612982dd5e374a7424ebbc8a835c95
off=0e62eb9daab170c0567fe3632d9a5548c5612982dd5e374a7424ebbc8a835c96
far=98736629670cc19fc9f23862f66cce1f599e32c78e236c78619d202e9e66c157
printf 'md5,pdq\n%s,%s\n' "$(printf 'content-1' | md5sum | cut -c1-32)" "$one" >list.csv
winnow hashset build out.wset list.csv --name near --type notable
winnow hashset check out.wset "$one" "$off" "$far"
