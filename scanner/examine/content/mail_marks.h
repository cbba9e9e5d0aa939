// What messages and mailboxes begin with.
#ifndef WINNOW_SCANNER_EXAMINE_CONTENT_MAIL_MARKS_H_
#define WINNOW_SCANNER_EXAMINE_CONTENT_MAIL_MARKS_H_

#include "base/bytes.h"

namespace winnow {

// Begins with header lines of a message (RFC 5322), as saved pages do too (MHTML); as
// Apple keeps it, its length stands in a line before it.
[[nodiscard]] bool is_mail(Bytes head);

// Begins with a line "From ", and then a message.
[[nodiscard]] bool is_mailbox(Bytes head);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_CONTENT_MAIL_MARKS_H_
