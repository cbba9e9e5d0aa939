#include "tests/hashsets/lists/list_damage.h"

#include <algorithm>
#include <set>
#include <sstream>
#include <string>
#include <vector>

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

Words digests_of_whole(const ListReader& read, Bytes list) {
  const auto whole = read(list);
  EXPECT_TRUE(whole) << whole.error().line();
  if (!whole) return {};
  EXPECT_FALSE(whole->taken.empty());
  return digests_in(*whole);
}

}  // namespace

ListReader reader_of(Importer importer) {
  return [importer](Bytes list) { return import_text(importer, text_of(list)); };
}

ListReader reader_of(SourceImporter importer, const ImportOptions& options) {
  return
      [importer, options](Bytes list) { return import_bytes(importer, list, options); };
}

std::size_t check_truncations(const ListReader& read, Bytes list, std::size_t step) {
  const Words known = digests_of_whole(read, list);
  std::size_t faults = 0;
  for (std::size_t length = 0; length < list.size(); length += step) {
    const auto rows = read(list.first(length));
    if (!rows) {
      ++faults;
      continue;
    }
    EXPECT_EQ(strangers_in(*rows, known), Words()) << "cut off after " << length;
  }
  return faults;
}

void check_cuts_are_seen(const ListReader& read, Bytes list) {
  const auto whole = read(list);
  ASSERT_TRUE(whole) << whole.error().line();
  for (std::size_t length = 1; length < list.size(); ++length) {
    const auto cut = read(list.first(length));
    if (!cut) continue;
    EXPECT_EQ(cut->taken, whole->taken) << "cut off after " << length;
    EXPECT_EQ(cut->rejected, whole->rejected) << "cut off after " << length;
  }
}

void check_flips(const ListReader& read, Bytes list, std::size_t step) {
  const Words known = digests_of_whole(read, list);
  std::vector<std::byte> damaged(list.begin(), list.end());
  for (std::size_t i = 0; i < 8 * damaged.size(); i += step) {
    const auto mask = std::byte{1} << (i % 8);
    damaged[i / 8] ^= mask;
    const auto rows = read(damaged);
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
