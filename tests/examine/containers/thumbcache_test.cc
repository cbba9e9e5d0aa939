#include <gtest/gtest.h>

#include "tests/examine/containers/opened_members.h"

namespace winnow {
namespace {

std::string number(std::uint64_t value, int bytes = 4) {
  std::string text;
  for (int i = 0; i < bytes; ++i) text += static_cast<char>(value >> (8 * i));
  return text;
}

std::string wide(const std::string& text) {
  std::string bytes;
  for (const char c : text) bytes += {c, '\0'};
  return bytes;
}

// After the specification of libyal/libwtcdb, and not after the reader.
std::string entry(int version, const std::string& id, const std::string& data,
                  std::size_t padding = 0) {
  const std::string name = wide(id);
  std::string rest;
  if (version == 20) rest += wide("jpg") + std::string(2, '\0');
  rest += number(name.size()) + number(padding) + number(data.size()) + number(0);
  if (version >= 30) rest += number(0, 8);
  rest += number(0x1122334455667788, 8) + number(0x8877665544332211, 8) + name +
          std::string(padding, '\0') + data;
  return "CMMM" + number(16 + rest.size()) + number(0x00C0FFEE00C0FFEE, 8) + rest;
}

std::string cache(int version, const std::string& entries) {
  return "CMMM" + number(static_cast<std::uint64_t>(version)) + number(4) + number(24) +
         number(24 + entries.size()) + number(2) + entries;
}

const std::string kJpeg = "\xFF\xD8\xFF\xE0 one picture";
const std::string kPng = "\x89PNG\r\n\x1A\n another";

class Thumbcache : public testing::TestWithParam<int> {};

TEST_P(Thumbcache, EntriesComeUnderTheirIds) {
  const int version = GetParam();
  const std::string free_space = entry(version, "", "") + std::string(300, '\0');
  const Opened opened =
      open_all(ContentType::thumbcache,
               cache(version, entry(version, "482d656ee647f25e", kJpeg) +
                                  entry(version, "1f", kPng, 6) + free_space));
  EXPECT_FALSE(opened.fault.has_value());
  EXPECT_TRUE(opened.notes.empty());
  const std::string second = version == 20 ? "1f.jpg" : "1f.png";
  ASSERT_EQ(opened.names(), (std::vector<std::string>{"482d656ee647f25e.jpg", second}));
  EXPECT_EQ(opened.members[0].bytes, kJpeg);
  EXPECT_EQ(opened.members[1].bytes, kPng);
}

TEST_P(Thumbcache, EntriesBehindDamageAreFound) {
  const int version = GetParam();
  std::string damaged = entry(version, "aa", kJpeg);
  damaged[4] = '\0';  // shorter than its own parts
  damaged[5] = '\0';
  const Opened opened = open_all(ContentType::thumbcache,
                                 cache(version, entry(version, "11", kJpeg) + damaged +
                                                    entry(version, "bb", kJpeg)));
  ASSERT_EQ(opened.names(), (std::vector<std::string>{"11.jpg", "bb.jpg"}));
  EXPECT_EQ(opened.notes.size(), 1u);
}

TEST_P(Thumbcache, DamageIsSurvived) {
  const int version = GetParam();
  expect_mutations_are_survived(
      ContentType::thumbcache,
      cache(version, entry(version, "482d656ee647f25e", kJpeg) +
                         entry(version, "", kPng) + entry(version, "1f", kPng, 6)),
      1500);
}

INSTANTIATE_TEST_SUITE_P(Versions, Thumbcache, testing::Values(20, 21, 30, 31, 32));

TEST(ThumbcacheFile, EntryThatBreaksOffIsHandedOutAsFarAsItGoes) {
  std::string bytes = cache(32, entry(32, "cc", kJpeg));
  bytes.resize(bytes.size() - 4);
  const Opened opened = open_all(ContentType::thumbcache, bytes);
  ASSERT_EQ(opened.members.size(), 1u);
  EXPECT_EQ(opened.members[0].bytes, kJpeg.substr(0, kJpeg.size() - 4));
  ASSERT_TRUE(opened.members[0].broke_off.has_value());
  EXPECT_EQ(opened.members[0].broke_off->kind, FaultKind::truncated);
}

TEST(ThumbcacheFile, ManyMarksThatAreNoEntriesEndSoon) {
  std::string marks;
  while (marks.size() < 200'000) marks += "CMMM";
  const Opened opened = open_all(ContentType::thumbcache, cache(32, marks));
  EXPECT_TRUE(opened.members.empty());
}

TEST(ThumbcacheFile, EntriesAreCapped) {
  std::string entries;
  for (int i = 0; i < 20; ++i) entries += entry(21, std::to_string(i), kJpeg);
  const Opened opened = open_all(ContentType::thumbcache, cache(21, entries), nullptr,
                                 ContainerLimits{5, 1 << 20});
  EXPECT_EQ(opened.members.size(), 5u);
  ASSERT_TRUE(opened.fault.has_value());
  EXPECT_EQ(opened.fault->kind, FaultKind::too_big);
}

}  // namespace
}  // namespace winnow
