#include "drivers/selftest/selftest_checks.h"

#include <string_view>

#include "base/text.h"

namespace winnow {
namespace {

constexpr std::size_t kMostShown = 600;  // bytes of one text

std::string shown(const std::string& text) {
  if (text.empty()) return "nothing";
  const std::string_view head = std::string_view(text).substr(0, kMostShown);
  return printable_utf8(head) + (head.size() < text.size() ? " ..." : "");
}

}  // namespace

bool SelftestChecks::equal(const std::string& what, const std::string& expected,
                           const std::string& came) {
  ++count_;
  if (expected == came) return true;
  failed_.push_back({printable_utf8(what), shown(expected), shown(came)});
  return false;
}

}  // namespace winnow
