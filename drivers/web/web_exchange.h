// What the page asks and what it is answered, without any network: so every answer can
// be tested without a socket. Plain values.
#ifndef WINNOW_DRIVERS_WEB_WEB_EXCHANGE_H_
#define WINNOW_DRIVERS_WEB_WEB_EXCHANGE_H_

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "base/result.h"

namespace winnow {

struct WebRequest {
  std::string method;                        // "GET", "POST"
  std::string path;                          // below the token: "api/case", ""
  std::map<std::string, std::string> query;  // decoded; of a name said twice the first
  std::string body;

  [[nodiscard]] std::string asked(const std::string& name) const {
    const auto found = query.find(name);
    return found == query.end() ? "" : found->second;
  }
};

// Takes a piece of a stream; false once nobody reads it any more.
using StreamSink = std::function<bool(std::string_view)>;

struct WebAnswer {
  int status = 200;
  std::string type = "application/json";
  std::string body;
  // Instead of a body: writes until it is through, or the sink takes no more.
  std::function<void(const StreamSink&)> stream = {};
};

[[nodiscard]] WebAnswer json_answer(std::string json);
// {"error": "..."}; without words for 404, which says nothing.
[[nodiscard]] WebAnswer error_answer(int status, const std::string& what);
// 400 for what cannot be asked so, 500 for what cannot be done.
[[nodiscard]] WebAnswer fault_answer(const Fault& fault);
// 409 {"refused": "..."}: the rules of the case say no.
[[nodiscard]] WebAnswer refused_answer(const std::string& why);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_WEB_WEB_EXCHANGE_H_
