// DoorRules: who may come in at all, before anything of a request is looked at.
//
// The server listens on loopback alone, where every program of the machine and every
// page in the browser can reach it. So a request must name the server as the page does
// (a name that somebody made point to this machine is another Host), know the token,
// and, if it changes anything, come from the page itself (Origin) and be JSON, which no
// form of a foreign page can be. No answer is given in parts: what its sender could
// make of many ranges is no document, and many times as large. Immutable; any thread.
#ifndef WINNOW_DRIVERS_WEB_DOOR_RULES_H_
#define WINNOW_DRIVERS_WEB_DOOR_RULES_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "drivers/web/web_exchange.h"

namespace winnow {

inline constexpr std::size_t kMostBodyBytes = std::size_t{64} << 10;

// 32 bytes of the system's randomness, in hex.
[[nodiscard]] Result<std::string> new_token();

// What stands at the head of a request.
struct RequestHead {
  std::string method;
  std::string path;                  // decoded, without the query
  std::vector<std::string> hosts;    // one, if all is well
  std::vector<std::string> origins;  // likewise of a POST
  std::string content_type;
  bool has_range = false;  // asks for a part of the answer
};

class DoorRules {
 public:
  DoorRules(int port, std::string token);

  // The path below the token, or why the request does not get in.
  struct Admission {
    std::string path;
    std::optional<WebAnswer> refusal;
  };
  [[nodiscard]] Admission admit(const RequestHead& head) const;

  // "http://127.0.0.1:PORT/TOKEN/".
  [[nodiscard]] std::string address() const;

 private:
  int port_;
  std::string token_;
};

// Of every answer, refusals too.
[[nodiscard]] const std::vector<std::pair<std::string, std::string>>&
security_headers();

}  // namespace winnow

#endif  // WINNOW_DRIVERS_WEB_DOOR_RULES_H_
