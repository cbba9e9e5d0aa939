#include "drivers/web/door_rules.h"

#include <sys/random.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>

#include "base/digest.h"
#include "base/text.h"

namespace winnow {
namespace {

// In a time that does not tell how much of it is right.
bool is_same(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    difference |= static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]);
  }
  return difference == 0;
}

bool is_json(std::string_view content_type) {
  const std::string_view word = content_type.substr(0, content_type.find(';'));
  std::string small(word.substr(0, word.find_last_not_of(' ') + 1));
  std::transform(small.begin(), small.end(), small.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return small == "application/json";
}

}  // namespace

Result<std::string> new_token() {
  std::array<std::byte, 32> bytes{};
  if (::getrandom(bytes.data(), bytes.size(), 0) !=
      static_cast<ssize_t>(bytes.size())) {
    return fault_from_errno(errno, "gives no random bytes", "getrandom");
  }
  return to_hex(bytes);
}

DoorRules::DoorRules(int port, std::string token)
    : port_(port), token_(std::move(token)) {}

DoorRules::Admission DoorRules::admit(const RequestHead& head) const {
  const std::string port = ":" + std::to_string(port_);
  const bool is_our_host =
      head.hosts.size() == 1 &&
      (head.hosts[0] == "127.0.0.1" + port || head.hosts[0] == "localhost" + port);
  // Without a body, of which the library would send parts.
  if (head.has_range) return {"", error_answer(416, "")};
  if (!is_our_host) return {"", error_answer(421, "this is another server")};
  const std::size_t end = head.path.find('/', 1);
  if (end == std::string::npos || head.path[0] != '/' ||
      !is_same(std::string_view(head.path).substr(1, end - 1), token_)) {
    return {"", error_answer(404, "")};
  }
  Admission admission{head.path.substr(end + 1), std::nullopt};
  if (head.method == "GET") return admission;
  if (head.method != "POST") return {"", error_answer(405, "only GET and POST")};
  if (head.origins.size() != 1 || head.origins[0] != "http://" + head.hosts[0]) {
    return {"", error_answer(403, "the request does not come from the page")};
  }
  if (!is_json(head.content_type)) {
    return {"", error_answer(415, "the body must be application/json")};
  }
  return admission;
}

std::string DoorRules::address() const {
  return "http://127.0.0.1:" + std::to_string(port_) + "/" + token_ + "/";
}

const std::vector<std::pair<std::string, std::string>>& security_headers() {
  static const std::vector<std::pair<std::string, std::string>> kHeaders = {
      {"Content-Security-Policy",
       "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
       "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors "
       "'none'"},
      {"X-Content-Type-Options", "nosniff"},
      {"X-Frame-Options", "DENY"},
      {"Referrer-Policy", "no-referrer"},
      {"Cache-Control", "no-store"},
      {"Cross-Origin-Resource-Policy", "same-origin"},
      {"Cross-Origin-Opener-Policy", "same-origin"},
      {"Permissions-Policy", "camera=(), microphone=(), geolocation=(), usb=()"}};
  return kHeaders;
}

}  // namespace winnow
