#include "tests/hashsets/lists/list_damage.h"

#include <algorithm>
#include <cctype>
#include <sstream>

namespace winnow {
namespace {

std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

// Whether `digest` stands in the text so that byte `at` is one of its digits.
bool covers(const std::string& text, const std::string& digest, std::size_t at) {
  for (std::size_t i = text.find(digest); i != std::string::npos;
       i = text.find(digest, i + 1)) {
    if (i <= at && at - i < digest.size()) return true;
  }
  return false;
}

void check_flip(const Rows& rows, const std::string& list, const std::string& damaged,
                std::size_t at) {
  for (const Rows::Row& row : rows.taken) {
    std::istringstream digests(row.digests + " " + row.pdq);
    for (std::string digest; digests >> digest;) {
      EXPECT_TRUE(list.find(digest) != std::string::npos || covers(damaged, digest, at))
          << digest << " after damage to byte " << at;
    }
  }
}

}  // namespace

void expect_cuts_are_seen(const ListReader& read, const std::string& list) {
  const auto whole = read(list);
  ASSERT_TRUE(whole) << whole.error().line();
  for (std::size_t length = 1; length < list.size(); ++length) {
    const auto cut = read(list.substr(0, length));
    if (!cut) continue;
    EXPECT_EQ(cut->taken, whole->taken) << "cut after " << length;
    EXPECT_EQ(cut->rejected, whole->rejected) << "cut after " << length;
  }
}

void expect_flips_invent_nothing(const ListReader& read, const std::string& list) {
  const std::string known = lower_case(list);
  for (std::size_t at = 0; at < list.size(); ++at) {
    for (unsigned bit = 0; bit < 8; ++bit) {
      std::string damaged = list;
      damaged[at] = static_cast<char>(damaged[at] ^ (1 << bit));
      const auto rows = read(damaged);
      if (rows) check_flip(*rows, known, lower_case(damaged), at);
    }
  }
}

}  // namespace winnow
