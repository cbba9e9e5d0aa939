// One message as it is sent, by GMime.
#ifndef WINNOW_SCANNER_EXAMINE_CONTAINERS_MIME_MESSAGE_H_
#define WINNOW_SCANNER_EXAMINE_CONTAINERS_MIME_MESSAGE_H_

#include <string>

#include "base/bytes.h"
#include "scanner/examine/containers/member_gate.h"

namespace winnow {

// Has GMime ready. Safe from any thread.
void prepare_mime();

// Hands every part of the message (RFC 5322, RFC 2045 to 2049, RFC 2557) to the gate,
// decoded, and the files that lie in texts (uuencode) and in winmail.dat (TNEF). The
// names begin with `path`, which is empty or ends in '/'. False: no more is wanted.
[[nodiscard]] bool take_message(Bytes message, const std::string& path,
                                MemberGate& gate);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_CONTAINERS_MIME_MESSAGE_H_
