#include "tests/hashsets/lists/damage.h"

#include <algorithm>
#include <set>
#include <sstream>
#include <string>

namespace winnow {
namespace {

using Words = std::set<std::string>;

// Every digest and PDQ hash of the rows.
Words digests_in(const Rows& rows) {
  Words all;
  for (const Rows::Row& row : rows.taken) {
    std::istringstream words(row.digests + " " + row.pdq);
    for (std::string word; words >> word;) all.insert(word);
  }
  return all;
}

bool one_digit_off(const std::string& word, const Words& known) {
  return std::any_of(known.begin(), known.end(), [&](const std::string& other) {
    if (other.size() != word.size()) return false;
    std::size_t different = 0;
    for (std::size_t i = 0; i < word.size(); ++i) different += word[i] != other[i];
    return different == 1;
  });
}

Words strangers_in(const Rows& rows, const Words& known) {
  Words strangers;
  for (const std::string& word : digests_in(rows)) {
    if (known.count(word) == 0) strangers.insert(word);
  }
  return strangers;
}

Words digests_of_whole(SourceImporter importer, Bytes list,
                       const ImportOptions& options) {
  const auto whole = import_bytes(importer, list, options);
  EXPECT_TRUE(whole) << whole.error().line();
  if (!whole) return {};
  EXPECT_FALSE(whole->taken.empty());
  return digests_in(*whole);
}

}  // namespace

std::size_t check_truncations(SourceImporter importer, Bytes list, std::size_t step,
                              const ImportOptions& options) {
  const Words known = digests_of_whole(importer, list, options);
  std::size_t faults = 0;
  for (std::size_t length = 0; length < list.size(); length += step) {
    const auto rows = import_bytes(importer, list.first(length), options);
    if (!rows) {
      ++faults;
      continue;
    }
    EXPECT_EQ(strangers_in(*rows, known), Words()) << "cut off after " << length;
  }
  return faults;
}

void check_flips(SourceImporter importer, Bytes list, std::size_t step,
                 const ImportOptions& options) {
  const Words known = digests_of_whole(importer, list, options);
  std::vector<std::byte> damaged(list.begin(), list.end());
  for (std::size_t i = 0; i < 8 * damaged.size(); i += step) {
    const auto mask = std::byte{1} << (i % 8);
    damaged[i / 8] ^= mask;
    const auto rows = import_bytes(importer, damaged, options);
    damaged[i / 8] ^= mask;
    if (!rows) continue;
    const Words strangers = strangers_in(*rows, known);
    EXPECT_LE(strangers.size(), 1u) << "bit " << i % 8 << " of byte " << i / 8;
    for (const std::string& word : strangers) {
      EXPECT_TRUE(one_digit_off(word, known))
          << "bit " << i % 8 << " of byte " << i / 8 << " gave " << word;
    }
  }
}

}  // namespace winnow
